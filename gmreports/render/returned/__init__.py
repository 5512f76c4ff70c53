"""The way back: the office's own workbook with the wrong cells marked, or a findings workbook of its own."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from pathlib import PurePosixPath
from zipfile import BadZipFile
from zlib import error as DamagedStream

from lxml.etree import XMLSyntaxError

from gmreports.model import Finding, Form, Period, Reading
from gmreports.render.book.paper import Head
from gmreports.render.returned.findings_book import findings_book
from gmreports.render.returned.listing import Section, sections, sentence
from gmreports.render.returned.mark import mark
from gmreports.render.returned.memory import TITLE
from gmreports.render.returned.package import ODD, UntouchableError
from gmreports.render.returned.proof import prove
from gmreports.render.returned.refuse import openable

__all__ = ["Returned", "returned"]

log = logging.getLogger(__name__)

MARKED, APART = "_檢核", "_檢核結果"
HOW = (
    "有顏色的格子就是要看的地方，滑鼠移上去可以看到註記；點下面的「儲存格」會跳到那一格。"
    "直接在這個檔案上改就可以：顏色、註記和這張表不必刪，下次檢核會自動移除。"
)
INSTEAD = "{why}，所以沒有更動原來的檔案，檢核結果另外列在這裡。"
LONGEST_NAME = 60
NOT_IN_A_NAME = re.compile(
    r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff]'
)

# What zipfile and lxml raise for a file that is not whole.
BROKEN = (BadZipFile, XMLSyntaxError, DamagedStream, EOFError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Returned:
    """What goes back to the office; `why` says in a sentence why its own file was not marked."""

    name: str
    content: bytes
    marked: bool
    why: str


def returned(form: Form, reading: Reading, findings: Sequence[Finding], original: bytes) -> Returned:
    """A marked copy of what the office sent, or a findings workbook where that must not be touched.

    `findings` are those of this file. The same input gives the same bytes, and marking a marked
    copy gives what marking the original did.
    """
    parts = sections(form, reading, findings)
    period = (reading.ret.period if reading.ret else None) or reading.arrival.period
    title = " ".join(filter(None, (f"{TITLE}｜{_office(reading)}{period.title}",)))
    stem = _stem(reading.arrival.file)
    first = partial(_first_sheet, title, findings, parts, period)
    try:
        package = openable(reading, original)
        content = mark(package, findings, lambda name, links: first(HOW, name, links))
        prove(original, content)
        return Returned(f"{stem}{MARKED}.xlsx", content, True, "")
    except UntouchableError as reason:
        because = str(reason)
    except BROKEN as trouble:
        log.info("%s is not marked: %s", stem, type(trouble).__name__)
        because = ODD
    except Exception:
        log.exception("%s could not be marked", stem)
        because = ODD
    why = INSTEAD.format(why=because)
    return Returned(f"{stem}{APART}.xlsx", first(why, TITLE, ()), False, why)


def _first_sheet(
    title: str,
    findings: Sequence[Finding],
    parts: Sequence[Section],
    period: Period,
    says: str,
    name: str,
    links: Collection[str],
) -> bytes:
    created = datetime.combine(period.start, time())
    return findings_book(name, Head(title, sentence(findings), says), parts, links, created)


def _office(reading: Reading) -> str:
    """The office's full name as the cover says it, "" where that is not settled."""
    cover = reading.tables.get("cover")
    if reading.ret is None or not reading.ret.office_code or cover is None or "office" not in cover:
        return ""
    name = cover["office"].iloc[0]
    return f"{name} " if isinstance(name, str) else ""


def _stem(file: str) -> str:
    """A plain name without folders, endings, and what names of files must not hold."""
    name = PurePosixPath(file.replace("\\", "/")).name
    stem = NOT_IN_A_NAME.sub("", name.rpartition(".")[0] if "." in name else name).strip(" .-~")
    for ending in (APART, MARKED):
        stem = stem.removesuffix(ending)
    return stem[:LONGEST_NAME] or "季報"
