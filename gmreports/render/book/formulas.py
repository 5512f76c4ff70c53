"""A figure's definition as an Excel formula over the detail sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from xlsxwriter.utility import xl_col_to_name

from gmreports.model import NO_DIVISOR, Measure, Query

COUNTED = ("counted", "是")


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a detail table stands: its sheet, the column of each of its columns, its rows (from 1)."""

    sheet: str
    columns: Mapping[str, int]
    first: int
    last: int

    def range_of(self, column: str) -> str:
        letter = xl_col_to_name(self.columns[column])
        return f"{quoted(self.sheet)}!${letter}${self.first}:${letter}${self.last}"


def formula_of(measure: Measure, extents: Mapping[str, Extent]) -> str:
    """The formula of a counted figure: a sum, or a fraction rounded as the program rounds it.

    The fraction is rounded in tenths of a percent while it is still the quotient of two whole
    numbers, so that exact halves go up in every program.
    """
    total = sum_of(measure.total, extents)
    if measure.base is None:
        return f"={total}"
    base = sum_of(measure.base, extents)
    return f'=IF(({base})=0,"{NO_DIVISOR}",ROUND(({total})*1000/({base}),0)/1000)'


def sum_of(query: Query, extents: Mapping[str, Extent]) -> str:
    """A query as SUMIFS or COUNTIFS, one for each column added up."""
    extent = extents[query.sheet]
    pairs = (COUNTED, *query.where)
    if not query.columns:
        return _over(pairs, extent, "COUNTIFS(", "")
    return "+".join(_over(pairs, extent, "SUMIFS(", extent.range_of(column)) for column in query.columns)


def _over(pairs: Sequence[tuple[str, ...]], extent: Extent, function: str, summed: str) -> str:
    """One call; several values of a column are an array inside SUMPRODUCT.

    One array to a call: programs disagree about two. The others are spelled out and added.
    """
    several = sorted((pair for pair in pairs if len(pair) > 2), key=len)
    array = several.pop() if several else None
    single = [pair for pair in pairs if len(pair) == 2]
    choices = [[(pair[0], value) for value in pair[1:]] for pair in several]
    terms = []
    for chosen in product(*choices):
        parts = [summed] if summed else []
        for column, value in (*single, *chosen):
            parts += [extent.range_of(column), criterion(value)]
        if array is not None:
            values = ",".join(criterion(value) for value in array[1:])
            parts += [extent.range_of(array[0]), f"{{{values}}}"]
        call = f"{function}{','.join(parts)})"
        terms.append(f"SUMPRODUCT({call})" if array is not None else call)
    return "+".join(terms)


def criterion(value: str) -> str:
    """The text as a criterion that means this very text: no wildcard, no comparison."""
    literal = value.replace("~", "~~").replace("*", "~*").replace("?", "~?").replace('"', '""')
    return f'"={literal}"' if not value or value[0] in "<>=" else f'"{literal}"'


def quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"
