"""How fast workbooks are read: our reader beside openpyxl and python-calamine, on the samples, in one run.

openpyxl has to load a file twice to know both the formulas and their values.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import openpyxl  # noqa: E402
from python_calamine import CalamineWorkbook  # noqa: E402

from gmreports.read.xlsx import read_xlsx  # noqa: E402

TURNS = 3


def with_openpyxl(path: Path) -> None:
    for data_only in (False, True):
        openpyxl.load_workbook(path, data_only=data_only)


def with_calamine(path: Path) -> None:
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)


READERS: dict[str, Callable[[Path], object]] = {
    "gmreports": read_xlsx,
    "openpyxl": with_openpyxl,
    "python-calamine": with_calamine,
}


def seconds(reader: Callable[[Path], object], paths: Sequence[Path]) -> float:
    """The best of a few turns: what disturbs a machine only ever slows it down."""
    best = float("inf")
    for _ in range(TURNS):
        start = perf_counter()
        for path in paths:
            reader(path)
        best = min(best, perf_counter() - start)
    return best


def main() -> None:
    paths = sorted((ROOT / "samples" / "inbox").glob("*/*.xlsx"))
    took = {name: seconds(reader, paths) for name, reader in READERS.items()}
    print(f"讀 {len(paths)} 個檔案（samples/inbox，{TURNS} 次取最快的一次）")
    for name, time in took.items():
        each = time / len(paths) * 1000
        print(f"{name:<16}{time:8.2f} 秒{each:8.1f} 毫秒/檔{time / took['gmreports']:8.2f} 倍時間")


if __name__ == "__main__":
    main()
