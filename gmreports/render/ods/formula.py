"""A formula as Excel writes it, as OpenFormula writes it; only what our own workbook uses is known."""

from __future__ import annotations

import re

FUNCTIONS = {"SUM", "SUMIFS", "COUNTIFS", "SUMPRODUCT", "IF", "ROUND", "AND", "ISNUMBER"}
_CELL = r"\$?[A-Z]{1,3}\$?[0-9]+"
_TOKEN = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*")
    |(?P<range>(?:(?P<sheet>'(?:[^']|'')+')!)?(?P<first>{_CELL})(?::(?P<last>{_CELL}))?(?![\w(]))
    |(?P<function>[A-Z]+)(?=\()
    |(?P<number>[0-9]+(?:\.[0-9]+)?)
    |(?P<comma>,)
    |(?P<sign>[-+*/=()<>{{}}])""",
    re.VERBOSE,
)


def open_formula(formula: str) -> str:
    """The formula with its prefix, e.g. `of:=SUM([.A1:.A3])`.

    Raises ValueError for anything that is not known to mean the same in both.
    """
    pieces, at = ["of:="], 0
    while at < len(formula):
        token = _TOKEN.match(formula, at)
        if token is None or (token.lastgroup == "function" and token[0] not in FUNCTIONS):
            raise ValueError(f"no OpenFormula known for {formula[at:][:40]!r}")
        pieces.append(_translated(token))
        at = token.end()
    return "".join(pieces)


def _translated(token: re.Match[str]) -> str:
    if token.lastgroup == "range":
        sheet = f"${token['sheet']}" if token["sheet"] else ""
        last = f":.{token['last']}" if token["last"] else ""
        return f"[{sheet}.{token['first']}{last}]"
    # One sign parts the arguments of a function and the columns of an array.
    return ";" if token.lastgroup == "comma" else token[0]
