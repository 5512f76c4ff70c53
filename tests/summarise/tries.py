"""What one office may have sent in the quarters of a year, and what is ruled of an obligation then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from gmreports.summarise.duties import OBLIGATIONS
from tests.summarise.rounds import Row

OFFICE, MOUNTAIN = "68000010", "68000130"
CODES = [obligation.code for obligation in OBLIGATIONS]
PAIRS = {
    "O1": [("性別主流化2小時", "一般公務人員"), ("性別主流化2小時", "主管人員")],
    "O2": [("CEDAW實體1小時", "一般公務人員"), ("CEDAW實體1小時", "主管人員")],
    "O3": [("業務相關10小時", "性別平等業務相關人員")],
}
Tables = Mapping[str, Sequence[Row]]


@dataclass(frozen=True)
class Try:
    """What one office sent in the quarters of the year, and what is ruled of one obligation then."""

    code: str
    state: str
    quarters: Mapping[str, Tables | None]
    cover: Mapping[str, object] = field(default_factory=dict)
    wrong: tuple[tuple[str, int, str, str, bool], ...] = ()
    office: str = OFFICE

    @property
    def name(self) -> str:
        return f"{self.code}-{self.state}-{list(self.quarters)[-1]}"


def covered(code: str, *done: int, due: int = 10, rest: Tables | None = None) -> Tables:
    """Those who are through for each group of the obligation, before the rows of `rest`."""
    return {
        "coverage": [
            {"requirement": requirement, "staff_group": group, "due_m": due, "due_f": 0, "done_m": count,
             "done_f": 0}
            for (requirement, group), count in zip(PAIRS[code], done, strict=False)
        ]
        + list((rest or {}).get("coverage", ()))
    }  # fmt: skip


def promoted(unit: str = "社會課", topic: str = "CEDAW") -> Tables:
    event = {
        "title": "宣導",
        "date_start": date(2026, 2, 1),
        "host_unit": unit,
        "topic": topic,
        "sessions": 1,
    }
    return {"promotion": [event]}


def material(concept: str | None = "兩者", content: str | None = "認識 CEDAW") -> Tables:
    return {"materials": [{"name": "單張", "concept": concept, "content": content}]}


def members(
    men: int, women: int, others: int = 0, chair: str = "區長", deputy: str = "主任秘書", outside: int = 1
) -> Tables:
    sexes = ["男"] * men + ["女"] * women + ["其他"] * others
    seats = [("召集人", chair), ("副召集人", deputy), *[("外聘委員", "專家學者")] * outside]
    seats += [("內聘委員", "課室主管")] * len(sexes)
    rows: list[Row] = [
        {"sex": sex, "role": role, "source": source}
        for sex, (role, source) in zip(sexes, seats, strict=False)
    ]
    return {"committee": rows}


def contacts(*people: tuple[str, str, str]) -> Tables:
    return {"liaison": [{"kind": kind, "rank": rank, "name": name} for kind, rank, name in people]}


BOTH = (("性別議題聯絡人", "課長以上", "測試甲"), ("代理聯絡人", "其他", "測試乙"))


def met(
    month: int = 4, kind: str = "定期", said: str = "是", filed: date | None = None, year: int = 2026
) -> Tables:
    return {
        "meeting": [
            {"title": "會議", "kind": kind, "held_on": date(year, month, 15), "reviewed_results": "是",
             "reviewed_budget": "是", "reviewed_execution": said, "filed_on": filed}
        ]
    }  # fmt: skip


def zone(updated: bool = True) -> Tables:
    update: list[Row] = [
        {"updated_on": date(2026, 2, 3), "item": "成果資訊", "url": "https://example.gov.tw"}
    ]
    return {**promoted(), "website": update if updated else []}


def year_of(*tables: Tables | None) -> dict[str, Tables | None]:
    """The quarters from the first on."""
    return {f"115Q{number}": each for number, each in enumerate(tables, start=1)}


NOTHING: Tables = {}
OUT_OF_MIDYEAR = year_of(NOTHING, NOTHING)
WHOLE_YEAR = year_of(NOTHING, NOTHING, NOTHING, NOTHING)


def by_year_end(tables: Tables) -> dict[str, Tables | None]:
    return year_of(NOTHING, NOTHING, NOTHING, tables)


TRIES = (
    *(Try(code, "符合", year_of(covered(code, 10, 10))) for code in PAIRS),
    *(Try(code, "進行中", year_of(NOTHING, covered(code, 9, 9))) for code in PAIRS),
    *(Try(code, "未符合", by_year_end(covered(code, 9, 10))) for code in PAIRS),
    *(Try(code, "無資料", by_year_end(covered(code, 0, 0, due=0))) for code in PAIRS),
    *(Try(code, "無資料", by_year_end(NOTHING)) for code in PAIRS),
    *(Try(code, "無資料", {"115Q4": None}) for code in CODES if code != "O4"),
    Try("O1", "無資料", by_year_end(covered("O1", 10))),
    Try("O1", "無資料", year_of(NOTHING, covered("O1", 9, 10), NOTHING, NOTHING)),
    Try("O1", "待認定", by_year_end(covered("O1", 99, 9)), wrong=(("coverage", 1, "done_m", "C01", False),)),
    Try("O1", "待認定", by_year_end(covered("O1", 10, 10)), wrong=(("coverage", 0, "", "S05", True),)),
    Try("O2", "符合", by_year_end(covered("O1", 99, rest=covered("O2", 10, 10))),
        wrong=(("coverage", 1, "done_m", "C01", False),)),
    Try("O2", "進行中", year_of(covered("O1", 99, rest=covered("O2", 9, 10))),
        wrong=(("coverage", 1, "done_m", "C01", False),)),
    Try("O4", "符合", {"115Q3": NOTHING}),
    Try("O5", "符合", year_of(promoted(), NOTHING, NOTHING, NOTHING)),
    Try("O5", "符合", year_of(promoted(unit="本所 社會課", topic="性別平等"))),
    Try("O5", "進行中", year_of(NOTHING, NOTHING, NOTHING)),
    Try("O5", "進行中", year_of(promoted(unit="民政課"))),
    Try("O5", "待認定", by_year_end(promoted(unit="民政課"))),
    Try("O5", "待認定", by_year_end(promoted(topic="家務分工"))),
    Try("O5", "待認定", by_year_end(promoted()), wrong=(("promotion", 1, "host_unit", "F01", False),)),
    Try("O5", "未符合", WHOLE_YEAR, {"promotion_status": "本季無辦理"}),
    Try("O5", "無資料", {"115Q1": NOTHING, "115Q4": NOTHING}),
    Try("O6", "符合", year_of(material(), NOTHING)),
    Try("O6", "進行中", OUT_OF_MIDYEAR),
    Try("O6", "未符合", WHOLE_YEAR),
    Try("O6", "未符合", by_year_end(material(content=None))),
    Try("O6", "待認定", by_year_end(material(concept=None)),
        wrong=(("materials", 1, "concept", "F01", False),)),
    Try("O7", "符合", year_of(members(2, 4))),
    Try("O7", "未符合", year_of(members(2, 5))),
    Try("O7", "待認定", year_of(members(2, 4, 1))),
    Try("O7", "無資料", year_of(NOTHING)),
    Try("O7", "無資料", year_of(members(2, 5), NOTHING)),
    Try("O7", "符合", year_of(members(2, 4), NOTHING)),
    Try("O8", "符合", by_year_end(members(4, 6))),
    Try("O8", "進行中", by_year_end(members(2, 4))),
    Try("O8", "待認定", by_year_end(members(3, 4, 1))),
    Try("O9", "符合", year_of(members(4, 4))),
    Try("O9", "未符合", year_of(members(4, 4, chair="副區長"))),
    Try("O9", "未符合", year_of(members(4, 4, chair="副區長")),
        wrong=(("committee", 1, "source", "G03", False),)),
    Try("O9", "未符合", year_of(members(4, 4, deputy="課室主管"))),
    Try("O9", "未符合", year_of(members(4, 4, deputy="秘書"))),
    Try("O9", "未符合", year_of(members(4, 4, outside=0))),
    Try("O9", "符合", year_of(members(4, 4, deputy="秘書")), office=MOUNTAIN),
    Try("O9", "符合", year_of(members(4, 4, deputy="副區長")), office=MOUNTAIN),
    Try("O9", "待認定", year_of(members(4, 4)), wrong=(("committee", 1, "sex", "F05", False),)),
    Try("O10", "符合", year_of(contacts(*BOTH))),
    Try("O10", "未符合", year_of(contacts(BOTH[0]))),
    Try("O10", "未符合", year_of(contacts(("性別議題聯絡人", "其他", "測試甲"), BOTH[1]))),
    Try("O10", "未符合", year_of(contacts(BOTH[0], ("代理聯絡人", "其他", "測試 甲")))),
    Try("O10", "未符合", year_of(contacts(BOTH[0], BOTH[0], BOTH[1])),
        wrong=(("liaison", 1, "name", "K01", False),)),
    Try("O10", "待認定", year_of(contacts(*BOTH)), wrong=(("liaison", 1, "phone", "F06", False),)),
    Try("O10", "無資料", year_of(NOTHING)),
    Try("O11", "符合", year_of(NOTHING, met())),
    Try("O11", "進行中", year_of(NOTHING)),
    Try("O11", "進行中", year_of(met(month=3))),
    Try("O11", "未符合", OUT_OF_MIDYEAR),
    Try("O11", "未符合", year_of(NOTHING, met(month=5))),
    Try("O11", "未符合", year_of(NOTHING, met(kind="臨時"))),
    Try("O11", "未符合", year_of(NOTHING, met(year=2025))),
    Try("O11", "待認定", year_of(NOTHING, met()), wrong=(("meeting", 1, "held_on", "F04", False),)),
    Try("O12", "符合", year_of(NOTHING, met())),
    Try("O12", "進行中", year_of(NOTHING, met(said="否"))),
    Try("O12", "未符合", by_year_end(met(said="否"))),
    Try("O12", "未符合", WHOLE_YEAR),
    Try("O13", "符合", year_of(NOTHING, met(filed=date(2026, 5, 1)))),
    Try("O13", "進行中", year_of(NOTHING, met())),
    Try("O13", "未符合", by_year_end(met())),
    Try("O14", "符合", year_of(zone())),
    Try("O14", "進行中", year_of(zone(updated=False))),
    Try("O14", "未符合", year_of(zone(updated=False), NOTHING, NOTHING, NOTHING)),
    Try("O14", "待認定", WHOLE_YEAR),
    Try("O15", "符合", year_of({"local_plan": [{"title": "據點", "partner": "社會局"}]})),
    Try("O15", "進行中", OUT_OF_MIDYEAR),
    Try("O15", "無資料", WHOLE_YEAR),
)  # fmt: skip
