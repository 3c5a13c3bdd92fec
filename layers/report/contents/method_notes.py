"""How the figures of a report were computed, in sentences."""

from layers.report.document import Block, Paragraph
from layers.report.report_facts import ReportFacts
from layers.report.words import Words


def method_notes(facts: ReportFacts, words: Words) -> list[Block]:
    """Say which areas, which rules and which thresholds the figures come from."""
    plan, limits = facts.plan, facts.limits
    on_track = f"{100 * facts.thresholds.on_track:g}%"
    behind = f"{100 * facts.thresholds.behind:g}%"
    known = [] if facts.known is None else [
        words(
            f"台账只计{words.day(facts.known)}及以前登记的事件；项目和指标不受此限。",
            f"Of the ledger only what was recorded by {facts.known} counts; projects and "
            "indicators are not limited by that.",
        )
    ]  # fmt: skip
    return [Paragraph(text=said) for said in (
        words(
            "面积：在 2000 国家大地坐标系椭球面上量算，边为测地线；1 公顷 = 10 000 平方米 = 15 亩。"
            f"除注明外均为{words.basis(facts.basis)}；一笔只有一部分计入的，申报面积按该部分占整笔边界的比例折算。",
            "Areas are those of the CGCS2000 ellipsoid with geodesic edges; 1 ha = 10 000 m² = "
            f"15 mu. They are {facts.basis} areas unless marked otherwise; where only a part of an "
            "event counts, its declared area counts by that part's share of the outline.",
        ),
        words(
            f"计入：收储、供应计规划期（{plan.starts_on} 至 {plan.ends_on}）内至报告日期的事件，"
            "同一土地在库时再次收储、已供应时再次供应的不重复计；已储未供计历年收储中截至报告日期"
            "尚未供应的。上级片区按自身边界计，不由下级相加。",
            f"Storage and supply count the events of the period ({plan.starts_on} to "
            f"{plan.ends_on}) until the report's day; land stored while in reserve, or supplied "
            "while supplied, does not count again. The reserve is what of all storages is not "
            "supplied. A parent zone is counted from its own outline, not from its parts.",
        ),
        words(
            "序时：目标自规划期第一日起按时间均匀推进，有年度计划的按年度计划。"
            f"完成达到目标的为已完成，不低于序时 {on_track} 的为基本同步，"
            f"不低于 {behind} 的为滞后，再低的为风险；规划期满后只分完成和未完成。",
            "Expected: the target spread evenly over the period, or the plan's yearly schedule. "
            f"Done is at least the target, on track at least {on_track} of what is expected, "
            f"behind at least {behind}, at risk less. Once the period is over a target is reached "
            "or is not.",
        ),
        words(
            f"预警：目标和指标滞后或有风险；项目停在一个阶段超过 {limits.stalled_months} 个月；"
            f"土地在库超过 {limits.reserve_years:g} 年；台账没有文号。",
            "Warnings: targets and indicators behind or at risk; projects at one stage for more "
            f"than {limits.stalled_months} months; land in reserve for more than "
            f"{limits.reserve_years:g} years; events without a document number.",
        ),
        words(
            "取舍：图表和文字中的数据经四舍五入，合计可能有尾差；亩数按所列公顷数乘 15 计。",
            "Rounding: figures in text, tables and charts are rounded, and sums may differ in the "
            "last digit; mu are 15 times the hectares shown.",
        ),
        *known,
    )]  # fmt: skip
