"""Parts of the conditions that the template checks with: Excel 2010 functions only.

A condition never speaks where the program would not; what a cell cannot judge is left to the program.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from gmreports.model import Column, Sheet

# 1990-01-01 and the day after 2100-12-31: the serial numbers that are believed to be dates.
FIRST_DAY, AFTER_LAST_DAY = 32874, 73416


def at(column: str) -> str:
    return f"{{{column}}}"


def every(column: str) -> str:
    return f"{{{column}:all}}"


def quiet(*conditions: str) -> str:
    """All of the conditions; an error value in a cell that they read makes them silent."""
    return f"IFERROR(AND({','.join(conditions)}),FALSE)"


def blank(cell: str) -> str:
    return f'TRIM(SUBSTITUTE({cell},"　",""))=""'


def filled(cell: str) -> str:
    return f'TRIM(SUBSTITUTE({cell},"　",""))<>""'


def no_mark(cell: str) -> str:
    """Not one of the marks by which people say "nothing here"."""
    return f'ISERROR(FIND(TRIM({cell}),"-－–—−無"))'


def is_day(cell: str) -> str:
    return f"ISNUMBER({cell}),{cell}>={FIRST_DAY},{cell}<{AFTER_LAST_DAY}"


def not_of_other_year(cells: str) -> str:
    """True but for a day of another year than the quarter's: a cell that is no day may be of this one."""
    day = f"({cells}>={FIRST_DAY})*({cells}<{AFTER_LAST_DAY})"
    this_year = f"({cells}>=DATE(YEAR({{end}}),1,1))*({cells}<DATE(YEAR({{end}})+1,1,1))"
    return f"NOT(ISNUMBER(1/({day}*(1-{this_year}))))"


def row_filled(sheet: Sheet) -> str:
    """Something stands in the row; a running number or a computed cell alone does not count."""
    if sheet.layout == "label":
        return "TRUE"
    runs = groupby(sheet.asked, key=lambda column: column.need != "auto" and column.id != "seq")
    spans = []
    for counts, run in runs:
        columns = list(run)
        if counts:
            first, last = at(columns[0].id), at(columns[-1].id)
            spans.append(first if first == last else f"{first}:{last}")
    return f"COUNTA({','.join(spans)})>0"


def plain(text: str, like: tuple[str, ...] = ()) -> str:
    """Without blanks, half-width; one 臺 where one of the texts that it is compared with has it."""
    half = f'SUBSTITUTE(ASC({text})," ","")'
    return f'SUBSTITUTE({half},"台","臺")' if any("臺" in word or "台" in word for word in like) else half


def known(column: Column) -> str:
    """How many of the column's choices the cell is."""
    own = plain(at(column.id), column.choices)
    choices = plain(f"{{list:{column.id}}}", column.choices)
    return f"SUMPRODUCT(--({choices}={own}))"


def says(column: str, *words: str) -> str:
    """The cell is one of the words, however it is spelled; an error value is none of them."""
    return _any(f'IFERROR({plain(at(column), words)}="{plain_word(word)}",FALSE)' for word in words)


def speaks_of(column: str, words: Iterable[str]) -> str:
    """The cell has one of the words in it."""
    text = f"UPPER({plain(at(column))})"
    return _any(f'ISNUMBER(FIND("{plain_word(word).upper()}",{text}))' for word in words)


def plain_word(word: str) -> str:
    """A word as `plain` leaves it, fit to stand in quotation marks."""
    return "".join(word.split()).replace("台", "臺").replace('"', '""')


def _any(conditions: Iterable[str]) -> str:
    every_one = list(conditions)
    return every_one[0] if len(every_one) == 1 else f"OR({','.join(every_one or ['FALSE'])})"


def how_many(column: str, word: str) -> str:
    """How many rows say this word."""
    return f"SUMPRODUCT({row_says(column, word)})"


def row_says(column: str, word: str) -> str:
    """1 for each row that says this word."""
    quoted = f'"{plain_word(word)}"'
    return same(plain(every(column), (word,)), quoted)


def same(cells: str, own: str) -> str:
    """1 for each of the cells that is the same, 0 for the others, error values among them."""
    return f"--ISNUMBER(1/({cells}={own}))"


def above(column: str, *pairs: tuple[str, str]) -> str:
    """How many rows above this one have the same in every pair (all cells, this cell)."""
    matches = ",".join(same(cells, own) for cells, own in pairs)
    return f"SUMPRODUCT(--(ROW({every(column)})<ROW({at(column)})),{matches})"
