"""The files that a report writes, made from what was judged."""

from __future__ import annotations

from gmreports.render.book import book
from gmreports.render.differences import changes_csv
from gmreports.render.letter import eml, letters_index, summary_letter
from gmreports.render.ods import ods
from gmreports.render.page import page
from gmreports.render.records import compliance_json, figures_json, findings_csv, findings_json, to_json
from gmreports.run.case import Intake, Judged
from gmreports.run.results import Files
from gmreports.run.way_back import SPREADSHEET, letters_to_offices, returned_files

OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"


def outputs(intake: Intake, judged: Judged, manifest: dict[str, object]) -> Files:
    """Every result file by its path below the results folder."""
    form, summary, findings, stale = intake.form, judged.summary, judged.findings, judged.unused
    workbook = book(form, summary, findings, judged.repairs, manifest, stale)
    open_document = ods(workbook)
    html = page(form, summary, findings, manifest, stale).encode()
    name = f"{summary.period.title}性別平等業務彙整"
    attached = (
        (f"{name}.xlsx", SPREADSHEET, workbook),
        (f"{name}.ods", OPEN_DOCUMENT, open_document),
        (f"{name}.html", "text/html", html),
    )
    sent_back = returned_files(intake, judged)
    letters = [summary_letter(summary, attached), *letters_to_offices(intake, judged, sent_back)]
    return {
        "report.xlsx": workbook,
        "report.ods": open_document,
        "report.html": html,
        "findings.csv": findings_csv(findings),
        "findings.json": findings_json(findings),
        "figures.json": figures_json(summary.measures),
        "compliance.json": compliance_json(summary),
        "manifest.json": to_json(manifest),
        "letters/index.csv": letters_index(letters, summary.terms.offices),
        **{f"letters/{letter.name}.eml": eml(letter, summary.terms.desk.email) for letter in letters},
        **{f"returned/{each.name}": each.content for each in sent_back.values()},
        **({"changes.csv": changes_csv(form, judged.changes)} if judged.changes else {}),
    }
