"""The form: the shipped TOML, an office's own file laid over it, and the frozen Form they give."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from gmreports.forms import strict
from gmreports.forms.earlier import own_earlier, shipped_earlier, take_earlier
from gmreports.model import Column, Form, Sheet, Terms

SHIPPED = Path(__file__).with_name("district.toml")

COLUMN_KEYS: dict[str, strict.Take] = {
    "header": strict.text,
    "kind": strict.one_of(
        "text", "integer", "decimal", "percent", "date", "choice", "choices", "codes", "yesno",
        "phone", "email", "url",
    ),
    "need": strict.one_of("required", "conditional", "optional", "auto"),
    "unit": strict.text,
    "units": strict.texts,
    "required_when": strict.map_of(strict.texts),
    "required_from_quarter": strict.whole,
    "choices": lambda value, path: value if isinstance(value, str) else strict.texts(value, path),
    "also": strict.map_of(strict.texts),
    "minimum": strict.exact,
    "maximum": strict.exact,
    "step": strict.exact,
    "max_length": strict.whole,
    "parts": strict.texts,
    "whole": strict.texts,
    "rollup": strict.one_of("sum", "latest", "none"),
    "help": strict.text,
    "clause": strict.text,
    "synonyms": strict.texts,
    "public": strict.truth,
    "internal": strict.truth,
    "dropped": strict.truth,
    "left_to": strict.text,
    "width": strict.whole,
}  # fmt: skip
SHEET_KEYS: dict[str, strict.Take] = {
    "title": strict.text,
    "layout": strict.one_of("table", "label"),
    "covers": strict.one_of("quarter", "year", "standing"),
    "who": strict.text,
    "rows": strict.whole,
    "note": strict.text,
    "clause": strict.text,
    "synonyms": strict.texts,
    "columns": strict.map_of(lambda value, path: strict.fields(value, path, COLUMN_KEYS)),
}
FORM_KEYS: dict[str, strict.Take] = {
    "id": strict.text,
    "version": strict.text,
    "title": strict.text,
    "label": strict.text,
    "choices": strict.map_of(strict.texts),
    "sheets": strict.map_of(lambda value, path: strict.fields(value, path, SHEET_KEYS)),
    "earlier": take_earlier,
}
COLUMN_NEEDED = ("header", "kind", "need")
SHEET_NEEDED = ("title", "layout", "covers", "who", "columns")


def load_form(terms: Terms, overlay: Path | None = None) -> Form:
    """The district form as valid under `terms`, with the office's own file laid over it.

    Raises ClerkError naming the key for a mistake in either file.
    """
    data = strict.fields(strict.read_toml(SHIPPED, "表單檔"), "表單", FORM_KEYS)
    if overlay is not None:
        own = strict.fields(strict.read_toml(overlay, "表單檔"), "表單", FORM_KEYS)
        data = lay_over(data, own)
    lists = {"offices": tuple(office.name for office in terms.offices), **terms.lists, **data["choices"]}
    sheets = tuple(_sheet(sheet_id, sheet, lists) for sheet_id, sheet in data["sheets"].items())
    earlier = own_earlier(data["earlier"], sheets) if "earlier" in data else shipped_earlier(sheets)
    return Form(data["id"], data["version"], data["title"], sheets, data.get("label", ""), earlier)


def lay_over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """`own` over `base`: tables are merged key by key, anything else is replaced."""
    merged = dict(base)
    for key, value in own.items():
        both = isinstance(value, dict) and isinstance(base.get(key), dict)
        merged[key] = lay_over(base[key], value) if both else value
    return merged


def _sheet(sheet_id: str, data: dict[str, Any], lists: dict[str, tuple[str, ...]]) -> Sheet:
    path = f"表單.sheets.{sheet_id}"
    _need(data, SHEET_NEEDED, path)
    columns = tuple(
        _column(column_id, column, lists, f"{path}.columns.{column_id}")
        for column_id, column in data["columns"].items()
    )
    # What an office calls one column is no other spelling of another one any more.
    headers = {column.header for column in columns if not column.dropped}
    columns = tuple(
        replace(column, synonyms=tuple(text for text in column.synonyms if text not in headers))
        for column in columns
    )
    sheet = Sheet(**{**data, "id": sheet_id, "columns": columns})
    _check_references(sheet, path)
    return sheet


def _column(column_id: str, data: dict[str, Any], lists: dict[str, tuple[str, ...]], path: str) -> Column:
    _need(data, COLUMN_NEEDED, path)
    choices = data.get("choices", ())
    if isinstance(choices, str):
        name = choices.removeprefix("@")
        if name not in lists:
            raise strict.wrong(f"{path}.choices", f"指到的清單「{choices}」不存在")
        choices = lists[name]
    column = Column(**{**data, "id": column_id, "choices": choices})
    if column.kind in ("choice", "choices", "yesno") and not column.choices:
        raise strict.wrong(path, "是選單，但是沒有 choices")
    if column.dropped and column.need == "required":
        raise strict.wrong(f"{path}.dropped", "不能用在必填欄，必填欄不可拿掉")
    return replace(column, choices=tuple(choices))


def _check_references(sheet: Sheet, path: str) -> None:
    ids = {column.id for column in sheet.columns}
    headers: set[str] = set()
    spelled = Counter(text for column in sheet.asked for text in set(column.synonyms))
    for column in sheet.asked:
        for other in (*column.parts, *column.whole, *column.required_when):
            if other not in ids:
                raise strict.wrong(f"{path}.columns.{column.id}", f"提到的欄位「{other}」不在這張表裡")
        if column.header in headers:
            raise strict.wrong(f"{path}.columns.{column.id}.header", f"「{column.header}」和別的欄位重複")
        headers.add(column.header)
        for synonym in column.synonyms:
            if spelled[synonym] > 1:
                raise strict.wrong(f"{path}.columns.{column.id}.synonyms", f"「{synonym}」和別的欄位重複")


def _need(data: dict[str, Any], needed: tuple[str, ...], path: str) -> None:
    for key in needed:
        if key not in data:
            raise strict.wrong(path, f"少了「{key}」")
