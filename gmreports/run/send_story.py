"""What sending tells the clerk, in plain Chinese: what would go to whom, what went, what is in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from gmreports.deliver import Done, Entry, Row
from gmreports.deliver.mail import plain
from gmreports.model import YEAR_OFFSET
from gmreports.render.style import width_of
from gmreports.run.send import Preview

HEADERS = ("機關", "種類", "收件人", "大小", "狀態")
RIGHT = HEADERS.index("大小")
INDENT = "  "
NONE = "－"
SMTP = "smtp://"

GOES, DOUBTFUL, BEFORE, CANNOT = "會寄出", "不知道有沒有寄到", "先前已寄", "不能寄"
SENT, PUT, FAILED, LEFT = "已寄出", "已放進資料夾", "沒寄成", "還沒寄"
AFTER = {
    FAILED: "，下次執行會再試",
    DOUBTFUL: "，不會自己重寄",
    BEFORE: "，這次不寄",
    LEFT: "，下次執行會寄",
}


def tell_preview(preview: Preview) -> str:
    """The table of what would go to whom."""
    rows = preview.rows
    senders = [plain(preview.sender)] if preview.sender else sorted({row.mail.sender for row in rows})
    states = [_state(row) for row in rows]
    counts = [
        f"{word} {states.count(word)} 封" for word in (GOES, BEFORE, DOUBTFUL, CANNOT) if word in states
    ]
    lines = [
        f"{preview.period.title}　寄信預覽",
        f"信件資料夾：{preview.folder / 'letters'}",
        f"寄件人：{'、'.join(senders)}",
        "",
        *_table(rows),
        "",
        "；".join(counts) + "。" if rows else "沒有符合的信。",
    ]
    return "\n".join(lines) + "\n"


def tell_dry_run(preview: Preview) -> str:
    """The preview where nothing is to be sent, with the commands that come next."""
    lines = ["這只是預覽，什麼都沒有寄。"]
    if any(row.goes for row in preview.rows):
        lines += ["要寄出，請再執行一次，加上 --smtp 主機（要登入的再加 --user 帳號）或 --to-folder 資料夾。"]
    lines += _to_decide(preview, preview.rows)
    return tell_preview(preview) + "\n".join(lines) + "\n"


def tell_done(preview: Preview, done: Done) -> str:
    """How it ended: sent, failed, in doubt, skipped because sent before, without an address."""
    outcomes = {entry.key: entry for entry in done.outcomes}
    found: dict[str, list[tuple[Row, Entry | None]]] = {}
    for row in done.rows:
        entry = outcomes.get((row.mail.file, row.address, row.mail.sha256))
        found.setdefault(_fate(row, entry), []).append((row, entry or row.entry))
    lines = [f"{preview.period.title}　寄信結果", ""]
    for word in (SENT, PUT, FAILED, DOUBTFUL, LEFT, BEFORE, CANNOT):
        if word in found:
            lines.append(f"{word} {len(found[word])} 封{AFTER.get(word, '')}")
        if word in (FAILED, DOUBTFUL, CANNOT):
            lines += [f"{INDENT}{_told(row, entry)}" for row, entry in found.get(word, [])]
    if done.stopped:
        lines += ["", f"提早停下來：{done.stopped}"]
    lines += _to_decide(preview, [row for row, _ in found.get(DOUBTFUL, [])], all_doubtful=True)
    return "\n".join([*lines, "", f"寄信紀錄：{preview.ledger}"]) + "\n"


def tell_marks(entries: Sequence[Entry]) -> str:
    """What was recorded of the clerk's decisions."""
    words = {"sent": "記為已寄到，不會再寄", "again": "下次執行會再寄"}
    return "".join(f"{entry.letter}（{entry.to}）：{words[entry.decision]}。\n" for entry in entries)


def all_well(done: Done) -> bool:
    """Whether nothing is left for anybody to do."""
    sent = {entry.key for entry in done.outcomes if entry.state == "sent"}
    return all(
        (row.mail.file, row.address, row.mail.sha256) in sent or _state(row) == BEFORE for row in done.rows
    )


def _state(row: Row) -> str:
    if row.mail.trouble:
        return CANNOT
    if row.goes:
        return GOES
    return BEFORE if row.entry and row.entry.state == "sent" else DOUBTFUL


def _fate(row: Row, outcome: Entry | None) -> str:
    if outcome is None:
        return LEFT if row.goes else _state(row)
    if outcome.state == "sent":
        return SENT if outcome.via.startswith(SMTP) else PUT
    return FAILED if outcome.state == "failed" else DOUBTFUL


def _table(rows: Sequence[Row]) -> Iterator[str]:
    cells = [HEADERS, *(_cells(row) for row in rows)]
    widths = [max(map(width_of, column)) for column in zip(*cells, strict=True)]
    for at, line in enumerate(cells):
        padded = [
            f"{room}{cell}" if column == RIGHT else f"{cell}{room}"
            for column, cell in enumerate(line)
            for room in [" " * (widths[column] - width_of(cell))]
        ]
        yield (INDENT.join(padded)).rstrip()
        if at:
            yield from (f"{' ' * (widths[0] + 2)}{detail}" for detail in _details(rows[at - 1]))


def _cells(row: Row) -> tuple[str, ...]:
    mail = row.mail
    size = f"{max(1, round(len(mail.content) / 1024)):,} KB"
    return mail.office or NONE, mail.label or NONE, row.address or NONE, size, _state(row)


def _details(row: Row) -> Iterator[str]:
    mail, entry = row.mail, row.entry
    yield f"主旨：{mail.subject}"
    yield f"檔案：{plain(mail.file)}"
    if mail.attachments:
        yield f"附件：{'、'.join(mail.attachments)}"
    if mail.trouble:
        yield f"※ {mail.trouble}。"
    if entry and entry.state == "sent":
        yield f"※ {_when(entry)}。"
    elif entry and entry.state == "failed":
        yield f"※ 上次沒寄成：{entry.why}"
    elif entry and entry.state == "sending":
        yield "※ 寄到一半；如果沒有別的程式正在寄，就是上次沒寄完。"
    elif entry and entry.decision == "again":
        yield "※ 您決定再寄一次。"
    if row.earlier and row.goes:
        yield f"※ 內容和先前的版本不同，這是新的信；先前的版本：{_when(row.earlier)}。"


def _when(entry: Entry) -> str:
    """When a letter went, or may have gone, and how."""
    try:
        at = datetime.fromisoformat(entry.at)
        moment = f"{at.year - YEAR_OFFSET}/{at.month}/{at.day} {at:%H:%M}"
    except ValueError:
        moment = entry.at
    if entry.state != "sent":
        return f"{moment} 寄過，{DOUBTFUL}"
    if entry.decision == "sent":
        return f"{moment} 您註記為已寄到"
    return f"{moment} {'已寄出' if entry.via.startswith(SMTP) else f'已放進 {entry.via}'}"


def _told(row: Row, entry: Entry | None) -> str:
    """Which letter, and what is the matter with it; the server's own words for those who can read them."""
    who = "　".join(part for part in (row.mail.office, row.mail.label, row.address) if part) or plain(
        row.mail.file
    )
    if row.mail.trouble or entry is None:
        return f"{who}：{row.mail.trouble}。"
    reply = f"（伺服器的回覆：{entry.reply}）" if entry.reply else ""
    return f"{who}：{entry.why}{reply}"


def _to_decide(preview: Preview, rows: Sequence[Row], all_doubtful: bool = False) -> list[str]:
    """How to decide on the letters in doubt."""
    files = dict.fromkeys(row.mail.file for row in rows if all_doubtful or _state(row) == DOUBTFUL)
    if not files:
        return []
    folder = f'"{preview.folder}"' if " " in str(preview.folder) else preview.folder
    lines = [
        "",
        f"{DOUBTFUL}的信，請問收件人或看寄件備份，再告訴程式（sent：寄到了；again：沒寄到，要再寄）：",
    ]
    return lines + [f"{INDENT}python -m gmreports send {folder} --mark sent {file}" for file in files]
