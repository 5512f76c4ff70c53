"""The last sheet: live, in words, what is filled in, what is wrong, and whether the file can be sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from gmreports.model import Form, Office, Period, Sheet
from gmreports.render import style
from gmreports.render.template import cover, entry, faces, grid, paper
from gmreports.render.template.formulas import BETWEEN, PREFIX, ROW, Demand, problems

NOT_BEGUN = "尚未填寫：請從「封面」開始"
READY = "可以送出"
NOT_FILLED = "尚未填寫"
EXPLAIN = "說明"
HEADERS = ("工作表", "狀態", "已填列數", "需更正", "請確認", "檢核結果", EXPLAIN)
WIDTHS = (18, 8, 10, 9, 9, 66, 54)
TITLE, MARK, ROWS, ERRORS, WARNINGS, WORDS, EXPLANATION = range(7)
# Hidden: the ids by which a reader finds the explanations, errors and warnings of the rows, filled rows
# without a check beside them, sheet-wide problems.
IDS, ROW_ERRORS, ROW_WARNINGS, UNCHECKED, WIDE = range(7, 12)
EXPLANATION_ID, WHOLE_FILE_ID = "explanation", "_file"
WHOLE_FILE = "整個檔案"
LONGEST = 200
VERDICT_ROW, HEADER_ROW, FIRST_ROW = 2, 4, 5


@dataclass(frozen=True, slots=True)
class Place:
    """The cells of one line, and the cells of the sheet it speaks of."""

    row: int
    problems: str
    filled: str
    unchecked: str

    def at(self, number: int) -> str:
        return f"${xl_col_to_name(number)}${self.row}"


def write_selfcheck(
    book: Workbook, form: Form, demands: Sequence[Demand], office: Office, period: Period
) -> None:
    page = book.add_worksheet(grid.SELFCHECK_TITLE)
    for number, width in enumerate(WIDTHS):
        page.set_column(number, number, width)
    _head(book, page, form, office, period)
    most = 1
    for number, sheet in enumerate(form.sheets):
        wide = [each for each in demands if each.sheet_id == sheet.id and not each.column_id]
        parts = problems(wide) or ['""']
        most = max(most, len(parts))
        _line(book, page, form, sheet, place(sheet, FIRST_ROW + number), parts)
    _whole_file(book, page, FIRST_ROW + len(form.sheets))
    page.set_column(IDS, WIDE + most - 1, None, None, {"hidden": True})
    _colours(book, page, FIRST_ROW + len(form.sheets) - 1)
    page.freeze_panes(HEADER_ROW, 0)
    page.set_tab_color(style.GREY)
    paper.set_up(page)
    page.print_area(0, 0, FIRST_ROW + len(form.sheets) - 1, EXPLANATION)
    paper.protect(page)


def begun(form: Form) -> str:
    """Whether anybody has filled anything in: on the cover beyond what we put there, or in any table."""
    first, last = FIRST_ROW, FIRST_ROW + len(form.sheets) - 1
    rows = f"SUM(${xl_col_to_name(ROWS)}${first}:${xl_col_to_name(ROWS)}${last})>0"
    asked = [
        f"{grid.quoted(sheet.title)}!{grid.value_cell(sheet, column.id)}"
        for sheet in form.sheets
        if sheet.layout == "label"
        for column in sheet.asked
        if column.need != "auto" and column.id not in cover.KNOWN
    ]
    return f"OR({rows},COUNTA({','.join(asked)})>0)" if asked else rows


def begun_cell() -> str:
    return f"={grid.quoted(grid.SELFCHECK_TITLE)}!${xl_col_to_name(ROW_ERRORS)}$1"


def place(sheet: Sheet, row: int) -> Place:
    title = grid.quoted(sheet.title)
    if sheet.layout == "label":
        at, first = xl_col_to_name(grid.PROBLEM), grid.COVER_FIRST_ROW
        found = f"{title}!${at}${first}:${at}${first + len(sheet.asked) - 1}"
        return Place(row, found, "0", "0")
    at = xl_col_to_name(grid.check_number(sheet))
    found = f"{title}!${at}${grid.FIRST_ROW}:${at}${grid.LAST_ROW}"
    blanks = "*".join(f"ISBLANK({title}!{grid.all_cells(sheet, each.id)})" for each in grid.answers(sheet))
    return Place(row, found, f"SUMPRODUCT(1-{blanks})", f"SUMPRODUCT((1-{blanks})*ISBLANK({found}))")


def _head(book: Workbook, page: Worksheet, form: Form, office: Office, period: Period) -> None:
    page.set_row(0, 28)
    page.write_string(0, 0, f"{grid.SELFCHECK_TITLE}｜{office.name} {period.title}", faces.title(book))
    page.write_formula(0, ROW_ERRORS, f"={begun(form)}", None, False)
    page.set_row(VERDICT_ROW - 1, 34)
    verdict = faces.face(book, font_size=style.SIZE_TITLE, bold=True)
    last = FIRST_ROW + len(form.sheets) - 1
    errors, warnings = (
        f"SUM(${xl_col_to_name(each)}${FIRST_ROW}:${xl_col_to_name(each)}${last})"
        for each in (ERRORS, WARNINGS)
    )
    ready = f'"{READY}"&IF({warnings}>0,"；另有 "&{warnings}&" 個地方請確認","")'
    left = f'"還有 "&{errors}&" 個問題，改好才能送出"'
    formula = f'=IF({grid.BEGUN},IF({errors}=0,{ready},{left}),"{NOT_BEGUN}")'
    page.write_formula(VERDICT_ROW - 1, 0, formula, verdict, NOT_BEGUN)
    page.set_row(2, 22)
    said = (
        "邊填邊更新，不必按任何按鈕。點工作表名稱可以跳過去；「請確認」的不改也能送出，"
        f"請在最右邊的「{EXPLAIN}」寫下原因。"
    )
    page.write_string(2, 0, said, faces.about(book))
    page.set_row(HEADER_ROW - 1, 26)
    head = faces.face(book, **faces.HEADER, bg_color=style.ACCENT_SOFT)
    for number, text in enumerate(HEADERS[:EXPLANATION]):
        page.write_string(HEADER_ROW - 1, number, text, head)
    # As in the tables, what the header shows besides its text is not part of it.
    open_to_all = faces.face(book, **faces.HEADER, bg_color=style.ACCENT_SOFT, num_format='@"（可填寫）"')
    page.write_string(HEADER_ROW - 1, EXPLANATION, EXPLAIN, open_to_all)
    page.write_string(HEADER_ROW - 1, IDS, EXPLANATION_ID)


def _whole_file(book: Workbook, page: Worksheet, row: int) -> None:
    """The line for what belongs to no sheet, such as why the file came late: nothing here is checked."""
    page.set_row(row - 1, 2 * faces.LINE_POINTS + faces.AIR_POINTS)
    quiet = faces.face(book, indent=1, font_color=style.MUTED, text_wrap=True, **faces.BOX)
    for number in range(EXPLANATION):
        page.write_blank(row - 1, number, None, quiet)
    page.write_string(row - 1, TITLE, WHOLE_FILE, faces.face(book, indent=1, **faces.BOX))
    page.write_string(row - 1, WORDS, "不屬於哪一張表的，例如逾期的原因，寫在這一列。", quiet)
    _explanation(book, page, row, WHOLE_FILE_ID)


def _explanation(book: Workbook, page: Worksheet, row: int, line_id: str) -> None:
    """The one cell of a line that can be filled in; nothing that the sheet says depends on it."""
    look = faces.face(book, locked=False, num_format=faces.TEXT, text_wrap=True, indent=1, **faces.BOX)
    page.write_blank(row - 1, EXPLANATION, None, look)
    page.write_string(row - 1, IDS, line_id)
    allowed = {
        "validate": "length",
        "criteria": "<=",
        "value": LONGEST,
        "input_title": EXPLAIN,
        "input_message": "對「請確認」的項目可以在這裡說明。不要寫身分證號等個人資料。",
        "error_title": entry.ERROR_TITLE,
        "error_message": f"請縮短到 {LONGEST} 個字以內。",
    }
    page.data_validation(row - 1, EXPLANATION, row - 1, EXPLANATION, allowed)


def _line(book: Workbook, page: Worksheet, form: Form, sheet: Sheet, at: Place, parts: Sequence[str]) -> None:
    row = at.row - 1
    page.set_row(row, 2 * faces.LINE_POINTS + faces.AIR_POINTS)
    link = faces.face(book, font_color=style.ACCENT, underline=1, indent=1, text_wrap=True, **faces.BOX)
    page.write_url(row, TITLE, f"internal:{grid.quoted(sheet.title)}!A1", link, sheet.title)
    words = faces.face(book, text_wrap=True, indent=1, **faces.BOX)
    number = faces.face(book, align="center", num_format="0", **faces.BOX)
    for part, text in enumerate(parts):
        page.write_formula(row, WIDE + part, f'=IF({grid.BEGUN},{text.replace(ROW, "1")},"")', None, "")
    wide = "&".join(at.at(WIDE + part) for part in range(len(parts)))
    page.write_formula(row, ROW_WARNINGS, f"={_times(at.problems, PREFIX['W'])}", None, 0)
    everything = f'{_times(at.problems, BETWEEN)}+SUMPRODUCT(--({at.problems}<>""))'
    informed = _times(at.problems, PREFIX["I"])
    page.write_formula(row, ROW_ERRORS, f"={everything}-{at.at(ROW_WARNINGS)}-{informed}", None, 0)
    page.write_formula(row, UNCHECKED, f"={at.unchecked}", None, 0)
    page.write_formula(row, ROWS, f"={at.filled}", number if sheet.layout == "table" else _quiet(book), 0)
    wide_warnings = _times(wide, PREFIX["W"])
    wide_errors = f"{_times(wide, BETWEEN)}-{wide_warnings}-{_times(wide, PREFIX['I'])}"
    page.write_formula(row, ERRORS, f"={at.at(ROW_ERRORS)}+{wide_errors}", number, 0)
    page.write_formula(row, WARNINGS, f"={at.at(ROW_WARNINGS)}+{wide_warnings}", number, 0)
    page.write_formula(row, WORDS, f"={_words(form, sheet, at, wide)}", words, NOT_FILLED)
    page.write_formula(row, MARK, f"={_mark(sheet, at)}", number, "－")
    _explanation(book, page, at.row, sheet.id)


def _quiet(book: Workbook) -> object:
    """A number that says nothing: the cover has no rows."""
    return faces.face(book, align="center", num_format=";;;", **faces.BOX)


def _times(text: str, word: str) -> str:
    """How often a word stands in a cell, or in all cells of a range."""
    count = f'(LEN({text})-LEN(SUBSTITUTE({text},"{word}","")))/{len(word)}'
    return f"SUMPRODUCT({count})" if ":" in text else count


def _mark(sheet: Sheet, at: Place) -> str:
    blank = f"{at.at(ROWS)}=0" if sheet.layout == "table" else f"NOT({grid.BEGUN})"
    return f'IF({at.at(ERRORS)}>0,"✗",IF({blank},"－",IF({at.at(WARNINGS)}>0,"！","✓")))'


def _words(form: Form, sheet: Sheet, at: Place, wide: str) -> str:
    errors, warnings = at.at(ERRORS), at.at(WARNINGS)
    column = "檢核" if sheet.layout == "table" else "說明"
    in_rows = f'IF({at.at(ROW_ERRORS)}+{at.at(ROW_WARNINGS)}>0,"：請看「{column}」欄","")'
    counted = (
        f'IF({errors}+{warnings}=0,"沒有問題",IF({errors}>0,{errors}&" 個問題","")'
        f'&IF({errors}*{warnings}>0,"，","")&IF({warnings}>0,{warnings}&" 個請確認","")&{in_rows})'
    )
    if sheet.layout == "label":
        said = f'IF({grid.BEGUN},{counted},"{NOT_FILLED}")'
    else:
        said = f'IF({at.at(ROWS)}=0,{_nothing(form, sheet)},{at.at(ROWS)}&" 列，"&{counted})'
    more = f'IF({wide}="","","。"&MID({wide},2,9999))'
    beyond = f'IF({at.at(UNCHECKED)}>0,"。有 "&{at.at(UNCHECKED)}&" 列旁邊沒有檢核欄，收件後才會檢核","")'
    return f"{said}&{more}&{beyond}"


def _nothing(form: Form, sheet: Sheet) -> str:
    """What an empty sheet says: not filled in, or what the cover declares about it."""
    for other in form.sheets:
        for column in other.asked:
            if other.layout == "label" and column.id == f"{sheet.id}_status":
                none_held = column.choices[-1]
                item = f"{grid.quoted(other.title)}!{grid.value_cell(other, column.id)}"
                return f'IF({item}="{none_held}","{none_held}","{NOT_FILLED}")'
    return f'"{NOT_FILLED}"'


def _colours(book: Workbook, page: Worksheet, last: int) -> None:
    """Verdict and marks in the colour of their state; the word is there without it."""
    verdict = f"A{VERDICT_ROW}:{xl_col_to_name(EXPLANATION)}{VERDICT_ROW}"
    said = f"LEFT($A${VERDICT_ROW},{len(READY)})"
    marks = f"{xl_col_to_name(MARK)}{FIRST_ROW}:{xl_col_to_name(MARK)}{last}"
    mark = f"${xl_col_to_name(MARK)}{FIRST_ROW}"
    for cells, test, ink, ground in (
        (verdict, f'{said}="{READY}"', style.GOOD, style.GOOD_SOFT),
        (verdict, f'{said}="{NOT_BEGUN[: len(READY)]}"', style.INFO, style.INFO_SOFT),
        (verdict, f'LEFT($A${VERDICT_ROW},2)="還有"', style.ERROR, style.ERROR_SOFT),
        (marks, f'{mark}="✓"', style.GOOD, style.GOOD_SOFT),
        (marks, f'{mark}="！"', style.WARNING, style.WARNING_SOFT),
        (marks, f'{mark}="✗"', style.ERROR, style.ERROR_SOFT),
    ):
        look = book.add_format({"font_color": ink, "bg_color": ground})
        page.conditional_format(cells, {"type": "formula", "criteria": f"={test}", "format": look})
