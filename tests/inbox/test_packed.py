"""What comes packed: zip files and saved messages, and what cannot be taken out of them."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from gmreports.forms import load_terms
from gmreports.inbox import arrivals
from gmreports.model import Arrival, Limits, Period

PERIOD = Period(115, 3)
OFFICES = load_terms(PERIOD).offices
NOW = datetime(2026, 10, 8, 6, 30, tzinfo=UTC)
SENT = "Mon, 05 Oct 2026 23:30:00 +0000"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "115Q3"
    made.mkdir()
    return made


def came(folder: Path, limits: Limits | None = None) -> dict[str, Arrival]:
    found = arrivals(folder.parent, PERIOD, OFFICES, NOW, limits=limits)
    assert len({arrival.file for arrival in found}) == len(found)
    return {arrival.file: arrival for arrival in found}


def archive(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def message(*attached: tuple[str, bytes], date: str = SENT) -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"] = "桃園區公所 <hr@example.gov.tw>"
    made["Date"] = date
    made.set_content("如附件")
    for name, content in attached:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made


def test_a_zip_of_workbooks_is_opened(folder: Path) -> None:
    content = archive(
        **{"公所__68000010_桃園區.xlsx": b"one", "68000020.xls": b"two", "說明.txt": b"x", "~$a.xlsx": b"y"}
    )
    (folder / "全部.zip").write_bytes(content)
    found = came(folder)
    assert {file: (one.content, one.offices, one.trouble) for file, one in found.items()} == {
        "全部.zip/68000010_桃園區.xlsx": (b"one", ("68000010",), ""),
        "全部.zip/68000020.xls": (b"two", ("68000020",), ""),
    }
    assert (folder / "received.csv").read_text("utf-8-sig").splitlines()[1:] == ["全部.zip,2026-10-08 14:30,"]
    assert (folder / "全部.zip").read_bytes() == content


class InBig5(ZipInfo):
    """As Windows in Taiwan writes a name: Big5, and nothing that says so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("cp950"), self.flag_bits


def test_names_that_windows_packed_in_big5_are_read(folder: Path) -> None:
    with ZipFile(folder / "a.zip", "w") as package:
        package.writestr(InBig5("成功__68000010_桃園區.xlsx".replace("__", "/")), b"one")
    assert list(came(folder)) == ["a.zip/68000010_桃園區.xlsx"]


def test_an_attachment_came_when_its_message_was_sent(folder: Path) -> None:
    made = message(
        ("68000010_桃園區_115Q3.xlsx", b"one"), ("logo.png", b"png"), ("包.zip", archive(**{"b.ods": b"two"}))
    )
    (folder / "季報.eml").write_bytes(made.as_bytes())
    found = came(folder)
    assert {file: one.content for file, one in found.items()} == {
        "季報.eml/68000010_桃園區_115Q3.xlsx": b"one",
        "季報.eml/b.ods": b"two",
    }
    assert {(one.received, one.sender) for one in found.values()} == {
        (datetime(2026, 10, 6, 7, 30), "hr@example.gov.tw")
    }
    assert "季報.eml,2026-10-06 07:30,hr@example.gov.tw" in (folder / "received.csv").read_text("utf-8-sig")
    assert came(folder) == found


def test_a_ledger_line_is_worth_more_than_the_date_of_a_message(folder: Path) -> None:
    (folder / "received.csv").write_text(
        "file,received_at,from\na.eml,2026-10-07 09:00,clerk@example.gov.tw\n"
    )
    (folder / "a.eml").write_bytes(message(("a.xlsx", b"x")).as_bytes())
    (one,) = came(folder).values()
    assert (one.received, one.sender) == (datetime(2026, 10, 7, 9), "clerk@example.gov.tw")


@pytest.mark.parametrize("date", ["Fri, 01 Jan 2100 00:00:00 +0000", "昨天", ""])
def test_nothing_came_after_now(folder: Path, date: str) -> None:
    (folder / "a.eml").write_bytes(message(("a.xlsx", b"x"), date=date).as_bytes())
    (one,) = came(folder).values()
    assert one.received == datetime(2026, 10, 8, 14, 30)


def test_attachments_of_one_name_stay_apart_and_forwarded_ones_are_found(folder: Path) -> None:
    outer = message(("a.xlsx", b"one"), ("a.xlsx", b"two"))
    outer.add_attachment(message(("c.xlsx", b"three")))
    (folder / "a.eml").write_bytes(outer.as_bytes())
    assert {file: one.content for file, one in came(folder).items()} == {
        "a.eml/a.xlsx": b"one",
        "a.eml/a(2).xlsx": b"two",
        "a.eml/c.xlsx": b"three",
    }


def nested(depth: int) -> bytes:
    part = b"Content-Type: text/plain\r\n\r\nx"
    return b"Content-Type: message/rfc822\r\n\r\n" * depth + part


@pytest.mark.parametrize(
    ("name", "content", "trouble"),
    [
        ("a.eml", message().as_bytes(), "eml_nothing"),
        ("a.eml", b"", "eml_nothing"),
        ("a.eml", message(("a.xlsx", b"")).as_bytes(), "empty"),
        ("a.zip", archive(**{"讀我.txt": b"x"}), "zip_nothing"),
        ("a.zip", archive(**{f"{n}.xlsx": b"x" for n in range(101)}), "zip_too_many"),
        ("a.zip", archive(**{"bomb.xlsx": b"x" * 3_000_000}), "too_large"),
    ],
)
def test_what_cannot_be_taken_out_says_why(folder: Path, name: str, content: bytes, trouble: str) -> None:
    (folder / name).write_bytes(content)
    (one,) = came(folder, Limits(unpacked=2)).values()
    assert (one.trouble, one.content) == (trouble, b"")
    assert len(one.sha256) == 64


@pytest.mark.parametrize(
    "content", [archive(**{"[Content_Types].xml": b""}), b"%PDF-1.7\0", b"\xff\x00" * 999]
)
def test_what_is_no_message_is_read_as_what_it_is(folder: Path, content: bytes) -> None:
    (folder / "a.eml").write_bytes(content)
    (one,) = came(folder).values()
    assert (one.trouble, one.content) == ("", b"")


def test_messages_in_messages_end_somewhere(folder: Path) -> None:
    (folder / "a.eml").write_bytes(nested(5_000))
    (one,) = came(folder).values()
    assert one.trouble in ("eml_nothing", "damaged")


def test_a_locked_member_is_named_and_the_others_are_read(folder: Path) -> None:
    content = bytearray(archive(**{"a.xlsx": b"one", "b.xlsx": b"two"}))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    (folder / "x.zip").write_bytes(content)
    found = came(folder)
    assert found["x.zip/a.xlsx"].trouble == "zip_encrypted"
    assert found["x.zip/b.xlsx"].content == b"two"


def test_a_workbook_is_not_taken_apart(folder: Path) -> None:
    (folder / "a.zip").write_bytes(archive(**{"[Content_Types].xml": b"", "xl__a.xlsx": b"x"}))
    (folder / "b.xlsx").write_bytes(archive(**{"a.xlsx": b"x"})[:40])
    assert {file: one.content for file, one in came(folder).items()} == {"a.zip": b"", "b.xlsx": b""}
