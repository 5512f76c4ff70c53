"""Letters: the summary for whoever receives the report, and any letter as the bytes of an .eml file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import PurePosixPath

import css_inline

from gmreports.model import ClerkError, Letter, Summary
from gmreports.render import style
from gmreports.render.layouts import fill
from gmreports.render.page.status import ASKED
from gmreports.render.page.wording import STANDINGS, Badge, came_in, change, moment, name, printed

POLICY = SMTP.clone(max_line_length=998)
"""Shorter lines would split long Chinese file names."""

BOUNDARIES = ("=_gmreports_mixed", "=_gmreports_alternative")
"""Every part is base64, in which these cannot occur."""

OPENED_WITH = {
    ".xlsx": "Excel 活頁簿",
    ".ods": "開放格式活頁簿",
    ".html": "網頁，用瀏覽器開啟",
    ".csv": "逗號分隔的資料",
    ".pdf": "PDF",
    ".zip": "壓縮檔",
}
GAP = 2


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
    return Letter(
        name="summary",
        to=terms.desk.recipient,
        subject=f"{period.title}性別平等業務彙整（收件 {came_in(summary.standings)}）",
        text=fill("mail/summary.txt.j2", values),
        html=_inlined(fill("mail/summary.html.j2", values)),
        attachments=attachments,
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


def aligned(rows: Sequence[Sequence[str]], right: set[int]) -> list[str]:
    """Rows of text as lines whose columns stand under each other, a Chinese character being two wide."""
    widths = [max(map(style.width_of, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = []
        for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
            room = " " * (width - style.width_of(cell))
            cells.append(room + cell if at in right else cell + room)
        lines.append((" " * GAP).join(cells).rstrip())
    return lines


def _inlined(html: str) -> str:
    """Mail programs drop style sheets, so every rule goes to its element."""
    inliner = css_inline.CSSInliner(keep_style_tags=False, load_remote_stylesheets=False)
    return str(inliner.inline(html))


def eml(letter: Letter, sender: str) -> bytes:
    """The letter as an .eml file; the same letter gives the same bytes.

    It has no date and no message id: they belong to the hour in which it is sent.
    Raises ClerkError for an address that is none.
    """
    message = EmailMessage(policy=POLICY)
    message["From"] = _address(sender, "寄件人")
    message["To"] = _address(letter.to, "收件人")
    message["Subject"] = _one_line(letter.subject)
    message["X-Unsent"] = "1"
    message.set_content(letter.text, cte="base64")
    message.add_alternative(letter.html, subtype="html", cte="base64")
    for file, kind, content in letter.attachments:
        main, _, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=_file_name(file))
    parts = [part for part in message.walk() if part.is_multipart()]
    for part, boundary in zip(parts, BOUNDARIES[-len(parts) :], strict=True):
        part.set_boundary(boundary)
    return message.as_bytes()


def _address(text: str, whose: str) -> str:
    """An address, or several with commas; nothing in it may start another header."""
    probe = EmailMessage(policy=POLICY)
    try:
        probe["To"] = text
        header = probe["To"]
        fits = bool(header.addresses) and not header.defects and all(a.domain for a in header.addresses)
    except (ValueError, IndexError, AttributeError):
        fits = False
    if not fits:
        raise ClerkError(
            f"{whose}「{_one_line(text)}」不是電子郵件地址，請改成像 name@example.gov.tw 的寫法。"
        )
    return text


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _file_name(text: str) -> str:
    """The name alone, without folders and without characters that end a line."""
    return _one_line(text.replace("\\", "/").rsplit("/", 1)[-1]) or "附件"
