"""What was read in a return, sheet by sheet, so that the office sees that nothing was lost on the way."""

from __future__ import annotations

from gmreports.forms import load_form
from gmreports.model import Form, Measure, Standing, Summary
from gmreports.render.page.wording import name, printed

# sheet → prefix of its columns of heads by sex; the figures are those that the report prints.
HEADS = {"training": "att", "promotion": "part"}
READ = ("accepted", "to_correct")
NOT_COUNTED = "否"

Totals = tuple[tuple[str, str], ...]


def totals_of(summary: Summary, office_code: str, form: Form | None = None) -> Totals:
    """Label → printed figure: rows of each sheet, and sessions and heads by sex, as read and counted.

    Empty where the file was not read to the end. The titles of the sheets are those of `form`, by
    default the shipped one.
    """
    standing = next(one for one in summary.standings if one.office.code == office_code)
    if standing.state not in READ:
        return ()
    measures = {measure.id: measure for measure in summary.measures}
    main: list[tuple[str, str]] = []
    others, empty = [], []
    for sheet in (form or load_form(summary.terms)).tables:
        rows = _rows(summary, standing, sheet.id)
        if sheet.id in HEADS and rows:
            main += [(sheet.title, rows), *_figures(summary, measures, office_code, sheet.id)]
        elif rows and standing.rows.get(sheet.id):
            others.append(f"{sheet.title} {rows}")
        else:
            empty.append(sheet.title)
    rest = (("其他工作表", "、".join(others)), ("沒有資料", "、".join(empty)))
    return (*main, *(pair for pair in rest if pair[1]))


def _rows(summary: Summary, standing: Standing, sheet_id: str) -> str:
    """How many rows came, and what keeps some of them out; "" for none."""
    read, none_held = standing.rows.get(sheet_id, 0), sheet_id in standing.none_held
    if not read:
        return "本季無辦理" if none_held else ""
    remarks = ["封面填本季無辦理"] if none_held else []
    if sheet_id in summary.details:
        detail = summary.details[sheet_id]
        own = detail[detail.index.get_level_values(0) == standing.file]
        waiting = int((own["counted"] == NOT_COUNTED).sum())
        remarks += [f"{waiting} 列更正後才列計"] if waiting else []
    return f"{read} 列（{'，'.join(remarks)}）" if remarks else f"{read} 列"


def _figures(
    summary: Summary, measures: dict[str, Measure], office_code: str, sheet_id: str
) -> list[tuple[str, str]]:
    prefix = f"{sheet_id}.{HEADS[sheet_id]}"

    def of(figure: str) -> Measure | None:
        return measures.get(f"{figure}.{summary.period}.{office_code}")

    found = []
    for figure in (of(f"{sheet_id}.sessions"), of(f"{prefix}_total"), of(f"{sheet_id}.reach")):
        if figure is None or figure.state == "none_held":
            continue
        said = printed(figure)
        if figure.id.startswith(f"{prefix}_total") and figure.state == "counted":
            sexes = (of(f"{prefix}_{sex}") for sex in "mfo")
            parts = "、".join(f"{sex.keys['sex']} {printed(sex)}" for sex in sexes if sex)
            said = f"{parts}，合計 {said}"
        unit = f" {figure.unit}" if figure.state == "counted" else ""
        found.append((name(figure, summary.period), f"{said}{unit}"))
    return found
