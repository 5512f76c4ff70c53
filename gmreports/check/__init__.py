"""Tables + rules → findings: the only place where a hit becomes a finding."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from gmreports.check.fold import fold
from gmreports.model import Finding, Form, Round, Rule, Where

log = logging.getLogger(__name__)

# A rule of this family looks across files, so it may also speak of one that is superseded.
ROUND_FAMILY = "R"
NOT_SHOWN = "（內部資料不顯示）"

Facts = Mapping[Any, Any]


def check(data: Round, rules: Sequence[Rule]) -> tuple[Finding, ...]:
    """Every finding of every file, by office, file, sheet, row and column.

    A rule that fails on a file gives that file an S00 finding, and is logged; the others go on.
    """
    unchecked = {note.file for note in data.notes if note.kind == "not_checked"}
    returns = data.returns.to_dict("index")
    findings: list[Finding] = []
    for rule in rules:
        hit, failed = _run(rule, data)
        findings += _findings(rule, hit, data, returns)
        unchecked |= failed
    not_checked = next(rule for rule in rules if rule.code == "S00")
    findings += _findings(not_checked, _whole_files(sorted(unchecked)), data, returns)
    order = _Order.of(data.form)
    return tuple(_on_trial(finding, data) for finding in fold(sorted(findings, key=order)))


def _on_trial(finding: Finding, data: Round) -> Finding:
    return replace(finding, trial=True) if finding.code in data.terms.trials else finding


def _run(rule: Rule, data: Round) -> tuple[pd.DataFrame, set[str]]:
    """The hits of a rule, and the files on which it failed: then it is run on each file by itself."""
    try:
        return rule.check(data), set()
    except Exception:
        log.exception("rule %s failed on the round; trying file by file", rule.code)
    hits, failed = [_whole_files([])], set()
    for file in data.returns.index:
        try:
            hits.append(rule.check(only(data, file)))
        except Exception:
            log.exception("rule %s failed on %s", rule.code, file)
            failed.add(str(file))
    # Where each file by itself is fine, the failure is of all of them together.
    return (pd.concat(hits), failed) if failed else (hits[0], set(data.returns.index))


def only(data: Round, file: str) -> Round:
    """The round as if nothing but this file had come."""

    def rows(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame.index.get_level_values("file") == file]

    return replace(
        data,
        returns=data.returns.loc[[file]],
        tables={key: rows(frame) for key, frame in data.tables.items()},
        raw={key: rows(frame) for key, frame in data.raw.items()},
        notes=tuple(note for note in data.notes if note.file == file),
    )


def _whole_files(files: Iterable[str]) -> pd.DataFrame:
    index = pd.MultiIndex.from_tuples([(file, 0) for file in files], names=["file", "row"])
    return pd.DataFrame({"sheet": "", "column": ""}, index=index)


def _findings(rule: Rule, hits: pd.DataFrame, data: Round, returns: Mapping[Any, Facts]) -> list[Finding]:
    found = []
    for (file, row), facts in zip(hits.index, hits.to_dict("records"), strict=True):
        here = returns.get(file)
        superseded = here is not None and not here["current"]
        if superseded and not rule.code.startswith(ROUND_FAMILY):
            continue
        found.append(_finding(rule, str(file), int(row), facts, here, data))
    return found


def _finding(rule: Rule, file: str, row: int, facts: Facts, here: Facts | None, data: Round) -> Finding:
    sheet_id, column_id = str(facts["sheet"]), str(facts["column"])
    words = {key: _word(value) for key, value in facts.items()}
    sheet = data.form.sheet(sheet_id) if sheet_id else None
    column = sheet.column(column_id) if sheet and column_id else None
    titles = here["titles"] if here is not None else {}
    title = titles.get(sheet_id, sheet.title) if sheet else ""
    cell = words.get("cell") or (_cell(here, sheet_id, column_id, row) if column_id else "")
    return Finding(
        code=rule.code,
        severity=facts.get("severity") or rule.severity,
        office_code=words.get("office_code") or (str(here["office_code"]) if here is not None else ""),
        where=Where(file, title, cell),
        message=rule.message.format(**words),
        expected=rule.expected.format(**words),
        mend=rule.mend.format(**words),
        clause=rule.clause or (column.clause if column else ""),
        filled=NOT_SHOWN if column and column.internal else _filled(data, file, row, sheet_id, column_id),
        row=row,
        sheet_id=sheet_id,
        column_id=column_id,
        voids=rule.voids,
    )


def _cell(here: Facts | None, sheet_id: str, column_id: str, row: int) -> str:
    at = here["cells"].get(sheet_id, {}).get(column_id, "") if here is not None else ""
    return f"{at}{row}" if at and row else str(at)


def _filled(data: Round, file: str, row: int, sheet_id: str, column_id: str) -> str:
    raw = data.raw.get(sheet_id)
    if raw is None or not column_id or column_id not in raw or (file, row) not in raw.index:
        return ""
    return str(raw.at[(file, row), column_id] or "")


def _word(value: object) -> str:
    """A fact as it is printed: whole numbers without a point, days without a time."""
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return str(value)


@dataclass(frozen=True)
class _Order:
    """The order in which findings are read: as the form goes, not as the alphabet does."""

    places: dict[tuple[str, str], int]

    @classmethod
    def of(cls, form: Form) -> _Order:
        keys = [("", "")]
        for sheet in form.sheets:
            keys += [(sheet.id, ""), *((sheet.id, column.id) for column in sheet.columns)]
        return cls({key: place for place, key in enumerate(keys)})

    def __call__(self, finding: Finding) -> tuple[object, ...]:
        sheet = self.places.get((finding.sheet_id, ""), -1)
        column = self.places.get((finding.sheet_id, finding.column_id), -1)
        office = finding.office_code or "~"
        return office, finding.where.file, sheet, finding.row, column, finding.code, finding.where.cell
