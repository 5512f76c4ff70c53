"""The styles part: a cell's own format with our ground under it, and the formats of our sheet at the end."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from gmreports.render.returned.package import MAIN, ODD, Element, UntouchableError, main

LISTS = ("fonts", "fills", "borders", "cellXfs")
# Excel takes some 65,000 formats; a file that comes near is left alone.
MOST_FORMATS = 60_000
NONE = f'<fill xmlns="{MAIN}"><patternFill patternType="none"/></fill>'


@dataclass(frozen=True)
class Marking:
    """Formats made so far: (format, colour) → the one with that ground."""

    styles: Element
    made: dict[tuple[int, str], int] = field(default_factory=dict)
    grounds: dict[str, int] = field(default_factory=dict)


def entries(styles: Element, name: str) -> Element:
    found = styles.find(main(name))
    if found is None:
        raise UntouchableError(ODD)
    return found


def sizes(styles: Element) -> dict[str, int]:
    return {name: len(entries(styles, name)) for name in LISTS}


def argb(colour: str) -> str:
    return f"FF{colour.lstrip('#').upper()}"


def ground(colour: str) -> Element:
    fill = etree.Element(main("fill"))
    pattern = etree.SubElement(fill, main("patternFill"), {"patternType": "solid"})
    etree.SubElement(pattern, main("fgColor"), {"rgb": argb(colour)})
    etree.SubElement(pattern, main("bgColor"), {"indexed": "64"})
    return fill


def colour_of(fill: Element) -> str:
    """The colour of a plain ground as FFRRGGBB, "" for any other fill."""
    pattern = fill.find(main("patternFill"))
    if pattern is None or pattern.get("patternType") != "solid":
        return ""
    front = pattern.find(main("fgColor"))
    shown = front.get("rgb", "") if front is not None else ""
    return f"FF{shown[-6:].upper()}" if len(shown) in (6, 8) else ""


def add(styles: Element, name: str, entry: Element) -> int:
    held = entries(styles, name)
    held.append(entry)
    if len(held) > MOST_FORMATS:
        raise UntouchableError(ODD)
    if held.get("count") is not None:
        held.set("count", str(len(held)))
    return len(held) - 1


def format_at(styles: Element, number: int) -> Element:
    formats = entries(styles, "cellXfs")
    if not 0 <= number < len(formats):
        raise UntouchableError(ODD)
    return formats[number]


def fill_of(styles: Element, number: int) -> Element:
    """The fill of a cell format."""
    fills = entries(styles, "fills")
    at = int(format_at(styles, number).get("fillId", "0"))
    return fills[at] if 0 <= at < len(fills) else etree.fromstring(NONE)


def coloured(marking: Marking, number: int, colour: str) -> int:
    """The format that differs from this one in its ground alone."""
    key = number, colour
    if key not in marking.made:
        if colour not in marking.grounds:
            marking.grounds[colour] = add(marking.styles, "fills", ground(colour))
        marking.made[key] = with_fill(marking.styles, number, marking.grounds[colour])
    return marking.made[key]


def with_fill(styles: Element, number: int, fill: int) -> int:
    made = deepcopy(format_at(styles, number))
    set_fill(made, fill)
    return add(styles, "cellXfs", made)


def set_fill(form: Element, fill: int) -> None:
    form.set("fillId", str(fill))
    form.set("applyFill", "1")


def cut_back(styles: Element, before: Mapping[str, int]) -> None:
    """The lists as long as they were: what stands behind is ours."""
    for name, size in before.items():
        held = entries(styles, name)
        for entry in list(held)[size:]:
            held.remove(entry)
        if held.get("count") is not None:
            held.set("count", str(len(held)))


def transplant(styles: Element, own: Element) -> list[int]:
    """The cell formats of another workbook added to this one: its number → ours."""
    base = {name: len(entries(styles, name)) for name in LISTS}
    for name in ("fonts", "fills", "borders"):
        for entry in entries(own, name):
            add(styles, name, deepcopy(entry))
    found = []
    for form in entries(own, "cellXfs"):
        made = deepcopy(form)
        for name, key in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId")):
            made.set(key, str(int(made.get(key, "0")) + base[name]))
        made.set("applyFill", "1")
        made.set("xfId", "0")
        found.append(add(styles, "cellXfs", made))
    return found


def digit_pixels(styles: Element) -> int:
    """How wide a digit of the workbook's own face is, which widths of columns are counted in."""
    size = entries(styles, "fonts").find(f"{main('font')}/{main('sz')}")
    points = float(size.get("val", "11")) if size is not None else 11.0
    return max(4, round(points * 0.66))
