"""Earlier versions of the form, read strictly: every place that they are moved to must exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from gmreports.forms import strict
from gmreports.model import Sheet
from gmreports.model.earlier import Earlier, EarlierSheet

SHIPPED = Path(__file__).with_name("earlier.toml")

SHEET_KEYS: dict[str, strict.Take] = {
    "titles": strict.texts,
    "headers": strict.map_of(strict.text),
    "ids": strict.map_of(strict.text),
    "choices": strict.map_of(strict.map_of(strict.text)),
    "added": strict.texts,
    "dropped": strict.texts,
}
KEYS: dict[str, strict.Take] = {
    "version": strict.text,
    "sheets": strict.map_of(lambda value, path: strict.fields(value, path, SHEET_KEYS)),
}
take_earlier = strict.list_of(lambda value, path: strict.fields(value, path, KEYS, ("version", "sheets")))


def shipped_earlier(sheets: Sequence[Sheet]) -> tuple[Earlier, ...]:
    """The shipped ones, without what an office's own form no longer asks."""
    data = strict.fields(strict.read_toml(SHIPPED, "舊版對照檔"), "舊版對照", {"earlier": take_earlier})
    return tuple(_earlier(entry, sheets) for entry in data["earlier"])


def own_earlier(data: Sequence[Mapping[str, Any]], sheets: Sequence[Sheet]) -> tuple[Earlier, ...]:
    """Those of an office's own file; raises ClerkError for a place that does not exist."""
    for number, entry in enumerate(data, start=1):
        for path, sentence in wrong_places(entry["sheets"], sheets):
            raise strict.wrong(f"表單.earlier[{number}].sheets.{path}", sentence)
    return tuple(_earlier(entry, sheets) for entry in data)


def wrong_places(
    entry: Mapping[str, Mapping[str, Any]], sheets: Sequence[Sheet]
) -> Iterator[tuple[str, str]]:
    """Key and sentence of whatever is moved to a sheet, column or choice that there is not."""
    known = {sheet.id: {column.id: column for column in sheet.columns} for sheet in sheets}
    for sheet_id, moved in entry.items():
        columns = known.get(sheet_id)
        if columns is None:
            yield sheet_id, "不是表單的工作表"
            continue
        named = [(key, column_id) for key in ("headers", "ids") for column_id in moved.get(key, {}).values()]
        named += [("added", column_id) for column_id in moved.get("added", ())]
        named += [("choices", column_id) for column_id in moved.get("choices", {})]
        for key, column_id in named:
            if column_id not in columns:
                yield f"{sheet_id}.{key}", f"提到的欄位「{column_id}」不在這張表裡"
        for column_id, choices in moved.get("choices", {}).items():
            for now in choices.values() if column_id in columns else ():
                if now not in columns[column_id].choices:
                    yield f"{sheet_id}.choices.{column_id}", f"提到的選項「{now}」不在選單裡"


def _earlier(entry: Mapping[str, Any], sheets: Sequence[Sheet]) -> Earlier:
    known = {sheet.id: {column.id: column for column in sheet.columns} for sheet in sheets}
    found = {key: _sheet(moved, known[key]) for key, moved in entry["sheets"].items() if key in known}
    return Earlier(entry["version"], found)


def _sheet(moved: Mapping[str, Any], columns: Mapping[str, Any]) -> EarlierSheet:
    named = {key: _known(moved.get(key, {}), columns) for key in ("headers", "ids")}
    choices = {
        column_id: {then: now for then, now in pairs.items() if now in columns[column_id].choices}
        for column_id, pairs in moved.get("choices", {}).items()
        if column_id in columns
    }
    added = tuple(column_id for column_id in moved.get("added", ()) if column_id in columns)
    return EarlierSheet(
        moved.get("titles", ()), named["headers"], named["ids"], choices, added, moved.get("dropped", ())
    )


def _known(named: Mapping[str, str], columns: Mapping[str, Any]) -> dict[str, str]:
    return {then: column_id for then, column_id in named.items() if column_id in columns}
