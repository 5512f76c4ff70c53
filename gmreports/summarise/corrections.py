"""What the corrections of this quarter changed: the city's figures without and with them, and every cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from gmreports.model import NO_DIVISOR, Change, Form, Grid, Heading, Line, Measure, Office, Summary
from gmreports.summarise.words import known, named, said

MOST_TOLD = 300
WHOLE_ROW = {"added": "整列新增", "removed": "整列刪去"}
NOT_SHOWN = "（不公開的欄位，不顯示）"


def corrections(form: Form, now: Summary, before: Summary, changes: Sequence[Change]) -> tuple[Grid, ...]:
    """Two tables for what superseded files changed; none where no file was superseded.

    `before` is the summary of the same round without the files that superseded others.
    """
    if not changes:
        return ()
    return _totals(now, before, changes), _cells(form, now, changes)


def moved(
    now: Summary, before: Summary, office_code: str = "", year: bool = True
) -> list[tuple[str, str, str, str]]:
    """What an office's figures of the quarter, or the city's, became: label, before, after, difference.

    `year`: with those of the year so far.
    """
    earlier = {measure.id: measure for measure in _figures_of(before, office_code)}
    found = []
    for each in _figures_of(now, office_code):
        was = earlier.get(each.id)
        if not year and each.period != str(now.period):
            continue
        if was is None or (was.value, was.state) != (each.value, each.state):
            told = (said(was) if was else NO_DIVISOR, said(each), _difference(each, was))
            found.append((_label(each, now), *told))
    return found


def _totals(now: Summary, before: Summary, changes: Sequence[Change]) -> Grid:
    lines = tuple(Line(label, (*told,)) for label, *told in moved(now, before))
    offices = named(_shorts(now, changes))
    sentence = (
        f"{offices}更正後，全市有 {len(lines)} 個數字不同。"
        if lines
        else f"{offices}更正後，全市的數字沒有變動。"
    )
    heads = (Heading("更正前"), Heading("更正後"), Heading("增減"))
    notes = ("更正前：假如只有被取代的那一份；其他機關的資料相同。",)
    return Grid("corrections", "更正影響", sentence, "全市的數字", heads, lines, notes)


def _cells(form: Form, now: Summary, changes: Sequence[Change]) -> Grid:
    heads = [
        Heading(header, numeric=False) for header in ("檔案", "工作表", "儲存格", "欄位", "更正前", "更正後")
    ]
    offices = {office.code: office for office in now.terms.offices}
    told = changes[:MOST_TOLD]
    lines = tuple(_line(form, offices, change) for change in told)
    counts = [
        f"{offices[code].short} {len(list(found))} 處" for code, found in groupby(changes, key=_office_of)
    ]
    more = f"只列前 {MOST_TOLD} 處；全部見 changes.csv。"
    notes = ("照內容比對：只是排序、插入或移動列，不算變動。", *((more,) if len(changes) > len(told) else ()))
    sentence = f"更正的檔案與前一份相比：{'、'.join(counts)}不同。"
    return Grid("corrections_cells", "更正明細", sentence, "機關", tuple(heads), lines, notes)


def _line(form: Form, offices: Mapping[str, Office], change: Change) -> Line:
    sheet = form.sheet(change.sheet_id)
    column = sheet.column(change.column_id) if change.column_id else None
    shown = (change.before, change.after)
    if column is not None and not column.public:
        shown = (NOT_SHOWN, NOT_SHOWN)
    header = column.header if column else WHOLE_ROW[change.kind]
    office = offices.get(change.office_code)
    cells = (
        change.where.file,
        change.where.sheet,
        change.where.cell,
        header,
        *(text or "空白" for text in shown),
    )
    if column is None:
        cells = (*cells[:4], change.before, change.after)
    return Line(office.short if office else "", cells, change.office_code)


def _figures_of(summary: Summary, office_code: str) -> list[Measure]:
    own = str(summary.period)
    return [
        each for each in summary.measures if each.office_code == office_code and each.period.endswith(own)
    ]


def _label(measure: Measure, summary: Summary) -> str:
    whose = next((o.short for o in summary.terms.offices if o.code == measure.office_code), "全市")
    unit = "" if measure.unit == "%" else f"（{measure.unit}）"
    return measure.label.removeprefix(f"{whose} ").removeprefix(f"{summary.period.title} ") + unit


def _difference(now: Measure, before: Measure | None) -> str:
    if before is None or not (known(now) and known(before)):
        return NO_DIVISOR
    moved = Decimal(now.value or 0) - Decimal(before.value or 0)
    return f"{moved:+,}" + (" 個百分點" if now.unit == "%" else "")


def _shorts(summary: Summary, changes: Sequence[Change]) -> list[str]:
    codes = {change.office_code for change in changes}
    return [office.short for office in summary.terms.offices if office.code in codes]


def _office_of(change: Change) -> str:
    return change.office_code
