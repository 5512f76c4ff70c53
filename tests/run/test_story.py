"""The story of a run is short enough to be read."""

from __future__ import annotations

from gmreports.run.story import MOST_NAMES, _some

NAMES = [f"{number:03}.xlsx" for number in range(500)]


def test_as_many_names_as_somebody_reads_are_all_told() -> None:
    assert _some(NAMES[:MOST_NAMES]) == NAMES[:MOST_NAMES]


def test_of_more_names_the_first_are_told_and_how_many_there_are() -> None:
    told = _some(NAMES)
    assert told[: MOST_NAMES - 1] == NAMES[: MOST_NAMES - 1]
    assert len(told) == MOST_NAMES
    assert "500" in told[-1]
