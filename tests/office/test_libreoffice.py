"""The driver itself: what it types, what it refuses, and what it does where LibreOffice is missing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Protection

from tests.office import libreoffice


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.create_sheet("表")
    del book["Sheet"]
    page["A1"], page["B1"] = 1, "=A1*2"
    page["A2"].protection = Protection(locked=False)
    page["A2"].number_format = "yyyy/m/d"
    page.protection.sheet = True
    book.save(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


@pytest.mark.office
def test_calculates_types_as_in_taiwan_and_cannot_type_where_it_is_locked(workbook: Path) -> None:
    assert libreoffice.values(libreoffice.recalculate(workbook))["表"] == {"A1": 1, "B1": 2}
    typed = libreoffice.type_and_save(
        workbook, [("表", "A2", "2026/7/3"), ("表", "A1", "5")], workbook.with_name("typed.xlsx")
    )
    assert libreoffice.values(typed)["表"] == {"A1": 1, "B1": 2, "A2": datetime(2026, 7, 3)}
    assert libreoffice.to_pdf(workbook).read_bytes().startswith(b"%PDF")


@pytest.mark.office
def test_an_error_is_told_and_the_next_job_still_done(workbook: Path) -> None:
    with pytest.raises(libreoffice.OfficeError):
        libreoffice.type_and_save(workbook, [("沒有這張", "A1", "1")], workbook.with_name("typed.xlsx"))
    assert libreoffice.recalculate(workbook).exists()


def test_a_missing_office_skips_but_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "_missing", lambda: "LibreOffice is not installed")
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception):
        libreoffice.require()
    monkeypatch.setenv("CI", "1")
    with pytest.raises(pytest.fail.Exception):
        libreoffice.require()
