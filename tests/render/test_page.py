"""The page as text: everything is there, once, and nothing that was not meant to be."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from gmreports.model import STATE_WORDS, Measure, Query, State, Summary, Verdict
from gmreports.render.page import page
from gmreports.render.page.sources import file_labels, located, ranges
from gmreports.render.page.wording import DUTIES, change, printed
from tests.render.page_case import HOSTILE, example, example_page, finding, manifest, parsed


def measure(value: int | Decimal | None, unit: str = "人次", state: State = "counted") -> Measure:
    return Measure(
        "m", "全市 115年第3季 參訓人次", "", "115Q3", {}, value, unit, state, Query("training", ("att_f",))
    )


def shown(cell: Measure | Verdict | str) -> str:
    if isinstance(cell, Verdict):
        return f"{DUTIES[cell.state].mark}{DUTIES[cell.state].word}"
    return printed(cell) if isinstance(cell, Measure) else cell


def test_every_figure_of_every_table_is_printed() -> None:
    _, summary, _ = example()
    printed_grids = parsed(example_page()).grids
    assert list(printed_grids) == list(summary.grids)
    for name, grid in summary.grids.items():
        wanted = [[line.label, *(shown(cell) for cell in line.cells)] for line in grid.lines]
        assert printed_grids[name] == wanted, name


def test_every_link_has_its_target_and_every_id_stands_once() -> None:
    found = parsed(example_page())
    inside = {link.removeprefix("#") for link in found.links if link.startswith("#")}
    assert inside
    assert inside - set(found.ids) == set()
    assert len(found.ids) == len(set(found.ids))


def test_every_figure_with_sources_leads_to_them() -> None:
    _, summary, _ = example()
    found = parsed(example_page())
    wanted = {
        f"#src-{grid.id}-{row}-{column}"
        for grid in summary.grids.values()
        for row, line in enumerate(grid.lines)
        for column, cell in enumerate(line.cells)
        if isinstance(cell, Measure) and (cell.sources or cell.not_counted)
    }
    assert len(wanted) > 500
    assert wanted - set(found.links) == set()


def test_the_headings_never_jump_a_level() -> None:
    levels = parsed(example_page()).headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption() -> None:
    found = parsed(example_page())
    assert found.tables > 10
    assert found.captions == found.tables


def test_the_page_is_one_file_without_script() -> None:
    html = example_page()
    found = parsed(html)
    assert found.tags & {"script", "link", "img", "iframe", "object", "form"} == set()
    assert not any(name.startswith("on") for name in found.attributes)
    assert "@import" not in html
    assert all(link.startswith(("#", "mailto:")) for link in found.links)
    assert "default-src 'none'" in html


def test_the_page_stays_small() -> None:
    assert len(example_page().encode()) < 1_000_000


def test_same_input_same_bytes() -> None:
    form, summary, findings = example()
    assert page(form, summary, findings, manifest(summary)) == example_page()


def test_there_are_four_charts_with_words_for_who_cannot_see_them() -> None:
    html = example_page()
    assert [html.count(f'id="chart-{name}"') for name in ("training", "coverage", "promotion", "trend")] == [
        1
    ] * 4
    assert html.count('role="img"') == html.count("<desc ") == 8


def hostile_cell(cell: Measure | Verdict | str, text: str) -> Measure | Verdict | str:
    sources = (f"{text}!{text}!A1",)
    if isinstance(cell, Verdict):
        return replace(cell, why=text, clause=text, sources=sources)
    return text if isinstance(cell, str) else replace(cell, label=text, sources=sources)


def hostile(summary: Summary) -> Summary:
    text = " ".join(HOSTILE)
    grids = {
        name: replace(
            grid,
            title=text,
            sentence=text,
            stub=text,
            notes=(text,),
            headings=tuple(replace(heading, header=text, group=text) for heading in grid.headings),
            lines=tuple(
                replace(
                    line,
                    label=text,
                    cells=tuple(hostile_cell(cell, text) for cell in line.cells),
                )
                for line in grid.lines
            ),
        )
        for name, grid in summary.grids.items()
    }
    offices = tuple(replace(office, short=text, name=text) for office in summary.terms.offices)
    desk = replace(summary.terms.desk, name=text, email=text, phone=text)
    return replace(
        summary,
        grids=grids,
        headline=(text, text),
        terms=replace(summary.terms, offices=offices, desk=desk),
        standings=tuple(
            replace(standing, office=office, file=text, superseded=(text,))
            for standing, office in zip(summary.standings, offices, strict=True)
        ),
    )


def hostile_page() -> str:
    form, summary, _ = example()
    said = {"expected": HOSTILE[0], "mend": HOSTILE[1], "filled": HOSTILE[3], "clause": HOSTILE[2]}
    findings = [finding(code, HOSTILE[1], **said) for code in ("68000010", "no such office")]
    names = {"file": HOSTILE[1], "office_code": HOSTILE[0], "sha256": HOSTILE[0], "received_at": ""}
    return page(form, hostile(summary), findings, {**manifest(summary), "inputs": [names]})


def test_hostile_text_stays_text() -> None:
    found = parsed(hostile_page())
    assert found.tags & {"script", "img"} == set()
    assert not any(name.startswith("on") for name in found.attributes)
    assert all(link.startswith("#") for link in found.links)
    for text in HOSTILE:
        assert text in found.text


def test_findings_that_need_nobody_are_not_shown_and_internal_values_never() -> None:
    form, summary, _ = example()
    office = summary.terms.offices[0].code
    internal = replace(finding(office, filled="王假名 0912"), sheet_id="cover", column_id="contact_name")
    plain = replace(finding(office, filled="零場"), sheet_id="training", column_id="sessions")
    note = finding(office, "只是一件小事", severity="I")
    text = parsed(page(form, summary, [internal, plain, note], manifest(summary))).text
    assert "零場" in text
    assert "王假名" not in text
    assert "只是一件小事" not in text


def test_a_round_without_findings_says_so() -> None:
    form, summary, _ = example()
    whole = replace(summary, standings=tuple(replace(s, state="accepted") for s in summary.standings))
    text = parsed(page(form, whole, [], manifest(summary))).text
    assert "沒有必須更正或需要確認的地方" in text
    assert "全數收齊" in text


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0, "人次", "0"),
        (1234567, "元", "1,234,567"),
        (Decimal("66.7"), "%", "66.7%"),
        (Decimal("100.0"), "%", "100.0%"),
        (None, "%", "—"),
    ],
)
def test_printed(value: int | Decimal | None, unit: str, said: str) -> None:
    assert printed(measure(value, unit)) == said


@pytest.mark.parametrize("state", list(STATE_WORDS))
def test_absent_is_not_zero(state: State) -> None:
    assert printed(measure(None, state=state)) == f"— {STATE_WORDS[state]}"


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (measure(12), measure(10), "▲ 比上一季增加 2 人次"),
        (measure(10), measure(1012), "▼ 比上一季減少 1,002 人次"),
        (measure(Decimal("60.0"), "%"), measure(Decimal("61.5"), "%"), "▼ 比上一季減少 1.5 個百分點"),
        (measure(5), measure(5), "與上一季相同"),
        (measure(5), None, "沒有上一季的數字可比"),
        (measure(5), measure(None, state="missing"), "沒有上一季的數字可比"),
    ],
)
def test_change(now: Measure, before: Measure | None, said: str) -> None:
    assert change(now, before) == said


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["Q5", "Q6", "Q7"], ["Q5:Q7"]),
        (["Q5", "R5", "S5", "Q6", "R6", "S6"], ["Q5:S6"]),
        (["Q5", "Q7", "R5"], ["Q5:R5", "Q7"]),
        (["Z9", "AA9", "AB9"], ["Z9:AB9"]),
        (["A10", "A9", "A9"], ["A9:A10"]),
        ([""], [""]),
    ],
)
def test_ranges(cells: list[str], said: list[str]) -> None:
    assert ranges(cells) == said


def test_source_cells_are_grouped_by_sheet_and_file() -> None:
    _, summary, _ = example()
    files = [
        {"file": "115Q3/68000010_桃園區_115Q3.xlsx", "office_code": "68000010"},
        {"file": "115Q2/68000010_桃園區_115Q2.xlsx", "office_code": "68000010"},
        {"file": "115Q3/改.xlsx", "office_code": "68000010"},
    ]
    labels = file_labels(files, summary.terms.offices, summary.period)
    assert list(labels.values()) == ["桃園區", "桃園區 115Q2", "桃園區（改.xlsx）"]
    sources = [
        f"{files[0]['file']}!培力成果!Q5",
        f"{files[1]['file']}!培力成果!Q6",
        f"{files[0]['file']}!宣導成果!A1",
    ]
    assert located(sources, labels) == "培力成果：桃園區 Q5；桃園區 115Q2 Q6。宣導成果：桃園區 A1"
