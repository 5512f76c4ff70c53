"""Numbers typed as text: one small function per repair, and whatever none of them covers stays unread.

A number that is not read becomes a finding that the office answers; a number read wrongly becomes a
figure in a report. So every doubtful spelling (約50, 1,23, 50~60, 1e5) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from gmreports.read.repair_text import BLANKS, Read, join_kinds

# No count, sum of money or percentage is this long; the limit keeps a pasted page from costing any time.
_LONGEST = 64

# The sign － is missing on purpose: it is only a minus in front of digits, see _minus.
_FULL_WIDTH = str.maketrans("０１２３４５６７８９，．＋", "0123456789,.+")
_CURRENCIES = ("新臺幣", "新台幣", "NT$", "$")
_MINUS = re.compile(r"[−－](?=[0-9])")
_INNER_BLANKS = re.compile(rf"[{BLANKS}]*([,萬億])[{BLANKS}]*")
_RUN = re.compile(r"[0-9.,]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_MYRIAD_PARTS = re.compile(r"([+-]?)(?:([0-9]+)億)?(?:([0-9]+)萬)?([0-9]*)")
_MYRIAD_FRACTION = re.compile(r"([+-]?[0-9]+\.[0-9]+)([萬億])")
_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")

# A repair returns the text mended, the same text when it has nothing to mend, or None when what it is
# responsible for is there but cannot be relied on.
_Repair = Callable[[str], str | None]


def number(text: str, units: tuple[str, ...] = ()) -> Read | None:
    """The number that the text says, exactly as a Decimal, or None when it does not plainly say one.

    `units` lists the units that may stand behind it; an amount of money may only stand behind NT$, $,
    新臺幣 or 新台幣 when 元 is one of them. A percentage keeps its figure: 184.18% gives 184.18.
    """
    repairs: tuple[tuple[str, _Repair], ...] = (
        ("spaces", _outer_blanks),
        ("currency", partial(_currency, units=units)),
        ("unit", partial(_unit, units=units)),
        ("full_width", _full_width),
        ("spaces", _inner_blanks),
        ("minus", _minus),
        ("thousands", _thousands),
        ("wan", _wan),
    )
    kinds: list[str] = []
    for kind, repair in repairs:
        mended = repair(text)
        if mended is None or len(mended) > _LONGEST:
            return None
        if mended != text:
            kinds.append(kind)
        text = mended
    if not _PLAIN.fullmatch(text):
        return None
    return Read(Decimal(text), join_kinds(kinds) or "text_number")


def _outer_blanks(text: str) -> str:
    return text.strip(BLANKS)


def _currency(text: str, units: tuple[str, ...]) -> str:
    if "元" not in units:
        return text
    for currency in _CURRENCIES:
        if text.startswith(currency):
            return text.removeprefix(currency)
    return text


def _unit(text: str, units: tuple[str, ...]) -> str:
    # The longest first, so that 人次 is not taken for something that merely ends in another unit.
    for unit in sorted(units, key=len, reverse=True):
        if text.endswith(unit):
            return text.removesuffix(unit)
    return text


def _full_width(text: str) -> str:
    return text.translate(_FULL_WIDTH)


def _inner_blanks(text: str) -> str:
    """Blanks left by a currency or unit, and those beside a separator; never one between two digits."""
    return _INNER_BLANKS.sub(r"\1", text.strip(BLANKS))


def _minus(text: str) -> str:
    return "-" + text[1:] if _MINUS.match(text) else text


def _thousands(text: str) -> str | None:
    """Drop the commas of proper groups of three; any other comma might be a decimal comma or a list."""
    for run in _RUN.findall(text):
        if "," in run and not _GROUPED.fullmatch(run):
            return None
    return text.replace(",", "")


def _wan(text: str) -> str | None:
    """Write out 萬 and 億: 1萬431 is 10431, 1.5萬 is 15000.

    萬 followed by one single digit stays unread: in print 1萬5 is 10005, in speech 15000. So do digits
    that follow 億 directly, for the same reason.
    """
    if "萬" not in text and "億" not in text:
        return text
    fraction = _MYRIAD_FRACTION.fullmatch(text)
    if fraction:
        figure, scale = fraction.groups()
        return f"{Decimal(figure + ('E4' if scale == '萬' else 'E8')):f}"
    parts = _MYRIAD_PARTS.fullmatch(text)
    if not parts:
        return None
    sign, hundred_millions, myriads, ones = (part or "" for part in parts.groups())
    if ones and (not myriads or len(ones) > 4 or (len(ones) == 1 and ones != "0")):
        return None
    if hundred_millions and len(myriads) > 4:
        return None
    return f"{sign}{hundred_millions}{myriads.zfill(4)}{ones.zfill(4)}"
