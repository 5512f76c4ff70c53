"""Before anything is parsed: is this a workbook that can be opened, and if not, what is it?"""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from zipfile import BadZipFile, ZipFile

from gmreports.model.limits import MIB, Limits

Kind = Literal["xlsx", "ods", "xls"]

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


class RefusedError(Exception):
    """A file is not opened: `reason` is one of rule S01's, `detail` says in Chinese what it seems to be."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def probe(path: Path, limits: Limits) -> Kind:
    """What kind of workbook the file is, by its first bytes and its directory. Raises RefusedError."""
    size = path.stat().st_size
    if size == 0:
        raise RefusedError("empty")
    with path.open("rb") as stream:
        head = stream.read(512)
    if head.startswith(b"PK\x03\x04"):
        return _package(path, limits)
    if head.startswith(OLE):
        return _ole(path)
    for magic, kind in OTHER_KINDS.items():
        if head.startswith(magic):
            raise RefusedError("not_spreadsheet", kind)
    if b"\0" in head:
        raise RefusedError("not_spreadsheet")
    markup = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<html", b"<!doctype html", b"<?xml"))
    raise RefusedError("not_spreadsheet", "網頁檔" if markup else "文字檔")


def _package(path: Path, limits: Limits) -> Kind:
    try:
        with ZipFile(path) as package:
            members = package.infolist()
            kind = package.read("mimetype")[:60] if "mimetype" in package.namelist() else b""
    except (BadZipFile, OSError, ValueError):
        raise RefusedError("truncated") from None
    names = {member.filename for member in members}
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    bomb = unpacked > limits.ratio_from * MIB and unpacked / packed > limits.ratio
    if unpacked > limits.unpacked * MIB or len(members) > limits.members or bomb:
        raise RefusedError("too_large")
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    if "[Content_Types].xml" not in names:
        raise RefusedError("not_spreadsheet", "壓縮檔")
    for name, what in OTHER_PACKAGES.items():
        if name in names:
            raise RefusedError("not_spreadsheet", what)
    return "xlsx"


def _ole(path: Path) -> Kind:
    """An OLE file: a password-protected workbook, an xls, or something else of the 1990s."""
    with path.open("rb") as stream:
        content = stream.read(4 * MIB)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise RefusedError("encrypted")
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return "xls"
    raise RefusedError("not_spreadsheet")
