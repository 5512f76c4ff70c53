"""The shelf of rules: what we demand, one file each, listed by hand in the order of the catalogue."""

from __future__ import annotations

from gmreports.model import Rule
from gmreports.rules.committee import sex_under_goal, sex_under_minimum
from gmreports.rules.coverage import due_not_headcount, more_done_than_due
from gmreports.rules.fields import (
    error_value,
    impossible_value,
    not_a_choice,
    not_a_count,
    not_a_date,
    not_a_number,
    required_empty,
    unlikely_text,
)
from gmreports.rules.file import (
    column_missing,
    computed_overwritten,
    held_or_not,
    not_checked,
    not_our_form,
    office_unclear,
    period_wrong,
    sheet_missing,
    unopenable,
)
from gmreports.rules.headcount import groups_contradict
from gmreports.rules.promotion import counts_of_wrong_kind
from gmreports.rules.round import (
    event_in_two_quarters,
    joint_event,
    not_received,
    received_late,
    superseded,
)
from gmreports.rules.training import end_before_start, outside_quarter, part_over_whole, same_event_twice

__all__ = ["ALL", "by_code"]

ALL: tuple[Rule, ...] = (
    not_checked.RULE,
    unopenable.RULE,
    not_our_form.RULE,
    sheet_missing.RULE,
    column_missing.RULE,
    office_unclear.RULE,
    period_wrong.RULE,
    computed_overwritten.RULE,
    held_or_not.RULE,
    required_empty.RULE,
    not_a_number.RULE,
    not_a_count.RULE,
    not_a_date.RULE,
    not_a_choice.RULE,
    unlikely_text.RULE,
    impossible_value.RULE,
    error_value.RULE,
    outside_quarter.RULE,
    end_before_start.RULE,
    same_event_twice.RULE,
    groups_contradict.RULE,
    part_over_whole.RULE,
    more_done_than_due.RULE,
    due_not_headcount.RULE,
    counts_of_wrong_kind.RULE,
    sex_under_minimum.RULE,
    sex_under_goal.RULE,
    not_received.RULE,
    received_late.RULE,
    superseded.RULE,
    event_in_two_quarters.RULE,
    joint_event.RULE,
)


def by_code(code: str) -> Rule | None:
    return next((rule for rule in ALL if rule.code == code), None)
