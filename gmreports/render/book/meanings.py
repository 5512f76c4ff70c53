"""定義 and 資料來源: what the words mean, on which clauses the columns rest, and the files behind it all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from xlsxwriter.worksheet import Worksheet

from gmreports import __version__
from gmreports.model import Form, Summary
from gmreports.render.book import paper
from gmreports.render.book.lists import ListColumn, write_list
from gmreports.render.book.paper import Head, Leaf, Paper
from gmreports.render.definitions import DEFINITIONS, footnotes

DEFINITIONS_NAME = "定義"
SOURCES_NAME = "資料來源"
DEFINITION_COLUMNS = (ListColumn("類別", 14), ListColumn("詞", 24), ListColumn("說明", 60))
SOURCE_COLUMNS = (
    ListColumn("檔案", 44),
    ListColumn("收到時間", 18, "center", paper.MOMENT),
    ListColumn("SHA-256", 66),
)
AS_SHOWN = (
    (
        "計算",
        "明細與公式",
        "每個數字都是公式，由明細中「列計」為「是」的列加總；改了明細，數字跟著變。",
    ),
    ("計算", "計入全市場次", "聯合辦理的同一場在好幾個機關的明細都有，全市只計「是」的那一列。"),
    ("計算", "計入全年", "同一活動在兩季都報時，累計數只計「是」的那一列，即活動日期所屬的那一季。"),
    ("計算", "計入本季", "上一季的活動這一季才補報時，計入全年、不計入本季。"),
    ("計算", "最近一次", "涵蓋、名單等不相加的資料，只取各機關今年最近一次可列計的季報。"),
)


def definitions(form: Form, summary: Summary, cut_off: str) -> Leaf:
    says = "表中用詞的意思、計算方式與條文依據。"

    def write(page: Paper, sheet: Worksheet) -> None:
        rows: list[Sequence[object]] = [
            ("用詞", word.removeprefix("—").strip() or word, meaning) for word, meaning in DEFINITIONS
        ]
        rows += [*AS_SHOWN, *_clauses(form)]
        notes = [f"註：{sentence}" for sentence in footnotes(summary.terms)]
        write_list(page, sheet, Head(DEFINITIONS_NAME, says, cut_off), DEFINITION_COLUMNS, rows, notes=notes)

    return Leaf(DEFINITIONS_NAME, says, write)


def _clauses(form: Form) -> list[Sequence[object]]:
    """Each clause once, with the sheets and columns that rest on it."""
    uses: dict[str, list[str]] = {}
    for sheet in form.sheets:
        for clause in _split(sheet.clause):
            uses.setdefault(clause, []).append(sheet.title)
        for column in sheet.asked:
            for clause in _split(column.clause):
                uses.setdefault(clause, []).append(f"{sheet.title}「{column.header}」")
    return [("條文", clause, "、".join(used)) for clause, used in sorted(uses.items())]


def _split(clauses: str) -> Iterable[str]:
    return (clause.strip() for clause in re.split("；", clauses) if clause.strip())


def sources(form: Form, manifest: Mapping[str, object], cut_off: str) -> Leaf:
    inputs = _inputs(manifest)
    says = f"本報告由 {len(inputs):,} 個檔案彙整而成，每個檔案可用 SHA-256 核對是否相同。"

    def write(page: Paper, sheet: Worksheet) -> None:
        rows = [(_word(entry, "file"), _moment(entry), _word(entry, "sha256")) for entry in inputs]
        head = Head(
            SOURCES_NAME, says, f"{cut_off}；程式 gmreports {__version__}；表單 {form.id} {form.version}"
        )
        write_list(page, sheet, head, SOURCE_COLUMNS, rows, filtered=True)

    return Leaf(SOURCES_NAME, says, write)


def _inputs(manifest: Mapping[str, object]) -> list[Mapping[str, object]]:
    inputs = manifest.get("inputs", [])
    return [entry for entry in inputs if isinstance(entry, Mapping)] if isinstance(inputs, Sequence) else []


def _word(entry: Mapping[str, object], key: str) -> str:
    value = entry.get(key)
    return "" if value is None else str(value)


def _moment(entry: Mapping[str, object]) -> datetime | str:
    """The moment as a real date; as it stands where it is none."""
    try:
        return datetime.fromisoformat(_word(entry, "received_at")).replace(tzinfo=None)
    except ValueError:
        return _word(entry, "received_at")
