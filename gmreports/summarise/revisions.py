"""The notice on figures that were published and have changed since: old, new, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gmreports.model import NO_DIVISOR, STATE_WORDS, Grid, Heading, Line, Measure, State, Summary

MOST = 60
"""So many lines a reader goes through; revisions.json has them all."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as it was printed: `files` are those that it came from, with the folder of their quarter."""

    id: str
    label: str
    office_code: str
    period: str
    unit: str
    value: int | float | None
    state: State
    files: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        if self.state != "counted":
            return STATE_WORDS[self.state]
        if self.value is None:
            return NO_DIVISOR
        return f"{self.value:,}" + ("%" if self.unit == "%" else "")


@dataclass(frozen=True, slots=True)
class Revised:
    """A published figure that is another one now: `published` says where it was printed, `why` why."""

    old: Printed
    new: Printed
    published: str
    why: tuple[str, ...]

    @property
    def moved(self) -> str:
        """By how much; NO_DIVISOR where either is no number."""
        old, new = (each.value if each.state == "counted" else None for each in (self.old, self.new))
        if old is None or new is None:
            return NO_DIVISOR
        difference = Decimal(str(new)) - Decimal(str(old))
        return f"{'+' if difference > 0 else '−'}{abs(difference):,}"


def with_notice(summary: Summary, found: Sequence[Revised]) -> Summary:
    """The summary with the notice as its second table and a sentence in its headline; as it is for none."""
    if not found:
        return summary
    ordered = sorted(found, key=lambda each: each.new.office_code)
    told = _grid(summary, ordered)
    first, *others = summary.grids.values()
    return replace(
        summary,
        grids={grid.id: grid for grid in (first, told, *others)},
        headline=(*summary.headline, told.sentence),
    )


def _grid(summary: Summary, found: Sequence[Revised]) -> Grid:
    behind = dict.fromkeys((each.published, each.why) for each in found)
    reasons = {each: str(number) for number, each in enumerate(behind, start=1)}
    here = {measure.id: measure for measure in summary.measures}
    heads = (
        Heading("數字", numeric=False),
        Heading("已公布"),
        Heading("更正後"),
        Heading("增減"),
        Heading("原因"),
    )
    lines = tuple(_line(each, reasons[each.published, each.why], here) for each in found[:MOST])
    more = f"這裡列出前 {MOST} 個，先全市、再各機關；" if len(found) > MOST else ""
    notes = (
        *(
            f"原因 {number}：{'；'.join(why)}。原來的數字公布於{published}。"
            for (published, why), number in reasons.items()
        ),
        f"「已公布」是最近一次公布的數字；百分比的增減是百分點。{more}全部更正的數字在 revisions.json。",
    )
    return Grid("revisions", "已公布數字更正", _sentence(found), "機關", heads, lines, notes)


def _line(revised: Revised, reason: str, here: Mapping[str, Measure]) -> Line:
    """The new figure leads to its cells where this report has them."""
    new = here.get(revised.new.id, revised.new.said)
    whose, _, what = revised.new.label.partition(" ")
    return Line(whose, (what, revised.old.said, new, revised.moved, reason), revised.new.office_code)


def _sentence(found: Sequence[Revised]) -> str:
    """How many figures, and the first of them, which is the city's where one is."""
    first = found[0]
    example = f"{first.new.label}由 {first.old.said} 改為 {first.new.said}"
    if len(found) == 1:
        return f"已公布的數字有 1 個更正：{example}。"
    return f"已公布的數字有 {len(found):,} 個更正，例如{example}。"
