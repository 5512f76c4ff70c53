"""O5, O6, O14 and O15: promotion, material, the web zone, the local programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gmreports.rules.words import half_width
from gmreports.summarise.details import year_to
from gmreports.summarise.duties.case import (
    MET,
    NO_DATA,
    OPEN,
    UNDECIDED,
    Case,
    Ruling,
    cells,
    having,
    is_over,
    kept_out,
    not_done,
    rows,
    unclear,
    value,
)

YEAR = "duty_year_month"
EVENTS = ("training", "promotion")


def public_promotion(case: Case) -> Ruling:
    """Due at the end of the year. Promotion of another unit or topic is for a person to decide by then."""
    held, units = rows(case, "promotion"), case.listed("duty_promotion_units")
    asked = int(case.number("duty_promotions"))
    named = [row for row in held if _names(value(case, "promotion", "host_unit", row), units)]
    fit = having(case, "promotion", "topic", case.listed("duty_promotion_topics"), named)
    if len(fit) >= asked:
        found = cells(case, "promotion", ("host_unit", "topic"), fit)
        return Ruling(MET, f"{units[0]}今年辦了 {len(fit)} 項 CEDAW 或性別平等宣導。", found)
    why = f"{units[0]}今年辦了 {len(fit)} 項 CEDAW 或性別平等宣導，要有 {asked} 項。"
    others = [row for row in held if row not in fit]
    if others and is_over(case, YEAR):
        found = cells(case, "promotion", ("host_unit", "topic"), others)
        return Ruling(UNDECIDED, f"{why}另有 {len(others)} 項是其他課室或議題，是否算數要由人認定。", found)
    return not_done(case, "promotion", YEAR, why, cover="promotion_status")


def _names(unit: str, wanted: tuple[str, ...]) -> bool:
    plain = "".join(half_width(unit).split())
    return any(each in plain for each in wanted)


def material(case: Case) -> Ruling:
    """Due at the end of the year; met by the first one with a concept and content."""
    made = having(
        case, "materials", "concept", case.listed("duty_material_concepts"), rows(case, "materials")
    )
    made = [row for row in made if value(case, "materials", "content", row)]
    if made:
        found = cells(case, "materials", ("concept", "content"), made)
        return Ruling(MET, f"今年製作 {len(made)} 項有概念、有內容的文宣。", found)
    return not_done(case, "materials", YEAR, "今年還沒有性別平等意識或 CEDAW 概念的文宣。")


def web_zone(case: Case) -> Ruling:
    """Kept up where each quarter with an event has an update; what lacks is due at the end of the year."""
    updates, held = rows(case, "website"), {sheet: rows(case, sheet) for sheet in EVENTS}
    updated = {value(case, "website", "period", row) for row in updates}
    busy = {value(case, sheet, "period", row) for sheet in EVENTS for row in held[sheet]}
    lacking = [str(period) for period in year_to(case.period) if str(period) in busy - updated]
    if lacking:
        why = f"{'、'.join(lacking)} 有活動而沒有更新專區。"
        return not_done(case, "website", YEAR, why, _events_in(case, lacking, held))
    unsure = unclear(case, "website") if not updates else None
    for sheet in EVENTS:
        doubtful = {value(case, sheet, "period", row) for row in kept_out(case, sheet)} - updated
        unsure = unsure or (unclear(case, sheet) if doubtful else None)
    if unsure:
        return unsure
    if updates:
        why = f"今年更新 {len(updates)} 次，到本季為止有活動的季都有更新。"
        return Ruling(MET, why, cells(case, "website", ("updated_on",), updates))
    if is_over(case, YEAR):
        return Ruling(UNDECIDED, "今年沒有活動，也沒有更新專區，要由人認定。")
    return Ruling(OPEN, "今年還沒有活動，也還沒有更新專區。")


def _events_in(case: Case, periods: Sequence[str], held: Mapping[str, Sequence[int]]) -> tuple[str, ...]:
    return tuple(
        cell
        for sheet, held_there in held.items()
        for cell in cells(case, sheet, ("title",), having(case, sheet, "period", periods, held_there))
    )


def local_programme(case: Case) -> Ruling:
    """Where circumstances allow: never 未符合, and without one at the end of the year 無資料."""
    reported = rows(case, "local_plan")
    if reported:
        return Ruling(
            MET, f"今年有 {len(reported)} 個方案。", cells(case, "local_plan", ("title",), reported)
        )
    unsure = unclear(case, "local_plan")
    if unsure:
        return unsure
    if is_over(case, YEAR):
        return Ruling(NO_DATA, "今年沒有方案；這一項視情形辦理。")
    return Ruling(OPEN, "今年還沒有方案；這一項視情形辦理。")
