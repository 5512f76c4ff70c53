"""A file → a workbook of sparse cells, whatever its format; or the reason why not."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax import SAXException
from zipfile import BadZipFile

from defusedxml import DefusedXmlException

from gmreports.model import Arrival, Limits
from gmreports.read.cells import Book
from gmreports.read.ods import read_ods
from gmreports.read.probe import RefusedError, probe
from gmreports.read.xls import read_xls
from gmreports.read.xlsx import read_xlsx
from gmreports.read.xlsx_parts import DamagedError

# What a damaged file makes the readers raise.
BROKEN = (DamagedError, BadZipFile, SAXException, EOFError, OSError, struct.error, zlib.error)


def open_arrival(arrival: Arrival, limits: Limits) -> Book:
    """The workbook that came, packed or not. Raises RefusedError, and whatever else is our own fault."""
    if arrival.trouble:
        raise RefusedError(arrival.trouble)
    if not arrival.content:
        return open_book(Path(arrival.path), limits)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "packed"
        path.write_bytes(arrival.content)
        return open_book(path, limits)


def open_book(path: Path, limits: Limits) -> Book:
    """The workbook. Raises RefusedError, and whatever else is our own fault."""
    try:
        match probe(path, limits):
            case "xlsx":
                return read_xlsx(path, limits)
            case "ods":
                return read_ods(path, limits)
            case "xls":
                return read_xls(path, limits)
    except DefusedXmlException:
        raise RefusedError("hostile") from None
    except MemoryError:
        raise RefusedError("too_much") from None
    except BROKEN:
        raise RefusedError("damaged") from None
