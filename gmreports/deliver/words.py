"""What a mail server answers, and what goes wrong with a connection, as a sentence that helps the clerk."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from typing import Literal

Step = Literal["mail", "rcpt", "data", "end"]

LOGIN_NEEDED = "這台伺服器要先登入才能寄信，請加 --user 帳號再執行。"
AGAIN = "下次執行會再試。"
NOT_OURS = "請問資訊人員。"

SIZE = "信連同附件太大，伺服器不收；請資訊人員放寬上限，或改用其他方式把附件交給對方。"
REPLIES: tuple[tuple[str, str, str], ...] = (
    # step, code and enhanced code as a pattern, sentence; the first that fits
    (".*", r"552 5\.2\.2.*", f"收件人的信箱滿了，請打電話告訴對方清理信箱；{AGAIN}"),
    ("mail|data|end", r"552.*|5.. 5\.3\.4.*", SIZE),
    (".*", r"530.*", LOGIN_NEEDED),
    (".*", r"421.*", f"伺服器說現在不能服務；{AGAIN}"),
    (".*", r"452 4\.2\.2.*", f"收件人的信箱滿了，請打電話告訴對方清理信箱；{AGAIN}"),
    ("mail|data|end", r"452.*", f"伺服器的空間暫時不夠；{AGAIN}"),
    ("rcpt", r"45[02].*|4.*", f"伺服器暫時不收給這個地址的信；{AGAIN}"),
    (".*", r"4.*", f"伺服器暫時不收信；{AGAIN}"),
    ("mail", r"5.*", "伺服器不接受這個寄件人，請用 --from 寫這個帳號可以用的寄件地址。"),
    (
        "rcpt",
        r"55[0-9] 5\.7.*|554.*",
        f"伺服器不肯寄到這個地址，可能要先登入（--user）或有寄送限制；{NOT_OURS}",
    ),
    ("rcpt", r"552.*", f"收件人的信箱滿了，請打電話告訴對方清理信箱；{AGAIN}"),
    ("rcpt", r"5.*", "伺服器說沒有這個收件地址，請向該機關問清楚信箱，改正設定後重新彙整。"),
    ("data|end", r"5.*", f"伺服器看了信以後不收，可能當成廣告信或不准這種附件；{NOT_OURS}"),
)

CERTIFICATE: dict[int, str] = {
    10: "憑證已經過期",
    18: "憑證是自己簽的，沒有人擔保",
    19: "憑證是自己的機構簽的，這台電腦不認得那個機構",
    20: "簽發憑證的機構，這台電腦不認得",
    21: "簽發憑證的機構，這台電腦不認得",
    62: "憑證上的名字不是這台主機",
    64: "憑證上的名字不是這台主機",
}


def refusal(step: Step, code: int, text: str) -> str:
    """The sentence for an answer that is no yes."""
    found = re.match(r"[245]\.[0-9]+\.[0-9]+", text)
    said = f"{code} {found[0] if found else ''}"
    for at, pattern, sentence in REPLIES:
        if re.fullmatch(at, step) and re.fullmatch(pattern, said):
            return sentence
    return f"伺服器的回答看不懂；{NOT_OURS}"


def is_timeout(error: BaseException) -> bool:
    """smtplib wraps what the socket said."""
    return any(isinstance(each, TimeoutError) for each in (error, error.__context__))


def unreachable(host: str, port: int, tls: str, error: OSError) -> str:
    """Why there is no safe connection, and what to do; nothing was sent."""
    server = f"郵件伺服器 {host}（{port} 埠）"
    other = "--tls tls" if tls == "starttls" else "--tls starttls"
    causes = (error, error.__context__)
    certificate = next((each for each in causes if isinstance(each, ssl.SSLCertVerificationError)), None)
    if certificate is not None:
        why = CERTIFICATE.get(certificate.verify_code, "憑證有問題")
        return (
            f"{server}的身分無法確認：{why}。為了不把信和密碼交給別人，什麼都沒有寄。"
            "請確認主機名稱；若是機關自己的憑證，請向資訊人員要根憑證檔，加 --ca 檔案。"
        )
    if isinstance(error, socket.gaierror):
        return f"找不到{server}，請確認主機名稱與網路。什麼都沒有寄。"
    if is_timeout(error):
        return f"{server}沒有回應，請確認主機與埠，或改用 {other}。什麼都沒有寄。"
    if any(isinstance(each, ssl.SSLError) for each in causes):
        return f"和{server}談不成加密連線，請改用 {other}，或請問資訊人員。什麼都沒有寄。"
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code > 0:
        return f"{server}現在不接受連線（回覆 {error.smtp_code}），請稍後再執行。什麼都沒有寄。"
    return f"連不上{server}，請確認主機、埠與網路。什麼都沒有寄。"
