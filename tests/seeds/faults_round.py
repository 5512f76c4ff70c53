"""Faults that only show beside another file: of another office, of another quarter, or sent twice."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from tests.seeds.case import Case
from tests.seeds.sent import terms_of


def not_received(case: Case) -> None:
    case.sent.clear()
    case.places.append((None, "", ""))


def received_late(case: Case) -> None:
    late = terms_of(case.period).due + timedelta(days=case.dice.randint(1, 30))
    case.own.received = datetime.combine(late, time(9))
    case.wrong()


def superseded(case: Case) -> None:
    again = case.also(case.office, case.period)
    again.answers["cover"][0].update(revision="2", status="更正")
    again.answers["training"][0]["att_f"] = "77"
    again.answers["training"][0].update(sup_f="1", gea_f="1")
    case.wrong()


def event_in_two_quarters(case: Case) -> None:
    sheet_id = case.dice.choice(["training", "promotion"])
    event = case.dice.choice(case.before().answers[sheet_id])
    case.rows(sheet_id).append({**event, "seq": ""})
    case.wrong(sheet_id, "title", len(case.rows(sheet_id)) - 1)


def fewer_done(case: Case) -> None:
    earlier = case.before()
    number, row = case.row("coverage", lambda row: int(row["done_m"]) > 0)
    column = case.dice.choice([each for each in ("done_m", "done_f") if int(row[each]) > 0])
    then = earlier.answers["coverage"][number]
    due = int(then[column.replace("done", "due")])
    then[column] = str(min(due, int(row[column]) + 1))
    case.wrong("coverage", column, number)


def due_changed(case: Case) -> None:
    earlier = case.before()
    number, row = case.row("coverage")
    column, own = case.dice.choice([("due_m", "male"), ("due_f", "female")])
    others = [each for each in case.rows("coverage") if each["staff_group"] == row["staff_group"]]
    more = str(int(row[column]) * 2)
    for each in others:
        each[column] = more
    for each in case.rows("headcount"):
        if each["staff_group"] == row["staff_group"]:
            each[own] = more
        if each["staff_group"] == "全體應訓人員":
            each[own] = str(int(each[own]) * 2)
    assert earlier.answers["coverage"][number][column] != more
    for place, each in enumerate(case.rows("coverage")):
        if each in others:
            case.wrong("coverage", column, place)


def joint_event(case: Case) -> None:
    _join(case, same=True)


def joint_event_differs(case: Case) -> None:
    _join(case, same=False)


def _join(case: Case, same: bool) -> None:
    other = case.other_office()
    number, row = case.row("training")
    joint = {"co_host": "鄰近公所", "joint_id": f"聯合-{case.number}"}
    row.update(joint, date_end="")
    theirs = other.answers["training"]
    theirs.append({**row, "seq": ""})
    if not same:
        theirs[-1]["hours"] = "8" if case.dice.random() < 0.5 else row["hours"]
        if theirs[-1]["hours"] == row["hours"]:
            theirs[-1]["date_start"] = case.period.end.isoformat()
            row["date_start"] = case.period.start.isoformat()
    case.wrong("training", "joint_id", number)
    case.wrong("training", "joint_id", len(theirs) - 1, sent=other)


def event_reported_late(case: Case) -> None:
    case.before()
    sheet_id = case.dice.choice(["training", "promotion"])
    number, row = case.row(sheet_id)
    row["date_start"] = case.period.previous.start.isoformat()
    row["date_end"] = ""
    row["title"] = "補報的活動"
    case.wrong(sheet_id, "date_start", number)


PLANTERS = {
    "R01": not_received,
    "R02": received_late,
    "R03": superseded,
    "R04": event_in_two_quarters,
    "R05": fewer_done,
    "R06": due_changed,
    "R07": joint_event,
    "R08": event_reported_late,
    "T06": joint_event_differs,
}
