"""An element costs little: a workbook has twenty thousand of them, and most are blank cells."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from types import FrameType
from xml.sax import SAXParseException

import pytest
from defusedxml import DefusedXmlException

from gmreports.read.elements import Attributes, Part, Steps, attributes, parse
from gmreports.read.xlsx import read_xlsx
from tests.read.make_xlsx import raw_xlsx

READERS = {"gmreports", "xml", "defusedxml"}
CALLS_PER_BLANK_CELL = 6


class Heard(Part):
    def __init__(self) -> None:
        super().__init__()
        self.starts: list[tuple[str, Attributes]] = []
        self.ends: list[str] = []
        self.texts: list[str] = []

    def start(self, name: str, attrs: Attributes) -> None:
        self.starts.append((name, attributes(attrs)))

    def end(self, name: str) -> None:
        self.ends.append(name)

    def characters(self, content: str) -> None:
        self.texts.append(content)


def heard(xml: str) -> Heard:
    part = Heard()
    parse(BytesIO(xml.encode()), part)
    return part


def test_a_text_of_many_entities_comes_in_one_piece() -> None:
    assert heard("<t>&#22521;&#21147;&#25104;&#26524; &lt;1&gt;</t>").texts == ["培力成果 <1>"]


def test_attributes_are_told_by_local_name() -> None:
    part = heard('<x:c xmlns:x="u" x:r="B7" s="3"><x:v/></x:c>')
    assert part.starts == [("x:c", {"x": "u", "r": "B7", "s": "3"}), ("x:v", {})]
    assert part.ends == ["x:v", "x:c"]


def test_a_step_is_found_whatever_the_prefix() -> None:
    steps = Steps(c=lambda: "cell")
    assert [steps[name]() for name in ("c", "x:c", "y:c", "x:c")] == ["cell"] * 4
    assert steps["is"]() is None


@pytest.mark.parametrize(
    "prolog", ["<!DOCTYPE t>", '<!DOCTYPE t [<!ENTITY a "b">]>', '<!DOCTYPE t SYSTEM "file:///etc/hostname">']
)
def test_a_dtd_is_refused(prolog: str) -> None:
    with pytest.raises(DefusedXmlException):
        heard(f"{prolog}<t>text</t>")


def test_what_is_not_well_formed_is_said() -> None:
    with pytest.raises(SAXParseException):
        heard("<t>text</s>")


def test_a_blank_cell_costs_a_few_calls(tmp_path: Path) -> None:
    few, many = (_calls(tmp_path / f"{columns}.xlsx", columns) for columns in (10, 110))
    assert round((many - few) / (100 * 100)) <= CALLS_PER_BLANK_CELL


def _calls(path: Path, columns: int) -> int:
    """How many functions written in Python are called to read a hundred rows of so many blank cells."""
    row = '<c r="A1" s="0"/>' * columns
    raw_xlsx(path, "".join(f'<row r="{n}">{row}</row>' for n in range(1, 101)))
    calls = 0

    def count(frame: FrameType, event: str, told: object) -> None:
        nonlocal calls
        # Of what reads: the collector of garbage may call something else meanwhile.
        calls += event == "call" and bool(READERS & set(Path(frame.f_code.co_filename).parts))

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read_xlsx(path)
    finally:
        sys.setprofile(before)
    return calls
