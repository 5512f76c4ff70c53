"""What the tables share: the figures by sex, the lines of offices, the notes at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from gmreports.model import Heading, Line, Measure, Query
from gmreports.summarise.details import NO
from gmreports.summarise.figures import Ask, Pairs, Scope, evaluate, measure
from gmreports.summarise.ledger import Ledger, amounts, matching

SEXES = {"m": "男", "f": "女", "o": "其他"}
WOMEN, TOGETHER = "女性占比", "合計"
CITY = "全市"

Cell = Callable[[str], Measure | str]
Column = tuple[Heading, Cell]


def people(
    sheet: str, prefix: str, words: str, unit: str = "人次", where: Pairs = (), row_needed: bool = False
) -> dict[str, Ask]:
    """Heads by sex (`m`, `f`, `o` and `total`), from the columns `prefix`_m, _f, _o, and the share of women.

    The total adds the parts up, not the file's own computed cell, which someone may have overwritten.
    """
    every = tuple(f"{prefix}_{sex}" for sex in SEXES)
    whole = Ask(
        f"{sheet}.{prefix}_total", words, unit, sheet, every, where, base_where=where, row_needed=row_needed
    )
    asks = {
        sex: replace(
            whole, name=f"{sheet}.{prefix}_{sex}", words=f"{words}({word})",
            columns=(f"{prefix}_{sex}",), keys={"sex": word},
        )
        for sex, word in SEXES.items()
    }  # fmt: skip
    share = replace(
        asks["f"], name=f"{sheet}.{prefix}_f_share", words=f"{words}{WOMEN}", unit="%", base=every
    )
    return {**asks, "total": whole, "share": share}


def figure(ledger: Ledger, heading: Heading, ask: Ask, scope: Scope) -> Column:
    """A column of figures, one for each office, in the unit of the figure."""
    return replace(heading, unit=ask.unit), partial(measure, ledger, ask, scope)


def by_sex(
    ledger: Ledger, group: str, asks: dict[str, Ask], scope: Scope, which: str = "mfo"
) -> list[Column]:
    heads = {**SEXES, "t": TOGETHER}
    return [
        figure(ledger, Heading(heads[sex], group=group), asks["total" if sex == "t" else sex], scope)
        for sex in which
    ]


def office_lines(ledger: Ledger, columns: Sequence[Column]) -> tuple[Line, ...]:
    """A line for each office, and the city's."""
    lines = [
        Line(office.short, tuple(cell(office.code) for _, cell in columns), office.code)
        for office in ledger.data.terms.offices
    ]
    return (*lines, Line(CITY, tuple(cell("") for _, cell in columns), total=True))


def headings(columns: Sequence[Column]) -> tuple[Heading, ...]:
    return tuple(heading for heading, _ in columns)


def left_out(
    ledger: Ledger, scope: Scope, sheet: str, *asks: Ask, where: Pairs = (), of: str = ""
) -> tuple[str, ...]:
    """The note on rows of this time that do not count, with what stands in them; none where all count.

    The first of `asks` is what the table is about, so it goes without its name.
    """
    hit = matching(ledger, sheet, (*scope.pairs, *where, ("counted", NO)))
    if not hit.any():
        return ()
    said = [f"{int(hit.sum())} 列"]
    for ask in asks:
        cells = (amounts(ledger, sheet, column) for column in ask.columns)
        found = (cell for column in cells for cell, out in zip(column, hit, strict=True) if out and cell)
        # Half a person or fewer than none is itself the error: such a cell adds nothing to the amount.
        amount = sum(cell for cell in found if cell > 0 and cell == int(cell))
        if ask is asks[0]:
            said.append(f"{amount:,} {ask.unit}")
        elif amount:
            said.append(f"另有{ask.words.removesuffix(ask.unit)} {amount:,} {ask.unit}")
    return (f"{of}{scope.title}未列計 {'、'.join(said)}：這些列有錯誤，更正後才計入。",)


def offices_with_rows(ledger: Ledger, sheet: str, scope: Scope) -> list[str]:
    """The offices that have a row that counts."""
    found = []
    for code in ledger.codes:
        query = Query(sheet, (), (("office_code", code), *scope.pairs))
        if evaluate(ledger, query).rows:
            found.append(code)
    return found
