"""Make a saved workbook the same bytes on every run: no clock in it, members in a fixed order."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape

from samples.spelling import Typed

CLOCK = "2026-01-01T00:00:00Z"
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(r"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_MINUTES = re.compile(rb"(<TotalTime>)[0-9]*(</TotalTime>)")
_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f[^>]*>[^<]*</f>)<v\s*(?:/>|></v>)</c>')


def seal(
    workbook: bytes,
    numbers: Mapping[str, int] | None = None,
    results: Mapping[tuple[str, str], Typed] | None = None,
) -> bytes:
    """The workbook without its clock; `results` are put into the formula cells that have none.

    `numbers` gives the number of each sheet's member, which is its place when openpyxl saves.
    """
    by_member: dict[str, dict[str, Typed]] = {}
    for (title, address), value in (results or {}).items():
        by_member.setdefault(f"xl/worksheets/sheet{(numbers or {})[title]}.xml", {})[address] = value
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(workbook)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _TIMES.sub(rf"\g<1>{CLOCK}\g<3>", content.decode()).encode()
            if name == "docProps/app.xml":
                content = _MINUTES.sub(rb"\g<1>0\g<2>", content)
            if name in by_member:
                content = _with_results(content.decode(), by_member[name]).encode()
            new.writestr(_member(name), content)
    return stream.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, ZIP_EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    member.create_system = 3
    return member


def _with_results(xml: str, results: Mapping[str, Typed]) -> str:
    def put(found: re.Match[str]) -> str:
        address = found[1]
        if address not in results:
            return found[0]
        value = results[address]
        kind = (
            "" if isinstance(value, int | float) else ' t="e"' if str(value).startswith("#") else ' t="str"'
        )
        style = re.sub(r' t="[a-z]+"', "", found[2])
        return f'<c r="{address}"{style}{kind}>{found[3]}<v>{escape(str(value))}</v></c>'

    return _FORMULA.sub(put, xml)
