"""What a file is, told by its content and never by its name."""

from __future__ import annotations

import io
import random
import struct
import warnings
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from gmreports.model import Limits
from gmreports.read.open import open_book
from gmreports.read.probe import probe
from gmreports.read.refused import DamagedError, RefusedError
from gmreports.rules.file.unopenable import KINDS, WORDS
from tests.read.make_xls import Tree, container, record
from tests.read.make_xlsx import raw_xlsx

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
MANIFEST = b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
SHEETS = b"application/vnd.oasis.opendocument.spreadsheet"


@pytest.fixture
def good(tmp_path: Path) -> bytes:
    return raw_xlsx(tmp_path / "good.xlsx", "").read_bytes()


def trouble(tmp_path: Path, content: bytes, limits: Limits | None = None) -> tuple[str, str] | None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    try:
        probe(path, limits or Limits())
    except RefusedError as refused:
        return refused.reason, refused.detail
    except DamagedError:
        return "damaged", ""
    return None


def zipped(members: dict[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", method) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def twice(first: bytes, second: bytes) -> bytes:
    """A package with two members of one name."""
    out = io.BytesIO()
    with warnings.catch_warnings(), ZipFile(out, "w") as package:
        warnings.simplefilter("ignore")
        for content in (b"", first, second):
            package.writestr("xl/a.xml" if content else "[Content_Types].xml", content)
    return out.getvalue()


def marked(package: bytes, flag: int) -> bytes:
    """The package with this bit set in the directory entry of its first member."""
    at = package.index(b"PK\x01\x02") + 8
    return package[:at] + struct.pack("<H", flag) + package[at + 2 :]


def test_a_workbook_is_no_trouble(tmp_path: Path, good: bytes) -> None:
    assert trouble(tmp_path, good) is None


MAIL = b"From: a@example.gov.tw\r\nTo: b@example.gov.tw\r\nSubject: hello\r\n\r\nbody"
SAVED_PAGE = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
OTHER_THINGS = {
    "pdf": [b"%PDF-1.4\n", b"\xef\xbb\xbf\r\n%PDF-1.7"],
    "picture": [
        b"\x89PNG\r\n\x1a\n\0\0",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"II*\0\x08",
        b"MM\0*",
        b"RIFF\x10\0\0\0WEBPVP8 ",
        b"\0\0\0\x18ftypheic\0\0",
        b"BM\x36\0\0\0\0\0\0\0\x36",
    ],
    "csv": [b"a,b\n1,2\n", "序號,課程名稱\n1,性別主流化".encode(), "機關\t人次\n桃園\t3".encode("cp950")],
    "text": [b"hello", "您好，附上季報，\n請查收。".encode(), "季報".encode("utf-16")],
    "web_page": [
        SAVED_PAGE + b"\xe9\x20 latin",
        b"<html><table>",
        b"\n<!DOCTYPE html>",
        b"<table><tr>",
        SAVED_PAGE,
    ],
    "xml_2003": [b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'],
    "xml": [b'<?xml version="1.0"?><a/>'],
    "word": [b"{\\rtf1", zipped({"word/document.xml": b"x"})],
    "slides": [zipped({"[Content_Types].xml": b"", "ppt/presentation.xml": b""})],
    "xlsb": [zipped({"[Content_Types].xml": b"", "xl/workbook.bin": b""})],
    "numbers": [zipped({"Index/Document.iwa": b"", "Metadata/Properties.plist": b""})],
    "rar": [b"Rar!\x1a\x07\0", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08"],
    "zip": [zipped({"a.xlsx": b"x"}), zipped({})],
    "mail": [MAIL],
    "media": [b"ID3\x03", b"\0\0\0\x18ftypisom\0\0", b"RIFF\x10\0\0\0WAVEfmt "],
    "program": [b"MZ\x90\0", b"\x7fELF"],
    "database": [b"SQLite format 3\0"],
    "": [b"\x01\x02\0\x03" * 9, zipped({"mimetype": b"application/vnd.oasis.opendocument.formula"})],
}


@pytest.mark.parametrize(
    ("kind", "content"), [(kind, content) for kind, contents in OTHER_THINGS.items() for content in contents]
)
def test_other_things_are_called_by_their_names(tmp_path: Path, kind: str, content: bytes) -> None:
    assert trouble(tmp_path, content) == ("not_spreadsheet", kind)


def test_every_kind_has_words() -> None:
    assert set(OTHER_THINGS) == {*KINDS, ""}


def test_texts_of_opendocument_are_told_apart(tmp_path: Path) -> None:
    for name, kind in (("text", "word"), ("presentation", "slides")):
        package = zipped({"mimetype": f"application/vnd.oasis.opendocument.{name}".encode()})
        assert trouble(tmp_path, package) == ("not_spreadsheet", kind)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\0" * 4096, "truncated"),
        (OLE + b"\0" * 600, "truncated"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (zipped({"mimetype": SHEETS, "META-INF/manifest.xml": MANIFEST}), "encrypted"),
        (marked(zipped({"[Content_Types].xml": b"x"}), 1), "encrypted"),
        (zipped({"[Content_Types].xml": b"x" * 99}, ZIP_BZIP2), "damaged"),
        (b"\0\1 garbage" + zipped({"[Content_Types].xml": b""}), "damaged"),
        (twice(b"1", b"2"), "damaged"),
        (b"L\0\0\0\x01\x14\x02\0\0\0", "link"),
        (b"[InternetShortcut]\r\nURL=https://example.gov.tw", "link"),
    ],
)
def test_each_trouble_has_its_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    assert trouble(tmp_path, content) == (reason, "")
    assert reason in WORDS


def test_two_members_that_say_the_same_are_no_trouble(tmp_path: Path) -> None:
    assert trouble(tmp_path, twice(b"1", b"1")) is None


def test_a_password_is_told(tmp_path: Path) -> None:
    plain, out = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(plain)
    OOXMLFile(plain).encrypt("secret", out)
    assert trouble(tmp_path, out.getvalue()) == ("encrypted", "")


def test_a_cut_workbook_is_truncated(tmp_path: Path, good: bytes) -> None:
    for cut in (len(good) // 2, len(good) - 10):
        assert trouble(tmp_path, good[:cut]) == ("truncated", "")


def test_bombs_are_not_unpacked(tmp_path: Path) -> None:
    sheet = {"[Content_Types].xml": b"", "xl/worksheets/sheet1.xml": bytes(30 * 2**20)}
    assert trouble(tmp_path, zipped(sheet)) == ("too_large", "")
    many = {"[Content_Types].xml": b"", **{f"xl/{n}.xml": b"" for n in range(1200)}}
    assert trouble(tmp_path, zipped(many)) == ("too_large", "")


def test_the_limits_are_those_of_the_settings(tmp_path: Path, good: bytes) -> None:
    assert trouble(tmp_path, good, Limits(members=2)) == ("too_large", "")
    assert trouble(tmp_path, good + b"\0" * 2**20, Limits(file=1)) == ("too_large", "")


def test_no_more_is_unpacked_than_the_limit_however_often_a_part_is_read(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "a.xlsx", f"<!--{'x' * 400_000}-->", sheets=4)
    with pytest.raises(RefusedError, match="too_large"):
        open_book(path, Limits(unpacked=1))


def test_noise_is_never_taken_for_a_workbook(tmp_path: Path) -> None:
    noise = random.Random(115)
    for _ in range(50):
        assert trouble(tmp_path, noise.randbytes(noise.randrange(1, 900))) is not None


@pytest.mark.parametrize(
    ("tree", "trouble_there"),
    [
        ({"Workbook": b"\x09\x08"}, None),
        ({"WORKBOOK": b"\x09\x08"}, None),
        ({"Book": b"\x09\x08"}, None),
        ({"Workbook": record(0x0809, b"\0" * 16) + record(0x002F, b"\0" * 6)}, ("encrypted", "")),
        ({"Workbook": record(0x0809) + record(0x000A) + record(0x002F)}, None),
        ({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}, ("encrypted", "")),
        ({"WordDocument": b"x", "ObjectPool": {"Workbook": b"x"}}, ("not_spreadsheet", "word")),
        ({"PowerPoint Document": b"x"}, ("not_spreadsheet", "slides")),
        ({"__properties_version1.0": b"x"}, ("not_spreadsheet", "mail")),
        ({"Contents": b"x"}, ("not_spreadsheet", "")),
    ],
)
def test_documents_of_the_1990s_are_told_by_their_streams(
    tmp_path: Path, tree: Tree, trouble_there: tuple[str, str] | None
) -> None:
    assert trouble(tmp_path, container(tmp_path / "old.xls", tree).read_bytes()) == trouble_there
