"""The sentences of a report: each follows from figures, and says them as the tables show them.

A sentence's figures are settled and rounded as in the tables first, and compared after that: what
a reader subtracts on paper is what the sentence says.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from layers.report.words import Words, many, settled
from projects.balance.conflicts import Conflict, ConflictKind
from projects.balance.pace import PaceRow
from projects.balance.reserve import ReserveRow
from projects.labels import MEASURES_IN_FULL, REACHED, Label
from projects.model import BalanceRow, Basis, EarlyWarning, IndicatorLine, Plan, Project
from projects.monitoring.indicators import tally

_SHOWN_HA: Final = 0.005
"""Less than this is shown as 0.00 hectares."""


def time_sentence(plan: Plan, as_of: date, words: Words) -> str:
    """Say how much of the period has gone."""
    if as_of < plan.starts_on:
        return words(
            f"规划期自{words.day(plan.starts_on)}起，截至日期尚在规划期之前，没有进度可言。",
            f"The period begins on {plan.starts_on}: as of this day there is no progress to tell.",
        )
    if as_of >= plan.ends_on:
        return words(
            f"规划期已于{words.day(plan.ends_on)}届满，以下即规划期的最终结果。",
            f"The period ended on {plan.ends_on}: this is its final result.",
        )
    gone = (as_of - plan.starts_on).days / (plan.ends_on - plan.starts_on).days
    percent = words.figure(100 * gone, "percent")
    return words(f"规划期时间已过 {percent}。", f"{percent} of the period has gone.")


def progress_sentence(row: BalanceRow, plan: Plan, as_of: date, words: Words) -> str:
    """Say how one measure of a zone, named before it, stands against its target.

    Each status has its own form; without a target, before the period and after it there are others.
    """
    what = words(*_measure(row))
    if row.target_ha is None:
        return without_target((row,), words)
    target = words.ha(row.target_ha)
    if row.status is None:
        return words(
            f"{what}目标 {target}，规划期尚未开始。",
            f"The target of {what} is {target}; the period has not begun.",
        )
    reached = _reached(row, what, words)
    if row.status == "done":
        return reached + _exceeded(row, words)
    if as_of >= plan.ends_on:
        missing = words.ha(row.remaining_ha or 0.0)
        return reached + words(
            f"，规划期已满，尚差 {missing}，目标没有完成。",
            f"; the period is over, {missing} are missing: the target is not reached.",
        )
    return reached + _against_time(row, words) + _still_to_do(row, words)


def _measure(row: BalanceRow) -> tuple[str, str]:
    return MEASURES_IN_FULL[row.measure]


def without_target(rows: Sequence[BalanceRow], words: Words) -> str:
    """Say of measures of one zone that they have no target, and what was done all the same."""
    measures = [words(*_measure(row)) for row in rows]
    none = words(
        f"规划没有提出{'和'.join(measures)}目标，期内",
        f"The plan sets no target of {' or '.join(measures)}; in the period there is ",
    )
    done = [
        words(
            f"{what} {words.ha_and_mu(row.actual_ha)}、{row.events} 笔",
            f"{what} of {words.ha_and_mu(row.actual_ha)} in {many(row.events, 'event')}",
        )
        if settled(row.actual_ha) >= _SHOWN_HA
        else words(f"没有{what}", f"no {what}")
        for row, what in zip(rows, measures, strict=True)
    ]
    return none + words(f"{'，'.join(done)}。", f"{', '.join(done)}.")


def _reached(row: BalanceRow, what: str, words: Words) -> str:
    actual, target = words.ha(row.actual_ha), words.ha(row.target_ha or 0.0)
    if row.percent is None:
        return words(
            f"{what}完成 {actual}，目标为 {target}",
            f"{what.capitalize()} is {actual}, the target {target}",
        )
    percent = words.figure(row.percent, "percent")
    return words(
        f"{what}完成 {actual}，为目标 {target}的 {percent}",
        f"{what.capitalize()} is {actual}, {percent} of the target of {target}",
    )


def _exceeded(row: BalanceRow, words: Words) -> str:
    over = settled(row.actual_ha - (row.target_ha or 0.0))
    if over < _SHOWN_HA:
        return words("，目标已完成。", "; the target is reached.")
    more = words.ha(over)
    return words(f"，目标已完成，超出 {more}。", f"; the target is reached and exceeded by {more}.")


def _against_time(row: BalanceRow, words: Words) -> str:
    """Compare the percentage with the one expected by now, both as shown."""
    if row.percent is None or not row.target_ha:
        return ""
    expected = 100 * (row.expected_ha or 0.0) / row.target_ha
    ahead = _as_shown(row.percent) - _as_shown(expected)
    due = words.figure(expected, "percent")
    if ahead == 0:
        return words(f"，与序时进度（{due}）持平", f", as expected by now ({due})")
    return words(
        f"，较序时进度（{due}）{'快' if ahead > 0 else '慢'} {abs(ahead)} 个百分点",
        f", {abs(ahead)} points {'ahead of' if ahead > 0 else 'behind'} what is expected by now "
        f"({due})",
    )


def _as_shown(percent: float) -> Decimal:
    """Return a percentage with the one decimal that its reader sees."""
    return Decimal(Words("zh").figure(percent, "percent").rstrip("%").replace(",", ""))


def _still_to_do(row: BalanceRow, words: Words) -> str:
    judged = {
        "on track": words("，基本同步", ": on track"),
        "behind": words("，进度滞后", ": behind"),
        "at risk": words("，有完不成的风险", ": at risk"),
    }[row.status or ""]
    if row.needed_ha_per_year is None:
        return judged + words("。", ".")
    needed = words.ha(row.needed_ha_per_year)
    return judged + words(f"，此后年均需 {needed}。", f"; {needed} a year are needed from now on.")


def forecast_sentence(row: PaceRow, plan: Plan, as_of: date, level: float, words: Words) -> str:
    """Say where the pace so far leads; empty where there is no pace to extend, or nothing left.

    `level` is the chance of the interval, 0 to 1.
    """
    if row.forecast_ha is None or as_of >= plan.ends_on:
        return ""
    zh, en = MEASURES_IN_FULL[row.measure]
    end, point = words.day(plan.ends_on), words.ha(row.forecast_ha)
    said = words(
        f"照至今的平均速度，到{end}{zh}约 {point}",
        f"At the mean pace so far {en} will be about {point} on {end}",
    )
    if row.low_ha is not None and row.high_ha is not None:
        low, high = words.figure(row.low_ha, "ha"), words.ha(row.high_ha)
        share = f"{100 * level:g}%"
        said += words(f"（{share} 区间 {low}–{high}）", f" ({share} interval {low}–{high})")
    if row.chance_of_target is not None and row.status != "done":
        said += words(
            f"，达到目标的可能{_chance(row.chance_of_target, words)}",
            f"; the chance of the target is {_chance(row.chance_of_target, words)}",
        )
    return said + words("。", ".")


def _chance(chance: float, words: Words) -> str:
    """Return a chance as a percentage; what is nearly certain is not made certain."""
    if chance < 0.01:
        return words("不足 1%", "less than 1%")
    if 0.99 < chance < 1:
        return words("超过 99%", "more than 99%")
    percent = words.figure(100 * chance, "percent")
    return words(f"约 {percent}", f"about {percent}")


def reserve_sentence(
    total_ha: float, rows: Sequence[ReserveRow], long_years: float, basis: Basis, words: Words
) -> str:
    """Say what is stored and not supplied, and what of it has been so for long."""
    if not rows:
        return words("没有已储未供的土地。", "There is no land in reserve.")
    said = words(
        f"已储未供 {words.ha_and_mu(total_ha)}，涉及 {len(rows)} 笔收储，"
        f"最早的自{words.day(rows[0].stored_on)}起在库",
        f"In reserve: {words.ha_and_mu(total_ha)} of {many(len(rows), 'storage')}, the earliest "
        f"since {rows[0].stored_on}",
    )
    old = [row for row in rows if row.years > long_years]
    if not old:
        return said + words(
            f"，没有超过 {long_years:g} 年的。", f"; none for more than {long_years:g} years."
        )
    ha = words.ha(sum(row.ha(basis) for row in old))
    return said + words(
        f"；在库超过 {long_years:g} 年的 {len(old)} 笔，{ha}。",
        f"; {len(old)} of them for more than {long_years:g} years, {ha}.",
    )


def shares_sentence(head: str, parts: Sequence[tuple[str, float]], words: Words) -> str:
    """Say after `head` what a total consists of: `产业用地 86.19 公顷，占 67.2%；…`."""
    total = sum(ha for _, ha in parts)
    if settled(total) < _SHOWN_HA:
        return ""
    told = [
        words(
            f"{name} {words.ha(ha)}，占 {words.figure(100 * ha / total, 'percent')}",
            f"{name} {words.ha(ha)} ({words.figure(100 * ha / total, 'percent')})",
        )
        for name, ha in parts
        if settled(ha) >= _SHOWN_HA
    ]
    return words(f"{head}：{'；'.join(told)}。", f"{head}: {'; '.join(told)}.")


def conflicts_sentence(conflicts: Sequence[Conflict], words: Words) -> str:
    """Say how many conflicts the ledger has, kind by kind."""
    if not conflicts:
        return words("台账没有冲突。", "The ledger has no conflicts.")
    kinds: dict[ConflictKind, str] = {
        "stored_twice": words("重复收储", "stored twice"),
        "supplied_twice": words("重复供应", "supplied twice"),
        "supplied_before_storage": words("先供后储", "supplied before storage"),
        "supplied_without_storage": words("未储先供", "supplied without storage"),
    }
    told = [
        words(f"{name} {count} 处", f"{count} {name}")
        for kind, name in kinds.items()
        if (count := sum(conflict.kind == kind for conflict in conflicts))
    ]
    return words(
        f"台账冲突 {len(conflicts)} 处：{words.listed(told)}。",
        f"The ledger has {many(len(conflicts), 'conflict')}: {words.listed(told)}.",
    )


def warnings_sentence(warnings: Sequence[EarlyWarning], words: Words) -> str:
    """Say how many warnings there are of each severity, worst first."""
    if not warnings:
        return words("没有预警。", "There are no warnings.")
    told = [
        words(f"{words.severity(severity)} {count} 条", f"{count} {words.severity(severity)}")
        for severity in (3, 2, 1)
        if (count := sum(warning.severity == severity for warning in warnings))
    ]
    return words(
        f"预警 {len(warnings)} 条：{words.listed(told)}。",
        f"{many(len(warnings), 'warning')}: {words.listed(told).lower()}.",
    )


def projects_sentence(projects: Sequence[Project], stages: Sequence[str], words: Words) -> str:
    """Say how many projects there are in each stage, and what of their investment is known."""
    if not projects:
        return words("没有重大项目。", "There are no major projects.")
    told = [
        words(f"{words.stage(stage)} {count} 个", f"{count} {words.stage(stage).lower()}")
        for stage in stages
        if (count := sum(project.stage == stage for project in projects))
    ]
    said = words(
        f"重大项目 {len(projects)} 个，其中{words.listed(told)}",
        f"{many(len(projects), 'major project')}: {words.listed(told)}",
    )
    known = [
        project.investment_10k_cny for project in projects if project.investment_10k_cny is not None
    ]
    if not known:
        return said + words(
            "；规划没有逐个注明投资。", "; no investment is stated for any of them."
        )
    money = words.figure(sum(known), "money")
    return said + words(
        f"；注明总投资的 {len(known)} 个，合计 {money} 万元。",
        f"; {len(known)} state their investment, in all {money} ×10,000 CNY.",
    )


def indicators_sentence(
    lines: Sequence[IndicatorLine], words: Words, *, is_over: bool = False
) -> str:
    """Say how many indicators have a goal, can be judged, and are where they should be."""
    good, judged, with_goal = tally(lines, is_over=is_over)
    reached = (REACHED if is_over else Label("已完成或基本同步", "done or on track")).say(
        words.language
    )
    if not with_goal:
        return words("没有设期内目标的指标。", "No indicator has a goal for the period.")
    if not judged:
        return words(
            f"有期内目标的指标 {with_goal} 项，均没有可供评估的期内数据。",
            f"Indicators with a goal for the period: {with_goal}; none can be judged yet.",
        )
    return words(
        f"有期内目标的指标 {with_goal} 项，可评估的 {judged} 项中 {good} 项{reached}。",
        f"Indicators with a goal for the period: {with_goal}; of {judged} that can be judged "
        f"{good} are {reached.lower()}.",
    )
