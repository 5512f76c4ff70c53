"""Zip files and messages as odd as they come: each file in them is read, or named with its trouble."""

from __future__ import annotations

import io
import os
import socket
import struct
import time
from base64 import encodebytes
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from gmreports.inbox import arrivals, periods
from gmreports.model import Arrival, ClerkError, Limits
from tests.inbox.test_packed import NOW, OFFICES, PERIOD, SENT, archive, message

HEAD = f"From: a@example.gov.tw\r\nDate: {SENT}\r\nMIME-Version: 1.0\r\n".encode()
MIXED = b"Content-Type: multipart/mixed; boundary=q\r\n\r\n"
EXCEL = b"Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\r\n"
RAR, SEVEN = b"Rar!\x1a\x07\0", b"7z\xbc\xaf\x27\x1c"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "115Q3"
    made.mkdir()
    return made


def came(
    folder: Path, content: bytes, name: str = "a.eml", limits: Limits | None = None
) -> dict[str, Arrival]:
    (folder / name).write_bytes(content)
    found = arrivals(folder.parent, PERIOD, OFFICES, NOW, limits=limits)
    assert len({arrival.file for arrival in found}) == len(found)
    return {arrival.file: arrival for arrival in found}


def attached(headers: bytes, body: bytes = b"x") -> bytes:
    return HEAD + MIXED + b"--q\r\n" + headers + b"\r\n" + body + b"\r\n--q--\r\n"


def test_a_number_given_is_not_given_again(folder: Path) -> None:
    content = archive(**{"a.xlsx": b"1", "a(2).xlsx": b"2", "x__a.xlsx": b"3", "y__a.xlsx": b"4"})
    found = came(folder, content, "x.zip")
    assert [arrival.content for arrival in found.values()] == [b"1", b"2", b"3", b"4"]


def test_a_number_given_to_a_file_is_not_given_again(folder: Path) -> None:
    for name in ("A123456789.xlsx", "A223456781.xlsx"):
        (folder / name).write_bytes(b"x")
    assert len(came(folder, b"x", "（個資）(2).xlsx")) == 3


class OnMacOS(ZipInfo):
    """As macOS writes a name: UTF-8, and nothing that says so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode(), self.flag_bits


def test_names_that_macos_packed_are_read(folder: Path) -> None:
    with ZipFile(folder / "a.zip", "w") as package:
        package.writestr(OnMacOS("成功/68000010_桃園區.xlsx"), b"one")
    assert list(came(folder, b"x", "b.txt")) == ["a.zip/68000010_桃園區.xlsx", "b.txt"]


def test_folders_in_a_zip_file_are_no_files(folder: Path) -> None:
    found = came(folder, archive(**{"桃園區.xlsx__": b"", "桃園區.xlsx__a.xlsx": b"1"}), "a.zip")
    assert list(found) == ["a.zip/a.xlsx"]


def test_what_is_packed_once_more_is_named(folder: Path) -> None:
    inner = archive(**{"b.xlsx": b"1"})
    content = archive(**{"a.xlsx": b"1", "b.zip": inner, "c.7z": SEVEN, "d.eml": b"From: x", "e.fods": b"<"})
    found = came(folder, content, "a.zip")
    assert [(file, one.trouble) for file, one in found.items()] == [
        (f"a.zip/{name}", "") for name in ("a.xlsx", "b.zip", "c.7z", "d.eml", "e.fods")
    ]


def test_one_workbook_that_is_too_large_does_not_keep_the_others_out(folder: Path) -> None:
    content = archive(**{f"{n}.xlsx": b"x" * (3_000_000 if n == 1 else 9) for n in range(4)})
    found = came(folder, content, "a.zip", Limits(unpacked=2))
    assert [arrival.trouble for arrival in found.values()] == ["", "too_large", "", ""]


def test_many_small_bombs_are_one_bomb(folder: Path) -> None:
    content = archive(**{f"{n}.xlsx": bytes(2**19) for n in range(8)})
    found = came(folder, content, "a.zip", Limits(ratio_from=1))
    assert [arrival.trouble for arrival in found.values()] == ["", ""] + ["too_large"] * 6


def test_a_directory_of_a_million_members_is_not_listed(folder: Path) -> None:
    entries = (b"PK\x01\x02" + bytes(24) + struct.pack("<H", 1) + bytes(16) + b"a") * 200_000
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 65_535, 65_535, len(entries), 30, 0)
    started = time.process_time()
    (one,) = came(folder, b"PK\x03\x04" + bytes(26) + entries + end, "a.zip").values()
    assert (one.trouble, one.content) == ("", b"")
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize("name", ["[content_types].xml", "\\[Content_Types].xml", "/[Content_Types].xml"])
def test_a_workbook_is_not_taken_apart_however_its_parts_are_called(folder: Path, name: str) -> None:
    stream = io.BytesIO()
    with ZipFile(stream, "w") as package:
        package.writestr(ZipInfo(name), b"x")
        package.writestr("xl/embeddings/a.xlsx", b"x")
    assert list(came(folder, stream.getvalue(), "a.xlsx")) == ["a.xlsx"]


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n", b"From a@b Mon Oct  5 2026\r\n"])
def test_what_stands_before_a_message_hides_nothing(folder: Path, before: bytes) -> None:
    assert list(came(folder, before + message(("a.xlsx", b"x")).as_bytes())) == ["a.eml/a.xlsx"]


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        (b"From: a@[", ""),
        (b"From: (((", ""),
        (b"From: =?big5?B?", ""),
        (b"From: A123456789 <A123456789@example.gov.tw>", ""),
        (b"From: <a@example.gov.tw", "a@example.gov.tw"),
    ],
)
def test_an_odd_sender_costs_no_attachment(folder: Path, header: bytes, sender: str) -> None:
    content = attached(EXCEL).replace(b"From: a@example.gov.tw", header)
    assert [(file, one.sender) for file, one in came(folder, content).items()] == [
        ("a.eml/附件.xlsx", sender)
    ]
    assert "A123456789" not in (folder / "received.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        (EXCEL, "附件.xlsx"),
        (EXCEL + b"Content-Disposition: attachment\r\n", "附件.xlsx"),
        (EXCEL + b'Content-Disposition: attachment; filename="a.xlsx."\r\n', "a.xlsx"),
        (EXCEL + b"Content-Disposition: attachment; filename*=big5''%AE%E7.xlsx\r\n", "桃.xlsx"),
        (EXCEL + b'Content-Disposition: attachment; filename="=?utf-8?B?5qGDLnhsc3g=?="\r\n', "桃.xlsx"),
        (b'Content-Type: application/ms-tnef; name="winmail.dat"\r\n', "winmail.dat"),
        (b'Content-Type: application/octet-stream; name="a.7z"\r\n', "a.7z"),
        (b'Content-Type: application/octet-stream; name="a.fods"\r\n', "a.fods"),
    ],
)
def test_an_attachment_is_found_however_it_is_called(folder: Path, headers: bytes, name: str) -> None:
    assert list(came(folder, attached(headers))) == [f"a.eml/{name}"]


def test_a_message_attached_as_a_file_is_opened(folder: Path) -> None:
    headers = b'Content-Type: application/octet-stream; name="c.eml"\r\nContent-Transfer-Encoding: base64\r\n'
    inner = encodebytes(message(("c.xlsx", b"three")).as_bytes())
    assert [one.content for one in came(folder, attached(headers, inner)).values()] == [b"three"]


def test_what_macos_sends_beside_a_file_is_none(folder: Path) -> None:
    content = attached(b'Content-Type: application/applefile; name="a.xlsx"\r\n')
    assert [one.trouble for one in came(folder, content).values()] == ["eml_nothing"]


def test_zip_files_of_photographs_are_no_workbooks(folder: Path) -> None:
    photographs = archive(**{"1.jpg": b"x"})
    content = message(("a.xlsx", b"x"), ("1.zip", photographs), ("2.zip", photographs)).as_bytes()
    assert list(came(folder, content)) == ["a.eml/a.xlsx"]


MANY = {
    "header": b"From:" + b" x" * 20_000 + b"\r\n\r\n",
    "folded": b"Content-Type: multipart/mixed;" + b"\r\n a=b;" * 5_000 + b"\r\n\r\n",
    "headers": b"a:b\n" * 600_000 + b"\n",
    "parts": MIXED + b"--q\n\n" * 100_000,
    "lines": b"\r" * 2_100_000,
    "levels": b"Content-Type: multipart/mixed; boundary=q\n\n--q\n" * 90 + b"\n" * 400_000,
}


@pytest.mark.parametrize("many", MANY)
def test_a_message_made_to_keep_the_parser_busy_is_put_away(folder: Path, many: str) -> None:
    started = time.process_time()
    (one,) = came(folder, HEAD + MANY[many]).values()
    assert one.trouble == "damaged"
    assert time.process_time() - started < 0.5


def test_a_file_that_says_it_is_enormous_is_not_hashed(folder: Path) -> None:
    (folder / "a.xlsx").touch()
    os.truncate(folder / "a.xlsx", 1 << 40)
    (one,) = arrivals(folder.parent, PERIOD, OFFICES, NOW)
    assert (one.trouble, one.sha256) == ("too_large", "")


def test_a_file_that_vanished_since_it_was_listed_has_its_trouble(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.xlsx").write_bytes(b"x")
    listed = [folder / "a.xlsx", folder / "b.xlsx"]
    monkeypatch.setattr(Path, "iterdir", lambda path: iter(listed))
    assert [one.trouble for one in arrivals(folder.parent, PERIOD, OFFICES, NOW)] == ["", "no_access"]


def test_a_folder_that_nobody_may_read_gets_its_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", refuse)
    for look in (lambda: periods(folder.parent), lambda: arrivals(folder.parent, PERIOD, OFFICES, NOW)):
        with pytest.raises(ClerkError, match="權限"):
            look()


def test_a_ledger_that_is_no_file_or_no_table_gets_its_sentence(folder: Path) -> None:
    ledger = folder / "received.csv"
    for make in (os.mkfifo, os.mkdir, lambda path: socket.socket(socket.AF_UNIX).bind(str(path))):
        make(ledger)
        with pytest.raises(ClerkError, match="收件紀錄"):
            arrivals(folder.parent, PERIOD, OFFICES, NOW)
        (ledger.rmdir if ledger.is_dir() else ledger.unlink)()
    for text in (
        f"file,received_at\n{'x' * 200_000},2026-10-05\n",
        "file,received_at\na,0001-01-01T00:00+14:00",
    ):
        ledger.write_text(text)
        with pytest.raises(ClerkError, match="收件紀錄"):
            arrivals(folder.parent, PERIOD, OFFICES, NOW)


def test_a_locked_zip_file_names_each_workbook(folder: Path) -> None:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as package:
        package.writestr("a.xlsx", b"x")
    content = bytearray(stream.getvalue())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    found = came(folder, message(("a.zip", bytes(content)), ("b.zip", bytes(content))).as_bytes())
    assert {file: one.trouble for file, one in found.items()} == {
        "a.eml/a.xlsx": "zip_encrypted",
        "a.eml/a(2).xlsx": "zip_encrypted",
    }


def test_a_folder_that_may_be_listed_and_not_entered_stops_with_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (folder / "a.xlsx").write_bytes(b"x")
    monkeypatch.setattr("gmreports.inbox.received.tempfile.mkstemp", refuse)
    with monkeypatch.context() as inside:
        inside.setattr(Path, "lstat", refuse)
        inside.setattr(Path, "exists", refuse)
        inside.setattr(os.path, "exists", lambda path: False)
        with pytest.raises(ClerkError, match="寫不進去"):
            arrivals(folder.parent, PERIOD, OFFICES, NOW)
