"""Bent workbooks: whatever is done to one, it is read as it was or said to be broken, soon."""

from __future__ import annotations

import io
import random
import time
from datetime import datetime
from pathlib import Path

import pytest

from gmreports.check import check
from gmreports.model import Arrival, Reading
from gmreports.read import read, stack
from gmreports.rules import ALL
from tests.fuzz.mutate import bytes_bent, members_bent, xml_bent
from tests.fuzz.tries import LONG, seeds
from tests.run.filled import FORM, PERIOD, TERMS, filled

LONGEST = 20


@pytest.fixture(scope="module")
def good() -> bytes:
    out = io.BytesIO()
    filled().save(out)
    return out.getvalue()


def reading_of(content: bytes, folder: Path) -> Reading:
    path = folder / "68000010_桃園區_115Q3.xlsx"
    path.write_bytes(content)
    arrival = Arrival(path.name, str(path), PERIOD, datetime(2026, 10, 5), "", "", ("68000010",))
    started = time.monotonic()
    reading = read(arrival, FORM, TERMS)
    assert time.monotonic() - started < LONGEST
    assert "not_checked" not in {note.kind for note in reading.notes}
    return reading


def test_bent_bytes_are_read_as_they_were_or_not_at_all(good: bytes, tmp_path: Path) -> None:
    """The checksums see to it; what no checksum covers is the names and places of the members."""
    whole = reading_of(good, tmp_path)
    for seed in seeds(30):
        dice = random.Random(seed)
        bend = bytes_bent if dice.random() < 0.7 else members_bent
        found = reading_of(bend(good, dice), tmp_path)
        if found.ret is None or {note.kind for note in found.notes} & {"sheet_missing", "column_missing"}:
            continue
        for sheet, table in whole.raw.items():
            assert bend is members_bent or found.raw[sheet].equals(table), f"{seed} {sheet}"


def test_bent_xml_is_read_or_said_to_be_broken(good: bytes, tmp_path: Path) -> None:
    for seed in seeds(20):
        reading = reading_of(xml_bent(good, random.Random(seed)), tmp_path)
        if not LONG or seed % 10:
            continue  # all rules take longer than ten readings
        findings = check(stack([reading], FORM, TERMS, PERIOD), ALL)
        assert "S00" not in {finding.code for finding in findings}, seed
        named = {finding.where.file for finding in findings}
        assert reading.ret is not None or reading.arrival.file in named, seed
