"""The marked copy is read like any other: same tables, same repairs, same findings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from gmreports.model import Finding, Repair, Where
from gmreports.render.returned import returned
from tests.render.returned.case import SAMPLES, read_file, wrong_return
from tests.render.returned.census import our_notes
from tests.render.returned.test_census import whole
from tests.run.filled import FORM


def without_file(each: Finding | Repair) -> Finding | Repair:
    return replace(each, where=Where("", each.where.sheet, each.where.cell))


def same_reading(path: Path, folder: Path) -> bytes:
    """The marked copy; it is read as the file itself is."""
    reading, findings = read_file(path)
    made = returned(FORM, reading, findings, path.read_bytes())
    assert made.marked, made.why
    copy = folder / made.name
    copy.write_bytes(made.content)
    again, found = read_file(copy)
    assert again.ret == reading.ret
    for kind in ("tables", "raw"):
        before, after = getattr(reading, kind), getattr(again, kind)
        assert before.keys() == after.keys()
        for key in before:
            pd.testing.assert_frame_equal(before[key].droplevel(0), after[key].droplevel(0))
    assert [*map(without_file, again.repairs)] == [*map(without_file, reading.repairs)]
    assert [*map(without_file, found)] == [*map(without_file, findings)]
    assert [replace(note, file="") for note in again.notes] == [replace(n, file="") for n in reading.notes]
    twice = returned(FORM, again, found, made.content)
    assert (twice.name, twice.content == made.content) == (made.name, True)
    return made.content


@pytest.mark.parametrize("office", ["大溪區", "大園區", "中壢區"])
def test_a_sample_reads_the_same(office: str, tmp_path: Path) -> None:
    [path] = SAMPLES.glob(f"*_{office}_115Q3.xlsx")
    same_reading(path, tmp_path)


def test_a_wrong_return_reads_the_same_and_keeps_everything(tmp_path: Path) -> None:
    path = wrong_return(tmp_path / "68000010_桃園區_115Q3.xlsx")
    made = same_reading(path, tmp_path)
    assert len(our_notes(made)["培力成果"]) >= 3
    whole(path.read_bytes(), made)
