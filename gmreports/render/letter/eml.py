"""Any letter as the bytes of an .eml file."""

from __future__ import annotations

from email.headerregistry import AddressHeader, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy

from gmreports.forms.mail_address import is_address
from gmreports.forms.mail_header import END, written, written_addresses
from gmreports.model import ClerkError, Letter
from gmreports.render.letter.words import one_line


class Folding(EmailPolicy):
    """Chinese in short words; only the name of a file stays in one line, which not all programs join."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if isinstance(value, AddressHeader):
            return f"{name}: {written_addresses(value.addresses, name)}{END}".encode()
        if isinstance(value, UniqueUnstructuredHeader):
            return f"{name}: {written(value, name)}{END}".encode()
        return super().fold_binary(name, value)


POLICY = Folding(linesep=END, max_line_length=998)

BOUNDARIES = ("=_gmreports_mixed", "=_gmreports_alternative")
"""Every part is base64, in which these cannot occur."""


def eml(letter: Letter, sender: str) -> bytes:
    """The letter as an .eml file; the same letter gives the same bytes.

    It has no date and no message id: they belong to the hour in which it is sent. A letter to
    nobody yet has no To. Raises ClerkError for an address that is none.
    """
    message = EmailMessage(policy=POLICY)
    message["From"] = _address(sender, "寄件人")
    if letter.to:
        message["To"] = _address(letter.to, "收件人")
    if letter.reply_to:
        message["Reply-To"] = _address(letter.reply_to, "回覆地址")
    message["Subject"] = one_line(letter.subject)
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
    if not is_address(text):
        raise ClerkError(
            f"{whose}「{one_line(text)}」不是電子郵件地址，請改成像 name@example.gov.tw 的寫法。"
        )
    return text


def _file_name(text: str) -> str:
    """The name alone, without folders and without characters that end a line."""
    return one_line(text.replace("\\", "/").rsplit("/", 1)[-1]) or "附件"
