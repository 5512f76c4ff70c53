"""The command: a dry run unless told otherwise, and what it says at the end."""

from __future__ import annotations

import shutil
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from click.testing import CliRunner

from gmreports.cli import gmreports
from gmreports.deliver import locked
from gmreports.model import ClerkError
from gmreports.run.send import Choice, preview
from gmreports.run.send_story import tell_dry_run
from tests.deliver.letters import (
    CORRECTION,
    COUNCIL,
    REMINDER,
    SUMMARY,
    TAOYUAN,
    ZHONGLI,
    eml,
    result_folder,
    write,
)
from tests.deliver.mail_server import PASSWORD, USER, drop, once, say
from tests.deliver.sending import Case, case


def run(*arguments: str, typed: str = "") -> tuple[int, str]:
    """Exit code and output; a ClerkError is what main() makes of it."""
    result = CliRunner().invoke(gmreports, ["send", *arguments], input=typed, catch_exceptions=False)
    return result.exit_code, result.output


def refusal(*arguments: str) -> str:
    with pytest.raises(ClerkError) as caught:
        run(*arguments)
    return str(caught.value)


def through(sending: Case, *more: str, typed: str = "") -> tuple[int, str]:
    return run(*sending.arguments("--yes", *more)[4:] if not typed else _asked(sending, *more), typed=typed)


def _asked(sending: Case, *more: str) -> list[str]:
    return [argument for argument in sending.arguments(*more)[4:] if argument != "--yes"]


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_dry_run_tells_and_touches_nothing(tmp_path: Path) -> None:
    folder = result_folder(tmp_path, {})
    before = files(tmp_path)
    code, said = run(str(folder))
    assert code == 0
    for part in (CORRECTION, TAOYUAN, "更正通知", "115年第3季季報：請更正 3 處", "檢核.xlsx", "桃園區", "KB"):
        assert part in said
    assert files(tmp_path) == before


def test_only_some(tmp_path: Path) -> None:
    with case(tmp_path) as sending:
        assert through(sending, "--only", "correction,提醒", "--office", "68000020")[0] == 0
        assert sending.arrived() == [ZHONGLI]
        assert through(sending, "--only", "correction", "--only", "summary")[0] == 0
        assert sending.arrived() == sorted([ZHONGLI, COUNCIL])


@pytest.mark.parametrize("wrong", [("--only", "corection"), ("--office", "99999999")])
def test_a_misspelt_choice_is_said(tmp_path: Path, wrong: tuple[str, str]) -> None:
    assert wrong[1] in refusal(str(result_folder(tmp_path, {})), *wrong)


def test_it_asks_first(tmp_path: Path) -> None:
    with case(tmp_path) as sending:
        code, said = run(*_asked(sending), typed="n\n")
        assert (code, sending.arrived()) == (0, [])
        assert "沒有寄出任何信" in said
        code, said = run(*_asked(sending), typed="y\n")
        assert (code, len(sending.arrived())) == (0, 3)


def test_exit_codes_and_the_last_words(tmp_path: Path) -> None:
    nobody = {"68000030_大溪區_reminder.eml": eml("", "沒有地址")}
    with case(tmp_path, nobody) as sending:
        sending.post.at[f"RCPT {TAOYUAN}"] = once(say("550 5.1.1 User unknown"))
        sending.post.at["END"] = once(drop)
        code, said = through(sending)
        assert code == 1
        for words in ("已寄出 1 封", "沒寄成 1 封", "不知道有沒有寄到 1 封", "不能寄 1 封", "5.1.1"):
            assert words in said
        assert f"--mark sent {REMINDER}" in said
        code, said = through(sending)
        assert code == 1
        for words in ("已寄出 1 封", "先前已寄 1 封", "不知道有沒有寄到 1 封", "不能寄 1 封"):
            assert words in said
        assert run(str(sending.folder), "--mark", "sent", REMINDER)[0] == 0
        assert COUNCIL in sending.arrived()
        assert through(sending, "--office", "桃園區", "--office", "中壢區")[0] == 0


def test_a_new_report_with_the_same_letters_sends_nothing(tmp_path: Path) -> None:
    with case(tmp_path) as sending:
        through(sending)
        shutil.rmtree(sending.folder)
        result_folder(tmp_path, {})
        assert through(sending)[0] == 0
        assert len(sending.arrived()) == 3


def test_a_changed_letter_is_a_new_one_and_the_dry_run_says_so(tmp_path: Path) -> None:
    with case(tmp_path) as sending:
        through(sending)
        write(sending.folder, CORRECTION, eml(TAOYUAN, "115年第3季季報：請更正 1 處"))
        said = tell_dry_run(preview(sending.folder, Choice()))
        assert said.count("這是新的信") == 1
        assert "會寄出 1 封；先前已寄 2 封" in said
        through(sending)
        assert sending.arrived().count(TAOYUAN) == 2


def test_into_a_folder(tmp_path: Path) -> None:
    folder, outbox = result_folder(tmp_path, {}), tmp_path / "pickup"
    code, said = run(str(folder), "--to-folder", str(outbox), "--yes")
    assert (code, files(outbox)) == (0, sorted([CORRECTION, REMINDER, SUMMARY]))
    assert "已放進資料夾 3 封" in said
    message = message_from_bytes((outbox / CORRECTION).read_bytes(), policy=default)
    assert (message["To"], message["X-Unsent"]) == (TAOYUAN, None)
    assert message["Date"]
    assert message["Message-ID"]


def test_into_a_folder_once_and_over_nothing(tmp_path: Path) -> None:
    folder, outbox = result_folder(tmp_path, {}), tmp_path / "pickup"
    run(str(folder), "--to-folder", str(outbox), "--yes")
    waiting = (outbox / CORRECTION).read_bytes()
    (outbox / SUMMARY).unlink()
    write(folder, CORRECTION, eml(TAOYUAN, "新的一封"))
    run(str(folder), "--to-folder", str(outbox), "--yes")
    assert (outbox / CORRECTION).read_bytes() == waiting
    assert [name for name in files(outbox) if name.startswith(CORRECTION[:-4])] != [CORRECTION]
    assert SUMMARY not in files(outbox)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    folder = result_folder(tmp_path, {})
    (tmp_path / "pickup").write_text("a file")
    code, said = run(str(folder), "--to-folder", str(tmp_path / "pickup" / "x"), "--yes")
    assert (code, "沒寄成 3 封" in said) == (1, True)
    assert run(str(folder), "--to-folder", str(tmp_path / "other"), "--yes")[0] == 0


def test_not_into_the_results(tmp_path: Path) -> None:
    folder = result_folder(tmp_path, {})
    assert "以外" in refusal(str(folder), "--to-folder", str(folder / "letters"), "--yes")


def test_one_sender_at_a_time(tmp_path: Path) -> None:
    with case(tmp_path) as sending, locked(sending.ledger):
        assert "另一個程式" in refusal(*sending.arguments()[4:])
        assert sending.arrived() == []


@pytest.mark.parametrize(
    "wrong",
    [
        ("--smtp", f"smtp://clerk:{PASSWORD}@mail.example.gov.tw"),
        ("--smtp", f"clerk:{PASSWORD}@mail.example.gov.tw:587"),
        ("--smtp", "mail.example.gov.tw:99999"),
        ("--smtp", "mail.example.gov.tw", "--to-folder", "x"),
        ("--smtp", "mail.example.gov.tw", "--mark", "sent", "summary"),
        ("--smtp", "mail.example.gov.tw", "--timeout", "nan"),
        ("--mark", "sent", "nothing"),
        ("--smtp", "127.0.0.1:1", "--from", "not an address", "--yes"),
    ],
)
def test_wrong_use(tmp_path: Path, wrong: tuple[str, ...]) -> None:
    assert PASSWORD not in refusal(str(result_folder(tmp_path, {})), *wrong)


def test_not_a_result_folder(tmp_path: Path) -> None:
    assert "out/115Q3" in refusal(str(tmp_path))
    (tmp_path / "115Q3").mkdir()
    assert "make report" in refusal(str(tmp_path / "115Q3"))


def test_the_password_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with case(tmp_path, login=True) as sending:
        assert "GMREPORTS_SMTP_PASSWORD" in refusal(*sending.arguments("--user", USER)[4:])
        monkeypatch.setenv("GMREPORTS_SMTP_PASSWORD", PASSWORD)
        code, said = through(sending, "--user", USER)
        assert (code, len(sending.arrived())) == (0, 3)
        written = "".join(path.read_text("utf-8") for path in tmp_path.rglob("outbox/*"))
        assert PASSWORD not in said + written


def test_a_letter_that_nobody_sent_can_be_marked(tmp_path: Path) -> None:
    """The clerk sent it from a mail program."""
    with case(tmp_path) as sending:
        run(str(sending.folder), "--mark", "sent", CORRECTION, "--mark", "sent", "summary")
        through(sending)
        assert sending.arrived() == [ZHONGLI]
        assert "本來就會寄" not in run(str(sending.folder), "--mark", "again", CORRECTION)[1]
        assert "本來就會寄" in refusal(str(sending.folder), "--mark", "again", CORRECTION)


def test_another_sender_is_in_the_envelope(tmp_path: Path) -> None:
    with case(tmp_path) as sending:
        through(sending, "--from", "別的窗口 <other@example.gov.tw>")
        assert {got.sender for got in sending.post.got} == {"other@example.gov.tw"}
