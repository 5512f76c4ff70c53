"""Every hostile file is refused for its reason, in little time, and leaves nothing behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from gmreports.model import Arrival
from gmreports.read import read
from gmreports.rules.file.unopenable import said
from tests.hostile.make import FILES, FOREIGN, LIMITS, Hostile
from tests.run.filled import FORM, PERIOD, TERMS

TERMS_HERE = replace(TERMS, limits=LIMITS)


@pytest.mark.parametrize("hostile", FILES, ids=lambda hostile: hostile.name)
def test_it_is_refused_for_its_reason(hostile: Hostile, tmp_path: Path) -> None:
    path = tmp_path / "sent" / hostile.name
    path.parent.mkdir()
    path.write_bytes(hostile.make(tmp_path))
    reading = read(Arrival(hostile.name, str(path), PERIOD, datetime(2026, 10, 5), "", ""), FORM, TERMS_HERE)
    (note,) = (note for note in reading.notes if note.kind != "active_content")
    assert (note.kind if note.kind == FOREIGN else note.facts["reason"]) == hostile.reason
    assert reading.ret is None
    assert not list(tmp_path.rglob("*PWNED*"))


def test_each_reason_is_said_in_words_of_its_own() -> None:
    reasons = {hostile.reason for hostile in FILES} - {FOREIGN}
    assert len({said({"reason": reason}) for reason in reasons}) == len(reasons)
