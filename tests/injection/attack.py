"""An inbox in which every text field of every return is hostile, and the report that is made of it."""

from __future__ import annotations

import csv
import io
import os
import pickle
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from filelock import FileLock
from openpyxl.workbook import Workbook

from gmreports.model import Column, Sheet
from gmreports.run import Outcome, Own, report
from tests.injection.hostile import HOSTILE, in_a_name, in_a_workbook
from tests.run.filled import FORM, PERIOD, TERMS, Row, filled, tables

TOKEN = re.compile("⟦([0-9]+)⟧")
# openpyxl writes Chinese characters by their number.
CHARACTER = re.compile("&#([0-9]{5,6});")
IDENTITY = ("office", "year", "quarter", "revision", "status")
FREE = ("text", "url", "email", "phone", "codes")
PLAIN: Mapping[str, object] = {"integer": 1, "decimal": 2, "percent": 90, "yesno": "是", "date": "115/7/3"}

RENAMED = "宣導成果"
# What a small return is made of: others would only be read again and again.
KEPT = {"封面", "培力成果", RENAMED, "自我檢核", "_meta"}
TEXTS_IN_A_NAME = 3
TEXTS_IN_A_ROW = 3
Names = tuple[str, str]
OWN: Names = (TERMS.offices[0].name, TERMS.offices[0].code)


def token(number: int) -> str:
    """The long text, which comes last, only where it is asked for by its own number."""
    return f"⟦{number if number < len(HOSTILE) else number % (len(HOSTILE) - 1)}⟧"


def ordinary(sheet: Sheet, column: Column) -> object:
    """A right value for a column, from an ordinary return where there is one."""
    rows = tables().get(sheet.id, ())
    if rows and column.id in rows[0]:
        return rows[0][column.id]
    return column.choices[0] if column.choices else PLAIN.get(column.kind)


def row(sheet: Sheet, number: int) -> Row:
    """A row with one hostile text in each free column and right values beside it; the long one once."""
    asked = [column for column in sheet.asked if column.need != "auto"]
    free = [column.id for column in asked if column.kind in FREE]
    if number == len(HOSTILE) - 1:
        free = free[:1]
    return {column.id: token(number) if column.id in free else ordinary(sheet, column) for column in asked}


def wrong_row(sheet: Sheet, number: int) -> Row:
    """A row with a hostile text in each column, of every kind; three rows on, the next ones."""
    asked = [column for column in sheet.asked if column.need != "auto"]
    return {column.id: token(TEXTS_IN_A_ROW * number + at) for at, column in enumerate(asked)}


def free(code: str) -> Workbook:
    """A return of which each table has a row for each hostile text."""
    return filled(code, {}, PERIOD, **rows_of(row, len(HOSTILE)))


def wrong(code: str) -> Workbook:
    """A return in which nothing is of the right kind; the long text is in the other one."""
    return filled(code, {}, PERIOD, **rows_of(wrong_row, len(HOSTILE) // TEXTS_IN_A_ROW))


def rows_of(made: Callable[[Sheet, int], Row], count: int) -> dict[str, Sequence[Row]]:
    return {sheet.id: [made(sheet, number) for number in range(count)] for sheet in FORM.tables}


def covered(hostile: Sequence[str]) -> Workbook:
    """A small return; these items of the cover and every explanation hold a text of their own."""
    book = filled(cover={item: token(at) for at, item in enumerate(hostile)})
    sheet = book["自我檢核"]
    head = next(cell for line in sheet.iter_rows() for cell in line if cell.value == "explanation")
    for number in range(head.row + 1, sheet.max_row + 1):
        if sheet.cell(number, head.column).value:
            sheet.cell(number, head.column - 1).value = token(number)
    for title in set(book.sheetnames) - KEPT:
        del book[title]
    return book


def poisoned(book: bytes, shift: int, office: Names = OWN, renamed: str = "") -> bytes:
    """The saved workbook of another office, each token replaced by its text, `shift` texts further on."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as parts,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out,
    ):
        for name in parts.namelist():
            content = parts.read(name)
            if name.startswith(("xl/worksheets/", "xl/sharedStrings")):
                text = CHARACTER.sub(lambda found: chr(int(found[1])), content.decode())
                text = TOKEN.sub(lambda found: said(int(found[1]) + shift), text)
                # Blanks at the ends count, as Excel says with every such text.
                text = text.replace("<t>", '<t xml:space="preserve">')
                for before, after in zip(OWN, office, strict=True):
                    text = text.replace(f">{before}<", f">{after}<")
                content = text.encode()
            elif name == "xl/workbook.xml" and renamed:
                title = escape(in_a_workbook(renamed[:9]), {'"': "&quot;"})
                content = content.decode().replace(f'name="{RENAMED}"', f'name="{title}"').encode()
            out.writestr(name, content)
    return made.getvalue()


def said(number: int) -> str:
    return in_a_workbook(HOSTILE[number % len(HOSTILE)])


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def files() -> Iterator[tuple[str, bytes]]:
    """Name and content of everything that is sent."""
    for office, book in zip(TERMS.offices, (wrong, free), strict=False):
        yield f"{office.code}_{office.short}_115Q3.xlsx", poisoned(saved(book(office.code)), 0)
    cover = [column.id for column in FORM.sheet("cover").asked if column.need != "auto"]
    known = saved(covered([item for item in cover if item not in IDENTITY]))
    for number, office in enumerate(TERMS.offices[2:]):
        name = f"{office.code}_{in_a_name(HOSTILE[number])}_115Q3.xlsx"
        yield name, poisoned(known, 3 * number, (office.name, office.code))
    unknown = saved(covered(cover))
    for number in range(0, len(HOSTILE), TEXTS_IN_A_NAME):
        text = in_a_workbook(HOSTILE[number])
        name = " ".join(in_a_name(each) for each in HOSTILE[number : number + TEXTS_IN_A_NAME])
        yield f"{name}.xlsx", poisoned(unknown, number, (text, text), renamed=HOSTILE[number])


def inbox(folder: Path) -> Path:
    """The inbox; who sent a file is hostile too."""
    quarter = folder / "inbox" / str(PERIOD)
    quarter.mkdir(parents=True)
    with (quarter / "received.csv").open("w", encoding="utf-8", newline="") as ledger:
        writer = csv.writer(ledger)
        writer.writerow(("file", "received_at", "from"))
        for number, (name, content) in enumerate(files()):
            (quarter / name).write_bytes(content)
            sender = HOSTILE[number % (len(HOSTILE) - 1)].encode("utf-8", "replace").decode()
            writer.writerow((name, "2026-10-05 09:00", sender.replace("\0", "")))
    return quarter.parent


@dataclass(frozen=True)
class Attacked:
    """The inbox, and what the report made of it."""

    inbox: Path
    outcome: Outcome

    @property
    def results(self) -> Path:
        return self.outcome.folder


def attacked(factory: pytest.TempPathFactory) -> Attacked:
    """The attack, made once for all processes of a test run."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    kept = shared / "attacked.pickle"
    with FileLock(shared / "attacked.lock"):
        if not kept.exists():
            # A folder of its own each time: an attempt that failed has left one.
            folder = factory.mktemp("attacked")
            made = Attacked(folder / "inbox", report(inbox(folder), PERIOD, folder / "out", None, Own()))
            kept.write_bytes(pickle.dumps(made))
    read: Attacked = pickle.loads(kept.read_bytes())
    return read
