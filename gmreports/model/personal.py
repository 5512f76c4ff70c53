"""What the number of a person looks like, and a text without it: such a value is printed nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

TAKEN_OUT = "（個資）"

_HALF_WIDTH = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20})
_GAP = r"[ \t\n\r\xa0\u2000-\u200b_./·‧–—‐‑−-]"
# One letter and nine digits, 1, 2, 8 or 9 first: an identity card or a residence permit.
_IDENTITY = re.compile(
    rf"(?<![A-Za-z0-9])[A-Za-z]{_GAP}{{0,3}}[1289](?:{_GAP}{{0,3}}[0-9]){{8}}(?![0-9A-Za-z])"
)
# Two letters and eight digits: a residence permit of before 2021, or the number of an invoice.
_PERMIT = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z]{_GAP}?[A-Da-d]{_GAP}?[0-9]{{8}}(?![0-9A-Za-z])")
# Source: 內政部 國民身分證統一編號檢查碼; the order in which the letters were given out.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)


def holds_identity(text: str) -> bool:
    """Whether a number of a person stands in the text, full-width and in groups too."""
    return next(_found(text), None) is not None


def redacted(text: str) -> str:
    """The text with every such number taken out; for names of files and sheets, which are printed."""
    parts, at = [], 0
    for start, end in _found(text):
        parts += [text[at:start], TAKEN_OUT]
        at = end
    return "".join([*parts, text[at:]])


def _found(text: str) -> Iterator[tuple[int, int]]:
    half = text.translate(_HALF_WIDTH)
    spans = [found.span() for found in _IDENTITY.finditer(half) if _is_identity(found[0])]
    spans += [found.span() for found in _PERMIT.finditer(half) if _checks(_bare(found[0]))]
    return iter(sorted(spans))


def _is_identity(text: str) -> bool:
    """In one piece, in groups of one kind, or else with the right check digit: B 2026-07-03 9 is none."""
    gaps = {gap for gap in re.split(r"[A-Za-z0-9]", text) if gap}
    return len(gaps) <= 1 or _checks(_bare(text))


def _bare(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", text).upper()


def _checks(number: str) -> bool:
    """Whether the last digit is the one that the others give; in an old permit both letters count."""
    first = _LETTERS.index(number[0]) + 10
    second = str(_LETTERS.index(number[1])) if number[1].isalpha() else number[1]
    digits = [first // 10, first % 10, int(second), *map(int, number[2:])]
    return sum(digit * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 10 == 0
