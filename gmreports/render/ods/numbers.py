"""Number formats: the codes that our own workbook uses, as OpenDocument describes them, and as text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from gmreports.model import YEAR_OFFSET
from gmreports.render.ods.xml import Element, under

Kind = Literal["float", "percentage", "date"]
PLAIN = "General"
# Day 0 of a spreadsheet.
EPOCH = datetime(1899, 12, 30)

_TOKEN = re.compile(
    r"""(?P<text>"[^"]*"|[/: -])
    |(?P<taiwan>\[\$-404\])
    |(?P<number>(?P<grouping>\#,\#\#)?0(?P<decimals>\.0+)?)
    |(?P<percent>%)
    |(?P<minute>(?<=hh:)mm)
    |(?P<date>e|mm|dd|hh)""",
    re.VERBOSE,
)
_DIGITS = {"mm": "%m", "dd": "%d", "hh": "%H", "minute": "%M"}
_PARTS = {"e": "number:year", "mm": "number:month", "dd": "number:day", "hh": "number:hours"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a format: `kind` is text, number, percent or the code of a part of a date."""

    kind: str
    text: str = ""
    grouping: bool = False
    decimals: int = 0


Section = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """One section for all numbers, or three for those above, below and at zero."""

    kind: Kind
    sections: tuple[Section, ...]


def parsed(code: str) -> NumberFormat | None:
    """The format, None for no format at all; raises ValueError for a code that is not known."""
    if code == PLAIN:
        return None
    sections: list[list[Token]] = [[]]
    at = 0
    while at < len(code):
        if code[at] == ";":
            sections.append([])
            at += 1
            continue
        found = _TOKEN.match(code, at)
        if found is None:
            raise ValueError(f"no OpenDocument number format known for {code!r}")
        sections[-1] += _token(found)
        at = found.end()
    if len(sections) not in (1, 3):
        raise ValueError(f"one section or three, not those of {code!r}")
    kinds = {token.kind for section in sections for token in section}
    kind: Kind = "date" if kinds & {*_PARTS, "minute"} else "percentage" if "percent" in kinds else "float"
    return NumberFormat(kind, tuple(tuple(section) for section in sections))


def _token(found: re.Match[str]) -> list[Token]:
    if found["taiwan"]:
        return []
    if found["text"]:
        return [Token("text", found["text"].strip('"'))]
    if found["number"]:
        return [Token("number", "", bool(found["grouping"]), len(found["decimals"] or ".") - 1)]
    if found["percent"]:
        return [Token("percent", "%")]
    return [Token("minute" if found["minute"] else found["date"])]


def write_format(parent: Element, name: str, form: NumberFormat) -> None:
    """The style of a number format; those for above and below zero stand before it."""
    *parted, last = form.sections
    for place, section in enumerate(parted):
        _write_section(parent, f"{name}P{place}", form.kind, section, volatile=True)
    style = _write_section(parent, name, form.kind, last)
    for place, _ in enumerate(parted):
        sign = ">" if place == 0 else "<"
        given = {"style:condition": f"value(){sign}0", "style:apply-style-name": f"{name}P{place}"}
        under(style, "style:map", given)


def _write_section(
    parent: Element, name: str, kind: Kind, section: Section, volatile: bool = False
) -> Element:
    tags = {"float": "number", "percentage": "percentage", "date": "date"}
    given = {"style:name": name}
    if volatile:
        given["style:volatile"] = "true"
    if kind == "date":
        given |= {"number:language": "zh", "number:country": "TW"}
    style = under(parent, f"number:{tags[kind]}-style", given)
    for token in section:
        _write_token(style, token)
    return style


def _write_token(style: Element, token: Token) -> None:
    if token.kind in ("text", "percent"):
        under(style, "number:text", text=token.text)
    elif token.kind == "number":
        places = str(token.decimals)
        given = {
            "number:decimal-places": places,
            "number:min-decimal-places": places,
            "number:min-integer-digits": "1",
        }
        under(style, "number:number", given | ({"number:grouping": "true"} if token.grouping else {}))
    elif token.kind == "minute":
        under(style, "number:minutes", {"number:style": "long"})
    else:
        calendar = {} if token.kind == "hh" else {"number:calendar": "ROC"}
        long = {} if token.kind == "e" else {"number:style": "long"}
        under(style, _PARTS[token.kind], calendar | long)


def moment_of(serial: float) -> datetime:
    """The moment of a serial number, to the second: what a file stores is a fraction of a day."""
    return EPOCH + timedelta(seconds=round(serial * 86_400))


def shown(value: float, form: NumberFormat | None) -> str:
    """The number as the format shows it, for programs that do not format by themselves."""
    if form is None:
        return plain(value)
    if form.kind == "date":
        return "".join(_date_piece(moment_of(value), token) for token in form.sections[0])
    parted = len(form.sections) == 3
    section = form.sections[0 if value > 0 else 1 if value < 0 else 2] if parted else form.sections[0]
    scaled = Decimal(plain(value)) * (100 if form.kind == "percentage" else 1)
    return "".join(_number_piece(abs(scaled) if parted else scaled, token) for token in section)


def plain(value: float) -> str:
    """The shortest text that is read back as this number."""
    return str(int(value)) if value == int(value) else repr(value)


def _number_piece(value: Decimal, token: Token) -> str:
    if token.kind != "number":
        return token.text
    rounded = value.quantize(Decimal(1).scaleb(-token.decimals), ROUND_HALF_UP)
    return f"{rounded:,}" if token.grouping else str(rounded)


def _date_piece(moment: datetime, token: Token) -> str:
    if token.kind == "e":
        return str(moment.year - YEAR_OFFSET)
    return moment.strftime(_DIGITS[token.kind]) if token.kind in _DIGITS else token.text
