"""O7 to O10: the committee, its balance and its seats, and whom to turn to."""

from __future__ import annotations

from gmreports.rules.events import same_words
from gmreports.summarise import committee
from gmreports.summarise.duties.case import (
    MET,
    NO_DATA,
    NOT_MET,
    OPEN,
    UNDECIDED,
    Case,
    Ruling,
    cells,
    earlier_note,
    having,
    rows,
    title_of,
    unclear,
    value,
)
from gmreports.summarise.figures import as_latest, measure
from gmreports.summarise.tables import SEXES

CONTACTS = ("性別議題聯絡人", "代理聯絡人")


def balance(case: Case, threshold: str, *, goal: bool = False) -> Ruling:
    """Due always, and compared in whole numbers; a goal that is not reached yet is still open."""
    unsure = unclear(case, "committee")
    if unsure:
        return unsure
    members = rows(case, "committee")
    least, code = case.number(threshold), case.office_code
    met = committee.verdict(case.ledger, least, code)
    if isinstance(met, str) or not members:
        return _nothing(case, "committee")
    now = as_latest(case.period)
    counts = {word: measure(case.ledger, committee.OF_SEX[key], now, code) for key, word in SEXES.items()}
    said = "、".join(f"{word} {count.value}" for word, count in counts.items())
    why = (
        f"全體 {len(members)} 人：{said}；任一性別要達{committee.spoken(least)}{_stale(case, 'committee')}。"
    )
    ids = (*(one.id for one in counts.values()), committee.lesser_share(case.ledger, code).id)
    sources = cells(case, "committee", ("sex",), members)
    if met is None:
        return Ruling(UNDECIDED, f"{why}結果要看性別「其他」的委員如何認定。", sources, ids)
    if met:
        return Ruling(MET, why, sources, ids)
    if goal:
        return Ruling(OPEN, f"尚未達 {committee.spoken(least)} 目標。{why}", sources, ids)
    return _wrong(case, "committee", why, sources, ids)


def seats(case: Case) -> Ruling:
    """Due always: one chair and one vice-chair of the right standing, and somebody from outside."""
    members = rows(case, "committee")
    unsure = unclear(case, "committee")
    if unsure or not members:
        return unsure or _nothing(case, "committee")
    roles = committee.IN_ROLE
    office = case.ledger.data.terms.office(case.office_code)
    allowed = {"chair": case.listed("duty_chair_sources"), "vice_chair": office.deputy_titles}
    wrong, sources = [], cells(case, "committee", ("role",), members)
    for key, titles in allowed.items():
        word = committee.ROLES[key]
        sitting = having(case, "committee", "role", (word,), members)
        fit = having(case, "committee", "source", titles, sitting)
        sources += cells(case, "committee", ("source",), sitting)
        if len(sitting) != 1:
            wrong.append(f"{word}有 {len(sitting)} 人，應該是 1 人")
        elif not fit:
            held = value(case, "committee", "source", sitting[0])
            wrong.append(f"{word}是{held or '空白'}，應該是{'或'.join(titles)}")
    outside = having(case, "committee", "role", (committee.ROLES["external"],), members)
    least = int(case.number("duty_external_members"))
    if len(outside) < least:
        wrong.append(f"外聘委員有 {len(outside)} 人，至少要 {least} 人")
    now = as_latest(case.period)
    ids = tuple(measure(case.ledger, ask, now, case.office_code).id for ask in roles.values())
    why = "；".join(wrong) or f"召集人、副召集人各 1 人，外聘委員 {len(outside)} 人"
    why = f"{why}{_stale(case, 'committee')}。"
    return _wrong(case, "committee", why, sources, ids) if wrong else Ruling(MET, why, sources, ids)


def contacts(case: Case) -> Ruling:
    """Due always: one contact of the right rank and one deputy, two people. No name is ever said."""
    people = rows(case, "liaison")
    unsure = unclear(case, "liaison")
    if unsure or not people:
        return unsure or _nothing(case, "liaison")
    ranks, wrong = case.listed("duty_liaison_ranks"), []
    for kind in CONTACTS:
        of_kind = having(case, "liaison", "kind", (kind,), people)
        if len(of_kind) != 1:
            wrong.append(f"{kind}有 {len(of_kind)} 人，應該是 1 人")
    first = having(case, "liaison", "kind", CONTACTS[:1], people)
    if first and not having(case, "liaison", "rank", ranks, first):
        wrong.append(f"{CONTACTS[0]}不是{'、'.join(ranks)}")
    names = [same_words(value(case, "liaison", "name", row)) for row in people]
    if len(set(names)) < len(names):
        wrong.append("聯絡人與代理聯絡人是同一人")
    why = f"{'；'.join(wrong) or '聯絡人、代理聯絡人各 1 人'}{_stale(case, 'liaison')}。"
    sources = cells(case, "liaison", ("kind", "rank"), people)
    return _wrong(case, "liaison", why, sources) if wrong else Ruling(MET, why, sources)


def _stale(case: Case, sheet_id: str) -> str:
    return earlier_note(case, sheet_id, rows(case, sheet_id))


def _wrong(
    case: Case, sheet_id: str, why: str, sources: tuple[str, ...], ids: tuple[str, ...] = ()
) -> Ruling:
    """未符合 by what stands in this quarter's return; an earlier one may have been put right since."""
    return Ruling(NO_DATA if _stale(case, sheet_id) else NOT_MET, why, sources, ids)


def _nothing(case: Case, sheet_id: str) -> Ruling:
    return Ruling(NO_DATA, f"{title_of(case, sheet_id)}沒有填。")
