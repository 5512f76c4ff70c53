"""What goes back to the offices: the workbook of each with its cells marked, and a letter."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from gmreports.model import Finding, Letter, Reading, Standing
from gmreports.render.letter import Post, address_of, office_letters, totals_of
from gmreports.render.returned import Returned, returned
from gmreports.run.case import Intake, Judged

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def returned_files(intake: Intake, judged: Judged) -> dict[str, Returned]:
    """File of the inbox → what goes back for it, for each file that stands and has a finding."""
    standing = judged.data.returns[judged.data.returns["current"] & judged.data.returns["collected"]].index
    taken: set[str] = set()
    found: dict[str, Returned] = {}
    for reading in intake.readings:
        file = reading.arrival.file
        own = [finding for finding in judged.findings if finding.where.file == file]
        if own and file in standing:
            made = returned(intake.form, reading, own, _original(reading))
            name = _once(made.name, taken)
            found[file] = Returned(name, made.content, made.marked, made.why)
    return found


def letters_to_offices(intake: Intake, judged: Judged, sent_back: Mapping[str, Returned]) -> list[Letter]:
    """One letter for each office, whatever became of its return."""
    summary, arrived = judged.summary, {arrival.file: arrival for arrival in intake.came}
    letters: list[Letter] = []
    for standing in summary.standings:
        post = Post(
            standing=standing,
            to=address_of(judged.data, judged.everything, standing.office),
            findings=_findings_of(judged, standing),
            repairs=sum(repair.where.file == standing.file for repair in judged.repairs),
            sha256=arrived[standing.file].sha256 if standing.file in arrived else "",
            totals=totals_of(summary, standing.office.code, intake.form),
            attachment=_attachment(sent_back.get(standing.file)),
            why_separate=sent_back[standing.file].why if standing.file in sent_back else "",
        )
        letters += office_letters(summary, post)
    return letters


def _original(reading: Reading) -> bytes:
    """The file as it came; nothing of one that could not be read, or is gone by now."""
    arrival = reading.arrival
    if reading.ret is None:
        return b""
    try:
        return arrival.content or Path(arrival.path).read_bytes()
    except OSError:
        return b""


def _findings_of(judged: Judged, standing: Standing) -> tuple[Finding, ...]:
    superseded = set(standing.superseded)
    return tuple(
        finding
        for finding in judged.findings
        if finding.office_code == standing.office.code and finding.where.file not in superseded
    )


def _attachment(made: Returned | None) -> tuple[str, str, bytes] | None:
    return (made.name, SPREADSHEET, made.content) if made else None


def _once(name: str, taken: set[str]) -> str:
    """The name, numbered where a file of the same name came in another message."""
    path, number, free = PurePosixPath(name), 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{path.stem}({number}){path.suffix}"
    taken.add(free.casefold())
    return free
