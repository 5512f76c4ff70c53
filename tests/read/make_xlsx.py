"""Workbooks written as raw XML, for what no library would write."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def raw_xlsx(
    path: Path,
    rows: str,
    *,
    strings: str = "",
    styles: str = "",
    columns: str = "",
    strict: bool = False,
    prefix: str = "",
    date1904: bool = False,
    sheets: int = 1,
    after: str = "",
    prolog: str = "",
) -> Path:
    """One sheet 「表」 with these `<row>` elements, and `after` them and in the `prolog` something else.

    `prefix` puts every element in a named namespace; of more `sheets` each is the same part.
    """
    namespace, relations = (STRICT, STRICT_RELATIONS) if strict else (TRANSITIONAL, RELATIONS)
    declared = f'xmlns:{prefix}="{namespace}"' if prefix else f'xmlns="{namespace}"'

    def part(tag: str, inside: str) -> str:
        body = f"<{tag}>{inside}</{tag}>"
        if prefix:
            body = body.replace("</", "\0").replace("<", f"<{prefix}:").replace("\0", f"</{prefix}:")
        opening = f"<{prefix}:{tag}" if prefix else f"<{tag}"
        return f'{opening} {declared} xmlns:r="{relations}"' + body.removeprefix(opening)

    setting = '<workbookPr date1904="1"/>' if date1904 else "<workbookPr/>"
    entries = [f'<sheet name="表{n or ""}" sheetId="{n + 1}" r:id="rId1"/>' for n in range(sheets)]
    kinds = {
        "worksheet": "worksheets/sheet1.xml",
        "sharedStrings": "sharedStrings.xml",
        "styles": "styles.xml",
    }
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{relations}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(kinds.items(), start=1)
    )
    relationships = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = f'<Relationship Id="rId1" Type="{relations}/officeDocument" Target="/xl/workbook.xml"/>'
    with ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("_rels/.rels", f'<Relationships xmlns="{relationships}">{office}</Relationships>')
        package.writestr("xl/workbook.xml", part("workbook", f"{setting}<sheets>{''.join(entries)}</sheets>"))
        package.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{relationships}">{links}</Relationships>'
        )
        package.writestr(
            "xl/worksheets/sheet1.xml",
            prolog + part("worksheet", f"{columns}<sheetData>{rows}</sheetData>{after}"),
        )
        package.writestr("xl/sharedStrings.xml", part("sst", strings))
        package.writestr("xl/styles.xml", part("styleSheet", styles))
    return path
