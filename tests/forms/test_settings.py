"""The office's own settings: an office that is renamed stays one, and each mistake gets its sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from gmreports.forms import find_office, load_terms
from gmreports.forms.settings import SHIPPED
from gmreports.model import ClerkError, Period
from gmreports.run import Own, check_files
from tests.run.filled import PERIOD, filled

TEXT = SHIPPED.read_text("utf-8")
CODE = "68000010"
OLD = """short = "桃園區"
name = "桃園市桃園區公所"
deputy_titles = ["副區長", "主任秘書"]
signs_as = "主任秘書"
valid_from = 2014-12-25
"""
NEW = f"""{OLD}valid_to = 2026-07-31

[[office]]
code = "{CODE}"
short = "桃花源區"
name = "桃園市桃花源區公所"
deputy_titles = ["副區長"]
signs_as = "副區長"
valid_from = 2026-08-01
"""


def settings(folder: Path, old: str, new: str) -> Path:
    assert old in TEXT
    path = folder / "settings.toml"
    path.write_text(TEXT.replace(old, new, 1), "utf-8")
    return path


@pytest.mark.parametrize("without_end", [False, True])
def test_an_office_renamed_within_a_quarter_is_one_office(tmp_path: Path, without_end: bool) -> None:
    path = settings(tmp_path, OLD, NEW.replace("valid_to = 2026-07-31\n", "") if without_end else NEW)
    shorts = {period: load_terms(Period(115, period), path).office(CODE).short for period in (2, 3, 4)}
    assert shorts == {2: "桃園區", 3: "桃花源區", 4: "桃花源區"}
    offices = load_terms(PERIOD, path).offices
    assert len(offices) == len(load_terms(PERIOD).offices)
    for name in ("桃園市桃園區公所", "桃園區", "桃園區公所", "桃花源區公所", CODE):
        assert [office.code for office in find_office(name, offices)] == [CODE]


def test_a_return_under_the_old_name_is_still_the_offices(tmp_path: Path) -> None:
    """The blank was handed out before the office was renamed."""
    book = tmp_path / "季報.xlsx"
    filled().save(book)
    checked = check_files([book], PERIOD, Own(settings(tmp_path, OLD, NEW)))
    (reading,) = checked.readings
    assert reading.ret is not None
    assert reading.ret.office_code == CODE
    assert not [finding.code for finding in checked.findings if finding.code.startswith("S")]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("value = 7\n", "value = nan\n", "nan"),
        ("value = 7\n", "value = 1e400\n", "無限大"),
        ("value = 7\n", "value = -7\n", "不能小於 0"),
        ("[desk]", "[limits]\nseconds = 0\n[desk]", "limits.seconds"),
        ('code = "68000040"', 'code = "../../x"', "不能有"),
        ('short = "楊梅區"', 'short = "楊梅/區"', "不能有"),
        ('short = "楊梅區"', 'short = ""', "不能空白"),
        ('short = "楊梅區"', 'short = "楊\\n梅"', "一行"),
        ('short = "楊梅區"', 'short = "蘆竹區"', "short 都是「蘆竹區」"),
        ('code = "68000040"', 'code = "68000050"', "兩段都是「68000050」"),
        ("valid_from = 2014-12-25", "valid_from = 2014-12-25\nvalid_to = 2014-01-01", "valid_to"),
        ('email = "gender@example.gov.tw"', 'email = "a@example.gov.tw\\nBcc: b@example.gov.tw"', "地址"),
        ('recipient = "council@example.gov.tw"', 'recipient = "議會"', "地址"),
        ('name = "桃園市政府性別平等辦公室"', 'name = "性平辦\\n主旨"', "一行"),
        ("[desk]", f"x = {'[' * 5000}\n[desk]", "太多層"),
    ],
)
def test_a_mistake_gets_its_sentence(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(ClerkError, match=words) as said:
        load_terms(PERIOD, settings(tmp_path, old, new))
    assert "\n" not in str(said.value)
