"""Faults of a single cell, in any column of any sheet."""

from __future__ import annotations

from decimal import Decimal

from gmreports.model import NUMERIC_KINDS, Column
from tests.seeds.case import Case

CHOICE_KINDS = ("choice", "choices", "yesno")
TEXT_KINDS = ("text", "phone", "email", "url")


def required_empty(case: Case) -> None:
    spot = case.filled_cell(lambda sheet, column: column.need in ("required", "conditional"))
    case.put(*spot, "")


def not_a_number(case: Case) -> None:
    spot = case.filled_cell(lambda sheet, column: column.kind in NUMERIC_KINDS)
    case.put(*spot, case.dice.choice(["約50", "50餘人", "十幾人", "很多", "如附件"]))


def not_a_count(case: Case) -> None:
    spot = case.filled_cell(lambda sheet, column: column.kind == "integer")
    case.put(*spot, case.dice.choice(["-2", "1.5", "-30", "12.25"]))


def not_a_date(case: Case) -> None:
    spot = case.filled_cell(lambda sheet, column: column.kind == "date")
    case.put(*spot, case.dice.choice(["112/2/30", "115/13/1", "七月初", "15/7/3", "待補"]))


def not_a_choice(case: Case) -> None:
    spot = case.filled_cell(lambda sheet, column: column.kind in CHOICE_KINDS)
    case.put(*spot, case.dice.choice(["不知道", "以上皆是", "同上"]))


def unlikely_text(case: Case) -> None:
    odd = {"phone": "請洽總機", "email": "test@", "url": "www"}
    sheet_id, column_id, number = case.filled_cell(
        lambda sheet, column: column.kind in odd or column.max_length is not None
    )
    column = case.own.form.sheet(sheet_id).column(column_id)
    case.put(sheet_id, column_id, number, odd.get(column.kind, "長" * ((column.max_length or 0) + 1)))


def impossible_value(case: Case) -> None:
    sheet_id, column_id, number = case.filled_cell(lambda sheet, column: bool(_outside(column)))
    column = case.own.form.sheet(sheet_id).column(column_id)
    case.put(sheet_id, column_id, number, case.dice.choice(_outside(column)))


def error_value(case: Case) -> None:
    spot = case.filled_cell(lambda sheet, column: True)
    case.put(*spot, case.dice.choice(["#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "="]))


def _outside(column: Column) -> list[str]:
    """What the column cannot be, and is not F03's."""
    if column.kind not in NUMERIC_KINDS:
        return []
    found = ["0.9"] if column.kind == "percent" else []
    if column.maximum is not None:
        found.append(str(column.maximum + 1))
    if column.minimum is not None and (column.minimum > 0 or column.kind != "integer"):
        found.append(str(column.minimum - (1 if column.kind != "decimal" else Decimal("0.5"))))
    if column.step is not None:
        found.append(str(column.step + Decimal("0.3")))
    return found


PLANTERS = {
    "F01": required_empty,
    "F02": not_a_number,
    "F03": not_a_count,
    "F04": not_a_date,
    "F05": not_a_choice,
    "F06": unlikely_text,
    "F07": impossible_value,
    "F08": error_value,
}
