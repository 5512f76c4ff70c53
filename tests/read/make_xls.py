"""xls files written record by record, and their containers, for what no program here would write."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from struct import pack

BIFF5, BIFF8 = 0x0500, 0x0600
GLOBALS, WORKSHEET = 0x0005, 0x0010
SECTOR, SMALLEST = 512, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5

Tree = Mapping[str, "bytes | Tree"]


def record(kind: int, data: bytes = b"") -> bytes:
    return pack("<HH", kind, len(data)) + data


def words(text: str, version: int, size: str = "<H", page: str = "cp950") -> bytes:
    if version == BIFF8:
        return pack(size, len(text)) + b"\1" + text.encode("utf-16-le")
    encoded = text.encode(page)
    return pack(size, len(encoded)) + encoded


def bof(kind: int, version: int = BIFF8) -> bytes:
    return record(
        0x0809, pack("<HHHH", version, kind, 0x0DBB, 0x07CC) + (bytes(8) if version == BIFF8 else b"")
    )


def number(row: int, column: int, value: float, style: int = 1) -> bytes:
    return record(0x0203, pack("<HHHd", row, column, style, value))


def label(row: int, column: int, text: str, version: int = BIFF8, page: str = "cp950") -> bytes:
    return record(0x0204, pack("<HHH", row, column, 1) + words(text, version, page=page))


def truth(row: int, column: int, value: int, error: bool = False) -> bytes:
    return record(0x0205, pack("<HHHBB", row, column, 1, value, error))


def formula(row: int, column: int, result: bytes, text: str | None = None) -> bytes:
    """A formula with its eight bytes of result, and the text that the result stands for."""
    tokens = pack("<HBH", 3, 0x1E, 1)
    said = record(0x0207, words(text, BIFF8)) if text is not None else b""
    return record(0x0006, pack("<HHH", row, column, 1) + result + bytes(6) + tokens) + said


def style(number_format: int, version: int = BIFF8, kind: int = 0x0001) -> bytes:
    return record(0x00E0, pack("<HHH", 0, number_format, kind) + bytes(14 if version == BIFF8 else 10))


def workbook(
    sheets: Mapping[str, bytes],
    *,
    version: int = BIFF8,
    page: int | None = 1200,
    encoding: str = "cp950",
    formats: Mapping[int, str] | None = None,
    styles: tuple[int, ...] = (0,),
    more: bytes = b"",
    kinds: Mapping[str, tuple[int, int]] | None = None,
) -> bytes:
    """The stream: `more` are further records of the workbook, `styles` the number formats of styles 1, 2 …

    `kinds` gives visibility and kind of a sheet, by default a visible worksheet.
    """
    font = pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + words("Arial", version, "<B")
    start = bof(GLOBALS, version) + (record(0x0042, pack("<H", page)) if page else b"") + more
    start += record(0x0031, font)
    for key, code in (formats or {}).items():
        start += record(0x041E, pack("<H", key) + words(code, version, "<H" if version == BIFF8 else "<B"))
    start += style(0, version, 0xFFF5) + b"".join(style(each, version) for each in styles)

    def directory(positions: list[int]) -> bytes:
        entries = zip(sheets, positions, strict=True)
        return b"".join(
            record(
                0x0085,
                pack("<IBB", at, *(kinds or {}).get(name, (0, 0))) + words(name, version, "<B", encoding),
            )
            for name, at in entries
        )

    bodies = [bof(WORKSHEET, version) + body + record(0x000A) for body in sheets.values()]
    at = len(start) + len(directory([0] * len(bodies))) + 4
    positions = []
    for body in bodies:
        positions.append(at)
        at += len(body)
    return start + directory(positions) + record(0x000A) + b"".join(bodies)


def container(path: Path, tree: Tree) -> Path:
    """An OLE file with these streams and storages; every stream is padded to have sectors."""
    entries: list[list[object]] = [["Root Entry", ROOT, FREE, END, 0, b""]]
    _enter(entries, tree, 0)
    streams = [bytes(entry[5]).ljust(SMALLEST, b"\0") if entry[1] == STREAM else b"" for entry in entries]  # type: ignore[call-overload] # bytes
    folder = -(-len(entries) // 4)
    sizes = [-(-len(stream) // SECTOR) for stream in streams]
    tables = -(-(sum(sizes) + folder + 8) // 128)
    chain: list[int] = [FAT] * tables + [*range(tables + 1, tables + folder), END]
    for entry, size in zip(entries, sizes, strict=True):
        if size:
            entry[3] = len(chain)
            chain += [*range(len(chain) + 1, len(chain) + size), END]
    chain += [FREE] * (tables * 128 - len(chain))
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += pack("<IIIIIIIII", 0, tables, tables, 0, SMALLEST, END, 0, END, 0)
    header += b"".join(pack("<I", each) for each in [*range(tables), *[FREE] * (109 - tables)])
    listing = b"".join(_entry(entry, len(stream)) for entry, stream in zip(entries, streams, strict=True))
    listing = listing.ljust(folder * SECTOR, b"\0")
    content = b"".join(
        stream.ljust(size * SECTOR, b"\0") for stream, size in zip(streams, sizes, strict=True)
    )
    path.write_bytes(header + b"".join(pack("<I", each) for each in chain) + listing + content)
    return path


def _enter(entries: list[list[object]], tree: Tree, parent: int) -> None:
    """The children of a storage, each to the right of the one before.

    An entry is name, kind, right neighbour, start, child and content.
    """
    before = None
    for name, inside in tree.items():
        here = len(entries)
        is_stream = isinstance(inside, bytes)
        entries.append(
            [name, STREAM if is_stream else STORAGE, FREE, END, FREE, inside if is_stream else b""]
        )
        if before is None:
            entries[parent][4] = here
        else:
            entries[before][2] = here
        before = here
        if not isinstance(inside, bytes):
            _enter(entries, inside, here)


def _entry(entry: list[object], size: int) -> bytes:
    name, kind, right, start, child, _ = entry
    encoded = str(name).encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + pack("<HBB", len(encoded) + 2, kind, 1)
    return head + pack("<III", FREE, right, child) + bytes(36) + pack("<IQ", start, size)
