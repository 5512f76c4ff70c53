"""What acts in an ods file is named, and what would burst is put out."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path
from xml.sax import SAXParseException
from zipfile import ZipFile

import pytest
from defusedxml import DefusedXmlException

from gmreports.model import Limits
from gmreports.read.ods import read_ods
from gmreports.read.refused import DamagedError, RefusedError
from tests.read.make_ods import DECLARED, MIME, content, formula, raw_ods, row, sheet, text

LIMITS = Limits()
FLOAT = 'office:value-type="float" office:value='
STRING = 'office:value-type="string" '

ELSEWHERE = formula("'file:///C:/a.ods'#$Sheet1.A1", f'{FLOAT}"1"', "1")


@pytest.mark.parametrize(
    ("rows", "active"),
    [
        (row(ELSEWHERE), {"外部連結"}),
        (row(formula("&quot;'#file:// DDE(&quot;", STRING, "x")), set()),
        (row(formula("DDE(&quot;soffice&quot;;&quot;a.ods&quot;;&quot;A1&quot;)", f'{FLOAT}"1"')), {"DDE"}),
        (f'<table:table-source xlink:href="a.ods"/>{row(text("x"))}', {"外部連結"}),
        (
            row('<table:table-cell><table:cell-range-source xlink:href="a.ods"/></table:table-cell>'),
            {"外部連結"},
        ),
        (
            f"<table:shapes><draw:frame><draw:object-ole/></draw:frame></table:shapes>{row(text('x'))}",
            {"內嵌物件"},
        ),
        (f"<office:event-listeners><script:event-listener/></office:event-listeners>{row('')}", {"巨集"}),
        (
            f'<table:shapes><draw:object xlink:href="./圖表"/></table:shapes>{row("")}',
            set(),
        ),
    ],
)
def test_what_acts_is_named(tmp_path: Path, rows: str, active: set[str]) -> None:
    assert read_ods(raw_ods(tmp_path / "a.ods", content(sheet(rows))), LIMITS).active == active


OPEN = "application/vnd.oasis.opendocument"


@pytest.mark.parametrize(
    ("members", "kinds", "active"),
    [
        ({"Basic/script-lc.xml": "", "Basic/Standard/script-lb.xml": ""}, {}, set()),
        ({"Basic/Standard/Module1.xml": ""}, {}, {"巨集"}),
        ({"Scripts/python/a.py": ""}, {}, {"巨集"}),
        ({"Object 1/content.xml": ""}, {"Object 1/": f"{OPEN}.chart"}, set()),
        ({"報告/content.xml": ""}, {"報告/": f"{OPEN}.text"}, {"內嵌物件"}),
        ({"Object 1": ""}, {"Object 1": "application/vnd.sun.star.oleobject"}, {"內嵌物件"}),
        ({}, {"Configurations2/": "application/vnd.sun.xml.ui.configuration"}, set()),
        ({"ObjectReplacements/Object 1": ""}, {"ObjectReplacements/Object 1": "image/png"}, set()),
    ],
)
def test_members_that_act(
    tmp_path: Path, members: dict[str, str], kinds: dict[str, str], active: set[str]
) -> None:
    path = raw_ods(tmp_path / "a.ods", content(sheet(row(text("x")))), members=members, kinds=kinds)
    assert read_ods(path, LIMITS).active == active


def test_a_password_is_told_from_damage(tmp_path: Path) -> None:
    manifest = (
        f'<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
        f'<manifest:manifest {DECLARED}><manifest:file-entry manifest:full-path="content.xml">'
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    path = raw_ods(tmp_path / "a.ods", "\1\2\3", members={"META-INF/manifest.xml": manifest})
    with pytest.raises(RefusedError, match="encrypted"):
        read_ods(path, LIMITS)


WIDE, LONG = 'table:number-columns-repeated="16384"', 'table:number-rows-repeated="1048576"'
LAUGHS = '<!DOCTYPE l [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("inside", "error"),
    [
        (content(sheet(row(text("x", WIDE), LONG))), RefusedError),
        (content(sheet(row(text("x", 'table:number-columns-repeated="16385"')))), RefusedError),
        (content(sheet(row(text("x", f'table:number-columns-repeated="{"9" * 20}"')))), RefusedError),
        (content(sheet(row("", LONG) + row(text("x")))), RefusedError),
        (
            content(sheet(row(f"<table:table-cell {WIDE} table:number-rows-spanned='2'/>", LONG))),
            RefusedError,
        ),
        (content(sheet(row(text('<text:s text:c="2000000000"/>')))), RefusedError),
        (content(sheet("".join(row(text('<text:s text:c="900000"/>')) for _ in range(2)))), RefusedError),
        (content(sheet(row(text("長" * 1_000_001)))), RefusedError),
        (content(sheet(row(text("x", 'table:number-columns-repeated="多"')))), DamagedError),
        (content(sheet(row(text("x", f'table:number-columns-repeated="{"9" * 5000}"')))), DamagedError),
        (LAUGHS + content(sheet(row(text("&b;")))).partition("?>")[2], DefusedXmlException),
        (OUTSIDE + content(sheet(row(text("&x;")))).partition("?>")[2], DefusedXmlException),
        (content(sheet(row(text("x"))))[:-20], SAXParseException),
    ],
)
def test_a_bomb_is_put_out_before_it_goes_off(tmp_path: Path, inside: str, error: type[Exception]) -> None:
    path = raw_ods(tmp_path / "a.ods", inside)
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(error):
        read_ods(path, LIMITS)
    assert time.process_time() - began < 2
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()


def test_empty_sheets_are_counted_too(tmp_path: Path) -> None:
    path = raw_ods(tmp_path / "a.ods", content(sheet("") * 12))
    with pytest.raises(RefusedError, match="too_large"):
        read_ods(path, Limits(cells=10))


def test_a_package_without_content_is_damaged(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.ods", "w") as package:
        package.writestr("mimetype", MIME)
    with pytest.raises(DamagedError):
        read_ods(tmp_path / "a.ods", LIMITS)
