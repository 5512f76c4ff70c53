"""封面: the answer first, the state of the round, and the way to every sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from gmreports import __version__
from gmreports.model import NO_DIVISOR, STATE_WORDS, Form, Measure, Summary
from gmreports.render import style
from gmreports.render.book import paper
from gmreports.render.book.formulas import Extent, formula_of
from gmreports.render.book.paper import CONTENTS, Leaf, Paper
from gmreports.render.book.receipts import LATE, STATES
from gmreports.render.book.tables import cached
from gmreports.render.definitions import DEFINITIONS

ACROSS = 4
UNITS = [24] * ACROSS
ALL = paper.room_of(UNITS)
REST = paper.room_of(UNITS[1:])
MAIN_FIGURES = "各機關的主要數字。"
STATE_NOTES = ("0", *STATE_WORDS.values())


def title_of(form: Form) -> str:
    return f"{form.title.removesuffix('表')}彙整"


def leaf(form: Form, summary: Summary, extents: Mapping[str, Extent], others: Sequence[Leaf]) -> Leaf:
    def write(page: Paper, sheet: Worksheet) -> None:
        paper.set_widths(sheet, UNITS)
        row = _write_title(page, sheet, form, summary)
        row = _write_headline(page, sheet, summary, row)
        row = _write_figures(page, sheet, summary, extents, row)
        row = _write_round(page, sheet, summary, row)
        row = _write_contents(page, sheet, summary, others, row)
        _write_notes(page, sheet, form, summary, row)
        paper.set_print(sheet, title_of(form), header=None, landscape=False, one_page=True)

    return Leaf(CONTENTS, "", write)


def _write_title(page: Paper, sheet: Worksheet, form: Form, summary: Summary) -> int:
    period, desk = summary.period, summary.terms.desk
    days = f"{paper.roc_day(period.start)}至{period.end.month}月{period.end.day}日"
    muted = paper.look(page, font_color=style.MUTED)
    lines: tuple[tuple[str, Format, float], ...] = (
        (title_of(form), paper.look(page, bold=True, font_size=20), 40),
        (f"{period.title}（{days}）", paper.look(page, font_size=14), 24),
        (f"{desk.name}　資料截止 {paper.roc_moment(summary.as_of)}", muted, paper.ROW_POINTS),
    )
    for row, (text, looks, height) in enumerate(lines):
        paper.set_height(sheet, row, height)
        paper.span(sheet, row, 0, ACROSS - 1, text, looks)
    return len(lines) + 1


def _write_headline(page: Paper, sheet: Worksheet, summary: Summary, row: int) -> int:
    """The first sentence large, the others below it."""
    for number, sentence in enumerate(summary.headline):
        size = 14 if number == 0 else style.SIZE_BODY
        looks = paper.look(page, bold=number == 0, font_size=size, text_wrap=True, valign="top")
        scale = size / style.SIZE_BODY
        lines = paper.lines_of(sentence, int(ALL / scale))
        paper.set_height(sheet, row, max(paper.ROW_POINTS, lines * paper.LINE_POINTS * scale + 5))
        paper.span(sheet, row, 0, ACROSS - 1, sentence, looks)
        row += 1
    return row + 1


def _write_figures(
    page: Paper, sheet: Worksheet, summary: Summary, extents: Mapping[str, Extent], row: int
) -> int:
    """The headline strip: each figure large under its name, and how it moved since the quarter before."""
    for start in range(0, len(summary.figures), ACROSS):
        strip = summary.figures[start : start + ACROSS]
        label = paper.look(
            page, font_size=style.SIZE_SMALL, font_color=style.MUTED, text_wrap=True, valign="bottom"
        )
        names = [_name(now) for now, _ in strip]
        paper.set_height(sheet, row, max(paper.lines_of(name, UNITS[0]) for name in names) * 15.5 + 6)
        paper.set_height(sheet, row + 1, 36)
        for column, (now, before) in enumerate(strip):
            paper.put(sheet, row, column, names[column], label)
            _write_figure(page, sheet, row + 1, column, now, extents)
            _write_change(page, sheet, row + 2, column, now, before, extents)
        row += 5
    return row


def _name(measure: Measure) -> str:
    unit = measure.unit
    return measure.label if not unit or unit == "%" or unit in measure.label else f"{measure.label}（{unit}）"


def _write_figure(
    page: Paper, sheet: Worksheet, row: int, column: int, measure: Measure, extents: Mapping[str, Extent]
) -> None:
    large = {"bold": True, "font_size": 22, "align": "left"}
    if measure.state != "counted":
        word = paper.look(page, **{**large, "font_color": style.MUTED, "bold": False})
        paper.put(sheet, row, column, STATE_WORDS[measure.state], word)
        return
    looks = paper.look(page, **large, num_format=_number_format(measure))
    sheet.write_formula(row, column, formula_of(measure, extents), looks, cached(measure))


def _write_change(
    page: Paper,
    sheet: Worksheet,
    row: int,
    column: int,
    now: Measure,
    before: Measure | None,
    extents: Mapping[str, Extent],
) -> None:
    """The figure before, and the difference in words; a change can be seen without colour."""
    small = {"font_size": style.SIZE_SMALL, "align": "left"}
    if before is None or before.state != "counted" or now.state != "counted":
        muted = paper.look(page, **small, font_color=style.MUTED)
        paper.put(sheet, row, column, "沒有上一季的數字可比", muted)
        return
    points = bool(now.base)
    shown = "0.0" if points else _number_format(now)
    unit = " 個百分點" if points else f" {now.unit}" if now.unit else ""
    more, less = (f'"{word} "{shown}"{unit}"' for word in ("▲ 比上一季多", "▼ 比上一季少"))
    moved = paper.look(page, **small, font_color=style.ACCENT, num_format=f'{more};{less};"與上一季相同"')
    earlier = paper.look(
        page, **small, font_color=style.MUTED, num_format=f'"上一季 "{_number_format(before)}'
    )
    here, there = xl_rowcol_to_cell(row - 1, column), xl_rowcol_to_cell(row + 1, column)
    difference = f"ROUND(({here}-{there})*{100 if points else 1},1)"
    either = f'=IF(AND(ISNUMBER({here}),ISNUMBER({there})),{difference},"{NO_DIVISOR}")'
    sheet.write_formula(row, column, either, moved, _difference(now, before))
    sheet.write_formula(row + 1, column, formula_of(before, extents), earlier, cached(before))


def _difference(now: Measure, before: Measure) -> float | str:
    if now.value is None or before.value is None:
        return NO_DIVISOR
    return float(round(Decimal(now.value) - Decimal(before.value), 1))


def _number_format(measure: Measure) -> str:
    if measure.base:
        return paper.PERCENT
    whole = measure.value is None or measure.value % 1 == 0
    return paper.NUMBER if whole else paper.DECIMAL


def _heading(page: Paper, sheet: Worksheet, row: int, text: str) -> int:
    looks = paper.look(page, bold=True, bottom=1, bottom_color=style.INK)
    paper.set_height(sheet, row, 26)
    paper.span(sheet, row, 0, ACROSS - 1, text, looks)
    return row + 1


def _write_round(page: Paper, sheet: Worksheet, summary: Summary, row: int) -> int:
    """Each state that occurs: its word and mark, how many offices, and which."""
    row = _heading(page, sheet, row, f"收件狀況（{len(summary.standings)} 個機關）")
    for state, toned in STATES.items():
        offices = [standing.office.short for standing in summary.standings if standing.state == state]
        if not offices:
            continue
        word = paper.table_formats(page, font_color=toned.ink, bg_color=toned.ground, bold=True)
        paper.put(sheet, row, 0, f"{toned.text}　{len(offices)}", word)
        _write_rest(page, sheet, row, "、".join(offices))
        row += 1
    late = [standing.office.short for standing in summary.standings if standing.late]
    if late:
        word = paper.table_formats(page, font_color=LATE.ink, bg_color=LATE.ground, bold=True)
        paper.put(sheet, row, 0, f"{LATE.text}　{len(late)}", word)
        _write_rest(page, sheet, row, "、".join(late))
        row += 1
    return row + 1


def _write_contents(page: Paper, sheet: Worksheet, summary: Summary, others: Sequence[Leaf], row: int) -> int:
    """Each sheet with the sentence that matters in it, unless it stands above already."""
    row = _heading(page, sheet, row, "目錄")
    link = paper.table_formats(page, font_color=style.ACCENT, underline=1)
    for other in others:
        sheet.write_url(row, 0, f"internal:'{other.name}'!A1", link, paper.clean(other.name))
        _write_rest(page, sheet, row, MAIN_FIGURES if other.says in summary.headline else other.says)
        row += 1
    return row + 1


def _write_notes(page: Paper, sheet: Worksheet, form: Form, summary: Summary, row: int) -> None:
    """What a cell without a number means, and which versions made this."""
    row = _heading(page, sheet, row, "怎麼讀這些表")
    meanings = {word.removeprefix(NO_DIVISOR).strip(): meaning for word, meaning in DEFINITIONS}
    for word in STATE_NOTES:
        paper.put(sheet, row, 0, word, paper.table_formats(page))
        _write_rest(page, sheet, row, meanings.get(word, ""))
        row += 1
    facts = (
        ("資料截止", f"{paper.roc_moment(summary.as_of)}；之後收到的檔案不在內。"),
        ("程式與表單", f"gmreports {__version__}；{form.title} {form.version}（{form.label}）"),
        ("數字的來源", "每個數字都是公式，由明細表加總；每列明細都寫著來源檔案與列號。"),
    )
    for word, meaning in facts:
        paper.put(sheet, row, 0, word, paper.table_formats(page))
        _write_rest(page, sheet, row, meaning)
        row += 1


def _write_rest(page: Paper, sheet: Worksheet, row: int, text: str) -> None:
    lines = paper.lines_of(text, REST)
    paper.set_height(sheet, row, max(paper.ROW_POINTS + 2, lines * paper.LINE_POINTS + 6))
    paper.span(sheet, row, 1, ACROSS - 1, text, paper.table_formats(page, text_wrap=True))
