"""Posts for the letters: the invented year, and the samples as a real run reads them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from gmreports.model import Finding, Letter, Period, Standing, Summary
from gmreports.render.letter import Post, office_letters, totals_of
from gmreports.run import Own
from gmreports.run.case import Judged, gather, judge
from tests.render.page_case import example
from tests.summarise.make import MISSING, UNREADABLE

SAMPLES = Path(__file__).parents[3] / "samples" / "inbox"
PERIOD = "115Q3"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TO = "office@example.gov.tw"
WARNED, WRONG, UNCHECKED = "68000010", "68000020", "68000070"
BEFORE_DUE = datetime(2026, 10, 7, 17, 0)


def standing_of(summary: Summary, code: str) -> Standing:
    return next(standing for standing in summary.standings if standing.office.code == code)


def post_of(summary: Summary, findings: Sequence[Finding], code: str) -> Post:
    """What a run gives the letters of one office: a returned workbook where something was found."""
    standing = standing_of(summary, code)
    own = tuple(finding for finding in findings if standing.file and finding.where.file == standing.file)
    stem = standing.file.rsplit("/", 1)[-1].removesuffix(".xlsx")
    return Post(
        standing=standing,
        to=TO,
        findings=own,
        repairs=0,
        sha256=sha256(standing.file.encode()).hexdigest() if standing.file else "",
        totals=totals_of(summary, code),
        attachment=(f"{stem}_檢核.xlsx", SHEET, b"workbook") if own else None,
    )


def made(code: str) -> tuple[Summary, Post]:
    """The post of one office in the invented year."""
    _, summary, findings = example()
    return summary, post_of(summary, findings, code)


def only(letters: Sequence[Letter]) -> Letter:
    (letter,) = letters
    return letter


def letter_of(code: str) -> Letter:
    return only(office_letters(*made(code)))


def kinds() -> dict[str, Letter]:
    """A letter of each layout, by the layout's name."""
    missing, unchecked = made(MISSING), made(UNCHECKED)[1]
    waits = replace(unchecked, standing=replace(unchecked.standing, state="not_checked"), totals=())
    return {
        "correction": letter_of(WRONG),
        "thanks": letter_of(WARNED),
        "unreadable": letter_of(UNREADABLE),
        "overdue": only(office_letters(*missing)),
        "reminder": only(office_letters(replace(missing[0], as_of=BEFORE_DUE), missing[1])),
        "receipt": only(office_letters(missing[0], waits)),
    }


@cache
def run_of_samples() -> Judged:
    """The quarter alone: what the year before it does to the figures is not the letters' matter."""
    with TemporaryDirectory() as folder:
        inbox = Path(folder) / "inbox"
        shutil.copytree(SAMPLES / PERIOD, inbox / PERIOD)
        return judge(gather(inbox, Period.parse(PERIOD), None, Own()))


@cache
def letters_of_samples() -> dict[str, Letter]:
    """Office code → its letter."""
    summary, findings = run_of_samples().summary, run_of_samples().findings
    codes = [office.code for office in summary.terms.offices]
    return {code: only(office_letters(summary, post_of(summary, findings, code))) for code in codes}
