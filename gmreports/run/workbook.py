"""Single workbooks: empty ones for the offices, and filled ones checked by themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from gmreports.check import ROUND_FAMILY, check
from gmreports.check.waive import explain
from gmreports.inbox import RECEIVED, TAIPEI, submitted
from gmreports.inbox.names import shown
from gmreports.model import Arrival, ClerkError, Finding, Period, Reading
from gmreports.read import stack
from gmreports.render.records import file_record, to_json
from gmreports.render.template import template, template_name
from gmreports.rules import ALL
from gmreports.run.own import Own, shelf
from gmreports.run.results import write_file
from gmreports.run.worker import read_one


@dataclass(frozen=True)
class Checked:
    """Workbooks read and checked by themselves."""

    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]

    def to_json(self) -> str:
        """The shape of `check --json`."""
        return to_json({"files": [file_record(each, self.findings) for each in self.readings]}).decode()


def write_templates(period: Period, out: Path, wanted: Sequence[str], own: Own) -> list[Path]:
    """One empty workbook per office; `wanted` are codes or short names, none for all."""
    terms, form = shelf(period, own)
    names = {name: office for office in terms.offices for name in (office.code, office.short, office.name)}
    unknown = [name for name in wanted if name not in names]
    if unknown:
        code = terms.offices[0].code
        raise ClerkError(f"不認得機關「{'、'.join(unknown)}」，請用行政區代碼或簡稱，例如 {code}。")
    chosen = {names[name].code for name in wanted}
    made = {
        out / template_name(office, period): template(form, terms, ALL, office, period)
        for office in terms.offices
        if not chosen or office.code in chosen
    }
    if (out / RECEIVED).exists() or out.resolve().name == str(period):
        _refuse_received(made)
    for path, content in made.items():
        write_file(path, content)
    return list(made)


def _refuse_received(made: Mapping[Path, bytes]) -> None:
    """An office sends its workbook back under the name that it came by: no empty one takes its place."""
    for path, content in made.items():
        if path.is_file() and path.read_bytes() != content:
            raise ClerkError(
                f"「{path}」可能是公所填好的檔案，空白表會蓋掉它，所以都沒有寫；請把空白表放到別的資料夾。"
            )


def check_files(files: Sequence[Path], period: Period | None, own: Own) -> Checked:
    """Check each workbook by itself, as the office that fills it in would; nothing is written.

    Without `period`, a workbook is checked against the quarter that its own cover names.
    """
    now = datetime.now(TAIPEI).replace(tzinfo=None)
    # Rules that look across offices say nothing about one workbook by itself.
    rules = [rule for rule in ALL if not rule.code.startswith(ROUND_FAMILY)]
    readings: list[Reading] = []
    findings: list[Finding] = []
    for arrival in _arrived(files, period or Period.of(now.date()), own, now):
        terms, form = shelf(arrival.period, own)
        reading = read_one(arrival, form, terms)
        said = reading.ret.period if reading.ret else None
        if period is None and said is not None and said != terms.period:
            terms, form = shelf(said, own)
            reading = read_one(replace(arrival, period=said), form, terms)
        data = stack([reading], form, terms, terms.period)
        readings.append(reading)
        findings += explain(check(data, rules), data)
    return Checked(tuple(readings), tuple(findings))


def _arrived(files: Sequence[Path], period: Period, own: Own, now: datetime) -> Iterator[Arrival]:
    """What each file holds; two of one name are told apart by their folders."""
    terms, _ = shelf(period, own)
    names = Counter(path.name for path in files)
    for path in files:
        if not path.exists():
            raise ClerkError(f"找不到檔案「{path}」。")
        for arrival in submitted(path, period, None, now, terms.offices, terms.limits):
            folder = f"{shown(path.resolve().parent.name)}/" if names[path.name] > 1 else ""
            yield replace(arrival, file=folder + arrival.file)
