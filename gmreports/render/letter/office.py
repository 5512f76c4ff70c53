"""The letters to the offices: one for each, whatever became of its return."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from gmreports.forms import reply_date
from gmreports.forms.mail_address import is_address
from gmreports.model import Finding, Letter, Standing, Summary
from gmreports.render import style
from gmreports.render.letter.mend import Item, items
from gmreports.render.letter.words import aligned, one_line, weekday, written
from gmreports.render.page.wording import SEVERITIES, day, moment

MOST_ITEMS = 20

# What is wrong with the cover is wrong with the whole return.
WHOLE_FILE = ("", "cover")

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Post:
    """What one office's letters are made of.

    `to` is "" where no address is known, `sha256` where nothing came. `findings` are those of its
    files that are not superseded. `totals` are label → printed figure, as read. `attachment` is the
    returned workbook as (name, content type, bytes); `why_separate` says why the office's own file
    was not marked, "" where it was.
    """

    standing: Standing
    to: str
    findings: tuple[Finding, ...]
    repairs: int
    sha256: str
    totals: tuple[tuple[str, str], ...]
    attachment: tuple[str, str, bytes] | None
    why_separate: str = ""


def office_letters(summary: Summary, post: Post) -> tuple[Letter, ...]:
    """What this office gets: one letter, with the receipt in it where something came."""
    state = post.standing.state
    if state == "missing":
        due_is_over = summary.as_of.date() > summary.terms.due
        return (_overdue(summary, post) if due_is_over else _reminder(summary, post),)
    if state == "not_checked":
        return (receipt_letter(summary, post),)
    return (_thanks(summary, post) if state == "accepted" else _correction(summary, post),)


def receipt_letter(summary: Summary, post: Post) -> Letter:
    """The receipt alone: for a file that could not be checked yet, or where nothing else is said."""
    about = f"{summary.period.title}性別平等業務季報（{post.standing.office.short}）"
    waits = post.standing.state == "not_checked"
    return _letter(summary, post, "receipt", f"收件回條：{about}", {"not_checked": waits, **_receipt(post)})


def _reminder(summary: Summary, post: Post) -> Letter:
    due, today = summary.terms.due, summary.as_of.date()
    subject = f"提醒：{summary.period.title}性別平等業務季報，{day(due)}截止（{post.standing.office.short}）"
    return _letter(summary, post, "reminder", subject, {"days_left": (due - today).days})


def _overdue(summary: Summary, post: Post) -> Letter:
    due, today = summary.terms.due, summary.as_of.date()
    subject = f"催報：{summary.period.title}性別平等業務季報，已經過了截止日（{post.standing.office.short}）"
    return _letter(summary, post, "overdue", subject, {"days_over": (today - due).days})


def _thanks(summary: Summary, post: Post) -> Letter:
    subject = f"謝謝，{summary.period.title}性別平等業務季報已通過檢核（{post.standing.office.short}）"
    found = _to_do(summary, post)
    return _letter(summary, post, "thanks", subject, {**found, **_receipt(post)}, attach=_asks(found))


def _correction(summary: Summary, post: Post) -> Letter:
    standing, period = post.standing, summary.period.title
    by = day(reply_date(summary.terms, summary.as_of.date()))
    unreadable = standing.state == "unreadable"
    asked = "請重送" if unreadable else "請更正"
    subject = f"{asked}：{period}性別平等業務季報（{standing.office.short}），{by}以前"
    values = {
        **_to_do(summary, post),
        **_receipt(post),
        "whole_file": any(
            finding.blocks and finding.voids and finding.sheet_id in WHOLE_FILE for finding in _own(post)
        ),
        "next_revision": standing.revision + 1 if standing.revision else 0,
        "why_separate": one_line(post.why_separate).rstrip("。"),
    }
    layout = "unreadable" if unreadable else "correction"
    return _letter(summary, post, "correction", subject, values, layout, attach=True)


def _letter(
    summary: Summary,
    post: Post,
    kind: str,
    subject: str,
    values: Values,
    layout: str = "",
    attach: bool = False,
) -> Letter:
    office, terms = post.standing.office, summary.terms
    attachments = (post.attachment,) if attach and post.attachment else ()
    shared: Values = {
        "style": style,
        "badges": SEVERITIES,
        "period": summary.period,
        "desk": terms.desk,
        "office": office,
        "title": subject,
        "as_of": day(summary.as_of.date()),
        "due": weekday(terms.due),
        "answer_by": weekday(reply_date(terms, summary.as_of.date())),
        "attachment": one_line(attachments[0][0]) if attachments else "",
    }
    text, html = written(layout or kind, {**shared, **values})
    return Letter(
        name="_".join(re.sub(r"[^\w-]", "", part) for part in (office.code, office.short, kind)),
        to=post.to if is_address(post.to) else "",
        subject=subject,
        text=text,
        html=html,
        attachments=attachments,
        kind=kind,
        office_code=office.code,
        reply_to=terms.desk.email,
    )


def _own(post: Post) -> list[Finding]:
    """Nothing of another office goes into a letter, whatever a post was given."""
    return [finding for finding in post.findings if finding.office_code == post.standing.office.code]


def _to_do(summary: Summary, post: Post) -> dict[str, tuple[Item, ...] | int]:
    """What must be corrected and what waits for an answer; with a workbook beside it, the first of them."""
    standing, offices = post.standing, summary.terms.offices
    errors = items([finding for finding in _own(post) if finding.blocks], standing, offices)
    warnings = items([finding for finding in _own(post) if finding.warns], standing, offices)
    most = MOST_ITEMS if post.attachment else len(errors) + len(warnings)
    shown = errors[:most], warnings[: max(0, most - len(errors))]
    return {
        "errors": shown[0],
        "warnings": shown[1],
        "errors_count": len(errors),
        "warnings_count": len(warnings),
        "left_out": len(errors) + len(warnings) - len(shown[0]) - len(shown[1]),
    }


def _asks(found: Mapping[str, tuple[Item, ...] | int]) -> bool:
    return bool(found["warnings_count"])


def _receipt(post: Post) -> dict[str, object]:
    """What came, as label and value; `…_lines` are the same for the plain text."""
    standing = post.standing
    facts = [("檔名", one_line(PurePosixPath(standing.file).name))]
    if standing.received:
        facts.insert(0, ("收件時間", moment(standing.received)))
    if standing.revision:
        facts.append(("版次", str(standing.revision)))
    facts += [("取代較早的", one_line(PurePosixPath(file).name)) for file in standing.superseded]
    totals = [(one_line(label), one_line(figure)) for label, figure in post.totals]
    return {
        "facts": facts,
        "facts_lines": aligned([(f"{label}：", value) for label, value in facts], right=set()),
        "sha256": post.sha256,
        "totals": totals,
        "totals_lines": aligned([(f"{label}：", value) for label, value in totals], right=set()),
        "repairs": post.repairs,
    }
