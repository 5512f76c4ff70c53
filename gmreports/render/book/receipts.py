"""收件狀況: where each office stands in the round."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from gmreports.model import STATE_WORDS, Form, Standing, Summary
from gmreports.render import style
from gmreports.render.book import paper
from gmreports.render.book.lists import ListColumn, Toned, write_list
from gmreports.render.book.paper import Head, Leaf, Paper

NAME = "收件狀況"
STATES: dict[str, Toned] = {
    "accepted": Toned("● 已收", style.GOOD, style.GOOD_SOFT),
    "to_correct": Toned("▲ 待更正", style.ERROR, style.ERROR_SOFT),
    "unreadable": Toned("✕ 無法讀取", style.ERROR, style.ERROR_SOFT),
    "not_checked": Toned("？ 未能檢查", style.WARNING, style.WARNING_SOFT),
    "missing": Toned(f"— {STATE_WORDS['missing']}", style.MUTED, style.PAPER),
}
LATE = Toned("◷ 逾期", style.WARNING, style.WARNING_SOFT)
COUNTED_SHEETS = ("training", "promotion")
NONE = "—"


def leaf(form: Form, summary: Summary, cut_off: str) -> Leaf:
    says = summary.headline[0] if summary.headline else ""

    def write(page: Paper, sheet: Worksheet) -> None:
        head = Head(NAME, says, f"應於{paper.roc_day(summary.terms.due)}前送達；{cut_off}")
        rows = [_row(form, standing) for standing in summary.standings]
        write_list(page, sheet, head, _columns(form), rows, notes=NOTES, total=_total(form, summary))

    return Leaf(NAME, "各機關交了沒有、何時交的、要不要更正。", write)


NOTES = (
    "註：●已收＝沒有需更正之處；▲待更正＝有錯誤，錯誤的列不列計；✕無法讀取＝檔案打不開或不是本表；"
    "？未能檢查＝程式沒有檢查完，不當作通過。",
    "註：同一機關同一季有好幾個檔案時，以版次最高、再以最後收到的為準，其他列在「被取代的檔案」。",
)


def _columns(form: Form) -> list[ListColumn]:
    counts = [
        ListColumn(f"{form.sheet(name).title.removesuffix('成果')}列數", 9, "right", paper.NUMBER)
        for name in COUNTED_SHEETS
    ]
    return [
        ListColumn("機關", 12),
        ListColumn("狀態", 14),
        ListColumn("收到時間", 18, "center", paper.MOMENT),
        ListColumn("逾期", 8),
        ListColumn("版次", 6, "right", "0"),
        *counts,
        ListColumn("需更正", 8, "right", paper.NUMBER),
        ListColumn("請確認", 8, "right", paper.NUMBER),
        ListColumn("本季無辦理", 20),
        ListColumn("檔案", 34),
        ListColumn("被取代的檔案", 34),
    ]


def _row(form: Form, standing: Standing) -> Sequence[object]:
    state = STATES[standing.state]
    if standing.state == "missing":
        found = (standing.errors, standing.warnings)
        return [standing.office.short, state, NONE, "", *[NONE] * 3, *found, "", "", _older(standing)]
    readable = standing.state in ("accepted", "to_correct")
    rows = [standing.rows.get(name, 0) if readable else NONE for name in COUNTED_SHEETS]
    return [
        standing.office.short,
        state,
        standing.received,
        LATE if standing.late else "",
        standing.revision or NONE,
        *rows,
        standing.errors,
        standing.warnings,
        "、".join(form.sheet(name).title for name in standing.none_held),
        standing.file,
        _older(standing),
    ]


def _older(standing: Standing) -> str:
    return "\n".join(standing.superseded)


def _total(form: Form, summary: Summary) -> Sequence[object]:
    """Sums of what the rows show: an unreadable return shows no rows."""
    shown = [_row(form, standing) for standing in summary.standings]
    sums = [sum(value for value in column if isinstance(value, int)) for column in zip(*shown, strict=True)]
    return ["合計", "", "", "", "", *sums[5:9], "", "", ""]
