"""What a file is that is no package and no workbook of the 1990s: told by its first bytes, never by its name.

The kinds are those that rule S01 has words for.
"""

from __future__ import annotations

import csv
import re

HEAD = 64 * 1024

# Where the bytes stand, the bytes, the kind.
MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG", "picture"),
    (0, b"\xff\xd8\xff", "picture"),
    (0, b"GIF8", "picture"),
    (0, b"II*\0", "picture"),
    (0, b"MM\0*", "picture"),
    (0, b"\0\0\1\0", "picture"),
    (8, b"WEBP", "picture"),
    (0, b"Rar!", "rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "rar"),
    (0, b"\x1f\x8b", "rar"),
    (0, b"BZh", "rar"),
    (0, b"\xfd7zXZ\0", "rar"),
    (257, b"ustar", "rar"),
    (0, b"{\\rtf", "word"),
    (0, b"L\0\0\0\x01\x14\x02\0", "shortcut"),
    (0, b"[InternetShortcut]", "shortcut"),
    (0, b"MZ", "program"),
    (0, b"\x7fELF", "program"),
    (0, b"\0\1\0\0Standard ", "database"),
    (0, b"SQLite format 3\0", "database"),
    (0, b"ID3", "media"),
    (0, b"\xff\xfb", "media"),
    (0, b"OggS", "media"),
    (0, b"fLaC", "media"),
    (0, b"\x1aE\xdf\xa3", "media"),
    (0, b"0&\xb2u\x8ef\xcf\x11", "media"),
    (8, b"WAVE", "media"),
    (8, b"AVI ", "media"),
)
# In a file of the ISO base media family the brand tells photographs from films.
BRAND, PHOTOGRAPHS = b"ftyp", (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif")
MAIL = re.compile(r"(?:From|Received|Return-Path|Delivered-To|MIME-Version|Message-ID|Subject|Date): ", re.I)
HEADER = re.compile(r"(?:[A-Za-z-]+:|[ \t])")
# A page saved whole is written as a message, too.
SAVED_PAGE = re.compile(r"multipart/related|text/html", re.I)
CODINGS = ("utf-8-sig", "cp950")
CONTROL = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")


def kind_of(head: bytes) -> str:
    """The kind, by the first `HEAD` bytes; "" for what nobody knows."""
    for at, magic, kind in MAGIC:
        if head[at : at + len(magic)] == magic:
            return kind
    if head[4:8] == BRAND:
        return "picture" if head[8:12] in PHOTOGRAPHS else "media"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return "picture"
    text = _text(head)
    return _text_kind(text) if text is not None else ""


def _text(head: bytes) -> str | None:
    """The bytes as text, None where they are none; the last character may be cut."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore")
    if b"\0" in head:
        return None
    for coding in CODINGS:
        for cut in range(4):
            try:
                return head[: len(head) - cut].decode(coding)
            except UnicodeDecodeError:
                continue
    return None if CONTROL.search(head) else head.decode("latin-1")


def _text_kind(text: str) -> str:
    start = text.lstrip("\ufeff \t\r\n")
    lines = [line for line in start.splitlines() if line.strip()][:20]
    low = start[:4096].lower()
    if "urn:schemas-microsoft-com:office:spreadsheet" in low:
        return "xml_2003"
    if re.match(r"<(?:!doctype html|html|head|body|meta|table|style|div)\b", low) or "<html" in low[:1024]:
        return "web_page"
    if low.startswith("<"):
        return "xml"
    if lines and MAIL.match(lines[0]) and all(HEADER.match(line) for line in lines[:2]):
        return "web_page" if SAVED_PAGE.search(low) and "received:" not in low else "mail"
    return "csv" if _is_csv(lines[:-1] if len(lines) == 20 else lines) else "text"


def _is_csv(lines: list[str]) -> bool:
    """Two lines or more with as many fields in each."""
    for mark in ",\t;":
        try:
            widths = {len(row) for row in csv.reader(lines, delimiter=mark) if row}
        except csv.Error:
            continue
        if len(lines) > 1 and len(widths) == 1 and widths.pop() > 1:
            return True
    return False
