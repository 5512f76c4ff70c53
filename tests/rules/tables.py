"""Examples of rules as a Round: pipe tables through the real reader. The format is told in README.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import pandas as pd
from openpyxl.utils import get_column_letter

from gmreports.forms import load_form, load_terms
from gmreports.model import NUMERIC_KINDS, Column, Form, Note, Period, Round, Sheet, Terms
from gmreports.read.cells import Cell
from gmreports.read.stack import empty
from gmreports.read.table import Frames, frames
from gmreports.rules.asked import BROKEN, UNCALCULATED
from gmreports.rules.example import OTHERS, Block, ExampleCell, Sent, parse

PERIOD = Period(115, 3)
FIRST_ROW = 5
IN_TIME = "2026-10-05T09:00"
COVER_FIRST_ROW = 4

Place = tuple[str, str, str, str]
"""File, sheet, cell address, office code; "" where there is none."""


@dataclass
class Laid:
    """An example laid out: the Round, and the places that a rule must name."""

    data: Round
    expected: set[Place] = field(default_factory=set)


@cache
def terms() -> Terms:
    return load_terms(PERIOD)


@cache
def form() -> Form:
    return load_form(terms())


def lay(example: str) -> Laid:
    """The Round that an example speaks of, with what it expects."""
    expected: set[Place] = set()
    rows: list[dict[str, object]] = []
    read: dict[str, list[Frames]] = {sheet.id: [] for sheet in form().sheets}
    notes: list[Note] = []
    sent = list(_everybody(parse(example)))
    for one, file in zip(sent, _files(sent), strict=True):
        if one.absent or one.marked:
            expected.add((file, "", "", one.office if one.absent else ""))
        if one.absent:
            continue
        cells = {}
        for block in map(_flat, one.blocks):
            sheet = form().sheet(block.sheet)
            places = {column: letter(sheet, column) for column in block.header}
            cells[sheet.id] = places
            expected |= set(_marked(block, sheet, file, places))
            read[sheet.id].append(frames(sheet, file, list(_rows(block, sheet)), places=places))
        for note, marked in one.notes:
            notes.append(replace(note, file=file))
            if marked:
                expected.add((file, note.sheet, note.cell, ""))
        rows.append(_return_row(one, cells))
    files = [file for one, file in zip(sent, _files(sent), strict=True) if not one.absent]
    notes += [note for each in read.values() for one in each for note in one.notes]
    data = Round(
        form=form(),
        terms=terms(),
        period=PERIOD,
        returns=_returns(rows, files),
        tables={sheet.id: _stacked([one.values for one in read[sheet.id]], sheet) for sheet in form().sheets},
        raw={
            sheet.id: _stacked([one.raw for one in read[sheet.id]], sheet).astype(object)
            for sheet in form().sheets
        },
        notes=tuple(notes),
    )
    return Laid(data, expected)


def found(data: Round, hits: pd.DataFrame) -> set[Place]:
    """The places that a rule's hits name."""
    named: set[Place] = set()
    for (file, row), hit in zip(hits.index, hits.to_dict("records"), strict=True):
        cell = str(hit.get("cell") or "")
        if not cell and hit["column"]:
            places: Mapping[str, Mapping[str, str]] = data.returns["cells"].to_dict()[file]
            at = places.get(hit["sheet"], {}).get(hit["column"], "")
            cell = f"{at}{row}" if row else at
        named.add((str(file), str(hit["sheet"]), cell, str(hit.get("office_code") or "")))
    return named


def letter(sheet: Sheet, column: str) -> str:
    """The column's letter; of a cover item, its whole address."""
    number = [each.id for each in sheet.asked].index(column)
    return f"B{COVER_FIRST_ROW + number}" if sheet.layout == "label" else get_column_letter(number + 1)


def typed(text: str, column: Column) -> Cell | None:
    """The cell that a person leaves who types this."""
    if not text:
        return None
    if text == UNCALCULATED:
        return Cell(None, "empty", formula=True)
    if text in BROKEN:
        return Cell(text, "error")
    if column.kind in NUMERIC_KINDS and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?%?", text):
        percent = text.endswith("%")
        value = float(text.rstrip("%"))
        return Cell(value / 100 if percent else value, "number", percent=percent)
    if column.kind == "date" and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return Cell(text, "date")
    return Cell(text)


def _everybody(sent: Sequence[Sent]) -> Iterator[Sent]:
    named = {one.office for one in sent}
    for one in sent:
        if one.office != OTHERS:
            yield one
            continue
        yield from (Sent(office.code, one.period) for office in terms().offices if office.code not in named)


def _files(sent: Sequence[Sent]) -> list[str]:
    """File names, told apart where an office sent two."""
    files: list[str] = []
    for one in sent:
        if one.absent:
            files.append("")
            continue
        name = f"{one.office}_{terms().office(one.office).short}_{one.period}"
        file = one.options.get("file", f"{one.period}/{name}.xlsx")
        while file in files:
            file = file.replace(".xlsx", "+.xlsx")
        files.append(file)
    return files


def _flat(block: Block) -> Block:
    """A two-column cover as the one row that it is."""
    if block.header != ("id", "value"):
        return block
    header = tuple(row[0].text for row in block.rows)
    return replace(block, header=header, rows=(tuple(row[1] for row in block.rows),))


def _rows(block: Block, sheet: Sheet) -> Iterator[tuple[int, dict[str, Cell]]]:
    for row, cells in _numbered(block, sheet):
        read = {column: typed(cell.text, sheet.column(column)) for column, cell in cells.items()}
        yield row, {column: cell for column, cell in read.items() if cell is not None}


def _numbered(block: Block, sheet: Sheet) -> Iterator[tuple[int, Mapping[str, ExampleCell]]]:
    first = 0 if sheet.layout == "label" else FIRST_ROW
    for row, cells in enumerate(block.rows, start=first):
        yield row, dict(zip(block.header, cells, strict=True))


def _marked(block: Block, sheet: Sheet, file: str, places: Mapping[str, str]) -> Iterator[Place]:
    if block.marked:
        yield file, sheet.id, "", ""
    for row, cells in _numbered(block, sheet):
        for column, cell in cells.items():
            if cell.marked:
                yield file, sheet.id, places[column] + (str(row) if row else ""), ""


def _return_row(one: Sent, cells: Mapping[str, Mapping[str, str]]) -> dict[str, object]:
    return {
        "office_code": one.office,
        "period": one.period,
        "revision": int(one.options.get("revision", "1")),
        "status": "正式",
        "received": pd.Timestamp(one.options.get("received", IN_TIME)),
        "readable": not any(note.kind in ("unopenable", "not_our_form") for note, _ in one.notes),
        "collected": one.period == str(PERIOD),
        "cells": cells,
        "titles": {sheet: form().sheet(sheet).title for sheet in cells},
    }


def _returns(rows: list[dict[str, object]], files: list[str]) -> pd.DataFrame:
    returns = pd.DataFrame(rows, index=pd.Index(files, name="file", dtype=object))
    ordered = returns.sort_values(["revision", "received"], kind="stable")
    last = ~ordered.duplicated(["office_code", "period"], keep="last")
    return returns.assign(current=last.reindex(returns.index)).astype({"received": "datetime64[s]"})


def _stacked(read: list[pd.DataFrame], sheet: Sheet) -> pd.DataFrame:
    filled = [frame for frame in read if len(frame)]
    return pd.concat(filled) if filled else _empty(sheet.id)


@cache
def _empty(sheet_id: str) -> pd.DataFrame:
    """Most sheets of most examples; no rule changes what it is given."""
    return empty(form().sheet(sheet_id))
