"""The flow, written once, top to bottom; the only writer of result files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from pathlib import Path

from gmreports import __version__
from gmreports.check import check
from gmreports.forms import load_form, load_terms
from gmreports.inbox import TAIPEI, arrivals, named_offices, periods, sha256
from gmreports.model import Arrival, ClerkError, Finding, Form, Period, Reading, Repair, Summary, Terms
from gmreports.read import read, stack
from gmreports.render.book import book
from gmreports.render.letter import eml, summary_letter
from gmreports.render.page import page
from gmreports.render.records import (
    figures_json,
    file_record,
    findings_csv,
    findings_json,
    inputs,
    to_csv,
    to_json,
)
from gmreports.render.template import template, template_name
from gmreports.rules import ALL, by_code
from gmreports.rules.page import catalogue
from gmreports.rules.page import page as page_of_rule
from gmreports.run.results import Files, swap_in, write_file
from gmreports.summarise import summarise

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# Rules that look across offices say nothing about one workbook by itself.
ROUND_FAMILY = "R"

Progress = Callable[[Iterator[Reading], int], Iterable[Reading]]


@dataclass(frozen=True, slots=True)
class Own:
    """The files that an office may put in place of (settings) or lay over (form) the shipped ones."""

    settings: Path | None = None
    form: Path | None = None


@dataclass(frozen=True)
class Outcome:
    """What a report run made and found; findings and repairs are those of the period's own files."""

    folder: Path
    summary: Summary
    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...]
    late_for_cut_off: tuple[Arrival, ...]
    manifest: Mapping[str, object]

    def to_json(self) -> str:
        return to_json({"folder": str(self.folder), **self.manifest}).decode()


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
    terms, form = _shelf(period, own)
    names = {name: office for office in terms.offices for name in (office.code, office.short, office.name)}
    unknown = [name for name in wanted if name not in names]
    if unknown:
        code = terms.offices[0].code
        raise ClerkError(f"不認得機關「{'、'.join(unknown)}」，請用行政區代碼或簡稱，例如 {code}。")
    chosen = {names[name].code for name in wanted}
    written = []
    for office in terms.offices:
        if not chosen or office.code in chosen:
            path = out / template_name(office, period)
            write_file(path, template(form, terms, ALL, office, period))
            written.append(path)
    return written


def check_files(files: Sequence[Path], period: Period | None, own: Own) -> Checked:
    """Check each workbook by itself, as the office that fills it in would; nothing is written.

    Without `period`, a workbook is checked against the quarter that its own cover names.
    """
    now = datetime.now(TAIPEI).replace(tzinfo=None)
    readings: list[Reading] = []
    findings: list[Finding] = []
    for path in files:
        if not path.exists():
            raise ClerkError(f"找不到檔案「{path}」。")
        terms, form = _shelf(period or Period.of(now.date()), own)
        named = named_offices(path.stem, terms.offices)
        arrival = Arrival(path.name, str(path), terms.period, now, "", sha256(path), named)
        reading = read(arrival, form, terms)
        said = reading.ret.period if reading.ret else None
        if period is None and said is not None and said != terms.period:
            terms, form = _shelf(said, own)
            reading = read(Arrival(path.name, str(path), said, now, "", arrival.sha256, named), form, terms)
        data = stack([reading], form, terms, terms.period)
        rules = [rule for rule in ALL if not rule.code.startswith(ROUND_FAMILY)]
        readings.append(reading)
        findings += check(data, rules)
    return Checked(tuple(readings), tuple(findings))


def rule_page(code: str | None, own: Own) -> str:
    """One rule's page, or the catalogue of all of them, as Markdown."""
    _, form = _shelf(Period.of(datetime.now(TAIPEI).date()), own)
    if code is None:
        return catalogue(ALL)
    rule = by_code(code.upper())
    if rule is None:
        raise ClerkError(f"沒有「{code}」這條規則；執行 gmreports rules 可以看全部。")
    return page_of_rule(rule, form)


def report(
    inbox: Path,
    period: Period | None,
    out: Path,
    as_of: datetime | None,
    own: Own,
    jobs: int = 1,
    progress: Progress = lambda readings, _total: readings,
) -> Outcome:
    """The main job: an inbox in, a folder of results out, swapped in whole.

    `as_of` is the cut-off: what came later is listed and not counted. By default it is the moment
    at which the last file of the period came.
    """
    period = period or _newest(inbox)
    terms, form = _shelf(period, own)
    came = list(_came(inbox, period, terms))
    moments = [arrival.received for arrival in came if arrival.period == period]
    cut_off = as_of or max(moments, default=datetime.combine(terms.due, time.max))
    in_time = [arrival for arrival in came if arrival.received <= cut_off]
    readings = tuple(progress(_read_all(in_time, form, terms, jobs), len(in_time)))
    data = stack(readings, form, terms, period)
    everything = check(data, ALL)
    summary = summarise(data, everything, cut_off)
    others = {arrival.file for arrival in came if arrival.period != period}
    findings = tuple(finding for finding in everything if finding.where.file not in others)
    repairs = tuple(r for reading in readings for r in reading.repairs if r.where.file not in others)
    manifest: dict[str, object] = {
        "period": str(period),
        "as_of": cut_off.isoformat(" ", "minutes"),
        "program_version": __version__,
        "forms": {form.id: form.version},
        "plan": terms.plan.name if terms.plan else "",
        "due": terms.due.isoformat(),
        "counts": _counts(summary, findings, repairs),
        "inputs": inputs(came, readings),
    }
    folder = swap_in(out, str(period), _render(form, summary, findings, repairs, manifest))
    after = tuple(arrival for arrival in came if arrival.received > cut_off)
    return Outcome(folder, summary, findings, repairs, after, manifest)


def _shelf(period: Period, own: Own) -> tuple[Terms, Form]:
    terms = load_terms(period, own.settings)
    return terms, load_form(terms, own.form)


def _newest(inbox: Path) -> Period:
    found = periods(inbox)
    if not found:
        raise ClerkError(
            f"收件資料夾「{inbox}」裡沒有任何一季的資料夾，請建立例如「115Q3」的資料夾並放入各公所的檔案。"
        )
    return found[-1]


def _came(inbox: Path, period: Period, terms: Terms) -> Iterator[Arrival]:
    """The period's files, the earlier quarters' of its year and, where there are any, of the year before."""
    now = datetime.now(TAIPEI)
    if period not in periods(inbox):
        yield from arrivals(inbox, period, terms.offices, now)
    for each in periods(inbox):
        if each <= period and each.year >= period.year - 1:
            yield from arrivals(inbox, each, terms.offices, now, main=period)


def _read_all(arrived: Sequence[Arrival], form: Form, terms: Terms, jobs: int) -> Iterator[Reading]:
    reading = partial(read, form=form, terms=terms)
    if jobs <= 1:
        yield from map(reading, arrived)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(reading, arrived)


def _counts(summary: Summary, findings: Sequence[Finding], repairs: Sequence[Repair]) -> dict[str, int]:
    states = [standing.state for standing in summary.standings]
    return {
        "offices": len(states),
        "received": len(states) - states.count("missing"),
        "accepted": states.count("accepted"),
        "to_correct": states.count("to_correct"),
        "unreadable": states.count("unreadable"),
        "not_checked": states.count("not_checked"),
        "missing": states.count("missing"),
        "late": sum(standing.late for standing in summary.standings),
        "errors": sum(finding.severity == "E" for finding in findings),
        "warnings": sum(finding.severity == "W" for finding in findings),
        "repairs": len(repairs),
        "figures": len(summary.measures),
    }


def _render(
    form: Form,
    summary: Summary,
    findings: tuple[Finding, ...],
    repairs: tuple[Repair, ...],
    manifest: dict[str, object],
) -> Files:
    workbook = book(form, summary, findings, repairs, manifest)
    html = page(form, summary, findings, manifest).encode()
    name = f"{summary.period.title}性別平等業務彙整"
    attached = ((f"{name}.xlsx", SPREADSHEET, workbook), (f"{name}.html", "text/html", html))
    letter = summary_letter(summary, attached)
    return {
        "report.xlsx": workbook,
        "report.html": html,
        "findings.csv": findings_csv(findings),
        "findings.json": findings_json(findings),
        "figures.json": figures_json(summary.measures),
        "letters/summary.eml": eml(letter, summary.terms.desk.email),
        "letters/index.csv": to_csv(
            ("檔案", "收件人", "主旨", "附件"),
            [(f"{letter.name}.eml", letter.to, letter.subject, "、".join(a[0] for a in attached))],
        ),
        "manifest.json": to_json(manifest),
    }
