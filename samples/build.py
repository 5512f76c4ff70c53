"""Build the samples again, byte for byte; with --approve, also keep what the program says about them.

python samples/build.py [--approve] [--inbox FOLDER]
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from gmreports.forms import load_form, load_terms  # noqa: E402 # needs the path above
from gmreports.inbox import FIELDS, RECEIVED  # noqa: E402
from gmreports.model import Period  # noqa: E402
from gmreports.render.template import template  # noqa: E402
from gmreports.rules import ALL  # noqa: E402
from samples import libreoffice  # noqa: E402
from samples.fill import by_hand, fill, form_of  # noqa: E402
from samples.offices import PERIODS, Filing, filings  # noqa: E402
from samples.seal import seal  # noqa: E402

INBOX = ROOT / "samples/inbox"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("--approve", action="store_true", help="also write samples/expected")
    arguments.add_argument("--inbox", type=Path, default=INBOX)
    given = arguments.parse_args()
    build(given.inbox)
    if given.approve:
        from samples.expect import approve

        approve(given.inbox)


def build(inbox: Path, periods: Iterable[Period] = PERIODS) -> None:
    """Write the inbox; what stands in its folders and is no sample goes."""
    python = libreoffice.python_with_uno()
    for period in periods:
        folder = inbox / str(period)
        folder.mkdir(parents=True, exist_ok=True)
        filed = list(year(period))
        for filing in filed:
            if filing.by_libreoffice and python is None:
                print(f"這台電腦沒有 LibreOffice，「{filing.name}」維持原樣，沒有重做。")
                continue
            (folder / filing.name).write_bytes(workbook(filing, python))
        (folder / RECEIVED).write_text(_received(filed), encoding="utf-8", newline="")
        kept = {RECEIVED, *(filing.name for filing in filed)}
        for path in folder.iterdir():
            if path.name not in kept:
                path.unlink()


def year(period: Period) -> Iterable[Filing]:
    """The files of one quarter."""
    terms = load_terms(period)
    return filings(load_form(terms), terms.lists["coverage_pairs"], period)


def workbook(filing: Filing, python: str | None = None) -> bytes:
    """One filled workbook; `python`, with uno, types it into LibreOffice where it is to be."""
    terms = load_terms(filing.period)
    form = form_of(load_form(terms), filing)
    empty = template(form, terms, ALL, terms.office(filing.office_code), filing.period)
    if filing.by_libreoffice and python:
        return seal(libreoffice.type_and_save(python, empty, by_hand(empty, form, filing)))
    return fill(empty, form, filing)


def _received(filed: Iterable[Filing]) -> str:
    """The ledger, in the order in which the files came."""
    lines = sorted((filing.received, filing.name, filing.sender) for filing in filed)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows((name, received, sender) for received, name, sender in lines)
    return text.getvalue()


if __name__ == "__main__":
    main()
