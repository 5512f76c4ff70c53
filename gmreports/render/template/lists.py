"""The hidden sheets: `_lists`, the choices that drop-downs offer, and `_meta`, which workbook this is."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from gmreports.model import Column, Form, Office, Period, Terms

OFFICES, CODES = "list_office_names", "list_office_codes"


def all_lists(form: Form, terms: Terms) -> dict[str, tuple[str, ...]]:
    """Name → choices; columns with the same choices share one list, called after the first of them."""
    found: dict[str, tuple[str, ...]] = {}
    for sheet in form.sheets:
        for column in sheet.asked:
            if column.choices and column.choices not in found.values():
                found[f"list_{sheet.id}_{column.id}"] = column.choices
    found[OFFICES] = tuple(office.name for office in terms.offices)
    found[CODES] = tuple(office.code for office in terms.offices)
    return found


def name_for(form: Form, column: Column) -> str | None:
    """The name of a column's list of choices."""
    for sheet in form.sheets:
        for other in sheet.asked:
            if other.choices and other.choices == column.choices:
                return f"list_{sheet.id}_{other.id}"
    return None


def write_lists(book: Workbook, form: Form, terms: Terms) -> None:
    sheet = book.add_worksheet("_lists")
    for number, (name, choices) in enumerate(all_lists(form, terms).items()):
        sheet.write_string(0, number, name)
        for row, choice in enumerate(choices, start=1):
            # A person who picks 3 gets the number 3: the list must hold the same. Codes stay text.
            if choice.isdigit() and len(choice) == 1:
                sheet.write_number(row, number, int(choice))
            else:
                sheet.write_string(row, number, choice)
        at = xl_col_to_name(number)
        book.define_name(name, f"=_lists!${at}$2:${at}${len(choices) + 1}")
    sheet.protect()
    sheet.hide()


def write_meta(book: Workbook, form: Form, office: Office, period: Period) -> None:
    sheet = book.add_worksheet("_meta")
    facts = {
        "form_id": form.id,
        "form_version": form.version,
        "office_code": office.code,
        "period": str(period),
    }
    for row, (key, value) in enumerate(facts.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.protect()
    sheet.hide()
