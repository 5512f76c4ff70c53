"""The loop over the letters: every way of being stopped leaves the ledger right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from gmreports.deliver import Done, Way, hand_over_all, load, locked, mails, plan
from gmreports.deliver.way import Parcel, Result, Starting
from gmreports.inbox import TAIPEI
from gmreports.model import ClerkError, Period
from gmreports.run.send import Preview
from gmreports.run.send_story import all_well, tell_done
from tests.deliver.letters import result_folder

MOMENT = datetime(2026, 10, 12, tzinfo=TAIPEI)

Give = Callable[[Parcel, Starting], Mapping[str, Result]]


def hand_over(tmp_path: Path, give: Give) -> tuple[Done, list[str]]:
    """What the loop says, and the last state of each of the three letters."""
    path = tmp_path / "115Q3.jsonl"
    letters = mails(result_folder(tmp_path, {}) / "letters")
    with locked(path) as ledger:
        rows = plan(letters, ledger.entries)
        done = hand_over_all(
            rows, ledger, Way("test", give), "", lambda: datetime(2026, 10, 12, tzinfo=TAIPEI)
        )
    last = {entry.key: entry.state for entry in load(path)}
    return done, list(last.values())


def sent(parcel: Parcel, starting: Starting) -> Mapping[str, Result]:
    starting(parcel.recipients)
    return dict.fromkeys(parcel.recipients, Result("sent"))


def after_one(then: Give) -> Give:
    seen: list[Parcel] = []

    def give(parcel: Parcel, starting: Starting) -> Mapping[str, Result]:
        seen.append(parcel)
        return sent(parcel, starting) if len(seen) == 1 else then(parcel, starting)

    return give


def interrupted(parcel: Parcel, starting: Starting) -> Mapping[str, Result]:
    raise KeyboardInterrupt


def interrupted_on_the_way(parcel: Parcel, starting: Starting) -> Mapping[str, Result]:
    starting(parcel.recipients)
    raise KeyboardInterrupt


def out_of_reach(parcel: Parcel, starting: Starting) -> Mapping[str, Result]:
    raise ClerkError("連不上")


def test_an_interruption_before_the_text(tmp_path: Path) -> None:
    done, states = hand_over(tmp_path, after_one(interrupted))
    assert states == ["sent", "queued", "queued"]
    assert done.stopped


def test_an_interruption_in_the_text_is_in_doubt(tmp_path: Path) -> None:
    done, states = hand_over(tmp_path, after_one(interrupted_on_the_way))
    assert states == ["sent", "unknown", "queued"]
    folder = tmp_path / "out" / "115Q3"
    said = tell_done(Preview(folder, Period(115, 3), tmp_path / "115Q3.jsonl", done.rows, ""), done)
    for words in ("已寄出", "不知道有沒有寄到 1 封", "還沒寄 1 封", "提早停下來"):
        assert words in said.replace("已放進資料夾", "已寄出")
    assert not all_well(done)


def test_a_server_lost_on_the_way_is_told_with_what_was_sent(tmp_path: Path) -> None:
    done, states = hand_over(tmp_path, after_one(out_of_reach))
    assert states == ["sent", "queued", "queued"]
    assert "連不上" in done.stopped


def test_a_server_never_reached_is_the_clerks_trouble(tmp_path: Path) -> None:
    with pytest.raises(ClerkError, match="連不上"):
        hand_over(tmp_path, out_of_reach)
    assert {entry.state for entry in load(tmp_path / "115Q3.jsonl")} == {"queued"}


def test_a_mistake_of_ours_is_not_swallowed(tmp_path: Path) -> None:
    def broken(parcel: Parcel, starting: Starting) -> Mapping[str, Result]:
        starting(parcel.recipients)
        raise RuntimeError("ours")

    with pytest.raises(RuntimeError, match="ours"):
        hand_over(tmp_path, broken)
    assert [entry.state for entry in load(tmp_path / "115Q3.jsonl")][-1] == "sending"


def test_the_same_moment_makes_the_same_bytes(tmp_path: Path) -> None:
    made: list[bytes] = []

    def keep(parcel: Parcel, starting: Starting) -> Mapping[str, Result]:
        made.append(parcel.content)
        return sent(parcel, starting)

    hand_over(tmp_path / "a", keep)
    hand_over(tmp_path / "b", keep)
    assert made[:3] == made[3:]
