"""The examples of a rule: pipe tables, taken apart. The format is told in tests/rules/README.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import dedent

from gmreports.model import Note

MARK = "!"
NONE = "-"
DEFAULT_OFFICE, DEFAULT_PERIOD = "68000010", "115Q3"
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class ExampleCell:
    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A sheet: the ids of its columns and its rows; `marked`: wrong as a whole."""

    sheet: str
    marked: bool
    header: tuple[str, ...]
    rows: tuple[tuple[ExampleCell, ...], ...]


@dataclass(slots=True)
class Sent:
    """A return; `marked`: wrong as a file. `absent`: the office sent none, and that is marked."""

    office: str
    period: str
    options: Mapping[str, str] = field(default_factory=dict)
    marked: bool = False
    absent: bool = False
    blocks: list[Block] = field(default_factory=list)
    notes: list[tuple[Note, bool]] = field(default_factory=list)


def parse(example: str) -> list[Sent]:
    """The returns of an example, in order."""
    lines = [line.strip() for line in dedent(example).strip().splitlines() if line.strip()]
    sent: list[Sent] = []
    while lines:
        line = lines.pop(0)
        if line.startswith(("@ ", "absent ")):
            sent.append(_sent(line))
            continue
        if not sent:
            sent.append(Sent(DEFAULT_OFFICE, DEFAULT_PERIOD))
        if line.startswith("note"):
            sent[-1].notes.append(_note(line))
        else:
            table = []
            while lines and lines[0].startswith("|"):
                table.append(lines.pop(0))
            sent[-1].blocks.append(_block(line, table))
    return sent


def _sent(line: str) -> Sent:
    words = line.split()
    marked = words[-1] == MARK
    if words[0] == "absent":
        return Sent(words[1], "", marked=marked, absent=True)
    options = dict(word.split("=", 1) for word in words[3:] if "=" in word)
    return Sent(words[1], words[2], options, marked)


def _note(line: str) -> tuple[Note, bool]:
    """`note kind sheet column cell key=value …`, `-` for none; `note!` expects a finding there."""
    word, kind, *rest = line.split()
    places = [part for part in rest if "=" not in part]
    sheet, column, cell = ("" if part == NONE else part for part in (places + [NONE] * 3)[:3])
    facts = dict(part.split("=", 1) for part in rest if "=" in part)
    return Note(kind, "", sheet, column, cell, facts), word.endswith(MARK)


def _block(line: str, table: list[str]) -> Block:
    sheet, _, mark = line.partition(" ")
    header, *rows = ([part.strip() for part in row.strip("|").split("|")] for row in table)
    cells = tuple(
        tuple(ExampleCell(text.removeprefix(MARK).strip(), text.startswith(MARK)) for text in row)
        for row in rows
    )
    for row in cells:
        if len(row) != len(header):
            raise ValueError(f"{sheet}: {len(row)} cells under {len(header)} headers")
    return Block(sheet, mark == MARK, tuple(header), cells)
