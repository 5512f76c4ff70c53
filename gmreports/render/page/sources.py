"""Source cells, short enough to print: grouped by sheet and file, runs of cells as ranges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from gmreports.model import Office, Period

CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")

Block = tuple[int, int, int, int]
"""First column, last column, first row, last row."""


def file_labels(
    inputs: Iterable[Mapping[str, str]], offices: Sequence[Office], period: Period
) -> dict[str, str]:
    """A short name per file: the office, and the quarter where it is another one; one name, one file."""
    shorts = {office.code: office.short for office in offices}
    labels: dict[str, str] = {}
    for entry in inputs:
        path = PurePosixPath(entry["file"])
        short = shorts.get(entry.get("office_code", ""), path.stem)
        folder = "" if str(path.parent) in (str(period), ".") else f" {path.parent}"
        label = f"{short}{folder}"
        labels[entry["file"]] = label if label not in labels.values() else f"{label}（{path.name}）"
    return labels


def located(sources: Iterable[str], labels: Mapping[str, str], without_file: str = "") -> str:
    """`培力成果：桃園區 P7:P9、P12；中壢區 P8`; the file named `without_file` goes without saying."""
    places: dict[str, dict[str, list[str]]] = {}
    for source in sources:
        file, sheet, cell = ["", "", *source.rsplit("!", 2)][-3:]
        places.setdefault(sheet, {}).setdefault(file, []).append(cell)
    said = []
    for sheet, files in places.items():
        blocks = []
        for file, cells in files.items():
            name = "" if file == without_file else f"{labels.get(file, file)} "
            blocks.append(name + "、".join(ranges(cells)))
        said.append(f"{sheet}：{'；'.join(blocks)}")
    return "。".join(said)


def ranges(cells: Iterable[str]) -> list[str]:
    """The cells as ranges: runs within a column, then neighbouring columns with the same rows."""
    rows: dict[int, set[int]] = {}
    odd = []
    for cell in cells:
        found = CELL.fullmatch(cell)
        if found:
            rows.setdefault(_number(found[1]), set()).add(int(found[2]))
        else:
            odd.append(cell)
    blocks: list[Block] = []
    for column in sorted(rows):
        for first, last in _runs(rows[column]):
            at = next((i for i, b in enumerate(blocks) if b[1:] == (column - 1, first, last)), None)
            if at is None:
                blocks.append((column, column, first, last))
            else:
                blocks[at] = (blocks[at][0], column, first, last)
    return [_address(block) for block in blocks] + sorted(set(odd))


def _runs(rows: set[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for row in sorted(rows):
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def _address(block: Block) -> str:
    left, right, first, last = block
    start, end = f"{_letters(left)}{first}", f"{_letters(right)}{last}"
    return start if start == end else f"{start}:{end}"


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
