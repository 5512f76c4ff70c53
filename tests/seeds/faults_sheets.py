"""Faults between the cells of one return."""

from __future__ import annotations

from datetime import date, timedelta

from tests.seeds.case import Case
from tests.seeds.correct import Row

EVENT_SHEETS = ("training", "promotion")


def outside_quarter(case: Case) -> None:
    sheet_id = case.dice.choice(EVENT_SHEETS)
    number, row = case.row(sheet_id)
    away = timedelta(days=case.dice.randint(1, 80))
    row["date_end"] = ""
    day = case.dice.choice([case.period.start - away, case.period.end + away])
    case.put(sheet_id, "date_start", number, day.isoformat())


def end_before_start(case: Case) -> None:
    sheet_id = case.dice.choice([*EVENT_SHEETS, "local_plan"])
    number, row = case.row(sheet_id)
    start = date(case.period.start.year, case.period.start.month, 20)
    row["date_start"] = start.isoformat()
    case.put(sheet_id, "date_end", number, (start - timedelta(days=case.dice.randint(1, 40))).isoformat())


def same_event_twice(case: Case) -> None:
    sheet_id = case.dice.choice(EVENT_SHEETS)
    _, row = case.row(sheet_id)
    title = case.dice.choice([row["title"], f" {row['title']}", row["title"].replace("性別", "性別 ")])
    case.rows(sheet_id).append({**row, "title": title, "seq": ""})
    case.wrong(sheet_id, "title", len(case.rows(sheet_id)) - 1)


def groups_contradict(case: Case) -> None:
    rows = case.rows("headcount")
    what = case.dice.choice(["missing", "twice", "larger"])
    if what == "missing":
        rows[:] = [row for row in rows if row["staff_group"] != "全體應訓人員"]
        case.wrong("headcount")
    elif what == "twice":
        # A group that no coverage rests on: which of two numbers is right nobody can say.
        rows.append(dict(next(row for row in rows if row["staff_group"] == "機關首長")))
        case.wrong("headcount", "staff_group", len(rows) - 1)
    else:
        number, _ = case.row("headcount", lambda row: row["staff_group"] in ("機關首長", "其他專任人員"))
        case.put("headcount", case.dice.choice(["male", "female"]), number, "9999")


def part_over_whole(case: Case) -> None:
    part = case.dice.choice(["sup_m", "sup_f", "gea_m", "gea_f"])
    number, row = case.row("training")
    whole = int(row[f"att_{part[-1]}"].removesuffix("人"))
    case.put("training", part, number, str(whole + case.dice.randint(1, 9)))


def nobody_attended(case: Case) -> None:
    number, row = case.row("training")
    row.update(att_m="0", att_f="0", sup_m="", sup_f="", gea_m="", gea_f="")
    case.wrong("training", "title", number)


def not_physical_cedaw(case: Case) -> None:
    number, row = _cedaw(case)
    change: Row = case.dice.choice([{"cedaw_intro": "是"}, {"delivery": "數位(非同步)"}, {"hours": "0.5"}])
    row.update(change)
    case.wrong("training", "title", number)


def course_code_unlisted(case: Case) -> None:
    number, _ = _cedaw(case)
    case.put("training", "course_code", number, case.dice.choice(["999", "410、999", "414"]))


def title_contradicts(case: Case) -> None:
    number, row = case.row("training", lambda row: row["course_kind"] != "CEDAW")
    if case.dice.random() < 0.5:
        row.update(title=case.dice.choice(["性別平等概論", "性別主流化導論"]), course_level="進階")
    else:
        row["title"] = "認識CEDAW公約"
    case.wrong("training", "title", number)


def more_done_than_due(case: Case) -> None:
    column = case.dice.choice(["done_m", "done_f"])
    number, row = case.row("coverage")
    case.put(
        "coverage", column, number, str(int(row[column.replace("done", "due")]) + case.dice.randint(1, 9))
    )


def due_not_headcount(case: Case) -> None:
    column = case.dice.choice(["due_m", "due_f"])
    number, row = case.row("coverage")
    case.put("coverage", column, number, str(int(row[column]) + case.dice.randint(1, 9)))


def pair_missing(case: Case) -> None:
    rows = case.rows("coverage")
    number = case.dice.randrange(len(rows))
    if case.dice.random() < 0.5:
        rows.pop(number)
        case.wrong("coverage")
    else:
        rows.append(dict(rows[number]))
        case.wrong("coverage", "requirement", len(rows) - 1)


def not_last_day(case: Case) -> None:
    number, _ = case.row("coverage")
    day = case.period.end - timedelta(days=case.dice.randint(1, 80))
    case.put("coverage", "as_of", number, day.isoformat())


def no_reason(case: Case) -> None:
    number, _ = case.row("coverage")
    case.put("coverage", "reason", number, "")


def counts_of_wrong_kind(case: Case) -> None:
    number, row = case.row("promotion")
    column = "reach" if row["countable"] == "是" else case.dice.choice(["part_m", "part_f", "part_o"])
    case.put("promotion", column, number, str(case.dice.randint(0, 99)))


def too_many_people(case: Case) -> None:
    number, row = case.row("promotion")
    if row["countable"] == "是":
        row["part_f"] = "52000"
        case.wrong("promotion", "title", number)
    else:
        case.put("promotion", "reach", number, "2533000")


def sex_under_minimum(case: Case) -> None:
    rows = case.rows("committee")
    few = case.dice.randrange(0, -(-len(rows) // 3))
    _sexes(case, rows, few)


def sex_under_goal(case: Case) -> None:
    rows = case.rows("committee")
    # Of fewer than eleven there may be no whole number of members between the two shares.
    rows[:] += [{**rows[-1], "name": f"增聘{number}"} for number in range(11 - len(rows))]
    few = case.dice.randrange(-(-len(rows) // 3), -(-2 * len(rows) // 5))
    _sexes(case, rows, few)


def _sexes(case: Case, rows: list[Row], few: int) -> None:
    fewer, more = case.dice.choice([("男", "女"), ("女", "男")])
    for number, row in enumerate(rows):
        row["sex"] = fewer if number < few else more
    case.wrong("committee")


def chair_wrong(case: Case) -> None:
    number, row = case.row("committee", lambda row: row["role"] == "召集人")
    if case.dice.random() < 0.5:
        case.put("committee", "source", number, "副區長")
    else:
        row["role"] = "內聘委員"
        case.wrong("committee")


def deputy_wrong(case: Case) -> None:
    number, row = case.row("committee", lambda row: row["role"] == "副召集人")
    if case.dice.random() < 0.5:
        case.put("committee", "source", number, "課室主管")
    else:
        row["role"] = "內聘委員"
        case.wrong("committee")


def no_external(case: Case) -> None:
    _, row = case.row("committee", lambda row: row["role"] == "外聘委員")
    if case.dice.random() < 0.5:
        row["role"] = "內聘委員"
    else:
        case.rows("committee")[-1].update(role="外聘委員", source="民間委員")
    case.wrong("committee")


def liaison_wrong(case: Case) -> None:
    rows = case.rows("liaison")
    what = case.dice.choice(["missing", "same", "rank"])
    if what == "missing":
        rows.pop()
        case.wrong("liaison")
    elif what == "same":
        case.put("liaison", "name", 1, rows[0]["name"])
    else:
        case.put("liaison", "rank", 0, "其他")


def liaison_not_member(case: Case) -> None:
    case.put("liaison", "name", 0, "另外一人")


def no_meeting(case: Case) -> None:
    if case.dice.random() < 0.5:
        case.rows("meeting").clear()
    else:
        case.rows("meeting")[0]["kind"] = "臨時"
    case.wrong("meeting")


def not_in_april(case: Case) -> None:
    day = case.dice.choice([date(case.period.start.year, 3, 31), date(case.period.start.year, 5, 1)])
    case.put("meeting", "held_on", 0, day.isoformat())


def not_filed(case: Case) -> None:
    case.put("meeting", "filed_on", 0, "")


def not_reviewed(case: Case) -> None:
    column = case.dice.choice(["reviewed_results", "reviewed_budget", "reviewed_execution"])
    case.put("meeting", column, 0, "否")


def spending_odd(case: Case) -> None:
    number, row = case.row("budget")
    planned = int(row["budgeted"].replace(",", ""))
    row["spent"] = str(planned * case.dice.choice([0, 10, 49, 101, 250]) // 100)
    case.wrong("budget", "rate", number)


def no_material(case: Case) -> None:
    case.rows("materials").clear()
    case.wrong("materials")


def website_wrong(case: Case) -> None:
    if case.dice.random() < 0.5:
        case.rows("website").clear()
        case.wrong("website")
    else:
        number, _ = case.row("website", lambda row: row["item"] == "照片集")
        case.put("website", "deidentified", number, "否")


def no_local_plan(case: Case) -> None:
    case.rows("local_plan").clear()
    case.wrong("local_plan")


def _cedaw(case: Case) -> tuple[int, Row]:
    return case.row("training", lambda row: row["course_kind"] == "CEDAW")


PLANTERS = {
    "D01": outside_quarter,
    "D02": end_before_start,
    "D04": same_event_twice,
    "H01": groups_contradict,
    "T01": part_over_whole,
    "T02": nobody_attended,
    "T03": not_physical_cedaw,
    "T04": course_code_unlisted,
    "T05": title_contradicts,
    "C01": more_done_than_due,
    "C02": due_not_headcount,
    "C03": pair_missing,
    "C04": not_last_day,
    "C05": no_reason,
    "P01": counts_of_wrong_kind,
    "P02": too_many_people,
    "G01": sex_under_minimum,
    "G02": sex_under_goal,
    "G03": chair_wrong,
    "G04": deputy_wrong,
    "G05": no_external,
    "K01": liaison_wrong,
    "K02": liaison_not_member,
    "N01": no_meeting,
    "N02": not_in_april,
    "N03": not_filed,
    "N04": not_reviewed,
    "B01": spending_odd,
    "M01": no_material,
    "W01": website_wrong,
    "L01": no_local_plan,
}
