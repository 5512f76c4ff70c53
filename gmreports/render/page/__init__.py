"""The page: one self-contained HTML file that needs no script, no network and no other file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gmreports.model import Finding, Form, Summary, Waiver
from gmreports.render.layouts import fill
from gmreports.render.page.context import context

LAYOUT = "html/report.html.j2"


def page(
    form: Form,
    summary: Summary,
    findings: Sequence[Finding],
    manifest: Mapping[str, object],
    unused: Sequence[Waiver] = (),
) -> str:
    """The consolidated report of a quarter; `manifest` names the inputs, versions and the cut-off.

    `unused` are the waivers that nothing was found for.
    """
    return fill(LAYOUT, context(form, summary, findings, manifest, unused))
