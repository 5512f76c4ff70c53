"""Two returns compared: what was moved is not changed, and what was changed is found at its cell."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmreports.inbox import arrivals
from gmreports.model import Change
from gmreports.read import read, stack
from gmreports.rules.changes import changes, pair
from tests.run.filled import COURSE, FORM, PERIOD, TERMS, Row, filled, put

NOW = datetime(2026, 10, 8, tzinfo=UTC)
COURSES: list[Row] = [
    {**COURSE, "title": f"課程{n}", "date_start": f"115/7/{n + 1}", "att_m": n + 5, "att_f": n + 1}
    for n in range(8)
]


def found(tmp_path: Path, old: list[Row], new: list[Row], **cover: object) -> list[tuple[str, ...]]:
    put(tmp_path, filled(training=old), "68000010_a.xlsx")
    put(tmp_path, filled(cover=cover, training=new), "68000010_b.xlsx")
    came = arrivals(tmp_path, PERIOD, TERMS.offices, NOW)
    data = stack([read(each, FORM, TERMS) for each in came], FORM, TERMS, PERIOD)
    return [said(change) for change in changes(data, "68000010_a.xlsx", "68000010_b.xlsx")]


def said(change: Change) -> tuple[str, ...]:
    where = change.where
    return (
        change.kind,
        where.file[9],
        where.sheet,
        where.cell,
        change.column_id,
        change.before,
        change.after,
    )


def test_rows_that_were_sorted_and_inserted_are_not_changed(tmp_path: Path) -> None:
    new = [*reversed(COURSES[4:]), {**COURSE, "title": "新的課", "att_m": 99}, *COURSES[:4]]
    assert found(tmp_path, COURSES, new) == [
        ("added", "b", "培力成果", "A9", "", "", "新的課、115/7/3、人事室")
    ]


def test_a_changed_cell_is_found_wherever_its_row_stands_now(tmp_path: Path) -> None:
    new = [*COURSES[1:], {**COURSES[0], "att_f": 50}]
    assert found(tmp_path, COURSES, new) == [("changed", "b", "培力成果", "R12", "att_f", "1", "50")]


def test_a_row_that_is_gone_is_told_where_it_stood(tmp_path: Path) -> None:
    assert found(tmp_path, COURSES, [*COURSES[:2], *COURSES[3:]]) == [
        ("removed", "a", "培力成果", "A7", "", "課程2、115/7/3、人事室", "")
    ]


def test_what_is_read_the_same_is_the_same(tmp_path: Path) -> None:
    new = [{**COURSES[0], "att_m": "５人", "date_start": "民國115年7月1日"}, *COURSES[1:]]
    assert found(tmp_path, COURSES, new) == []


def test_an_internal_value_differs_and_is_not_shown(tmp_path: Path) -> None:
    (change,) = found(tmp_path, COURSES, COURSES, contact_name="王範例")
    assert change[3:] == (change[3], "contact_name", "", "")


ROW = st.tuples(
    st.sampled_from(["甲", "乙", "丙", None]), st.sampled_from([1.0, 2.0, None]), st.text(max_size=2)
)


@given(st.lists(ROW, max_size=12), st.randoms(use_true_random=False))
def test_in_any_order_the_same_rows_are_the_same(rows: list[tuple[object, ...]], dice: random.Random) -> None:
    other = rows[:]
    dice.shuffle(other)
    pairs = pair(rows, other)
    assert (pairs.gone, pairs.new) == ((), ())
    assert all(rows[one] == other[two] for one, two in pairs.same)


@given(st.lists(ROW, max_size=12), st.lists(ROW, max_size=12))
def test_every_row_is_told_once(before: list[tuple[object, ...]], after: list[tuple[object, ...]]) -> None:
    pairs = pair(before, after)
    assert sorted([*pairs.gone, *(one for one, _ in pairs.same)]) == list(range(len(before)))
    assert sorted([*pairs.new, *(two for _, two in pairs.same)]) == list(range(len(after)))


@pytest.mark.parametrize("size", [0, 1])
def test_nothing_to_compare(size: int) -> None:
    assert pair([("甲",)] * size, []).gone == tuple(range(size))
