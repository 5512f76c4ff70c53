"""Only to a server that is who it says, only encrypted, and the password to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gmreports.deliver import Account
from gmreports.model import ClerkError
from gmreports.run.send import Choice, send
from tests.deliver.certificates import HOST, Issued, authority, issued
from tests.deliver.letters import TAOYUAN, result_folder
from tests.deliver.mail_server import PASSWORD, USER, once, say, serving
from tests.deliver.sending import Case, case, written

WRONG: dict[str, tuple[Callable[[Issued], Issued], str]] = {
    "self-signed": (lambda _: issued(None), "自己簽"),
    "another host": (lambda root: issued(root, "other.example.gov.tw"), "不是這台主機"),
    "expired": (lambda root: issued(root, days=-1), "過期"),
    "another authority": (lambda _: issued(authority("別的機構")), "不認得"),
}


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "tls"])
def test_encrypted_either_way(tmp_path: Path, implicit: bool) -> None:
    with case(tmp_path, implicit=implicit) as sending:
        sending.send(tls="tls" if implicit else "starttls")
        assert len(sending.arrived()) == 3


@pytest.mark.parametrize(
    ("name", "implicit"), [*((name, False) for name in WRONG), ("self-signed", True), ("another host", True)]
)
def test_a_certificate_that_is_not_right(tmp_path: Path, name: str, implicit: bool) -> None:
    root = authority()
    make, words = WRONG[name]
    with serving(make(root).server(tmp_path), implicit) as post:
        sending = Case(result_folder(tmp_path, {}), post, written(root, tmp_path))
        with pytest.raises(ClerkError, match=words):
            sending.send(tls="tls" if implicit else "starttls", user=USER)
        assert post.got == []
        assert set(sending.states().values()) == {"queued"}


def test_our_own_authority_is_unknown_unless_it_is_named(tmp_path: Path) -> None:
    with case(tmp_path) as sending, pytest.raises(ClerkError, match="--ca"):
        sending.send(ca=None)


@pytest.mark.parametrize("user", ["", USER])
def test_without_starttls_nothing_goes_in_clear(tmp_path: Path, user: str) -> None:
    """A server without it, and one behind somebody who takes the line out, look the same from here."""
    with serving(None) as post:
        sending = Case(result_folder(tmp_path, {}), post, written(authority(), tmp_path))
        with pytest.raises(ClerkError, match="STARTTLS"):
            sending.send(user=user)
        assert post.got == []


def test_the_wrong_kind_of_tls_is_explained(tmp_path: Path) -> None:
    with case(tmp_path) as sending, pytest.raises(ClerkError, match="--tls starttls"):
        sending.send(tls="tls", timeout=0.6)
    with case(tmp_path, implicit=True) as sending, pytest.raises(ClerkError, match="--tls tls"):
        sending.send(timeout=0.6)


def test_nobody_there(tmp_path: Path) -> None:
    with case(tmp_path) as sending:
        pass
    with pytest.raises(ClerkError, match=str(sending.post.port)):
        sending.send()


def test_logging_in(tmp_path: Path) -> None:
    with case(tmp_path, login=True) as sending:
        sending.send(user=USER)
        assert len(sending.arrived()) == 3


def test_a_wrong_password_stops_all(tmp_path: Path) -> None:
    with case(tmp_path, login=True) as sending:
        with pytest.raises(ClerkError, match="535") as caught:
            sending.send(user="somebody")
        assert PASSWORD not in str(caught.value)
        assert set(sending.states().values()) == {"queued"}
        sending.send(user=USER)
        assert len(sending.arrived()) == 3


def test_a_server_without_logins(tmp_path: Path) -> None:
    with case(tmp_path) as sending, pytest.raises(ClerkError, match="不加 --user"):
        sending.send(user=USER)


@pytest.mark.parametrize("password", ["範例秘碼", "caf\u00e9"])
def test_a_password_that_cannot_be_sent_is_not_shown(tmp_path: Path, password: str) -> None:
    with case(tmp_path, login=True) as sending, pytest.raises(ClerkError) as caught:
        send(sending.folder, Choice(), sending.account(user=USER), lambda _: True, lambda: password)
    assert password not in str(caught.value)


def test_a_server_that_repeats_the_password(tmp_path: Path) -> None:
    with case(tmp_path, login=True) as sending:
        sending.post.at[f"RCPT {TAOYUAN}"] = once(say(f"550 5.7.1 {PASSWORD} is no excuse"))
        sending.send(user=USER)
        assert sending.states()[TAOYUAN] == "failed"
        assert PASSWORD not in sending.ledger.read_text("utf-8")


def test_an_account_does_not_show_its_password() -> None:
    assert PASSWORD not in repr(Account(HOST, 587, user=USER, password=PASSWORD))
