"""A worker may die of any file; the run has its sentence, the order of the files, and the other files."""

from __future__ import annotations

import logging
import multiprocessing
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from gmreports.model import Arrival, Limits, Terms
from gmreports.read import read
from gmreports.run.worker import read_all
from tests.hostile.dying import Dying, never_starts
from tests.run.filled import FORM, PERIOD, TERMS, filled, put

SOON = replace(TERMS, limits=Limits(memory=400, seconds=3))
# For what ends by itself: on a machine with much to do, even that takes its time.
LATER = replace(TERMS, limits=Limits(memory=400, seconds=20))
STOPPED = ("hang", "spin")
ENDING = ("abort", "segfault", "kill", "memory", "processor")
REASONS = {
    "abort": "too_much",
    "segfault": "too_much",
    "kill": "too_much",
    "memory": "too_much",
    "hang": "too_slow",
    "spin": "too_slow",
    "processor": "too_slow",
}


@pytest.fixture
def good(tmp_path: Path) -> Arrival:
    return arrival(str(put(tmp_path, filled(), "68000010_桃園區_115Q3.xlsx")))


def arrival(path: str, content: bytes = b"") -> Arrival:
    return Arrival(Path(path).name, path, PERIOD, datetime(2026, 10, 5), "", "", content=content)


def dying(death: str) -> Arrival:
    return arrival(death, Dying(death.encode()))


@pytest.mark.parametrize(
    ("jobs", "deaths", "terms"), [(1, ENDING[:4:3], LATER), (2, ENDING, LATER), (2, STOPPED, SOON)]
)
def test_whatever_a_worker_dies_of_the_others_are_read(
    good: Arrival, jobs: int, deaths: Sequence[str], terms: Terms
) -> None:
    arrived = [good]
    for death in deaths:
        arrived += [dying(death), good]
    started = time.monotonic()
    found = list(read_all(arrived, FORM, terms, jobs))
    assert time.monotonic() - started < 30
    assert [reading.arrival for reading in found] == arrived
    said = [reading.notes[0].facts["reason"] if reading.ret is None else "" for reading in found]
    assert said[1::2] == [REASONS[death] for death in deaths]
    assert set(said[::2]) == {""}


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_death_after_another_is_no_trouble(jobs: int) -> None:
    found = list(read_all([dying("kill")] * 25, FORM, LATER, jobs))
    assert [reading.notes[0].facts["reason"] for reading in found] == ["too_much"] * 25


def test_who_stops_listening_leaves_no_worker_behind(good: Arrival) -> None:
    readings = read_all([good, dying("hang"), dying("spin")], FORM, LATER, 3)
    assert next(readings).ret is not None
    readings.close()
    assert not multiprocessing.active_children()


def test_a_worker_that_never_starts_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gmreports.run.worker.read_for", never_starts)
    monkeypatch.setattr("gmreports.run.worker.TO_START", 1)
    (found,) = read_all([dying("abort")], FORM, LATER)
    assert found.notes[0].kind == "not_checked"


def test_a_worker_reads_what_this_process_would(good: Arrival) -> None:
    (found,) = read_all([good], FORM, TERMS)
    here = read(good, FORM, TERMS)
    assert (found.ret, found.repairs, found.notes) == (here.ret, here.repairs, here.notes)
    for sheet, table in here.tables.items():
        assert found.tables[sheet].equals(table)
        assert found.raw[sheet].equals(here.raw[sheet])


def test_what_our_own_code_trips_over_is_told_in_this_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        (found,) = read_all([dying("no such death")], FORM, TERMS)
    assert found.notes[0].kind == "not_checked"
    assert "KeyError" in caplog.text


def test_a_file_that_came_packed_leaves_nothing_behind(good: Arrival, tmp_path: Path) -> None:
    content = Path(good.path).read_bytes()
    (found,) = read_all([replace(good, content=content)], FORM, TERMS)
    assert found.ret is not None
    assert not list(Path(tempfile.gettempdir()).glob("gmreports-*/*/packed"))
