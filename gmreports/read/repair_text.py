"""Text as people type it: outer blanks, line breaks, and the spellings of a choice.

Everything here is a white list. A cell is never normalised as a whole, because Unicode's own folding
turns ① into 1 and 10² into 102; each repair changes the few characters it is named after and leaves
the rest to be reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

# Right-to-left marks stay out: they change what is seen, so a cell that carries one must be reported.
BLANKS = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
    "\u180e\u200b\u200c\u200d\u200e\u202a\u202c\u2060\ufeff"
)
CANONICAL_SEPARATOR = "、"

# _x000D_ is how a workbook stores a carriage return; behind _x005F it is text that was typed on purpose.
_CARRIAGE_RETURN = re.compile(r"(?<!_x005F)_x000[Dd]_")
_SEPARATORS = re.compile(r"\n|[、，,;；/|]")
_NO_BLANKS = str.maketrans("", "", BLANKS)
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_NO_SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType({})

# difflib takes quadratic time, and no choice is anywhere near this long.
_LONGEST_GUESSED = 100


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell's text says, and the repairs that were needed to read it.

    `value` is a Decimal for numbers, a date for dates, a str for text. `kind` is empty when the text
    was already canonical; otherwise the names of the repairs, joined by "+" in the order applied.
    """

    value: object
    kind: str


def join_kinds(kinds: list[str]) -> str:
    """The repairs in the order first applied, each named once."""
    return "+".join(dict.fromkeys(kinds))


def tidy(text: str) -> Read:
    """Take the blanks off both ends and make every line break a newline; the inside stays as typed."""
    tidied = _line_breaks(text).strip(BLANKS)
    return Read(tidied, "" if tidied == text else "spaces")


def choice(
    text: str, choices: tuple[str, ...], also: Mapping[str, tuple[str, ...]] = _NO_SYNONYMS
) -> Read | None:
    """The one choice that the text means, or None when it means none of them or more than one.

    `also` gives further spellings (synonyms) of a choice. A choice spelled exactly always wins, so a
    careless synonym elsewhere can never make a correct cell wrong.
    """
    if text in choices:
        return Read(text, "")
    wanted = _fold(text)
    if not wanted:
        return None
    meant: dict[str, str] = {}
    for candidate in choices:
        for spelling in (candidate, *also.get(candidate, ())):
            if candidate not in meant and _fold(spelling) == wanted:
                meant[candidate] = spelling
    if len(meant) != 1:
        return None
    [(value, spelling)] = meant.items()
    kinds = _needed(text, spelling)
    return Read(value, join_kinds(kinds if spelling == value else [*kinds, "synonym"]))


def choices(
    text: str, choices: tuple[str, ...], also: Mapping[str, tuple[str, ...]] = _NO_SYNONYMS
) -> Read | None:
    """Several choices in the order typed, each once, joined by 、; None when any of them is unknown."""
    # A choice may itself hold a separator, so the cell is first taken whole.
    whole = choice(text, choices, also)
    if whole is not None:
        return whole
    tidied = tidy(text)
    kinds = [tidied.kind] if tidied.kind else []
    parts = _SEPARATORS.split(str(tidied.value))
    filled = [part for part in parts if part.strip(BLANKS)]
    if len(filled) < len(parts) or set(_SEPARATORS.findall(str(tidied.value))) - {CANONICAL_SEPARATOR}:
        kinds.append("separator")
    values: list[str] = []
    for part in filled:
        read = choice(part, choices, also)
        if read is None:
            return None
        values.append(str(read.value))
        kinds.extend(read.kind.split("+") if read.kind else [])
    if not values:
        return None
    distinct = list(dict.fromkeys(values))
    if len(distinct) < len(values):
        kinds.append("duplicate")
    return Read(CANONICAL_SEPARATOR.join(distinct), join_kinds(kinds))


def nearest(text: str, choices: tuple[str, ...]) -> str | None:
    """The choice that looks most like the text: a suggestion for a message, never taken as the value."""
    wanted = _fold(text)
    if not 0 < len(wanted) <= _LONGEST_GUESSED:
        return None
    folded = {_fold(candidate): candidate for candidate in choices}
    # Half alike is enough: most choices have two to four characters, and one wrong character of two is half.
    close = get_close_matches(wanted, list(folded), n=1, cutoff=0.5)
    return folded[close[0]] if close else None


def _line_breaks(text: str) -> str:
    return _CARRIAGE_RETURN.sub("\r", text).replace("\r\n", "\n").replace("\r", "\n")


def _without_blanks(text: str) -> str:
    return _line_breaks(text).translate(_NO_BLANKS)


def _half_width(text: str) -> str:
    return text.translate(_HALF_WIDTH)


def _one_tai(text: str) -> str:
    return text.replace("台", "臺")


def _one_case(text: str) -> str:
    return text.translate(_LOWER)


_FOLDS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"spaces": _without_blanks, "full_width": _half_width, "tai": _one_tai, "case": _one_case}
)


def _fold(text: str, without: str = "") -> str:
    """The text as it is compared: every fold but the one named."""
    for name, fold in _FOLDS.items():
        if name != without:
            text = fold(text)
    return text


def _needed(text: str, spelling: str) -> list[str]:
    """The folds without which the text would not have matched the spelling."""
    return [name for name in _FOLDS if _fold(text, name) != _fold(spelling, name)]
