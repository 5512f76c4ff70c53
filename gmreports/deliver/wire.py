"""A verified, encrypted connection to a mail server: there is no other kind here."""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from gmreports.deliver.patience import Patient, PatientTls
from gmreports.deliver.words import unreachable
from gmreports.model import ClerkError


@dataclass(frozen=True, slots=True)
class Account:
    """Where to send through, and as whom; without a user nobody logs in."""

    host: str
    port: int
    tls: Literal["starttls", "tls"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    ca: Path | None = None
    timeout: float = 60

    @property
    def name(self) -> str:
        return f"smtp://{self.host}:{self.port}"


def connect(account: Account) -> smtplib.SMTP:
    """An encrypted connection to a server that is who it says, logged in where there is a user.

    Raises ClerkError for anything less.
    """
    context = _context(account.ca)
    try:
        server = _dial(account, context)
    except OSError as error:  # smtplib's and ssl's own are OSErrors too
        raise ClerkError(unreachable(account.host, account.port, account.tls, error)) from None
    try:
        if account.tls == "starttls":
            _encrypt(server, context)
        _greet(server)
        if account.user:
            _log_in(server, account)
    except OSError as error:
        server.close()
        raise ClerkError(unreachable(account.host, account.port, account.tls, error)) from None
    except BaseException:
        server.close()
        raise
    return server


def _context(ca: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca is not None:
        try:
            context.load_verify_locations(cafile=ca)
        except (OSError, ValueError):
            raise ClerkError(f"根憑證檔「{ca}」打不開，或不是 PEM 格式，請向資訊人員要正確的檔案。") from None
    return context


def _dial(account: Account, context: ssl.SSLContext) -> smtplib.SMTP:
    us, wait = _own_name(), account.timeout
    server = (
        PatientTls(account.host, account.port, us, timeout=wait, context=context)
        if account.tls == "tls"
        else Patient(account.host, account.port, us, timeout=wait)
    )
    if server.sock is not None:
        # The final dot is a packet of its own and must not wait for the text to be acknowledged.
        server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return server


def _own_name() -> str | None:
    """What we call ourselves; None for what smtplib finds, unless that is Chinese and cannot be said."""
    return None if socket.getfqdn().isascii() else "localhost"


def _greet(server: smtplib.SMTP) -> None:
    """Say hello, the old way to a server that does not know the new one."""
    code, text = server.ehlo()
    if not 200 <= code < 300 and not 400 <= code < 500:
        code, text = server.helo()
    if not 200 <= code < 300:
        raise smtplib.SMTPHeloError(code, text)


def _encrypt(server: smtplib.SMTP, context: ssl.SSLContext) -> None:
    """STARTTLS or nothing: where it is not offered, somebody on the way may have taken it out."""
    _greet(server)
    try:
        offered = server.has_extn("starttls") and server.starttls(context=context)[0] == 220
    except smtplib.SMTPResponseException:
        offered = False
    if not offered:
        raise ClerkError(
            "郵件伺服器不提供加密（STARTTLS），也可能是中間有設備把它拿掉；信與密碼不能明著送，什麼都沒有寄。"
            "請改用 --tls tls（465 埠），或請問資訊人員。"
        )


def _log_in(server: smtplib.SMTP, account: Account) -> None:
    if not f"{account.user}{account.password}".isascii():
        raise ClerkError("帳號或密碼有英文、數字、符號以外的字，無法登入；請重新輸入，或請資訊人員改密碼。")
    try:
        server.login(account.user, account.password)
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code < 500:
            raise ClerkError("郵件伺服器暫時不能登入，請稍後再執行；什麼都沒有寄。") from None
        raise ClerkError(
            f"郵件伺服器不接受這個帳號或密碼（回覆 {error.smtp_code}）；"
            "請確認 --user 與密碼，有些伺服器要用應用程式密碼。什麼都沒有寄。"
        ) from None
    except ValueError:
        raise ClerkError(
            "郵件伺服器登入時的回答看不懂；請確認主機與埠，或請問資訊人員。什麼都沒有寄。"
        ) from None
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException:
        raise ClerkError(
            "這台伺服器不讓人用帳號密碼登入；請確認主機與埠，或不加 --user。什麼都沒有寄。"
        ) from None
