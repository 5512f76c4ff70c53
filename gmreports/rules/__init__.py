"""The shelf of rules: what we demand, one file each, listed by hand in the order of the catalogue."""

from __future__ import annotations

from gmreports.model import Rule
from gmreports.rules.budget import spending_unexplained
from gmreports.rules.committee import (
    chair_wrong,
    deputy_wrong,
    external_members,
    sex_under_goal,
    sex_under_minimum,
)
from gmreports.rules.coverage import (
    as_of_not_quarter_end,
    due_not_headcount,
    more_done_than_due,
    pair_missing,
    shortfall_unexplained,
)
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
    active_content,
    column_missing,
    computed_overwritten,
    filled_before_last_event,
    held_or_not,
    hidden_or_outside,
    not_checked,
    not_our_form,
    office_unclear,
    older_form,
    period_wrong,
    personal_data,
    sent_as_draft,
    sheet_missing,
    unopenable,
)
from gmreports.rules.headcount import groups_contradict
from gmreports.rules.liaison import contact_not_member, contact_wrong
from gmreports.rules.local_plan import none_reported
from gmreports.rules.materials import none_made
from gmreports.rules.meeting import none_held, not_filed, not_reviewed, other_month
from gmreports.rules.promotion import counts_of_wrong_kind, unusually_many
from gmreports.rules.round import (
    due_changed,
    event_in_two_quarters,
    fewer_done,
    joint_event,
    not_received,
    received_late,
    reported_later,
    superseded,
)
from gmreports.rules.training import (
    course_code_unlisted,
    end_before_start,
    joint_event_differs,
    nobody_attended,
    not_physical_cedaw,
    outside_quarter,
    part_over_whole,
    same_event_twice,
    title_contradicts,
)
from gmreports.rules.website import zone_not_kept

__all__ = ["ALL", "by_code"]

ALL: tuple[Rule, ...] = (
    not_checked.RULE,
    unopenable.RULE,
    not_our_form.RULE,
    older_form.RULE,
    sheet_missing.RULE,
    column_missing.RULE,
    office_unclear.RULE,
    period_wrong.RULE,
    computed_overwritten.RULE,
    active_content.RULE,
    hidden_or_outside.RULE,
    held_or_not.RULE,
    personal_data.RULE,
    sent_as_draft.RULE,
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
    filled_before_last_event.RULE,
    same_event_twice.RULE,
    groups_contradict.RULE,
    part_over_whole.RULE,
    nobody_attended.RULE,
    not_physical_cedaw.RULE,
    course_code_unlisted.RULE,
    title_contradicts.RULE,
    joint_event_differs.RULE,
    more_done_than_due.RULE,
    due_not_headcount.RULE,
    pair_missing.RULE,
    as_of_not_quarter_end.RULE,
    shortfall_unexplained.RULE,
    counts_of_wrong_kind.RULE,
    unusually_many.RULE,
    sex_under_minimum.RULE,
    sex_under_goal.RULE,
    chair_wrong.RULE,
    deputy_wrong.RULE,
    external_members.RULE,
    contact_wrong.RULE,
    contact_not_member.RULE,
    none_held.RULE,
    other_month.RULE,
    not_filed.RULE,
    not_reviewed.RULE,
    spending_unexplained.RULE,
    none_made.RULE,
    zone_not_kept.RULE,
    none_reported.RULE,
    not_received.RULE,
    received_late.RULE,
    superseded.RULE,
    event_in_two_quarters.RULE,
    fewer_done.RULE,
    due_changed.RULE,
    joint_event.RULE,
    reported_later.RULE,
)


def by_code(code: str) -> Rule | None:
    return next((rule for rule in ALL if rule.code == code), None)
