"""What an office may put in place of the shipped data, and the form and terms it makes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gmreports.forms import load_form, load_terms
from gmreports.model import Form, Period, Terms


@dataclass(frozen=True, slots=True)
class Own:
    """The files that an office may put in place of (settings) or lay over (form) the shipped ones."""

    settings: Path | None = None
    form: Path | None = None


def shelf(period: Period, own: Own) -> tuple[Terms, Form]:
    """The terms of the period, and the form as valid under them."""
    terms = load_terms(period, own.settings)
    return terms, load_form(terms, own.form)
