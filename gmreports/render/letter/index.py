"""The list of the letters, for the clerk and for whatever sends them."""

from __future__ import annotations

from collections.abc import Sequence

from gmreports.model import Letter, Office
from gmreports.render.records import to_csv

HEADERS = ("檔案", "種類", "機關", "收件人", "主旨", "附件", "狀態")
KINDS = {
    "summary": "摘要",
    "receipt": "收件回條",
    "correction": "更正通知",
    "reminder": "提醒",
    "overdue": "催報",
    "thanks": "感謝",
}
READY, NO_ADDRESS = "可以寄出", "缺電子郵件地址"


def letters_index(letters: Sequence[Letter], offices: Sequence[Office]) -> bytes:
    """letters/index.csv: a line for each letter; one without an address cannot be sent, and says so."""
    shorts = {office.code: office.short for office in offices}
    return to_csv(
        HEADERS,
        (
            (
                f"{letter.name}.eml",
                KINDS.get(letter.kind, letter.kind),
                shorts.get(letter.office_code, ""),
                letter.to,
                letter.subject,
                "、".join(name for name, _, _ in letter.attachments),
                READY if letter.to else NO_ADDRESS,
            )
            for letter in letters
        ),
    )
