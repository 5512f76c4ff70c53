"""report.ods: the consolidated workbook in OpenDocument, taken over from report.xlsx cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from gmreports import __version__
from gmreports.render import style
from gmreports.render.ods import pages, views
from gmreports.render.ods.charts import chart_parts, write_frame, write_frame_style
from gmreports.render.ods.looks import looks_of, write_default, write_looks
from gmreports.render.ods.sheet import (
    Grid,
    Place,
    Shared,
    address,
    column_style,
    grid_of,
    place_of,
    row_style,
    write_table,
)
from gmreports.render.ods.source import NAMES, Source, Workbook, opened
from gmreports.render.ods.xml import VERSION, Element, part, root, to_bytes, under

__all__ = ["ods"]

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
CHART_TYPE = "application/vnd.oasis.opendocument.chart"
# A zip knows no earlier day; the workbook was made when its input was.
MOMENT = (1980, 1, 1, 0, 0, 0)


def ods(workbook: bytes) -> bytes:
    """Our own report.xlsx as an .ods file; the same workbook gives the same bytes.

    Raises ValueError for what our own workbook has never held: rather no file than another one.
    """
    book = opened(workbook)
    looks = looks_of(book.styles)
    grids = [grid_of(sheet) for sheet in book.sheets]
    content, objects = _content(book, grids, Shared(looks, book.strings))
    parts = {
        "content.xml": content,
        "styles.xml": _styles(book),
        "settings.xml": views.settings(book.sheets),
        "meta.xml": _meta(book),
        **objects,
    }
    return _zipped({name: to_bytes(each) for name, each in parts.items()})


def _content(book: Workbook, grids: Sequence[Grid], shared: Shared) -> tuple[Element, dict[str, Element]]:
    """content.xml, and the parts of the charts that it holds."""
    content = part("office:document-content")
    _write_faces(content)
    automatic = under(content, "office:automatic-styles")
    _write_measures(automatic, book.sheets, grids)
    write_looks(automatic, shared.looks)
    write_frame_style(automatic)
    body = under(under(content, "office:body"), "office:spreadsheet")
    # Criteria mean what they mean to Excel: wildcards and the whole cell, no regular expressions.
    criteria = {
        "table:case-sensitive": "false",
        "table:search-criteria-must-apply-to-whole-cell": "true",
        "table:use-regular-expressions": "false",
        "table:use-wildcards": "true",
    }
    under(body, "table:calculation-settings", criteria)
    objects: dict[str, Element] = {}
    for at, (sheet, grid) in enumerate(zip(book.sheets, grids, strict=True)):
        cells = write_table(body, at, sheet, grid, shared)
        for anchored in sheet.charts:
            name = f"Object {len(objects) // 2 + 1}"
            write_frame(cells[anchored.first.row, anchored.first.column], anchored, grid, name)
            made = chart_parts(anchored, grid, partial(_says, cells))
            objects |= {f"{name}/{part_name}": each for part_name, each in made.items()}
    _write_filters(body, book.sheets)
    return content, objects


def _says(cells: Mapping[Place, Element], cell: str, words: str) -> bool:
    """Whether a cell holds these words and nothing else."""
    found = cells.get(place_of(cell))
    return found is not None and "".join(found.itertext()) == words


def _write_measures(automatic: Element, sheets: Sequence[Source], grids: Sequence[Grid]) -> None:
    """Widths, heights, and what a sheet as a whole looks like."""
    for width in sorted({width for grid in grids for width in grid.widths}):
        made = under(
            automatic, "style:style", {"style:name": column_style(width), "style:family": "table-column"}
        )
        under(made, "style:table-column-properties", {"style:column-width": f"{width:g}pt"})
    for height in sorted({height for grid in grids for height in grid.heights}):
        made = under(automatic, "style:style", {"style:name": row_style(height), "style:family": "table-row"})
        fixed = {"style:row-height": f"{height:g}pt", "style:use-optimal-row-height": "false"}
        under(made, "style:table-row-properties", fixed)
    for at, sheet in enumerate(sheets):
        given = {"style:name": f"ta{at + 1}", "style:family": "table"}
        made = under(automatic, "style:style", given | {"style:master-page-name": pages.master_of(at)})
        tab = sheet.root.find("m:sheetPr/m:tabColor", NAMES)
        color = {"table:tab-color": f"#{tab.attrib['rgb'][2:].lower()}"} if tab is not None else {}
        under(made, "style:table-properties", {"table:display": "true", **color})


def _write_filters(body: Element, sheets: Sequence[Source]) -> None:
    filtered = [(sheet.name, name, area) for sheet in sheets for name, area in sheet.filtered]
    if not filtered:
        return
    ranges = under(body, "table:database-ranges")
    for sheet, name, area in filtered:
        given = {"table:name": name, "table:target-range-address": address(sheet, area)}
        under(ranges, "table:database-range", given | {"table:display-filter-buttons": "true"})


def _write_faces(document: Element) -> None:
    faces = under(document, "office:font-face-decls")
    given = {"style:name": style.FONT_REPORT, "svg:font-family": style.FONT_REPORT}
    under(faces, "style:font-face", given | {"style:font-family-generic": "swiss"})


def _styles(book: Workbook) -> Element:
    styles = part("office:document-styles")
    _write_faces(styles)
    write_default(under(styles, "office:styles"))
    pages.write_layouts(under(styles, "office:automatic-styles"), book.sheets)
    pages.write_masters(under(styles, "office:master-styles"), book.sheets)
    return styles


def _meta(book: Workbook) -> Element:
    document = part("office:document-meta")
    meta = under(document, "office:meta")
    under(meta, "meta:generator", text=f"gmreports/{__version__}")
    under(meta, "dc:title", text=book.title)
    under(meta, "meta:creation-date", text=book.created.removesuffix("Z"))
    return document


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    """The type comes first and uncompressed, so that it can be told from the first bytes of the file."""
    manifest = root("manifest:manifest", {"manifest:version": VERSION})
    whole = {"manifest:full-path": "/", "manifest:media-type": MEDIA_TYPE, "manifest:version": VERSION}
    under(manifest, "manifest:file-entry", whole)
    folders = {f"{name.partition('/')[0]}/": CHART_TYPE for name in parts if "/" in name}
    for name, kind in {**dict.fromkeys(parts, "text/xml"), **folders}.items():
        given = {"manifest:full-path": name, "manifest:media-type": kind}
        under(manifest, "manifest:file-entry", given)
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        _add(archive, "mimetype", MEDIA_TYPE.encode(), ZIP_STORED)
        for name, content in {**parts, "META-INF/manifest.xml": to_bytes(manifest)}.items():
            _add(archive, name, content, ZIP_DEFLATED)
    return stream.getvalue()


def _add(archive: ZipFile, name: str, content: bytes, how: int) -> None:
    entry = ZipInfo(name, MOMENT)
    entry.compress_type = how
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)
