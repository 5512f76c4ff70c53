"""An invented year of thirteen offices, for whoever needs a Summary to look at. All of it is made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from gmreports.model import Finding, Period, Round, Summary, Terms
from gmreports.summarise import summarise
from tests.summarise.rounds import Filing, Row, finding, form_of, round_of, terms_of

REPORTED = "115Q3"
PERIODS = ("114Q3", "114Q4", "115Q1", "115Q2", "115Q3")
AS_OF = datetime(2026, 10, 15, 17, 0)
MISSING, UNREADABLE, NO_TRAINING, LATE = "68000120", "68000110", "68000130", "68000090"
# The whole staff divided by this is the size of each group.
SHARES = {"全體應訓人員": 1, "一般公務人員": 2, "主管人員": 10, "性別平等業務相關人員": 30}
OLD_COVERAGE, NO_MEETING = "68000060", "68000100"

COURSES = (
    "性別主流化基礎課程",
    "CEDAW 與區政",
    "多元性別友善服務",
    "性別影響評估實作",
    "性騷擾防治與申訴處理",
    "數位性別暴力防治",
)
EVENTS = (
    "里民大會性平宣導",
    "新住民家庭日",
    "社區性平講座",
    "校園性平闖關",
    "銀髮樂活性平設攤",
    "公所臉書性平貼文",
    "戶外電子看板輪播",
)


def example_summary() -> tuple[Summary, Round, tuple[Finding, ...]]:
    """Some quarters with a missing office, one that cannot be read, a late one, errors, nothing held."""
    filings, findings = _filings(), []
    by = {(filing.office_code, filing.period): filing for filing in filings if filing.current}
    first, second = by["68000020", REPORTED], by["68000070", REPORTED]
    findings += [
        finding("T01", first, "training", 2, "sup_m"),
        finding("F02", second, "promotion", 1, "part_f"),
        finding("C02", second, "coverage", 2, "due_f"),
        finding("P02", by["68000010", REPORTED], "promotion", 1, "title", "W"),
        finding("S01", by[UNREADABLE, REPORTED], voids=True),
        finding("R02", by[LATE, REPORTED], severity="W"),
    ]
    data = round_of(REPORTED, filings)
    return summarise(data, findings, AS_OF), data, tuple(findings)


def _filings() -> list[Filing]:
    random, found = Random("示範"), []
    for text in PERIODS:
        terms, period = terms_of(text), Period.parse(text)
        for office in terms.offices:
            if text == REPORTED and office.code == MISSING:
                continue
            late = text == REPORTED and office.code == LATE
            found.append(
                Filing(
                    office.code,
                    text,
                    _tables(random, terms, period, office.code),
                    {"training_status": "本季無辦理"} if office.code == NO_TRAINING else {},
                    received=datetime.combine(terms.due, datetime.min.time()).replace(hour=10)
                    + timedelta(days=3 if late else -random.randrange(1, 5)),
                    readable=not (text == REPORTED and office.code == UNREADABLE),
                )
            )
    kept = next(filing for filing in found if (filing.office_code, filing.period) == ("68000030", REPORTED))
    found.remove(kept)
    old = Filing(kept.office_code, kept.period, kept.tables, kept.cover, 1, kept.received, current=False)
    new = Filing(kept.office_code, kept.period, kept.tables, kept.cover, 2, kept.received + timedelta(days=1))
    return [*found, old, new]


def _tables(random: Random, terms: Terms, period: Period, code: str) -> dict[str, Sequence[Row]]:
    rank = [office.code for office in terms.offices].index(code)
    men, women = 40 + 7 * rank, 60 + 9 * rank
    tables: dict[str, Sequence[Row]] = {
        "headcount": [
            {"staff_group": group, "as_of": period.end, "male": men // part + 1, "female": women // part + 1}
            for group, part in SHARES.items()
        ],
        "training": [] if code == NO_TRAINING else _training(random, period, rank),
        "promotion": _promotion(random, period),
        "committee": _committee(period, rank),
        "liaison": _liaison(rank),
        "meeting": _meeting(period, code),
        "materials": _materials(random, period),
        "budget": _budget(period, rank),
        "website": _website(random, period),
    }
    if not (code == OLD_COVERAGE and str(period) == REPORTED):
        tables["coverage"] = _coverage(terms, period, rank, men, women)
    if rank % 4 == 0:
        tables["local_plan"] = [
            {
                "title": "在地性平據點",
                "partner": "社會局",
                "date_start": date(period.end.year, 3, 1),
                "summary": "與社區合作",
            }
        ]
    return tables


def _materials(random: Random, period: Period) -> list[Row]:
    return [
        {"name": f"{period.title}性平單張", "kind": "單張摺頁", "concept": "兩者", "language": "中文",
         "made_on": _day(random, period), "quantity": 200, "unit": "張", "content": "認識 CEDAW",
         "cost": 3000}
    ]  # fmt: skip


def _website(random: Random, period: Period) -> list[Row]:
    return [
        {"updated_on": _day(random, period), "item": "成果資訊", "url": "https://example.gov.tw/gender",
         "unit": "社會課", "deidentified": "是"}
    ]  # fmt: skip


def _day(random: Random, period: Period) -> date:
    return period.start + timedelta(days=random.randrange(85))


def _training(random: Random, period: Period, rank: int) -> list[Row]:
    kinds = form_of(str(period)).sheet("training").column("course_kind").choices
    rows: list[Row] = []
    for number in range(1 + random.randrange(4)):
        men, women = random.randrange(4, 40), random.randrange(6, 60)
        kind = kinds[random.randrange(len(kinds))]
        rows.append(
            {
                "seq": number + 1, "title": COURSES[random.randrange(len(COURSES))],
                "date_start": _day(random, period), "host_unit": "人事室", "course_kind": kind,
                "course_level": "進階" if random.random() < 0.4 else "基礎",
                "cedaw_intro": "否" if kind == "CEDAW" else None, "method": "專題演講", "delivery": "實體",
                "course_code": "410、412" if kind == "CEDAW" else None, "audience": "一般公務人員、主管人員",
                "hours": 2, "sessions": 1 + random.randrange(2), "att_m": men, "att_f": women,
                "att_o": 1 if random.random() < 0.1 else None,
                "sup_m": men // 6 if rank % 3 else None, "sup_f": women // 6 if rank % 3 else None,
                "gea_m": men // 12, "gea_f": women // 12, "lecturer": "王小明", "satisfaction": 92.5,
            }
        )  # fmt: skip
    if rank in (0, 1, 2):  # one session held together
        rows.append(
            {
                "seq": len(rows) + 1, "title": "三區聯合 CEDAW 工作坊",
                "date_start": period.start + timedelta(days=20), "host_unit": "人事室",
                "co_host": "桃園區、中壢區、大溪區公所", "joint_id": f"{period}-聯合01",
                "course_kind": "CEDAW", "course_level": "進階", "cedaw_intro": "否", "method": "工作坊",
                "delivery": "實體", "course_code": "412", "audience": "一般公務人員", "hours": 3,
                "sessions": 1, "att_m": 8 + rank, "att_f": 12 + rank, "lecturer": "李大同",
            }
        )  # fmt: skip
    return rows


def _promotion(random: Random, period: Period) -> list[Row]:
    form = form_of(str(period)).sheet("promotion")
    topics, channels = form.column("topic").choices, ("活動", "講座", "設攤", "社區集會")
    rows: list[Row] = []
    for number in range(1 + random.randrange(3)):
        event = {
            "seq": number + 1, "date_start": _day(random, period), "place": "示範里集會所",
            "host_unit": "社會課", "topic": topics[random.randrange(len(topics))], "audience": "一般民眾",
            "sessions": 1 + random.randrange(2), "content": "性別平等宣導",
            "cost": random.randrange(0, 20) * 500,
        }  # fmt: skip
        if random.random() < 0.7:
            rows.append({
                **event, "title": EVENTS[random.randrange(5)], "channel": channels[random.randrange(4)],
                "countable": "是", "part_m": random.randrange(10, 200), "part_f": random.randrange(10, 260),
            })  # fmt: skip
        else:
            rows.append({
                **event, "title": EVENTS[5 + random.randrange(2)],
                "channel": "網路社群" if random.random() < 0.5 else "電子看板",
                "countable": "否", "reach": random.randrange(200, 20000),
            })  # fmt: skip
    return rows


def _coverage(terms: Terms, period: Period, rank: int, men: int, women: int) -> list[Row]:
    rows: list[Row] = []
    for pair in terms.lists["coverage_pairs"]:
        requirement, _, group = pair.partition("｜")
        due_m, due_f = men // SHARES[group] + 1, women // SHARES[group] + 1
        share = min(100, 24 * period.quarter + 3 * rank)
        rows.append(
            {"requirement": requirement, "staff_group": group, "as_of": period.end,
             "due_m": due_m, "due_f": due_f, "done_m": due_m * share // 100,
             "done_f": min(due_f, due_f * (share + 4) // 100)}
        )  # fmt: skip
    return rows


def _committee(period: Period, rank: int) -> list[Row]:
    start = date(period.end.year, 1, 1)
    seats = [("召集人", "區長"), ("副召集人", "秘書" if rank == 12 else "主任秘書"), ("外聘委員", "專家學者")]
    seats += [("內聘委員", "課室主管")] * 8
    women = (3, 4, 5, 6, 5, 4, 5, 6, 7, 5, 4, 5, 5)[rank]
    sexes = ["女"] * women + ["男"] * (len(seats) - women)
    if rank == 5:
        sexes[3], sexes[-1] = "其他", "其他"
    return [
        {"seq": number + 1, "name": f"測試員{number + 1}", "sex": sex, "role": role, "source": source,
         "unit": "示範課", "title": "課長", "term_start": start}
        for number, ((role, source), sex) in enumerate(zip(seats, sexes, strict=True))
    ]  # fmt: skip


def _liaison(rank: int) -> list[Row]:
    return [
        {"kind": kind, "name": f"測試{kind}", "title": "課長", "rank": level, "sex": "女",
         "phone": "03-0000000", "email": "nobody@example.com"}
        for kind, level in (("性別議題聯絡人", "其他" if rank == 7 else "課長以上"), ("代理聯絡人", "其他"))
    ]  # fmt: skip


def _meeting(period: Period, code: str) -> list[Row]:
    if period.quarter == 1 or code == NO_MEETING:
        return []
    return [
        {"title": "性別平等專案小組會議", "kind": "定期", "chair": "區長",
         "held_on": date(period.end.year, 4, 10 + int(code[-2:]) % 7), "att_m": 5, "att_f": 6,
         "external_att": 1, "reviewed_results": "是", "reviewed_budget": "是", "reviewed_execution": "是"}
    ]  # fmt: skip


def _budget(period: Period, rank: int) -> list[Row]:
    known = period.quarter == 4 or rank % 3 == 0
    return [
        {"budget_year": period.year, "item": f"性平業務{number}", "kind": "計畫類",
         "budgeted": 100_000 + 10_000 * rank, "source": "公務預算",
         "spent": 20_000 * period.quarter + 1_000 * rank if known else None}
        for number in (1, 2)
    ]  # fmt: skip
