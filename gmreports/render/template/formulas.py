"""Excel formulas: what rules demand and what computed columns show, in classic functions only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gmreports.model import Column, Form, Period, Rule, Severity, Sheet, Terms
from gmreports.render.template import grid, lists

PREFIX: dict[Severity, str] = {"E": "", "W": "請確認：", "I": "提醒："}
BETWEEN = "；"

# Excel takes 8,192 characters.
LONGEST = 7500

# In place of the row number, until the row is known.
ROW = "\0"

_PLACEHOLDER = re.compile(r"\{([a-z_][\w.:]*)\}")


@dataclass(frozen=True, slots=True)
class Demand:
    """A rule as it is live in the workbook: where, under which condition (with ROW), in which words."""

    sheet_id: str
    column_id: str
    severity: Severity
    text: str
    condition: str


def demands(form: Form, terms: Terms, rules: Sequence[Rule], period: Period) -> tuple[Demand, ...]:
    """Everything the workbook can check by itself, errors first.

    What speaks of a column or sheet that this form does not ask for is left out.
    """
    found = []
    for rule in rules:
        conditions = rule.formulas(form, terms) if rule.formulas else {}
        for (sheet_id, column_id), condition in conditions.items():
            sheet = next((each for each in form.sheets if each.id == sheet_id), None)
            column = _asked(sheet, column_id) if sheet else None
            if sheet is None or (column_id and column is None):
                continue
            expanded = expand(condition, form, sheet, period, here=bool(column_id))
            if expanded is not None:
                text = _words(rule, column.header if column else sheet.title)
                found.append(Demand(sheet_id, column_id, rule.severity, text, expanded))
    return tuple(sorted(found, key=lambda demand: "EWI".index(demand.severity)))


def expand(condition: str, form: Form, sheet: Sheet, period: Period, here: bool = True) -> str | None:
    """A rule's condition with its placeholders filled in; None where one has nothing to stand for.

    `here`: the formula will stand in that sheet; elsewhere it speaks by names.
    """
    missing = []

    def fill(found: re.Match[str]) -> str:
        reference = _reference(found[1], form, sheet, period, here)
        if reference is None:
            missing.append(found[1])
        return reference or ""

    expanded = _PLACEHOLDER.sub(fill, condition)
    return None if missing else expanded


def problems(found: Iterable[Demand]) -> list[str]:
    """One formula part each, 「；」 before every problem; joined into as few as Excel's limit allows."""
    parts: list[str] = []
    for demand in found:
        text = f'"{BETWEEN}{demand.text}"'
        part = f'IF({_never_fails(demand.condition)},{text},"")'
        if parts and len(parts[-1]) + len(part) < LONGEST:
            parts[-1] += f"&{part}"
        else:
            parts.append(part)
    return parts


def _never_fails(condition: str) -> str:
    """One error value among the problems would hide them all."""
    whole = condition.startswith("IFERROR(") and condition.endswith(",FALSE)")
    return condition if whole else f"IFERROR({condition},FALSE)"


def computed(sheet: Sheet, column: Column) -> str:
    """The formula (with ROW) of an auto column: silent until it has something to say."""
    parts = _cells(sheet, column.parts)
    if not column.whole:
        return f'=IF(COUNT({parts})=0,"",SUM({parts}))'
    whole = _cells(sheet, column.whole)
    share = f"ROUND(SUM({parts})/SUM({whole}),3)"
    return f'=IF(OR(COUNT({parts})=0,SUM({whole})<=0),"",{share})'


def _cells(sheet: Sheet, column_ids: Iterable[str]) -> str:
    asked = {column.id for column in sheet.asked}
    return ",".join(f"${grid.letter(sheet, each)}{ROW}" for each in column_ids if each in asked)


def _asked(sheet: Sheet, column_id: str) -> Column | None:
    return next((column for column in sheet.asked if column.id == column_id), None)


def _words(rule: Rule, header: str) -> str:
    words = (rule.short or rule.title).replace("{header}", header).rstrip("。")
    # 「；」 separates problems and is counted; a quotation mark would end the text.
    return PREFIX[rule.severity] + words.replace(BETWEEN, "，").replace('"', '""')


def _reference(place: str, form: Form, own: Sheet, period: Period, here: bool) -> str | None:
    if place in ("start", "end"):
        day = period.start if place == "start" else period.end
        return f"DATE({day.year},{day.month},{day.day})"
    listed = place.startswith("list:")
    path, _, spread = place.removeprefix("list:").partition(":")
    sheet_id, _, column_id = path.rpartition(".")
    sheet = next((each for each in form.sheets if each.id == (sheet_id or own.id)), None)
    column = _asked(sheet, column_id) if sheet else None
    if sheet is None or column is None:
        return None
    if listed:
        return lists.name_for(form, column)
    if sheet != own or not here:
        return grid.name_of(sheet, column_id)
    if sheet.layout == "label":
        return grid.value_cell(sheet, column_id)
    return grid.all_cells(sheet, column_id) if spread else f"${grid.letter(sheet, column_id)}{ROW}"
