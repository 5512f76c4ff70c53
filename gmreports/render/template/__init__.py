"""The template: the empty workbook that a district office fills in, made from the form and the rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO

from xlsxwriter import Workbook

from gmreports.model import Form, Office, Period, Rule, Terms
from gmreports.render.template import faces, grid, selfcheck
from gmreports.render.template.cover import write_cover
from gmreports.render.template.formulas import Demand, demands
from gmreports.render.template.guide import write_guide
from gmreports.render.template.lists import write_lists, write_meta
from gmreports.render.template.table import write_table

__all__ = ["template", "template_name"]


def template(form: Form, terms: Terms, rules: Sequence[Rule], office: Office, period: Period) -> bytes:
    """The office's empty workbook for the period, as xlsx; the same bytes every time."""
    out = BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(out, {**safe, **faces.defaults()})
    title = f"{form.title} {office.name} {period.title}"
    book.set_properties({"title": title, "created": datetime.combine(period.start, time())})
    live = demands(form, terms, rules, period)
    write_guide(book, form, terms, rules, office, period)
    for sheet in form.sheets:
        if sheet.layout == "table":
            write_table(book, form, sheet, live, office, period)
        else:
            write_cover(book, form, sheet, live, office, period).activate()
    selfcheck.write_selfcheck(book, form, live, office, period)
    write_lists(book, form, terms)
    write_meta(book, form, office, period)
    _define_names(book, form, live)
    book.close()
    return out.getvalue()


def template_name(office: Office, period: Period) -> str:
    """The name under which the office gets its workbook and sends it back."""
    return f"{office.code}_{office.short}_{period}.xlsx"


def _define_names(book: Workbook, form: Form, live: Sequence[Demand]) -> None:
    """The names that are used; the others would only fill the name box."""
    used = {word for demand in live for word in re.findall(r"[a-z_]+", demand.condition)}
    for name, cells in grid.names(form).items():
        if name in used:
            book.define_name(name, cells)
    book.define_name(grid.BEGUN, selfcheck.begun_cell())
