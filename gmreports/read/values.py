"""One cell under one column: the value it says, and what had to be repaired to read it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gmreports.model import NUMERIC_KINDS, Column
from gmreports.read.cells import Cell, shortest
from gmreports.read.repair_dates import day, serial, shown_as_day
from gmreports.read.repair_numbers import number
from gmreports.read.repair_text import Read, choice, choices, tidy

Value = float | date | str | None

# What people write for "nothing here" where a number, date or choice may be left out.
NOTHING = frozenset(["-", "－", "–", "—", "−", "無"])
SERIAL = re.compile(r"[0-9]{5}(?=(?:\.0+)?\Z)")
CODE_SEPARATORS = re.compile(r"[、，,;；/|\s]+")


@dataclass(frozen=True, slots=True)
class Understood:
    """`value` is None where the cell says nothing that the column can hold; `kind` names the repairs."""

    value: Value
    raw: str
    kind: str = ""


def understand(cell: Cell | None, column: Column) -> Understood:
    """Read a cell as the column asks; whatever cannot be read keeps its text in `raw` for a rule to name."""
    if cell is None:
        return Understood(None, "")
    raw = tidy(cell.text)
    text = str(raw.value)
    if not text or cell.kind in ("error", "empty"):
        return Understood(None, text)
    if column.kind in NUMERIC_KINDS:
        read = _percent(cell, text, column) if column.kind == "percent" else _number(cell, column)
    elif column.kind == "date":
        read = _day(cell)
    elif column.kind == "codes":
        read = _codes(text)
    elif column.kind in ("choice", "yesno"):
        read = choice(cell.text, column.choices, column.also)
    elif column.kind == "choices":
        read = choices(cell.text, column.choices, column.also)
    else:
        read = raw
    if read is None and text in NOTHING and column.need in ("optional", "conditional"):
        return Understood(None, "", "blank_mark")
    if read is None or "weekday_conflict" in read.kind:
        return Understood(None, text)
    value = read.value
    return Understood(_stored(value), text, read.kind)


def _stored(value: object) -> Value:
    if isinstance(value, Decimal | float):
        return float(value)
    return value if isinstance(value, date) else str(value)


def _number(cell: Cell, column: Column) -> Read | None:
    if cell.kind == "number":
        return None if cell.percent else Read(cell.value, "")
    return number(cell.text, column.units) if cell.kind == "text" else None


def _percent(cell: Cell, text: str, column: Column) -> Read | None:
    """A percentage as 92.5; a bare number up to 1 may mean 0.9 % or 90 % and is not guessed."""
    if cell.kind == "number" and cell.percent:
        return Read(float(shortest(float(cell.value or 0) * 100)), "")
    read = Read(cell.value, "") if cell.kind == "number" else number(cell.text, column.units)
    if read is None or cell.kind not in ("number", "text"):
        return None
    marked = any(text.endswith(unit) for unit in column.units)
    return None if not marked and 0 < float(str(read.value)) <= 1 else read


def _day(cell: Cell) -> Read | None:
    if cell.kind == "date":
        return day(cell.text) or shown_as_day(cell.text)
    if cell.kind == "number":
        return serial(float(cell.value or 0))
    return (day(cell.text) or _serial_as_text(cell.text)) if cell.kind == "text" else None


def _serial_as_text(text: str) -> Read | None:
    """The five digits that a date becomes where it is copied as text."""
    found = SERIAL.match(str(tidy(text).value))
    read = serial(float(found[0])) if found else None
    return Read(read.value, f"text_number+{read.kind}") if read else None


def _codes(text: str) -> Read:
    """Codes separated by 、; digits may be full-width, and anything else is left for the rule."""
    read = [number(token) for token in CODE_SEPARATORS.split(text) if token]
    tokens = [token for token in CODE_SEPARATORS.split(text) if token]
    codes = [str(found.value) if found else token for found, token in zip(read, tokens, strict=True)]
    value = "、".join(dict.fromkeys(codes))
    return Read(value, "" if value == text else "codes")
