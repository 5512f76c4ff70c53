"""Every figure again, from the cells that it names."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

import pytest

from gmreports.model import Measure, Round, Summary
from gmreports.summarise.figures import percent
from tests.summarise.make import example_summary


@pytest.fixture(scope="module")
def example() -> tuple[Summary, Round]:
    summary, data, _ = example_summary()
    return summary, data


def every_cell(data: Round) -> dict[str, tuple[str, float]]:
    """Place → (column id, value), read straight from the tables."""
    found = {}
    for sheet_id, table in data.tables.items():
        values = table.to_dict()
        for file, row in table.index:
            own = data.returns.loc[file]
            for column, letter in own["cells"][sheet_id].items():
                place = f"{file}!{own['titles'][sheet_id]}!{letter}{row}"
                value = values[column][file, row]
                found[place] = (column, value if isinstance(value, float) and value == value else 0.0)
    return found


def again(measure: Measure, cells: Mapping[str, tuple[str, float]]) -> Decimal | None:
    """The value from the source cells, added up one by one."""

    def added(places: list[str]) -> Decimal:
        if not measure.total.columns:
            return Decimal(len(places))
        return sum((Decimal(str(cells[place][1])) for place in places), Decimal())

    if measure.base is None:
        return added(list(measure.sources))
    rows = len(set(measure.sources))
    if set(measure.total.columns) <= set(measure.base.columns):
        above, below = list(measure.sources[:-rows]), list(measure.sources[-rows:])
    else:
        above = [place for place in measure.sources if cells[place][0] in measure.total.columns]
        below = [place for place in measure.sources if cells[place][0] in measure.base.columns]
    if not added(below):
        return None
    return (added(above) * 100 / added(below)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def test_each_figure_is_what_its_source_cells_give(example: tuple[Summary, Round]) -> None:
    summary, data = example
    cells = every_cell(data)
    counted = [measure for measure in summary.measures if measure.state == "counted"]
    assert len(counted) > 500
    wrong = {one.id: (one.value, again(one, cells)) for one in counted if again(one, cells) != one.value}
    assert wrong == {}


def test_a_figure_without_a_value_has_no_sources_and_a_state(example: tuple[Summary, Round]) -> None:
    summary, _ = example
    rest = [measure for measure in summary.measures if measure.state != "counted"]
    assert {measure.state for measure in rest} == {"missing", "none_held", "blank", "not_counted"}
    assert {(measure.value, measure.sources) for measure in rest} == {(None, ())}


def test_figures_are_exact_and_percentages_have_one_decimal(example: tuple[Summary, Round]) -> None:
    summary, _ = example
    for measure in summary.measures:
        if measure.value is None:
            continue
        assert type(measure.value) is (Decimal if measure.base else int), measure.id
        if isinstance(measure.value, Decimal):
            assert measure.value.as_tuple().exponent == -1, measure.id
        assert (measure.unit == "%") == (measure.base is not None), measure.id


def test_ids_are_stable_and_labels_stand_alone(example: tuple[Summary, Round]) -> None:
    summary, _ = example
    found = {measure.id: measure for measure in summary.measures}
    assert found["training.att_f.115Q3.68000010"].label == "桃園區 115年第3季 參訓人次(女)"
    assert found["training.sessions.115Q3.city"].office_code == ""
    assert found["training.att_total.115Q1-115Q3.city"].period == "115Q1-115Q3"
    assert found["training.att_f.115Q3.68000010"].keys == {"sex": "女"}
    assert len({measure.label for measure in found.values()}) == len(found)


def test_an_id_means_one_figure(example: tuple[Summary, Round]) -> None:
    summary, _ = example
    every = [measure for grid in summary.grids.values() for measure in grid.measures()]
    every += [measure for pair in summary.figures for measure in pair if measure]
    first: dict[str, Measure] = {}
    for measure in every:
        assert first.setdefault(measure.id, measure) == measure


@pytest.mark.parametrize(
    ("total", "base", "wanted"),
    [
        (49, 400, "12.3"),  # 12.25
        (1, 2000, "0.1"),  # 0.05
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (0, 7, "0.0"),
        (7, 7, "100.0"),
        (8, 7, "114.3"),
        (57, 400, "14.3"),  # 14.25, which a float puts at 14.2
        (10**15 + 1, 2 * 10**15, "50.0"),
    ],
)
def test_percentages_are_rounded_half_up(total: int, base: int, wanted: str) -> None:
    assert percent(total, base) == Decimal(wanted)


def test_nothing_is_divided_by_zero() -> None:
    assert percent(0, 0) is None
