"""義務檢核依據: each verdict of the compliance table with its reason, its cells and its clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from gmreports.model import Duty, Summary, Verdict
from gmreports.render import style
from gmreports.render.book.lists import ListColumn, Toned, write_list
from gmreports.render.book.paper import HEADER_ROW, Head, Leaf, Paper
from gmreports.render.page.sources import file_labels, located

NAME = "義務檢核依據"
STATES: dict[Duty, Toned] = {
    "符合": Toned("● 符合", style.GOOD, style.GOOD_SOFT),
    "未符合": Toned("✕ 未符合", style.ERROR, style.ERROR_SOFT),
    "進行中": Toned("… 進行中", style.INFO, style.INFO_SOFT),
    "無資料": Toned("— 無資料", style.MUTED, style.PAPER),
    "待認定": Toned("？ 待認定", style.WARNING, style.WARNING_SOFT),
}
COLUMNS = (
    ListColumn("機關", 10),
    ListColumn("義務", 18),
    ListColumn("狀態", 12),
    ListColumn("理由", 46),
    ListColumn("依據儲存格", 40),
    ListColumn("條文", 24),
)
THIS_QUARTER = "本季"
SAYS = "義務檢核表的每一格：為什麼這樣判定，看哪些儲存格，依哪一條。"
NOTES = ("註：依據儲存格是這個機關送來的檔案裡的工作表、哪一季的檔案、儲存格。",)


def targets(summary: Summary) -> dict[str, str]:
    """Verdict id → the place of its row, for the links in the table."""
    return {
        verdict.id: f"internal:'{NAME}'!A{HEADER_ROW + 2 + place}"
        for place, (verdict, _) in enumerate(_verdicts(summary))
    }


def leaf(summary: Summary, cut_off: str) -> Leaf:
    def write(page: Paper, sheet: Worksheet) -> None:
        found = _verdicts(summary)
        labels = _labels(summary, [verdict for verdict, _ in found])
        rows = [_row(summary, verdict, title, labels) for verdict, title in found]
        write_list(
            page, sheet, Head(NAME, SAYS, cut_off), COLUMNS, rows, notes=NOTES, frozen=2, filtered=True
        )

    return Leaf(NAME, SAYS, write, detail=True)


def _verdicts(summary: Summary) -> list[tuple[Verdict, str]]:
    """Each verdict with the title of its column, office by office."""
    return [
        (cell, heading.header)
        for grid in summary.grids.values()
        for line in grid.lines
        for heading, cell in zip(grid.headings, line.cells, strict=True)
        if isinstance(cell, Verdict)
    ]


def _labels(summary: Summary, verdicts: Sequence[Verdict]) -> dict[str, str]:
    """File → its quarter; the row names the office already."""
    owners = {
        source.rsplit("!", 2)[0]: verdict.office_code for verdict in verdicts for source in verdict.sources
    }
    inputs = [{"file": file, "office_code": code} for file, code in sorted(owners.items())]
    labels = file_labels(inputs, summary.terms.offices, summary.period)
    shorts = {office.code: office.short for office in summary.terms.offices}
    return {
        file: labels[file].removeprefix(shorts[code]).strip() or THIS_QUARTER for file, code in owners.items()
    }


def _row(summary: Summary, verdict: Verdict, title: str, labels: Mapping[str, str]) -> Sequence[object]:
    office = summary.terms.office(verdict.office_code)
    return (
        office.short,
        title,
        STATES[verdict.state],
        verdict.why,
        located(verdict.sources, labels),
        verdict.clause,
    )
