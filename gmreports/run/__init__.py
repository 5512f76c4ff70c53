"""The flow, written once for each command; the only writer of result files."""

from gmreports.run.catalogue import rule_page
from gmreports.run.own import Own
from gmreports.run.quarter import Outcome, report
from gmreports.run.workbook import Checked, check_files, write_templates

__all__ = ["Checked", "Outcome", "Own", "check_files", "report", "rule_page", "write_templates"]
