"""The letters folder → letters that can be sent, and why others cannot."""

from __future__ import annotations

import csv
import email
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from gmreports.model import ClerkError

POLICY = SMTP.clone(max_line_length=998)
"""Shorter lines would split long Chinese file names."""

INDEX = "index.csv"
OURS = re.compile(r"(?:(?P<code>[0-9]+)_(?P<office>\w+?)_)?(?P<kind>[A-Za-z][A-Za-z0-9-]*)\.eml")
"""How we name letters: office code, office and kind, or the kind alone."""

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
"""What every mail server takes; the full grammar has more than any office uses."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter as it lies in the result folder.

    `label` is its kind as index.csv calls it. `trouble` says in a sentence why it cannot be sent;
    where it can, it is "" and there are recipients.
    """

    file: str
    kind: str
    label: str
    office_code: str
    office: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    attachments: tuple[str, ...]
    content: bytes
    sha256: str
    trouble: str = ""


def mails(folder: Path) -> tuple[Mail, ...]:
    """Every .eml of a letters folder, by name."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".eml" and path.is_file())
        labels = _labels(folder / INDEX)
        return tuple(_mail(path, labels) for path in paths)
    except FileNotFoundError:
        raise ClerkError(f"「{folder}」不在，請先執行彙整（make report），信會寫在那裡。") from None
    except OSError:
        raise ClerkError(f"「{folder}」裡的信打不開，請確認資料夾可以讀取。") from None


def plain(text: str) -> str:
    """One line that a console and a log can show: nothing in it moves the cursor or turns the text round."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def address_of(header: str) -> str:
    """The one address of a From header; "" where there is none, or more than one."""
    found = _addresses(header)
    return found[0] if len(found) == 1 else ""


def _mail(path: Path, labels: Mapping[str, str]) -> Mail:
    content = path.read_bytes()
    message = email.message_from_bytes(content, policy=POLICY)
    assert isinstance(message, EmailMessage)
    named = OURS.fullmatch(path.name)
    parts = named.groupdict() if named else {}
    sender = _header(message, "From")
    recipients = tuple(dict.fromkeys(a for name in ("To", "Cc", "Bcc") for a in _all(message, name)))
    return Mail(
        file=path.name,
        kind=parts.get("kind") or "",
        label=labels.get(path.name) or parts.get("kind") or "",
        office_code=parts.get("code") or "",
        office=parts.get("office") or "",
        sender=sender,
        recipients=recipients if named and all(recipients) else (),
        subject=_header(message, "Subject"),
        attachments=tuple(_attachments(message)),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        trouble=_trouble(bool(named), recipients),
    )


def _trouble(ours: bool, recipients: tuple[str, ...]) -> str:
    if not ours:
        return "檔名不是本程式取的，不寄"
    if not recipients:
        return "沒有收件人，請在設定檔補上信箱後重新彙整"
    return "" if all(recipients) else "收件人不是電子郵件地址，請改正設定檔後重新彙整"


def _all(message: EmailMessage, name: str) -> list[str]:
    """The addresses of all headers of a name; "" stands for something that is none."""
    found: list[str] = []
    for index in range(len(message.get_all(name, []))):
        found += _addresses(_header(message, name, index)) or [""]
    return found


def _addresses(header: str) -> list[str]:
    if not header.strip():
        return []
    probe = EmailMessage(policy=POLICY)
    try:
        probe["To"] = header
        specs = [address.addr_spec for address in probe["To"].addresses]
    except (ValueError, IndexError, AttributeError, TypeError):
        return [""]
    return [spec if ADDRESS.fullmatch(spec) else "" for spec in specs] or [""]


def _header(message: EmailMessage, name: str, index: int = 0) -> str:
    """A header as one line of text; the parser trips over some that people type."""
    try:
        found = message.get_all(name, [])
        return plain(str(found[index])) if index < len(found) else ""
    except (ValueError, IndexError, AttributeError, TypeError):
        return ""


def _attachments(message: EmailMessage) -> Iterator[str]:
    for part in message.walk():
        if part.get_content_disposition() == "attachment":
            yield plain(part.get_filename() or "") or "附件"


def _labels(index: Path) -> dict[str, str]:
    """What index.csv calls the kind of each letter; a name to be shown, so a broken one stops nobody."""
    try:
        with index.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}
    return {row.get("檔案") or "": plain(row.get("種類") or "") for row in rows}
