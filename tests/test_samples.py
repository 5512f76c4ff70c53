"""The samples are what their content says, and the program says about them what was approved."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from itertools import zip_longest
from pathlib import Path

import pytest

from gmreports.forms import load_form, load_terms
from gmreports.inbox import RECEIVED
from gmreports.model import Period
from gmreports.render.template import template, template_name
from gmreports.rules import ALL, by_code
from samples import expect
from samples.build import INBOX, ROOT, workbook, year
from samples.offices import PERIODS

TEMPLATE_PERIOD = Period(115, 4)
FILINGS = {filing.name: filing for period in PERIODS for filing in year(period)}

# A change of form, rules or program shows in one file of a quarter as in all. That every file is current, the
# one typed with LibreOffice too, .ci/run sees by building everything again.
REBUILT = [f"68000130_復興區_{period}.xlsx" for period in PERIODS]
CURRENT = ["68000010", "68000130"]


def kept(name: str) -> bytes:
    return (INBOX / str(FILINGS[name].period) / name).read_bytes()


def found() -> dict[str, list[dict[str, str]]]:
    """File → what was found in it, as approved."""
    by_file = defaultdict(list)
    for finding in json.loads((expect.EXPECTED / "findings.json").read_text(encoding="utf-8")):
        by_file[finding["file"]].append(finding)
    return by_file


def first_difference(approved: bytes, fresh: bytes) -> tuple[str, ...]:
    """The first line that differs, as approved and as it is now; pytest would compare for minutes."""
    if approved == fresh:
        return ()
    lines = zip_longest(approved.decode().split("\n"), fresh.decode().split("\n"), fillvalue="")
    return next((f"- {one[:300]}", f"+ {other[:300]}") for one, other in lines if one != other)


def test_the_program_says_what_was_approved(tmp_path: Path) -> None:
    ledgers = {path: path.read_bytes() for path in INBOX.rglob(RECEIVED)}
    fresh = expect.said(INBOX, tmp_path)
    approved = {
        path.relative_to(expect.EXPECTED).as_posix(): path.read_bytes()
        for path in expect.EXPECTED.rglob("*")
        if path.is_file()
    }
    assert sorted(fresh) == sorted(approved)
    differing = {name: first_difference(approved[name], fresh[name]) for name in sorted(approved)}
    assert {name: lines for name, lines in differing.items() if lines} == {}, "make approve"
    assert {path: path.read_bytes() for path in ledgers} == ledgers


@pytest.mark.parametrize("name", REBUILT)
def test_a_sample_is_built_again_byte_for_byte(name: str) -> None:
    current = workbook(FILINGS[name]) == kept(name)
    assert current, "make samples"


def test_the_inbox_holds_these_files_and_its_ledger_names_them_all() -> None:
    for period in PERIODS:
        folder = INBOX / str(period)
        with (folder / RECEIVED).open(encoding="utf-8", newline="") as stream:
            listed = {row["file"]: (row["received_at"], row["from"]) for row in csv.DictReader(stream)}
        filed = {f.name: (f.received, f.sender) for f in FILINGS.values() if f.period == period}
        assert listed == filed
        assert {path.name for path in folder.iterdir()} == {RECEIVED, *filed}


@pytest.mark.parametrize("name", [name for name, f in FILINGS.items() if f.period == expect.PERIOD])
def test_every_mistake_is_found_and_nothing_else_is_an_error(name: str) -> None:
    intended = {code for mistake in FILINGS[name].mistakes for code in mistake.codes if by_code(code)}
    assert intended <= {finding["code"] for finding in found()[name]}
    assert {finding["code"] for finding in found()[name] if finding["severity"] == "E"} <= intended


@pytest.mark.parametrize("office_code", CURRENT)
def test_the_templates_laid_out_are_current(office_code: str) -> None:
    terms = load_terms(TEMPLATE_PERIOD)
    office = terms.office(office_code)
    fresh = template(load_form(terms), terms, ALL, office, TEMPLATE_PERIOD)
    laid_out = ROOT / "templates/xlsx" / template_name(office, TEMPLATE_PERIOD)
    current = fresh == laid_out.read_bytes()
    assert current, "make templates"
