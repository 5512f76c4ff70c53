"""One mistake, one finding; and nothing that matters goes with it."""

from __future__ import annotations

import pytest

from gmreports.check.fold import MANY, fold
from gmreports.model import Finding, Severity, Where


def found(code: str, sheet: str = "", column: str = "", row: int = 0, file: str = "a.xlsx") -> Finding:
    cell = f"{column[:1].upper()}{row}" if column else ""
    severity: Severity = "E" if code[0] in "SFD" else "W"
    where = Where(file, sheet, cell)
    return Finding(
        code, severity, "68000010", where, code, "", "", "", "", row=row, sheet_id=sheet, column_id=column
    )  # fmt: skip


def left(*findings: Finding) -> list[tuple[str, tuple[str, ...]]]:
    return [(finding.code, finding.folded) for finding in fold(findings)]


def test_a_pasted_column_is_one_finding_with_all_its_cells() -> None:
    column = [found("F04", "training", "date_start", row) for row in (5, 6, 7, 9, 10)]
    (finding,) = fold(column)
    assert finding.where.cell == "D5"
    assert finding.all_cells == ("D5", "D6", "D7", "D9", "D10")
    assert finding.all_rows == (5, 6, 7, 9, 10)
    assert "D5:D7、D9:D10" in finding.message


def test_a_few_cells_stay_each_their_own() -> None:
    column = [found("F04", "training", "date_start", row) for row in range(5, 5 + MANY - 1)]
    assert len(fold(column)) == MANY - 1


def test_cells_of_two_columns_or_two_files_are_not_put_together() -> None:
    for name in ("column", "file", "code"):
        columns = [
            found(
                "F02" if name == "code" and row % 2 else "F04",
                "training",
                "date_end" if name == "column" and row % 2 else "date_start",
                row,
                "b.xlsx" if name == "file" and row >= 7 else "a.xlsx",
            )
            for row in range(5, 5 + MANY)
        ]
        assert len(fold(columns)) == MANY


def test_the_wrong_quarter_is_the_only_thing_said_of_its_dates() -> None:
    dates = [found("D01", "training", "date_start", row) for row in (5, 6)]
    assert left(found("S07", "cover", "quarter"), *dates, found("C04", "coverage", "as_of", 5)) == [
        ("S07", ("C04", "D01")),
    ]


def test_a_missing_sheet_is_not_also_blamed_for_what_it_lacks() -> None:
    status = found("S11", "cover", "training_status")
    assert left(status, found("S04", "training")) == [("S04", ("S11",))]
    assert left(found("S04", "committee"), found("G03", "committee"), found("G05", "committee")) == [
        ("S04", ("G03", "G05")),
    ]
    assert [code for code, _ in left(found("S04", "training"), found("H01", "headcount"))] == ["S04", "H01"]


@pytest.mark.parametrize(
    ("cause", "column", "other", "folded"),
    [
        ("F05", "requirement", "C03", True),
        ("F01", "staff_group", "C03", True),
        ("F02", "due_m", "C03", False),
    ],
)
def test_a_whole_sheet_is_not_judged_by_a_cell_that_cannot_be_read(
    cause: str, column: str, other: str, folded: bool
) -> None:
    codes = [code for code, _ in left(found(other, "coverage"), found(cause, "coverage", column, 5))]
    assert codes == ([cause] if folded else [other, cause])


def test_two_different_mistakes_at_one_place_are_both_said() -> None:
    both = found("T02", "training", "title", 5), found("T05", "training", "title", 5)
    assert [code for code, _ in left(*both)] == ["T02", "T05"]


def test_an_unreadable_cell_is_not_blamed_for_what_it_would_say() -> None:
    assert left(found("F01", "training", "course_code", 5), found("T04", "training", "course_code", 5)) == [
        ("F01", ("T04",)),
    ]


def test_findings_without_a_file_cause_nothing() -> None:
    missing = [found("R01", file=""), found("R01", file="")]
    assert len(fold(missing)) == 2
