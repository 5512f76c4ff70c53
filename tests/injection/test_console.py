"""Nothing that was typed or named reaches the terminal as anything but text."""

from __future__ import annotations

import json
import unicodedata
from datetime import datetime

import pytest

from gmreports.model import Arrival, Finding, Reading, Where
from gmreports.render.records import to_json
from gmreports.render.visible import visible
from gmreports.run import Checked, Own, check_files
from gmreports.run.story import tell_check, tell_report
from tests.injection.attack import Attacked, attacked
from tests.injection.hostile import HOSTILE
from tests.run.filled import PERIOD, TERMS

MOVES = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def unseen(text: str) -> set[str]:
    return {char for char in text if char != "\n" and unicodedata.category(char) in MOVES}


@pytest.fixture(scope="module")
def attack(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    return attacked(tmp_path_factory)


@pytest.fixture(scope="module")
def checked(attack: Attacked) -> Checked:
    """A return whose fields are hostile, and two whose covers and names are."""
    paths = sorted(path for path in (attack.inbox / str(PERIOD)).iterdir() if path.suffix == ".xlsx")
    body = next(path for path in paths if path.name.startswith(f"{TERMS.offices[1].code}_"))
    escaping = next(path for path in paths if "\x1b" in path.name)
    return check_files([body, paths[0], escaping], PERIOD, Own())


def test_the_story_of_a_report_is_plain_text(attack: Attacked) -> None:
    assert unseen(tell_report(attack.outcome, attack.inbox)) == set()


def test_the_story_of_a_check_is_plain_text_with_a_line_for_each_thing(checked: Checked) -> None:
    told = tell_check(checked)
    assert unseen(told) == set()
    repaired = sum(bool(reading.repairs) for reading in checked.readings)
    assert told.count("\n") == len(checked.readings) + len(checked.findings) + repaired


def test_the_record_of_a_check_is_plain_text_and_tells_everything(checked: Checked) -> None:
    text = checked.to_json()
    assert unseen(text) == set()
    told = json.loads(text)
    assert [file["file"] for file in told["files"]] == [reading.arrival.file for reading in checked.readings]


@pytest.mark.parametrize("text", HOSTILE[:-1])
def test_a_finding_and_a_file_name_of_any_kind(text: str) -> None:
    where = Where(text, text, "A1")
    finding = Finding("F05", "E", "68000010", where, text, text, text, text, text, explanation=text)
    now = datetime(2026, 10, 5)
    arrival = Arrival(text, text, PERIOD, now, "", "", (TERMS.offices[0].code,))
    checked = Checked((Reading(arrival, None, {}, {}),), (finding,))
    told = tell_check(checked)
    assert unseen(told) == set()
    assert told.count("\n") == 2
    assert unseen(checked.to_json()) == set()


def test_what_can_be_seen_stays_as_it_is() -> None:
    for text in ("桃園區　需更正 2 項", "a‧b–c…", "😀", "１１５"):
        assert visible(text) == text
    assert json.loads(to_json({"a": "零\u200b寬\x9b"}))["a"] == "零\u200b寬\x9b"
