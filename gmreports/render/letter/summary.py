"""The letter that the consolidated report goes out with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from gmreports.model import Letter, Summary
from gmreports.render import style
from gmreports.render.letter.words import aligned, written
from gmreports.render.page.status import ASKED
from gmreports.render.page.wording import STANDINGS, Badge, came_in, change, moment, name, printed

OPENED_WITH = {
    ".xlsx": "Excel 活頁簿",
    ".ods": "開放格式活頁簿",
    ".html": "網頁，用瀏覽器開啟",
    ".csv": "逗號分隔的資料",
    ".pdf": "PDF",
    ".zip": "壓縮檔",
}


@dataclass(frozen=True, slots=True)
class Open:
    badge: Badge
    shorts: tuple[str, ...]


def summary_letter(summary: Summary, attachments: tuple[tuple[str, str, bytes], ...]) -> Letter:
    """The letter that the consolidated report goes out with; attachments are (name, type, bytes)."""
    terms, period = summary.terms, summary.period
    rows = [("項目", "本季", "與上一季相比"), *_rows(summary)]
    values: dict[str, object] = {
        "style": style,
        "period": period,
        "desk": terms.desk,
        "headline": summary.headline[:1],
        "rows": rows,
        "lines": aligned(rows, right={1}),
        "open_points": _open_points(summary),
        "attachments": [_described(attachment) for attachment in attachments],
        "as_of": moment(summary.as_of),
    }
    text, html = written("summary", values)
    return Letter(
        name="summary",
        to=terms.desk.recipient,
        subject=f"{period.title}性別平等業務彙整（收件 {came_in(summary.standings)}）",
        text=text,
        html=html,
        attachments=attachments,
        kind="summary",
    )


def _rows(summary: Summary) -> list[tuple[str, str, str]]:
    return [
        (
            name(now, summary.period),
            f"{printed(now)}{_unit(now.unit, now.value)}",
            change(now, before).replace("比上一季", ""),
        )
        for now, before in summary.figures
    ]


def _unit(unit: str, value: object) -> str:
    return f" {unit}" if unit and unit != "%" and value is not None else ""


def _open_points(summary: Summary) -> list[Open]:
    found = []
    for state in ASKED:
        shorts = tuple(standing.office.short for standing in summary.standings if standing.state == state)
        if shorts:
            found.append(Open(STANDINGS[state], shorts))
    return found


def _described(attachment: tuple[str, str, bytes]) -> tuple[str, str]:
    file, _, content = attachment
    kind = OPENED_WITH.get(PurePosixPath(file).suffix.lower(), "檔案")
    return file, f"{kind}，{max(1, round(len(content) / 1024)):,} KB"
