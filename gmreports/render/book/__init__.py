"""report.xlsx: the consolidated workbook, every figure a live formula over the detail sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO

from gmreports.model import Finding, Form, Repair, Summary, Waiver
from gmreports.render import style
from gmreports.render.book import (
    cover,
    details,
    grounds,
    ledger,
    meanings,
    paper,
    receipts,
    tables,
    worklist,
)
from gmreports.render.book.paper import CONTENTS, Leaf, Paper

__all__ = ["book"]

FIXED = (
    CONTENTS,
    receipts.NAME,
    grounds.NAME,
    worklist.NAME,
    ledger.NAME,
    meanings.DEFINITIONS_NAME,
    meanings.SOURCES_NAME,
)


def book(
    form: Form,
    summary: Summary,
    findings: Sequence[Finding],
    repairs: Sequence[Repair],
    manifest: Mapping[str, object],
    unused: Sequence[Waiver] = (),
) -> bytes:
    """The consolidated workbook of a quarter; the same input gives the same bytes.

    `unused` are the waivers that nothing was found for.
    """
    stream = BytesIO()
    title = f"{summary.period.title}{cover.title_of(form)}"
    workbook = paper.open_workbook(stream, title, summary.as_of.replace(tzinfo=None))
    page = Paper(workbook)
    leaves = _leaves(form, summary, findings, repairs, manifest, unused)
    # All sheets first: charts and links look them up by name.
    sheets = [workbook.add_worksheet(leaf.name) for leaf in leaves]
    for leaf, sheet in zip(leaves, sheets, strict=True):
        sheet.set_default_row(paper.ROW_POINTS)
        sheet.hide_gridlines(2)
        sheet.set_tab_color(style.GREY if leaf.detail else style.ACCENT)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        leaf.write(page, sheet)
    workbook.close()
    return stream.getvalue()


def _leaves(
    form: Form,
    summary: Summary,
    findings: Sequence[Finding],
    repairs: Sequence[Repair],
    manifest: Mapping[str, object],
    unused: Sequence[Waiver],
) -> list[Leaf]:
    """The sheets in the order in which a reader asks."""
    names = paper.sheet_names(
        {
            **{name: name for name in FIXED},
            **{f"grid:{grid.id}": grid.title for grid in summary.grids.values()},
            **{sheet.id: details.title_of(sheet) for sheet in form.tables},
        }
    )
    cut_off = f"資料截止：{paper.roc_moment(summary.as_of)}"
    planned = details.plan(form, summary, names)
    extents = {sheet_id: detail.extent for sheet_id, detail in planned.items()}
    others = [
        receipts.leaf(form, summary, cut_off),
        *_tables(summary, names, tables.Behind(extents, grounds.targets(summary)), cut_off),
        worklist.leaf(summary, findings, cut_off, unused),
        ledger.leaf(form, repairs, cut_off),
        *(details.leaf(detail, cut_off) for detail in planned.values()),
        meanings.definitions(form, summary, cut_off),
        meanings.sources(form, manifest, cut_off),
    ]
    return [cover.leaf(form, summary, extents, others), *others]


def _tables(
    summary: Summary, names: Mapping[str, str], behind: tables.Behind, cut_off: str
) -> Iterator[Leaf]:
    """The printed tables; after one of verdicts, what they rest on."""
    for grid in summary.grids.values():
        yield tables.leaf(grid, names[f"grid:{grid.id}"], behind, cut_off)
        if any(True for _ in grid.verdicts()):
            yield grounds.leaf(summary, cut_off)
