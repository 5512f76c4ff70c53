"""All hostile files in one inbox beside one good return: the good one counts, each other one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from gmreports.run import Outcome, Own, report
from tests.hostile.make import FILES, FOREIGN, Hostile
from tests.run.filled import PERIOD, filled, put, receive

GOOD = "68000010_桃園區_115Q3.xlsx"
SETTINGS = """
[limits]
file = 2
unpacked = 4
ratio_from = 1
members = 50
cells = 5000
text = 50000
memory = 500
seconds = 20
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("hostile")
    inbox = folder / "inbox"
    put(inbox, filled(), GOOD)
    for hostile in FILES:
        (inbox / str(PERIOD) / hostile.name).write_bytes(hostile.make(folder))
        receive(inbox, hostile.name)
    shipped = Path("gmreports/forms/settings.toml")
    settings = folder / "settings.toml"
    settings.write_text(SETTINGS + shipped.read_text("utf-8"), "utf-8")
    return report(inbox, PERIOD, folder / "out", None, Own(settings=settings), jobs=2)


def test_the_good_return_counts(outcome: Outcome) -> None:
    standing = next(each for each in outcome.summary.standings if each.office.code == "68000010")
    assert standing.state == "accepted"


@pytest.mark.parametrize("hostile", FILES, ids=lambda hostile: hostile.name)
def test_each_hostile_file_has_its_finding(outcome: Outcome, hostile: Hostile) -> None:
    codes = {finding.code for finding in outcome.findings if finding.where.file == hostile.name}
    assert ("S02" if hostile.reason == FOREIGN else "S01") in codes
    assert "S00" not in codes


def test_no_log_was_needed(outcome: Outcome) -> None:
    assert not (outcome.folder.parent / "gmreports.log").exists()
    assert (outcome.folder / "report.xlsx").stat().st_size > 10_000
