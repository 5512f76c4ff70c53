"""A letter as it leaves the house: with a date, an id that comes from its content, and its sender."""

from __future__ import annotations

import re
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from gmreports.deliver.mail import POLICY, Mail, address_of
from gmreports.forms.mail_header import written_addresses

REPLACED = frozenset({b"date", b"message-id", b"x-unsent", b"bcc"})


def message_id(mail: Mail, sender: str) -> str:
    """The same letter has the same id however often it is tried: whoever gets it twice can tell."""
    return f"<gmreports.{mail.sha256[:40]}@{address_of(sender).rpartition('@')[2]}>"


def finished(mail: Mail, sender: str, moment: datetime) -> bytes:
    """The bytes to be sent; the body is that of the letter, every line ends as mail wants it."""
    head, _, body = re.sub(rb"\r\n|\r|\n", b"\r\n", mail.content).partition(b"\r\n\r\n")
    replaced = REPLACED | ({b"from"} if sender != mail.sender else frozenset())
    fields = re.split(rb"\r\n(?![ \t])", head)
    kept = [field for field in fields if field.partition(b":")[0].strip().lower() not in replaced]
    new = EmailMessage(policy=POLICY)
    new["Date"] = format_datetime(moment)
    new["Message-ID"] = message_id(mail, sender)
    ours = [new.as_bytes().removesuffix(b"\r\n\r\n")]
    if b"from" in replaced:
        new["From"] = sender
        ours.append(f"From: {written_addresses(new['From'].addresses, 'From')}".encode())
    return b"\r\n".join([*ours, *kept, b"", body])
