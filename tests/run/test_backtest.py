"""A rule over past quarters: what it would have said, of whom, under the terms of that time."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from gmreports.cli import gmreports
from gmreports.model import ClerkError, Period
from gmreports.run import Own
from gmreports.run.backtest import backtest
from tests.run.filled import COURSE, filled, put


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two quarters of one office: the first with a part larger than its whole."""
    folder = tmp_path_factory.mktemp("inbox")
    for quarter, course in ((2, {**COURSE, "date_start": "115/4/3", "sup_m": 11}), (3, COURSE)):
        period = Period(115, quarter)
        book = filled(period=period, training=[course])
        put(folder, book, f"68000010_桃園區_{period}.xlsx", period)
    return folder


def test_each_quarter_is_judged_by_itself(inbox: Path) -> None:
    result = backtest("t01", inbox, Own())
    found = {str(q.period): [finding.where.cell for finding in q.findings] for q in result.quarters}
    assert found == {"115Q2": ["U5"], "115Q3": []}
    assert all(quarter.received == {"68000010"} for quarter in result.quarters)


def test_a_rule_on_trial_is_marked_for_its_time(inbox: Path, tmp_path: Path) -> None:
    shipped = (Path(__file__).parents[2] / "gmreports" / "forms" / "settings.toml").read_text("utf-8")
    own = tmp_path / "settings.toml"
    trial = '[[trial]]\ncode = "T01"\nvalid_from = 2026-04-01\nvalid_to = 2026-06-30\n'
    own.write_text(f"{shipped}\n{trial}", "utf-8")
    result = backtest("T01", inbox, Own(settings=own))
    assert [quarter.trial for quarter in result.quarters] == [True, False]
    assert [finding.blocks for finding in result.quarters[0].findings] == [False]


def test_the_command_prints_offices_by_quarters(inbox: Path) -> None:
    lines = CliRunner().invoke(gmreports, ["backtest", "T01", "--inbox", str(inbox)]).stdout.splitlines()
    row = next(line for line in lines if line.startswith("桃園區"))
    assert row.split() == ["桃園區", "1", "0"]
    assert any(line.startswith("中壢區") and line.split()[1:] == ["未報", "未報"] for line in lines)


def test_a_rule_that_is_none_gets_its_sentence(inbox: Path) -> None:
    with pytest.raises(ClerkError, match="Z99"):
        backtest("Z99", inbox, Own())
