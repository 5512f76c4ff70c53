"""What a file is, told by its content and never by its name."""

from __future__ import annotations

import random
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from gmreports.model import Limits
from gmreports.read.probe import RefusedError, probe
from tests.read.make_xlsx import raw_xlsx


@pytest.fixture
def good(tmp_path: Path) -> bytes:
    return raw_xlsx(tmp_path / "good.xlsx", "").read_bytes()


def trouble(tmp_path: Path, content: bytes) -> tuple[str, str] | None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    try:
        probe(path, Limits())
    except RefusedError as refused:
        return refused.reason, refused.detail
    return None


def zipped(tmp_path: Path, **members: bytes) -> bytes:
    path = tmp_path / "z.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/"), content)
    return path.read_bytes()


def test_a_workbook_is_no_trouble(tmp_path: Path, good: bytes) -> None:
    assert trouble(tmp_path, good) is None


@pytest.mark.parametrize(
    ("content", "reason", "detail"),
    [
        (b"", "empty", ""),
        (b"\0" * 4096, "not_spreadsheet", ""),
        (b"%PDF-1.4\n", "not_spreadsheet", "PDF 文件"),
        (b"\x89PNG\r\n\x1a\n", "not_spreadsheet", "圖片"),
        (b"<html><table>", "not_spreadsheet", "網頁檔"),
        ("序號,課程名稱\n1,性別主流化".encode(), "not_spreadsheet", "文字檔"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, "not_spreadsheet", ""),
        (
            bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
            "",
        ),
    ],
)
def test_other_things_are_called_by_their_names(
    tmp_path: Path, content: bytes, reason: str, detail: str
) -> None:
    assert trouble(tmp_path, content) == (reason, detail)


def test_a_cut_workbook_is_truncated(tmp_path: Path, good: bytes) -> None:
    assert trouble(tmp_path, good[: len(good) // 2]) == ("truncated", "")


def test_packages_of_another_kind(tmp_path: Path) -> None:
    word = zipped(tmp_path, **{"[Content_Types].xml": b"", "word__document.xml": b""})
    assert trouble(tmp_path, word) == ("not_spreadsheet", "Word 文件")
    assert trouble(tmp_path, zipped(tmp_path, a=b"x")) == ("not_spreadsheet", "壓縮檔")


def test_bombs_are_not_unpacked(tmp_path: Path) -> None:
    bomb = zipped(tmp_path, **{"[Content_Types].xml": b"", "xl__worksheets__sheet1.xml": bytes(30 * 2**20)})
    assert trouble(tmp_path, bomb) == ("too_large", "")
    many = zipped(tmp_path, **{"[Content_Types].xml": b""}, **{f"xl__{n}.xml": b"" for n in range(1200)})
    assert trouble(tmp_path, many) == ("too_large", "")


def test_noise_is_never_taken_for_a_workbook(tmp_path: Path) -> None:
    noise = random.Random(115)
    for _ in range(50):
        assert trouble(tmp_path, noise.randbytes(noise.randrange(1, 900))) is not None
