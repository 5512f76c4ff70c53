"""Which office a return is from, and what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping

from gmreports.forms import find_office
from gmreports.model import Arrival, Note, Terms
from gmreports.read.cells import plain
from gmreports.read.find import HALF_WIDTH


def settle_office(
    filled: str, cell: str, meta: Mapping[str, str], arrival: Arrival, terms: Terms
) -> tuple[str, list[Note]]:
    """The office's code ("" where it cannot be told) and the notes of kind `office_…` on it."""
    found = find_office(filled.translate(HALF_WIDTH), terms.offices)
    named = [office for office in terms.offices if filled and plain(filled) in plain(office.short)]
    notes: list[Note] = []

    def note(kind: str, **facts: str) -> None:
        notes.append(Note(kind, arrival.file, "cover", "office", cell, {"filled": filled, **facts}))

    if len(arrival.offices) > 1:
        note("office_file_name", names="、".join(terms.office(code).short for code in arrival.offices))
    if len(found) == 1:
        code = found[0].code
        for other in dict.fromkeys((meta.get("office_code", code), *arrival.offices[:1])):
            if other and other != code and len(arrival.offices) < 2:
                note("office_conflict", meta=_name(other, terms))
                break
        return code, notes
    if named:
        note("office_ambiguous", options="、".join(office.short for office in named))
    else:
        note("office_unknown")
    hints = [*arrival.offices, meta.get("office_code", "")]
    known = [code for code in hints if any(office.code == code for office in terms.offices)]
    return known[0] if known and len(arrival.offices) < 2 else "", notes


def _name(code: str, terms: Terms) -> str:
    return next((office.name for office in terms.offices if office.code == code), code)
