"""What the list says: each finding, what is not counted, and each repair, as rows of one table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gmreports.model import Finding, Form, Reading, Repair
from gmreports.render import style
from gmreports.render.answers import answer, answered_by, is_answered
from gmreports.render.book.ledger import HIDDEN, KINDS
from gmreports.render.book.lists import Toned
from gmreports.render.book.worklist import SEVERITIES, TRIAL

NOT_COUNTED = Toned("▲ 未列計", style.ERROR, style.ERROR_SOFT)
REPAIRED = Toned("✓ 已修讀", style.GOOD, style.GOOD_SOFT)
WHOLE_FILE, WHOLE_SHEET = "整份檔案", "整張表"
NO_NEED = "不必更改"
MOST_CELLS = 24


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the list; `target` is the sheet and cell that it leads to, "" for none."""

    tone: Toned
    code: str
    sheet: str
    cells: str
    column: str
    says: str
    mend: str
    expected: str
    clause: str
    target: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    entries: tuple[Entry, ...]


def sections(form: Form, reading: Reading, findings: Sequence[Finding]) -> list[Section]:
    """The parts of the list in the order in which a reader asks; an empty one is left out."""
    places = {sheet.id: at for at, sheet in enumerate(form.sheets, start=1)}
    ordered = sorted(findings, key=lambda finding: _place(finding, places))
    found = (
        Section("要更正與請確認的地方", tuple(_finding(form, each) for each in ordered)),
        Section("未列計：改正以前不計入統計的列", tuple(_not_counted(findings))),
        Section("讀取時修正：看得懂的寫法，已照意思讀取，不必更改", tuple(_repairs(form, reading))),
    )
    return [section for section in found if section.entries]


def tone(finding: Finding) -> Toned:
    if finding.trial:
        return TRIAL
    if is_answered(finding):
        return Toned(f"✓ {answered_by(finding)}", style.GOOD, style.GOOD_SOFT)
    return SEVERITIES[finding.severity]


def sentence(findings: Sequence[Finding]) -> str:
    """What there is to do, first."""
    errors, warnings = sum(each.blocks for each in findings), sum(each.warns for each in findings)
    confirm = "沒有填錯的，請在「自我檢核」的「說明」寫一句原因" if warnings else ""
    if errors:
        also = f"另有 {warnings:,} 處請確認：{confirm}。" if warnings else ""
        send = "改好後，封面的報送狀態改成「更正」、版次加 1，再寄一次。"
        return f"有 {errors:,} 處需要更正。{also}{send}"
    if warnings:
        return f"沒有需要更正的地方。有 {warnings:,} 處請確認：{confirm}；填錯的改好再寄一次。"
    return "沒有需要更正或確認的地方，不必再送。"


def _place(finding: Finding, places: Mapping[str, int]) -> tuple[object, ...]:
    """The gravest first, what is answered after what is open, then as the sheets stand in the form."""
    kind = "I" if finding.trial else finding.severity
    where, at = finding.where, places.get(finding.sheet_id, 0)
    return "EWI".index(kind), is_answered(finding), at, finding.row, where.cell, finding.code, where.sheet


def _finding(form: Form, finding: Finding) -> Entry:
    where, answered = finding.where, answer(finding)
    cells = [cell for cell in finding.all_cells if cell]
    more = [f"儲存格：{_listed(cells)}"] if len(cells) > 1 else []
    return Entry(
        tone=tone(finding),
        code=finding.code,
        sheet=where.sheet or WHOLE_FILE,
        cells=_counted(cells) or (WHOLE_SHEET if where.sheet else "－"),
        column=_header(form, finding.sheet_id, finding.column_id),
        says="\n".join([finding.message, *more, *([answered] if answered else [])]),
        mend=finding.mend,
        expected=finding.expected,
        clause=finding.clause,
        target=(where.sheet, cells[0] if cells else "A1") if where.sheet else ("", ""),
    )


def _header(form: Form, sheet_id: str, column_id: str) -> str:
    sheet = next((each for each in form.sheets if each.id == sheet_id), None)
    column = next((each for each in sheet.columns if each.id == column_id), None) if sheet else None
    return column.header if column else ""


def _counted(cells: Sequence[str]) -> str:
    return f"{cells[0]} 等 {len(cells)} 格" if len(cells) > 1 else "".join(cells)


def _listed(cells: Sequence[str]) -> str:
    return "、".join(cells[:MOST_CELLS]) + (" 等" if len(cells) > MOST_CELLS else "")


def _not_counted(findings: Sequence[Finding]) -> Iterator[Entry]:
    """Rows with an error, and whole sheets or the file where an error keeps them out."""
    rows: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))  # sheet → row → codes
    whole: dict[str, set[str]] = defaultdict(set)
    for finding in findings:
        if not finding.blocks:
            continue
        if finding.row > 0:
            for row in finding.all_rows:
                rows[finding.where.sheet][row].add(finding.code)
        elif finding.voids:
            whole["" if finding.sheet_id == "cover" else finding.where.sheet].add(finding.code)
    for sheet, codes in sorted(whole.items()):
        subject = f"「{sheet}」整張表" if sheet else "整份檔案"
        yield _void("、".join(sorted(codes)), sheet, WHOLE_SHEET if sheet else "－", subject)
    for sheet, by_row in sorted(rows.items()):
        numbers = sorted(by_row)
        codes = {code for each in by_row.values() for code in each}
        shown = "、".join(map(str, numbers[:MOST_CELLS])) + (" 等" if len(numbers) > MOST_CELLS else "")
        subject = f"「{sheet}」第 {shown} 列（共 {len(numbers)} 列）"
        yield _void("、".join(sorted(codes)), sheet, f"{len(numbers)} 列", subject, f"A{numbers[0]}")


def _void(codes: str, sheet: str, cells: str, subject: str, cell: str = "A1") -> Entry:
    target = (sheet, cell) if sheet else ("", "")
    says, mend = f"{subject}改正以前不計入統計，因為 {codes}。", "改好上面列出的地方，再送就會計入。"
    return Entry(NOT_COUNTED, "", sheet or WHOLE_FILE, cells, "", says, mend, "", "", target)


def _repairs(form: Form, reading: Reading) -> Iterator[Entry]:
    """Repairs that are alike stand together."""
    alike: dict[tuple[str, str, str, str, str], list[str]] = {}
    for repair in reading.repairs:
        key = _alike(form, reading, repair)
        alike.setdefault(key, []).append(repair.where.cell)
    for (sheet, column, kinds, before, after), cells in sorted(alike.items(), key=_first_cell):
        more = f"\n儲存格：{_listed(cells)}" if len(cells) > 1 else ""
        says = f"原來填「{before}」，讀成「{after}」（{kinds}）。{more}"
        target = (sheet, cells[0] or "A1")
        yield Entry(
            REPAIRED, "", sheet, _counted(cells) or WHOLE_SHEET, column, says, NO_NEED, "", "", target
        )


def _first_cell(group: tuple[tuple[str, str, str, str, str], list[str]]) -> tuple[object, ...]:
    key, cells = group
    found = re.match(r"([A-Z]*)([0-9]*)", cells[0])
    assert found is not None
    return key[0], int(found[2] or 0), len(found[1]), found[1], key


def _alike(form: Form, reading: Reading, repair: Repair) -> tuple[str, str, str, str, str]:
    kinds = "、".join(KINDS.get(kind, kind) for kind in repair.kind.split("+") if kind)
    header, internal = _column_of(form, reading, repair)
    before, after = (HIDDEN, HIDDEN) if internal else (_one_line(repair.before), _one_line(repair.after))
    return repair.where.sheet, header, kinds, before, after


def _column_of(form: Form, reading: Reading, repair: Repair) -> tuple[str, bool]:
    """The header of the repaired column, and whether its values are shown nowhere."""
    titles = reading.ret.titles if reading.ret else {}
    letters = re.match("[A-Z]*", repair.where.cell)
    for sheet in form.sheets:
        if titles.get(sheet.id) != repair.where.sheet or reading.ret is None:
            continue
        for column_id, at in reading.ret.columns.get(sheet.id, {}).items():
            if at in (repair.where.cell, letters[0] if letters else ""):
                column = sheet.column(column_id)
                return column.header, column.internal
    return "", True


def _one_line(text: str) -> str:
    return " ".join(text.split()) if text.strip() else "（空格）"
