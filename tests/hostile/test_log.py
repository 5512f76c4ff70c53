"""What looks like an identity number gets into no log, not even by way of a traceback."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from gmreports.cli.log import LOG, guard_console, log_to

NUMBERS = ("A123456789", "Ａ１２３４５６７８９")


@pytest.fixture
def clean() -> Iterator[None]:
    before = list(logging.getLogger().handlers)
    yield
    for handler in set(logging.getLogger().handlers) - set(before):
        logging.getLogger().removeHandler(handler)
        handler.close()


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize("number", NUMBERS)
def test_a_log_has_no_identity_number(tmp_path: Path, number: str) -> None:
    log_to(tmp_path)
    try:
        raise ValueError(f"could not convert {number}")
    except ValueError:
        logging.getLogger("gmreports").exception("could not read %s.xlsx", number)
    text = (tmp_path / LOG).read_text("utf-8")
    assert "Traceback" in text
    assert "could not read" in text
    assert number not in text


def test_neither_has_the_console(capsys: pytest.CaptureFixture[str]) -> None:
    guard_console()
    handler = logging.lastResort
    assert handler is not None
    record = logging.LogRecord("gmreports", logging.ERROR, "", 1, "could not read %s", NUMBERS[:1], None)
    assert NUMBERS[0] not in handler.format(record)
    assert "could not read" in handler.format(record)
