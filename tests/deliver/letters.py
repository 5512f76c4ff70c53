"""Result folders with a few invented letters."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

DESK = "性別平等辦公室 <gender@example.gov.tw>"
CORRECTION = "68000010_桃園區_correction.eml"
REMINDER = "68000020_中壢區_reminder.eml"
SUMMARY = "summary.eml"
TAOYUAN, ZHONGLI, COUNCIL = "taoyuan@example.gov.tw", "zhongli@example.gov.tw", "council@example.gov.tw"
KINDS = {CORRECTION: "更正通知", REMINDER: "提醒", SUMMARY: "摘要"}
WORKBOOK = "68000010_桃園區_115Q3_檢核.xlsx"


def eml(to: str, subject: str, text: str = "您好：\n.這一行以句點開頭\n", attached: bytes = b"") -> bytes:
    """A letter as the letters folder holds it."""
    message = EmailMessage(policy=SMTP.clone(max_line_length=998))
    message["From"] = DESK
    if to:
        message["To"] = to
    message["Subject"] = subject
    message["X-Unsent"] = "1"
    message.set_content(text, cte="quoted-printable" if text.isascii() else "base64")
    if attached:
        message.add_attachment(attached, maintype="application", subtype="zip", filename=WORKBOOK)
        message.set_boundary("=_example")
    return message.as_bytes()


def result_folder(tmp_path: Path, more: Mapping[str, bytes]) -> Path:
    """out/115Q3 with a correction, a reminder and the summary, and `more` by name (or in their place)."""
    folder = tmp_path / "out" / "115Q3"
    write(folder, CORRECTION, eml(TAOYUAN, "115年第3季季報：請更正 3 處", attached=b"PK workbook"))
    write(folder, REMINDER, eml(ZHONGLI, "115年第3季季報：請於 10/12 前送出"))
    write(folder, SUMMARY, eml(COUNCIL, "115年第3季性別平等業務彙整"))
    for name, content in more.items():
        write(folder, name, content)
    rows = "".join(f"{file},{kind}\r\n" for file, kind in KINDS.items())
    (folder / "letters" / "index.csv").write_text(f"檔案,種類\r\n{rows}", encoding="utf-8-sig")
    return folder


def write(folder: Path, name: str, content: bytes) -> None:
    path = folder / "letters" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


# Too long to lie in the buffers between here and a server that does not read.
LONG = {CORRECTION: eml(TAOYUAN, "長信", attached=b"x" * 6_000_000)}
