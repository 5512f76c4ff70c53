"""ODS files written as raw XML, for what no library would write."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

MIME = "application/vnd.oasis.opendocument.spreadsheet"
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = {
    **{
        name: f"{OASIS}{name}:1.0"
        for name in ("office", "table", "text", "style", "meta", "manifest", "script")
    },
    "draw": f"{OASIS}drawing:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    "ooo": "http://openoffice.org/2004/office",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())


def sheet(rows: str, title: str = "表", more: str = "") -> str:
    return f'<table:table table:name="{title}" {more}>{rows}</table:table>'


def row(cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{cells}</table:table-row>"


def text(words: str, more: str = "") -> str:
    """A cell of one paragraph."""
    return f'<table:table-cell office:value-type="string" {more}><text:p>{words}</text:p></table:table-cell>'


def number(value: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="float" office:value="{value}" {more}/>'


def formula(written: str, more: str = "", shown: str | None = None) -> str:
    inside = "" if shown is None else f"<text:p>{shown}</text:p>"
    return f'<table:table-cell table:formula="of:={written}" {more}>{inside}</table:table-cell>'


def content(sheets: str, *, styles: str = "", before: str = "", root: str = "document-content") -> str:
    """The whole of content.xml; `before` stands before the sheets."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:{root} {DECLARED}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{before}{sheets}</office:spreadsheet></office:body></office:{root}>"
    )


def raw_ods(
    path: Path,
    inside: str,
    *,
    members: Mapping[str, str] | None = None,
    kinds: Mapping[str, str] | None = None,
) -> Path:
    """A package with this content.xml, further members, and the media types that its manifest names."""
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in {"/": MIME, "content.xml": "text/xml", **(kinds or {})}.items()
    )
    parts = {
        "mimetype": MIME,
        "content.xml": inside,
        "META-INF/manifest.xml": f"<manifest:manifest {DECLARED}>{entries}</manifest:manifest>",
        **(members or {}),
    }
    with ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return path
