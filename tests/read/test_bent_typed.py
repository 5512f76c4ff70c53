"""What a person types below and into the real template in LibreOffice: read right, or named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office.libreoffice import require, type_and_save
from tests.read.bent import NAME, TRAINING, at, counts, found, ledger, read_file
from tests.run.filled import filled


@pytest.mark.office
def test_what_people_type_beside_the_prepared_way(tmp_path: Path) -> None:
    require()
    before = tmp_path / "before.xlsx"
    filled().save(before)
    typed = [
        (TRAINING, at("att_m", 5), "'12"),
        (TRAINING, at("date_start", 5), "'46206"),
        (TRAINING, at("satisfaction", 5), "92.5%"),
        (TRAINING, at("title", 7), "合計"),
        (TRAINING, at("sessions", 7), "1"),
        (TRAINING, at("att_m", 7), "=Q5*2"),
        (TRAINING, at("att_f", 7), "21"),
        (TRAINING, at("title", 9), "備註：以上均為實體"),
    ]
    reading = read_file(type_and_save(before, typed, tmp_path / NAME))
    assert counts(reading) == [(12, 20)]
    kinds = {repair.where.cell: repair.kind for repair in reading.repairs if repair.where.sheet == TRAINING}
    assert kinds[at("att_m", 5)] == "text_number"
    assert kinds[at("date_start", 5)] == "text_number+excel_serial"
    assert ledger(reading, "total_row") == [("B7", "合計", "")]
    assert reading.tables["training"]["satisfaction"].iloc[0] == 92.5
    # The formula for the men adds up a text to nothing, the total of women is wrong, and a note stands below.
    assert found(reading) == [("S10", at("att_m", 7)), ("S10", at("att_f", 7)), ("S10", "B9")]
