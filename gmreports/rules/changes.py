"""What a later return of an office says otherwise than an earlier one: row by row, cell by cell."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gmreports.model import Change, Column, Round, Sheet, Where

RUNNING_NUMBER = "seq"
# Beyond so many comparisons the rows that are not the same are told as gone and new.
MOST_COMPARED = 4_000_000
TOLD_OF_A_ROW = 3

Said = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows by position: which speak of the same thing, which are gone and which are new."""

    same: tuple[tuple[int, int], ...]
    gone: tuple[int, ...]
    new: tuple[int, ...]


ONE_ROW = Pairs(((0, 0),), (), ())


def changes(data: Round, old: str, new: str) -> tuple[Change, ...]:
    """Every difference between two readable files, in the order of the form.

    Rows are found again wherever they stand now: sorting or inserting changes nothing. A cell is
    the same where it is read the same; computed cells follow from others and are left out.
    """
    return tuple(change for sheet in data.form.sheets for change in _of_sheet(data, sheet, old, new))


def pair(before: Sequence[Said], after: Sequence[Said]) -> Pairs:
    """Find the rows again: first those that are the same, then those that agree in half of what they say."""
    waiting: dict[Said, deque[int]] = defaultdict(deque)
    for at, row in enumerate(before):
        waiting[row].append(at)
    same = [(waiting[row].popleft(), at) for at, row in enumerate(after) if waiting.get(row)]
    gone = sorted(at for left in waiting.values() for at in left)
    found = {at for _, at in same}
    new = [at for at in range(len(after)) if at not in found]
    alike = _alike([before[at] for at in gone], [after[at] for at in new])
    same += ((gone[one], new[other]) for one, other in alike)
    ones, others = {one for one, _ in same}, {other for _, other in same}
    return Pairs(
        tuple(sorted(same, key=lambda both: both[1])),
        tuple(at for at in gone if at not in ones),
        tuple(at for at in new if at not in others),
    )


def _alike(before: Sequence[Said], after: Sequence[Said]) -> Iterator[tuple[int, int]]:
    """Pairs that agree in at least half of their filled cells, the closest first, each row once."""
    if not before or not after or len(before) * len(after) > MOST_COMPARED:
        return
    agree = np.zeros((len(before), len(after)), dtype=int)
    filled = np.zeros_like(agree)
    for column in range(len(before[0])):
        codes, _ = pd.factorize(np.array([row[column] for row in (*before, *after)], dtype=object))
        one, other = codes[: len(before), None], codes[None, len(before) :]
        agree += (one == other) & (one >= 0)
        filled += (one >= 0) | (other >= 0)
    one, other = np.nonzero(2 * agree >= np.maximum(filled, 1))
    order = np.lexsort((other, one, np.abs(one - other), -agree[one, other]))
    taken_one, taken_other = set(), set()
    for first, second in zip(one[order].tolist(), other[order].tolist(), strict=True):
        if first not in taken_one and second not in taken_other:
            taken_one.add(first)
            taken_other.add(second)
            yield first, second


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one sheet in one file: what they say, what was filled, and their Excel rows."""

    said: list[Said]
    filled: list[dict[str, str]]
    numbers: list[int]


def _of_sheet(data: Round, sheet: Sheet, old: str, new: str) -> Iterator[Change]:
    columns = [column for column in sheet.asked if column.need != "auto" and column.id != RUNNING_NUMBER]
    before, after = (_rows(data, sheet, columns, file) for file in (old, new))
    office = str(data.returns.at[new, "office_code"])
    # A label sheet is one row, however little of it is the same.
    alone = sheet.layout == "label" and before.said and after.said
    pairs = ONE_ROW if alone else pair(before.said, after.said)
    for one, other in pairs.same:
        for at, column in enumerate(columns):
            if before.said[one][at] != after.said[other][at]:
                where = _where(data, sheet, column.id, new, after.numbers[other])
                was, is_now = (rows.filled[row][column.id] for rows, row in ((before, one), (after, other)))
                shown = ("", "") if column.internal else (was, is_now)
                yield Change("changed", office, where, sheet.id, column.id, *shown)
    for at in pairs.new:
        where = _where(data, sheet, "", new, after.numbers[at])
        yield Change("added", office, where, sheet.id, "", "", _told(columns, after.filled[at]))
    for at in pairs.gone:
        where = _where(data, sheet, "", old, before.numbers[at])
        yield Change("removed", office, where, sheet.id, "", _told(columns, before.filled[at]), "")


def _rows(data: Round, sheet: Sheet, columns: Sequence[Column], file: str) -> _Rows:
    ids = [column.id for column in columns]
    own = data.tables[sheet.id].index.get_level_values("file") == file
    values, raw = (of[sheet.id].loc[own, ids] for of in (data.tables, data.raw))
    filled = [
        {key: "" if text is None else str(text) for key, text in zip(ids, row, strict=True)}
        for row in _records(raw)
    ]
    said = [
        tuple(_meant(value, text) for value, text in zip(row, texts.values(), strict=True))
        for row, texts in zip(_records(values), filled, strict=True)
    ]
    return _Rows(said, filled, [int(row) for _, row in values.index])


def _records(frame: pd.DataFrame) -> Iterator[Said]:
    """The rows; without its index of two levels a frame gives its columns several times faster."""
    return zip(*(cells.tolist() for _, cells in frame.reset_index(drop=True).items()), strict=True)


def _meant(value: object, text: str) -> object:
    """What a cell says: as read, else as filled; a blank one nothing, whatever was made of it."""
    unread = value is None or value != value
    return (text if unread else value) if text else None


def _where(data: Round, sheet: Sheet, column_id: str, file: str, row: int) -> Where:
    """The cell; for a whole row the first of its columns that the file has."""
    here = data.returns.loc[file]
    places = here["cells"].get(sheet.id, {})
    at = places.get(column_id or next((each.id for each in sheet.asked if each.id in places), ""), "")
    return Where(file, here["titles"].get(sheet.id, sheet.title), f"{at}{row}" if at and row else at)


def _told(columns: Sequence[Column], filled: dict[str, str]) -> str:
    """The first things that a row says, of what may be shown."""
    texts = [filled[column.id] for column in columns if column.public and filled[column.id]]
    return "、".join(texts[:TOLD_OF_A_ROW])
