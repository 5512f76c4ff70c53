"""The obligations of an office, one small judgement each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from gmreports.summarise.duties import committee, meeting, promotion, returns, training
from gmreports.summarise.duties.case import Case, Ruling

YEAR, MEETING = "duty_year_month", "duty_meeting_month"
PAIRS = ("duty_requirements", "duty_coverage", "coverage_pairs", YEAR)


@dataclass(frozen=True, slots=True)
class Obligation:
    """What is demanded, by which clause and by when; `needs` are the settings that it is judged by.

    `rules` are those that find the same thing wrong: their errors do not keep it from being judged.
    """

    code: str
    name: str
    clause: str
    asked: str
    due: str
    judge: Callable[[Case], Ruling]
    needs: tuple[str, ...] = ()
    rules: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        return f"{self.code} {self.name}"


def _pupils(code: str) -> Callable[[Case], Ruling]:
    return partial(training.everybody, code)


YEARLY, ALWAYS = "年底到期", "隨時都要符合"

OBLIGATIONS: tuple[Obligation, ...] = (
    Obligation("O1", "主流化 2小時", "計畫5-3-(一)-1-(1)",
               "一般公務人員與主管人員每人每年至少 2 小時性別主流化課程", YEARLY, _pupils("O1"), PAIRS),
    Obligation("O2", "CEDAW 1小時", "計畫5-3-(一)-1-(1)",
               "一般公務人員與主管人員每人每年至少 1 小時 CEDAW 實體課程", YEARLY, _pupils("O2"), PAIRS),
    Obligation("O3", "業務相關 10小時", "計畫5-3-(一)-2",
               "性別平等業務相關人員每人每年至少 10 小時", YEARLY, _pupils("O3"), PAIRS),
    Obligation("O4", "季報準時", "計畫5-3-(一)-3、(二)-2",
               "本季季報在期限內送達，看第一次送達的日期", "本季的報送期限", returns.in_time),
    Obligation("O5", "民眾宣導", "計畫5-3-(二)-1",
               "社會課每年對民眾辦理 CEDAW 或性別平等宣導", YEARLY, promotion.public_promotion,
               ("duty_promotions", "duty_promotion_topics", "duty_promotion_units", YEAR)),
    Obligation("O6", "製作文宣", "計畫5-3-(二)-3",
               "製作有性別平等意識或 CEDAW 概念、有內容的文宣", YEARLY, promotion.material,
               ("duty_material_concepts", YEAR)),
    Obligation("O7", "性別比例", "手冊註 第七條；計畫5-1-(1)-1",
               "專案小組任一性別達法定下限", ALWAYS,
               partial(committee.balance, threshold="committee_minimum"),
               ("committee_minimum",), frozenset({"G01"})),
    Obligation("O8", "比例目標", "計畫5-1-(1)-1",
               "專案小組任一性別達目標；這是目標，未達到寫「進行中」", "沒有期限",
               partial(committee.balance, threshold="committee_goal", goal=True), ("committee_goal",)),
    Obligation("O9", "小組組成", "手冊二(二)；計畫5-1-(1)-2",
               "召集人、副召集人各 1 人且身分相符，並有外聘委員", ALWAYS, committee.seats,
               ("duty_chair_sources", "duty_external_members"), frozenset({"G03", "G04", "G05"})),
    Obligation("O10", "聯絡人", "計畫5-1-(2)",
               "聯絡人（課長以上）與代理聯絡人各 1 人", ALWAYS, committee.contacts,
               ("duty_liaison_ranks",), frozenset({"K01", "K02"})),
    Obligation("O11", "定期會議", "手冊二(二)；計畫5-2-(1)",
               "每年 4 月開定期會議", "4 月底到期", meeting.held_in_month, (MEETING,),
               frozenset({"N01", "N02"})),
    Obligation("O12", "會議審議", "計畫5-2-(2)、(3)",
               "會議審核前年度成果表、審議性別預算、檢視前年度執行", YEARLY, meeting.reviewed, (YEAR,),
               frozenset({"N04"})),
    Obligation("O13", "提報備查", "手冊二(二)；計畫5-2-(1)",
               "定期會議提報性別主流化推動組備查", YEARLY, meeting.filed, (YEAR,), frozenset({"N03"})),
    Obligation("O14", "專區更新", "計畫5-5",
               "有活動的季要更新性別主流化專區", YEARLY, promotion.web_zone, (YEAR,), frozenset({"W01"})),
    Obligation("O15", "在地方案", "計畫5-4",
               "結合局處資源推展在地性別平等方案，視情形辦理", "視情形，沒有期限",
               promotion.local_programme, (YEAR,), frozenset({"L01"})),
)  # fmt: skip
