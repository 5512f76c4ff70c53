"""Correct returns: every sheet filled, nothing to be found; the same ones for the same dice.

The people, sessions and numbers are invented. Answers are texts as people type them, some in the other
spellings that the reader takes, so that a false alarm would show.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from gmreports.model import YEAR_OFFSET, Office, Period

Row = dict[str, str]
Answers = dict[str, list[Row]]

SURNAMES = "測試範例樣本假設虛擬"
COURSES = ("性別意識培力", "性別影響評估實務", "性別統計與分析", "多元性別認識", "職場平權", "性別預算編列")
EVENTS = (
    "家務分工宣導",
    "性騷擾防治宣導",
    "里民性平講座",
    "新住民家庭日",
    "數位性別暴力防治",
    "社區電影欣賞",
)
TOPICS = ("家務分工", "性騷擾防治", "性別平等", "多元性別", "數位性別暴力", "性別平等")
MATERIALS = ("性平海報", "家事分工摺頁", "反歧視圖卡")
GROUPS = ("一般公務人員", "主管人員", "性別平等業務相關人員", "機關首長", "其他專任人員")
REQUIRED = (
    ("性別主流化2小時", "一般公務人員"),
    ("性別主流化2小時", "主管人員"),
    ("CEDAW實體1小時", "一般公務人員"),
    ("CEDAW實體1小時", "主管人員"),
    ("業務相關10小時", "性別平等業務相關人員"),
)


def correct(office: Office, period: Period) -> Answers:
    """One office's return; the quarters of a year fit together."""
    dice = random.Random(f"{office.code} {period}")
    year = random.Random(f"{office.code} {period.year}")
    staff = {group: (year.randint(2, 30), year.randint(2, 30)) for group in GROUPS}
    filled: Answers = {
        "cover": [_cover(office, period, dice)],
        "headcount": _headcount(staff, period),
        "training": _training(period, dice),
        "coverage": _coverage(staff, period, year),
        "promotion": _promotion(period, dice),
        "materials": _materials(period, dice),
        "committee": _committee(office, period, year),
    }
    return {**filled, **_standing(filled["committee"], period, year), **_rest(period, dice)}


def typed(day: date, dice: random.Random) -> str:
    """A date, in one of the ways in which it is typed."""
    roc = day.year - YEAR_OFFSET
    ways = (
        f"{roc}/{day.month}/{day.day}",
        f"{roc}.{day.month:02}.{day.day:02}",
        f"{roc}年{day.month}月{day.day}日",
    )
    return dice.choice(ways) if dice.random() < 0.3 else day.isoformat()


def day_of(period: Period, dice: random.Random) -> date:
    return period.start + timedelta(days=dice.randrange((period.end - period.start).days + 1))


def _cover(office: Office, period: Period, dice: random.Random) -> Row:
    return {
        "office": dice.choice([office.name, office.name, office.short, f"{office.short}公所"]),
        "year": str(period.year),
        "quarter": dice.choice([str(period.quarter), f"第{period.quarter}季"]),
        "status": "正式",
        "revision": "1",
        "training_status": "有辦理",
        "promotion_status": "有辦理",
        "filled_on": typed(period.end + timedelta(days=dice.randint(1, 6)), dice),
        "unit": "人事室",
        "contact_name": "王測試",
        "contact_title": "科員",
        "phone": "03-0000001",
        "ext": "12",
        "email": "test@example.gov.tw",
    }


def _headcount(staff: dict[str, tuple[int, int]], period: Period) -> list[Row]:
    # Groups overlap, so the total is at least the largest and here the sum.
    men, women = (sum(each[side] for each in staff.values()) for side in (0, 1))
    rows = {"全體應訓人員": (men, women), **staff}
    return [
        {"staff_group": group, "as_of": period.end.isoformat(), "male": str(m), "female": str(f)}
        for group, (m, f) in rows.items()
    ]


def _training(period: Period, dice: random.Random) -> list[Row]:
    rows = []
    for number, title in enumerate(dice.sample(COURSES, dice.randint(3, 5)), start=1):
        cedaw = number == 2
        men, women = dice.randint(5, 40), dice.randint(5, 40)
        start = day_of(period, dice)
        row = {
            "seq": str(number),
            "title": f"CEDAW與{title}" if cedaw else title,
            "date_start": typed(start, dice),
            "host_unit": "人事室",
            "course_kind": "CEDAW" if cedaw else "性別主流化",
            "course_level": dice.choice(["基礎", "進階"]),
            "cedaw_intro": "否" if cedaw else "",
            "method": dice.choice(["專題演講", "工作坊", "電影賞析"]),
            "delivery": "實體" if cedaw else dice.choice(["實體", "線上同步"]),
            "course_code": dice.choice(["410", "411、516", "413"]) if cedaw else "",
            "audience": dice.choice(["一般公務人員", "一般公務人員、主管人員"]),
            "hours": dice.choice(["1", "1.5", "2", "3"]),
            "sessions": dice.choice(["1", "2", "1場"]),
            "att_m": dice.choice([str(men), f"{men}人"]),
            "att_f": str(women),
            "sup_m": str(dice.randint(0, men)),
            "sup_f": str(dice.randint(0, women)),
            "gea_m": str(dice.randint(0, men)),
            "gea_f": str(dice.randint(0, women)),
            "lecturer": "無",
            "satisfaction": dice.choice(["92.5%", "88", "100%", ""]),
            "summary": "說明性別平等的概念",
        }
        if dice.random() < 0.3:
            row["date_end"] = typed(min(period.end, start + timedelta(days=1)), dice)
        rows.append(row)
    return rows


def _coverage(staff: dict[str, tuple[int, int]], period: Period, year: random.Random) -> list[Row]:
    rows = []
    for requirement, group in REQUIRED:
        men, women = staff[group]
        # A fifth more every quarter: what was reached does not fall again.
        done_m, done_f = men * period.quarter // 5, women * period.quarter // 5
        rows.append(
            {
                "requirement": requirement,
                "staff_group": group,
                "as_of": period.end.isoformat(),
                "due_m": str(men),
                "due_f": str(women),
                "done_m": str(done_m),
                "done_f": str(done_f),
                "reason": "部分人員請長假" if period.quarter == 4 else "",
            }
        )
    return rows


def _promotion(period: Period, dice: random.Random) -> list[Row]:
    rows = []
    for number, place in enumerate(dice.sample(range(len(EVENTS)), dice.randint(2, 4)), start=1):
        counted = number != 2
        rows.append(
            {
                "seq": str(number),
                "title": EVENTS[place],
                "date_start": typed(day_of(period, dice), dice),
                "place": "里集會所",
                "host_unit": "社會課",
                "topic": TOPICS[place],
                "channel": "設攤" if counted else "網路社群",
                "audience": dice.choice(["一般民眾", "長者", "新住民"]),
                "sessions": str(dice.randint(1, 3)),
                "countable": "是" if counted else "否",
                "part_m": str(dice.randint(5, 200)) if counted else "",
                "part_f": str(dice.randint(5, 200)) if counted else "",
                "reach": "" if counted else str(dice.randint(300, 9000)),
                "cost": str(dice.randint(0, 30000)),
                "content": "宣導性別平等",
            }
        )
    return rows


def _materials(period: Period, dice: random.Random) -> list[Row]:
    return [
        {
            "seq": str(number),
            "name": name,
            "kind": dice.choice(["海報", "單張摺頁", "圖卡"]),
            "concept": dice.choice(["性別平等意識", "CEDAW概念", "兩者"]),
            "language": "中文",
            "made_on": typed(day_of(period, dice), dice),
            "quantity": str(dice.randint(1, 500)),
            "unit": "張",
            "content": "性別平等觀念",
            "cost": "2,500",
        }
        for number, name in enumerate(dice.sample(MATERIALS, 2), start=1)
    ]


def _committee(office: Office, period: Period, year: random.Random) -> list[Row]:
    size = year.randint(9, 15)
    men = year.randint(-(-2 * size // 5), size * 3 // 5)
    sexes = ["男"] * men + ["女"] * (size - men)
    year.shuffle(sexes)
    roles = [
        ("召集人", "區長", "區長"),
        ("副召集人", office.deputy_titles[0], office.deputy_titles[0]),
        ("外聘委員", "專家學者", "教授"),
        ("內聘委員", "性別議題聯絡人", "主任"),
    ]
    roles += [("內聘委員", "課室主管", "課長")] * (size - len(roles))
    return [
        {
            "seq": str(number),
            "name": f"{SURNAMES[number % len(SURNAMES)]}委員{number}",
            "sex": sex,
            "role": role,
            "source": source,
            "unit": "民政課",
            "title": title,
            "term_start": f"{period.year}/1/1",
        }
        for number, (sex, (role, source, title)) in enumerate(zip(sexes, roles, strict=True), start=1)
    ]


def _standing(committee: list[Row], period: Period, year: random.Random) -> Answers:
    """Who speaks for gender issues, and the year's meeting."""
    contact = next(row for row in committee if row["source"] == "性別議題聯絡人")
    people = (
        ("性別議題聯絡人", contact["name"], "主任", "課長以上", contact["sex"]),
        ("代理聯絡人", "代理測試", "科員", "其他", "女"),
    )
    keys = ("kind", "name", "title", "rank", "sex")
    reached = {"phone": "03-0000002#15", "email": "liaison@example.gov.tw"}
    liaison = [{**dict(zip(keys, person, strict=True)), **reached} for person in people]
    held = date(period.start.year, 4, year.randint(1, 30))
    men, women = (sum(row["sex"] == sex for row in committee) for sex in ("男", "女"))
    meeting = {
        "title": f"{period.year}年度性別平等專案小組會議",
        "kind": "定期",
        "held_on": held.isoformat(),
        "chair": "區長",
        "att_m": str(men),
        "att_f": str(women),
        "external_att": "1",
        "reviewed_results": "是",
        "reviewed_budget": "是",
        "reviewed_execution": "是",
        "filed_on": (held + timedelta(days=20)).isoformat(),
        "filed_no": "桃測字第1號",
        "resolution": "照案通過",
    }
    return {"liaison": liaison, "meeting": [meeting]}


def _rest(period: Period, dice: random.Random) -> Answers:
    budget = []
    for item, kind in (("性別平等業務宣導", "計畫類"), ("哺集乳室修繕", "工具類")):
        planned = dice.randint(20, 400) * 1000
        spent = planned * dice.randint(55, 100) // 100
        budget.append(
            {
                "budget_year": str(period.year),
                "item": item,
                "kind": kind,
                "budgeted": f"{planned:,}",
                "spent": str(spent) if period.quarter == 4 else "",
                "source": "公務預算",
                "benefit_m": "100",
                "benefit_f": "120",
            }
        )
    plan = {
        "title": "在地性別平等促進方案",
        "partner": "社會局",
        "date_start": date(period.start.year, 3, dice.randint(1, 28)).isoformat(),
        "summary": "結合里辦公處推動家務分工",
    }
    website = [
        {
            "updated_on": typed(day_of(period, dice), dice),
            "item": item,
            "url": "https://www.example.gov.tw/gender",
            "unit": "社會課",
            "deidentified": "是",
        }
        for item in ("活動執行表", "照片集")
    ]
    return {"budget": budget, "local_plan": [plan], "website": website}
