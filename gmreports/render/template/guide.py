"""The first sheet: how to fill it in, when to send it where, what is checked; all from the form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from gmreports.model import Column, Form, Office, Period, Rule, Sheet, Terms
from gmreports.render import style
from gmreports.render.template import faces, grid, paper
from gmreports.rules.page import SEVERITY_WORDS

WIDTHS = (26, 12, 78, 24)
NEEDS = {"required": "必填 *", "conditional": "看情形 ※", "optional": "可不填", "auto": "自動計算"}
# A rule that speaks of more sheets than this is told once, for all of them.
FEW_SHEETS = 3
# More choices than this are looked up in the drop-down.
FEW_CHOICES = 10


def write_guide(
    book: Workbook, form: Form, terms: Terms, rules: Sequence[Rule], office: Office, period: Period
) -> None:
    page = book.add_worksheet(grid.GUIDE_TITLE)
    for number, width in enumerate(WIDTHS):
        page.set_column(number, number, width)
    by_sheet = rules_by_sheet(form, terms, rules)
    row = _opening(book, page, form, terms, office, period)
    row = _who(book, page, form, period, row + 1)
    for sheet in form.sheets:
        row = _sheet(book, page, sheet, by_sheet.get(sheet.id, ()), row + 1)
    for title, told in (("每一張表都會檢查", by_sheet["*"]), ("收件後才會檢查", by_sheet["later"])):
        if told:
            row = _heading(book, page, row + 1, title, "")
            row = _rules(book, page, told, row)
    page.set_tab_color(style.GREY)
    paper.set_up(page)
    page.print_area(0, 0, row - 1, len(WIDTHS) - 1)
    page.repeat_rows(0)
    paper.protect(page)


def steps(form: Form, terms: Terms, office: Office, period: Period) -> tuple[str, ...]:
    """How to fill it in and when to send it where, a line each."""
    declared = [
        column.header
        for sheet in form.sheets
        for column in sheet.asked
        if sheet.layout == "label" and column.id.endswith("_status")
    ]
    cover = next((sheet.title for sheet in form.sheets if sheet.layout == "label"), "封面")
    also = f"，別忘了選{''.join(f'「{each}」' for each in declared)}" if declared else ""
    return (
        f"先填「{cover}」{also}。有「*」的必填，「※」的看情形必填，灰底的會自動計算，不必填。",
        "再請各單位填自己的工作表（見下表）。一件事一列，不要合併儲存格；"
        "游標移到格子上會出現說明，有箭頭的請從清單選。",
        "從別的檔案貼過來時，請用「選擇性貼上」的「值」，清單和檢核才會留著。",
        f"看「{grid.SELFCHECK_TITLE}」：有問題的格子會變色，那一列的「檢核」欄會說哪裡要改；"
        "改到出現「可以送出」為止；「請確認」的沒有填錯，就在那張表的「說明」欄寫原因。",
        f"核章後，請在 {paper.roc(terms.due)}前把這個檔案寄到 {terms.desk.name} {terms.desk.email}，"
        f"檔名不用改；有問題請電 {terms.desk.phone}。",
    )


def rules_by_sheet(form: Form, terms: Terms, rules: Sequence[Rule]) -> Mapping[str, Sequence[Rule]]:
    """Sheet id → the rules that are live in it; `*` those of most sheets, `later` those without a formula."""
    found: dict[str, list[Rule]] = {"*": [], "later": []}
    for rule in rules:
        sheets = (
            list(dict.fromkeys(sheet for sheet, _ in rule.formulas(form, terms))) if rule.formulas else []
        )
        if len(sheets) > FEW_SHEETS:
            sheets = ["*"]
        for sheet_id in sheets or ["later"]:
            found.setdefault(sheet_id, []).append(rule)
    return found


def how_to_mend(rule: Rule) -> str:
    """The general advice of the rule's own page; its `mend` speaks of one cell and needs the facts of it."""
    advice = re.search(r"^怎麼改：(.+(?:\n(?!\S+：).+)*)", rule.doc, re.MULTILINE)
    if advice:
        return re.sub(r"\s*\n\s*", "", advice[1])
    return "" if "{" in rule.mend else rule.mend


def _opening(
    book: Workbook, page: Worksheet, form: Form, terms: Terms, office: Office, period: Period
) -> int:
    page.set_row(0, 30)
    page.write_string(0, 0, f"{grid.GUIDE_TITLE}｜{form.title}", faces.title(book))
    page.set_row(1, 24)
    page.write_string(1, 0, f"{office.name} {period.title}", faces.face(book, bold=True))
    if form.label:
        page.set_row(2, 24)
        page.write_string(2, 0, form.label, faces.face(book, font_color=style.INFO))
    row = 4
    for number, text in enumerate(steps(form, terms, office, period), start=1):
        lines = -(-style.width_of(text) // (sum(WIDTHS[1:]) - 4))
        page.set_row(row, lines * faces.LINE_POINTS + faces.AIR_POINTS)
        # One wide cell: the text may run over two lines, and nothing is read from this sheet.
        page.write_string(
            row, 0, f"第 {number} 步", faces.face(book, bold=True, font_color=style.ACCENT, indent=1)
        )
        page.merge_range(row, 1, row, len(WIDTHS) - 1, text, faces.face(book, text_wrap=True))
        row += 1
    return row


def _who(book: Workbook, page: Worksheet, form: Form, period: Period, row: int) -> int:
    row = _heading(book, page, row, "誰填哪一張", "")
    _line(book, page, row, ("工作表", "列數", "填什麼期間、什麼內容", "誰填"), head=True)
    for number, sheet in enumerate(form.sheets, start=1):
        rows = f"備 {sheet.rows} 列" if sheet.layout == "table" else "一張"
        said = f"{paper.span(sheet, period)}{'；' if sheet.note else ''}{sheet.note}"
        _line(book, page, row + number, (sheet.title, rows, said, sheet.who), link=sheet)
    return row + len(form.sheets) + 1


def _sheet(book: Workbook, page: Worksheet, sheet: Sheet, told: Iterable[Rule], row: int) -> int:
    row = _heading(book, page, row, sheet.title, f"由{sheet.who}填寫", sheet.clause)
    _line(book, page, row, ("欄位", "要不要填", "怎麼填", "依據"), head=True)
    for column in sheet.asked:
        row += 1
        clause = column.clause if column.clause != sheet.clause else ""
        _line(book, page, row, (column.header, NEEDS[column.need], _help(column), clause))
    return _rules(book, page, told, row + 1)


def _help(column: Column) -> str:
    few = column.kind == "choice" and len(column.choices) <= FEW_CHOICES
    return f"{column.help}可選：{'、'.join(column.choices)}。" if few else column.help


def _rules(book: Workbook, page: Worksheet, told: Iterable[Rule], row: int) -> int:
    listed = list(told)
    if not listed:
        return row
    _line(book, page, row, ("會檢查什麼", "結果", "怎麼改", "依據"), head=True)
    for number, rule in enumerate(listed, start=1):
        severity = SEVERITY_WORDS[rule.severity]
        _line(book, page, row + number, (rule.title, severity, how_to_mend(rule), rule.clause))
    return row + len(listed) + 1


def _heading(book: Workbook, page: Worksheet, row: int, title: str, said: str, clause: str = "") -> int:
    page.set_row(row, 28)
    page.write_string(row, 0, title, faces.face(book, bold=True, font_size=14, font_color=style.ACCENT))
    page.write_string(row, 2, said, faces.about(book))
    page.write_string(row, 3, clause, faces.about(book))
    return row + 1


def _line(
    book: Workbook,
    page: Worksheet,
    row: int,
    texts: tuple[str, ...],
    head: bool = False,
    link: Sheet | None = None,
) -> None:
    look = {**faces.BOX, "text_wrap": True, "indent": 1}
    ground = {"bg_color": style.ACCENT_SOFT} if head else {}
    lines = 1
    for number, text in enumerate(texts):
        muted = {} if head or number in (0, 2) else {"font_color": style.MUTED}
        lines = max(lines, -(-style.width_of(text) // (WIDTHS[number] - 3)))
        if link and number == 0:
            linked = faces.face(book, **look, font_color=style.ACCENT, underline=1)
            page.write_url(row, 0, f"internal:{grid.quoted(link.title)}!A1", linked, text)
        else:
            page.write_string(row, number, text, faces.face(book, **look, **ground, **muted))
    page.set_row(row, lines * faces.LINE_POINTS + faces.AIR_POINTS)
