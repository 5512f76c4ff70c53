"""Findings as an office reads them in a letter: where, what is wrong, how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from gmreports.model import Finding, Office, Standing
from gmreports.render.letter.words import one_line
from gmreports.rules import ALL

SHOWN_RANGES = 3
CELL = re.compile(r"([A-Z]+)([0-9]+)")
TITLES = {rule.code: rule.title for rule in ALL}


@dataclass(frozen=True, slots=True)
class Item:
    sheet: str
    cell: str
    what: str
    how: str


def items(findings: Sequence[Finding], standing: Standing, offices: Sequence[Office]) -> tuple[Item, ...]:
    """In the order given; what stands in another file than the one that counts is named with that file."""
    others = [other.short for other in offices if other.code != standing.office.code]
    return tuple(_item(finding, standing.file, others) for finding in findings)


def _item(finding: Finding, file: str, others: Sequence[str]) -> Item:
    sheet = one_line(finding.where.sheet)
    elsewhere = one_line(PurePosixPath(finding.where.file).name) if finding.where.file != file else ""
    return Item(
        sheet=" ".join(part for part in (elsewhere, sheet) if part) or "整個檔案",
        cell=_cells(finding) or ("整張表" if sheet else ""),
        what=_what(finding, others),
        how=one_line(finding.mend),
    )


def _what(finding: Finding, others: Sequence[str]) -> str:
    """The message; where it says what another office reported, what is wrong in general.

    What the cell itself says may name anybody.
    """
    said = finding.message.replace(finding.filled, "") if finding.filled else finding.message
    if any(short in said for short in others):
        return f"{TITLES.get(finding.code, finding.code)}。"
    return one_line(finding.message)


def _cells(finding: Finding) -> str:
    """One cell, or runs of them: U7～U12（共 6 格）."""
    cells = [cell for cell in finding.all_cells if cell]
    if len(cells) < 2:
        return "".join(cells)
    runs = [f"{run[0]}～{run[-1]}" if len(run) > 1 else run[0] for run in _runs(cells)]
    more = "…" if len(runs) > SHOWN_RANGES else ""
    return f"{'、'.join(runs[:SHOWN_RANGES])}{more}（共 {len(cells)} 格）"


def _runs(cells: Sequence[str]) -> Iterator[list[str]]:
    run = [cells[0]]
    for before, cell in pairwise(cells):
        if not _is_below(before, cell):
            yield run
            run = []
        run.append(cell)
    yield run


def _is_below(above: str, cell: str) -> bool:
    first, second = CELL.fullmatch(above), CELL.fullmatch(cell)
    return bool(first and second and first[1] == second[1] and int(second[2]) == int(first[2]) + 1)
