"""One mistake, one finding: what only follows from another finding goes under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from gmreports.model import Finding

# From so many cells of one column on, the column was pasted or typed wrong as a whole.
MANY = 5

UNREADABLE = frozenset(["F01", "F02", "F03", "F04", "F05", "F07", "F08"])

# A sheet that is judged as a whole cannot be judged while a cell of these columns is unreadable.
DECIDED_BY = {
    "H01": ("staff_group",),
    "C03": ("requirement", "staff_group"),
    "G01": ("sex",),
    "G02": ("sex",),
    "G03": ("role", "source"),
    "G04": ("role", "source"),
    "G05": ("role",),
    "K01": ("kind", "name"),
    "K02": ("kind", "name"),
    "N01": ("kind", "held_on"),
    "M01": ("concept", "made_on"),
    "W01": ("updated_on", "item"),
    "L01": ("title", "date_start"),
}
# In a file for another quarter, whatever is measured by the quarter is wrong for that one reason.
BY_QUARTER = frozenset(
    ["D01", "D03", "C04", "C05", "N01", "N02", "B01", "M01", "W01", "L01", "R04", "R05", "R06", "R08"]
)
# Without its sheet, the cover's word on it cannot be compared with anything.
STATUS_OF = {"training_status": "training", "promotion_status": "promotion"}
FILE_GONE = frozenset(["S00", "S01", "S02"])


@dataclass(frozen=True, slots=True)
class Cause:
    """`follows(cause, other)`: the other finding, of the same file, is there only because of the cause."""

    codes: frozenset[str]
    follows: Callable[[Finding, Finding], bool]


def _of_gone_sheet(cause: Finding, other: Finding) -> bool:
    whole = other.sheet_id == cause.sheet_id and not other.row and other.code != cause.code
    return whole or (other.code == "S11" and STATUS_OF.get(other.column_id) == cause.sheet_id)


def _of_gone_column(cause: Finding, other: Finding) -> bool:
    return (
        other.sheet_id == cause.sheet_id
        and not other.row
        and cause.column_id in DECIDED_BY.get(other.code, ())
    )


CAUSES = (
    Cause(FILE_GONE, lambda cause, other: not other.code.startswith("R")),
    Cause(frozenset(["S07"]), lambda cause, other: other.code in BY_QUARTER),
    Cause(frozenset(["S04"]), _of_gone_sheet),
    Cause(frozenset(["S05"]), _of_gone_column),
    Cause(UNREADABLE, _of_gone_column),
    Cause(frozenset(["D01", "F04"]), lambda cause, other: other.code == "D03"),
)
# These few speak of single rows as well; all the other follow-ons speak of a whole sheet or of the cover.
OF_FILES = FILE_GONE | {"S07"}


def fold(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, in their order, without those that follow from another one of the same file."""
    kept: list[Finding] = []
    for _, same_file in groupby(findings, key=lambda finding: (finding.office_code, finding.where.file)):
        kept += _columns(_without_follow_ons(list(same_file)))
    return tuple(kept)


def _without_follow_ons(findings: list[Finding]) -> list[Finding]:
    """A pasted sheet has thousands of findings, so only those that can follow are ever compared."""
    under: dict[int, set[str]] = {}
    gone: set[int] = set()

    def put_under(place: int, other: int) -> None:
        gone.add(other)
        under.setdefault(place, set()).add(findings[other].code)

    for place, other in _in_the_same_cell(findings):
        put_under(place, other)
    everywhere, whole = range(len(findings)), [n for n, finding in enumerate(findings) if not finding.row]
    for kind in CAUSES:
        for place, cause in enumerate(findings):
            if cause.code not in kind.codes or place in gone or not cause.where.file:
                continue
            for other in everywhere if cause.code in OF_FILES else whole:
                if other not in gone and other != place and kind.follows(cause, findings[other]):
                    put_under(place, other)
    return [
        replace(finding, folded=tuple(sorted(under[place]))) if place in under else finding
        for place, finding in enumerate(findings)
        if place not in gone
    ]


def _in_the_same_cell(findings: list[Finding]) -> Iterator[tuple[int, int]]:
    """Pairs (unreadable cell, what another rule made of it)."""
    cells: dict[tuple[str, str], list[int]] = {}
    for place, finding in enumerate(findings):
        if finding.where.cell:
            cells.setdefault((finding.where.sheet, finding.where.cell), []).append(place)
    for places in cells.values():
        cause = next((place for place in places if findings[place].code in UNREADABLE), None)
        if cause is not None:
            yield from ((cause, other) for other in places if findings[other].code not in UNREADABLE)


def _columns(findings: list[Finding]) -> list[Finding]:
    """Many cells of one column with the same mistake as one finding, at the first of them."""
    same: dict[tuple[str, str, str, str], list[Finding]] = {}
    for finding in findings:
        if finding.row and finding.column_id:
            key = finding.code, finding.severity, finding.sheet_id, finding.column_id
            same.setdefault(key, []).append(finding)
    merged = {id(group[0]): _merged(group) for group in same.values() if len(group) >= MANY}
    absorbed = {id(finding) for group in same.values() if len(group) >= MANY for finding in group[1:]}
    return [merged.get(id(finding), finding) for finding in findings if id(finding) not in absorbed]


def _merged(group: list[Finding]) -> Finding:
    first, rows = group[0], tuple(finding.row for finding in group)
    return replace(
        first,
        message=f"{first.message}（這一欄共有 {len(group)} 格有同樣的問題：{spans(group)}）",
        cells=tuple(finding.where.cell for finding in group),
        rows=rows,
        folded=tuple(sorted({code for finding in group for code in finding.folded})),
    )


def spans(findings: Iterable[Finding]) -> str:
    """The cells of one column in the shortest words: C5:C8、C10."""
    found: list[list[Finding]] = []
    for finding in sorted(findings, key=lambda finding: finding.row):
        if found and finding.row == found[-1][-1].row + 1:
            found[-1].append(finding)
        else:
            found.append([finding])
    return "、".join(
        run[0].where.cell if len(run) == 1 else f"{run[0].where.cell}:{run[-1].where.cell}" for run in found
    )
