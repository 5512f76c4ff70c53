"""The shelf of forms: what we ask, as data, and the dated settings it is asked under."""

from gmreports.forms.load import load_form
from gmreports.forms.settings import due_date, find_office, load_terms, reply_date, working_day

__all__ = ["due_date", "find_office", "load_form", "load_terms", "reply_date", "working_day"]
