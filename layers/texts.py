"""Every word the pages say themselves, in Chinese and in English."""

from collections.abc import Mapping
from typing import Any, Final

from layers.styles import PROJECT_GROUPS
from projects import labels
from projects.labels import Label
from projects.package.column import Column
from projects.package.columns import EVENTS, PARCELS, ZONES


def _named(kind: str, names: Mapping[Any, Label]) -> dict[str, Label]:
    return {f"{kind}_{key}": name for key, name in names.items()}


def _of_columns(*columns: Column) -> dict[str, tuple[str, str]]:
    return {column.name: (column.zh, column.en) for column in columns}


_TEXTS: Final[dict[str, tuple[str, str]]] = {
    # The masthead
    "page_kind": ("国土空间规划实施一张图", "Plan implementation map"),
    "as_of": ("截至", "As of"),
    "basis": ("口径", "Basis"),
    "basis_declared": ("申报面积", "declared area"),
    "basis_measured": ("量算面积", "measured area"),
    "sample": ("样例数据，非实际成果", "Sample data, not actual results"),
    "schematic_count": ("示意边界 {n}/{all} 个片区", "Schematic outlines: {n} of {all} zones"),
    "schematic_help": (
        "这些片区的边界按文字描述勾绘，不是正式成果",
        "The outlines of these zones are drawn from words; they are not official",
    ),
    "skip_to_panel": ("跳到面板", "Skip to the panel"),
    "no_script": ("此页面需要启用 JavaScript。", "This page needs JavaScript."),
    "old_browser": (
        "浏览器版本过低，无法显示此页面；请更新浏览器。",
        "This browser is too old for this page; please update it.",
    ),
    # The map
    "map": ("地图", "Map"),
    "tools": ("地图工具", "Map tools"),
    "colour_by": ("片区着色", "Colour zones by"),
    "legend": ("图例与图层", "Legend and layers"),
    "north": ("上方为北", "North is up"),
    "coordinates": ("光标处经纬度（CGCS2000）", "Longitude and latitude at the pointer (CGCS2000)"),
    "zoom_in": ("放大", "Zoom in"),
    "zoom_out": ("缩小", "Zoom out"),
    "whole_plan": ("全图", "Whole plan"),
    "measure_distance": ("测距离", "Measure distance"),
    "measure_area": ("测面积", "Measure area"),
    "print": ("打印", "Print"),
    # Paper
    "print_paper": ("纸张", "Paper"),
    "print_scale": ("比例尺", "Scale"),
    "print_fit": ("适合所选片区", "fit the chosen zone"),
    "print_scale_told": ("{scale}（{paper}）", "{scale} ({paper})"),
    "print_help": (
        "按比例尺打印时以地图中心为准；在打印窗口里缩放须为 100%。",
        "At a scale, the middle of the map is printed; keep 100 % in the browser's dialog.",
    ),
    # Measuring
    "measure_start": (
        "在地图上点选；双击或按 Enter 结束，Backspace 退一点，Esc 取消",
        "Click points on the map; double-click or Enter ends, Backspace takes back a point, "
        "Esc cancels",
    ),
    "measure_crosses": (
        "边界自相交，不能量算面积；按 Backspace 退一点",
        "The outline crosses itself and has no area; Backspace takes back a point",
    ),
    "distance": ("距离", "Distance"),
    "area": ("面积", "Area"),
    "perimeter": ("周长", "Perimeter"),
    "close": ("关闭", "Close"),
    # Measures, status and whatever else has a name of its own
    **_named("measure", labels.MEASURES),
    **_named("status", {key.replace(" ", "_"): name for key, name in labels.STATUSES.items()}),
    "status_not_begun": labels.NOT_BEGUN,
    "status_none": labels.NO_TARGET,
    **_named("state", labels.PARCEL_STATES),
    "in_reserve": labels.PARCEL_STATES["in_reserve"],
    "supplied": labels.PARCEL_STATES["supplied"],
    **_named("owner", labels.OWNER_KINDS),
    **_named("event", labels.EVENT_KINDS),
    **_named("stage", dict(enumerate(labels.STAGES.values()))),
    "stage_none": labels.NO_STAGE,
    **_named("group", {group: style.label for group, style in PROJECT_GROUPS.items()}),
    **_named("severity", labels.SEVERITIES),
    # The legend
    "layer_zones": ("片区：{measure}完成情况", "Zones: {measure} against plan"),
    "layer_labels": ("片区名称", "Zone names"),
    "layer_parcels": ("地块", "Parcels"),
    "layer_projects": ("重大项目", "Major projects"),
    "layer_district": ("区界", "District outline"),
    "layer_structure": ("空间结构（轴、带）", "Spatial structure (axes, belts)"),
    "structure_kind": ("类型", "Kind"),
    "structure_zones": ("依托片区", "Rests on"),
    "structure_axis": ("发展轴", "axis"),
    "structure_belt": ("带", "belt"),
    "structure_area": ("片区", "area"),
    "structure_core": ("核", "core"),
    "structure_point": ("点", "point"),
    "outline_schematic": ("示意边界", "Schematic outline"),
    "outline_other": ("片区边界", "Zone outline"),
    "zone_badge": (
        "项目数（仅知片区或位置相近）",
        "Projects known only by zone, or close together",
    ),
    "zone_ring": ("色带：下级盖满的片区", "Band: zone covered by its parts"),
    "project_line": ("项目线位", "Project line"),
    "project_line_schematic": ("示意线位", "Schematic project line"),
    "parcels_left_out": (
        "共 {n} 个地块，图上未绘；请缩小到一个片区，或用整页地图",
        "{n} parcels, not drawn here: narrow the map to a zone, or use the page",
    ),
    "more_only_zone": (
        "另有 {n} 个项目仅知所在片区，见片区弹窗",
        "{n} more projects are known only by zone: see the zones' popups",
    ),
    "grey_categories": ("其他类别", "Other categories"),
    "layer_reserve": ("部分在库的范围", "Parts in reserve"),
    "layer_parcel_labels": ("地块名称", "Parcel names"),
    # The days
    "timeline": ("时间轴", "Timeline"),
    "timeline_day": ("截至日期", "As of"),
    "play": ("播放", "Play"),
    "pause": ("暂停", "Pause"),
    "compared_with": ("对比 {date}", "against {date}"),
    "tab_compare": ("比较", "Compare"),
    "compare_with": ("截至 {date}，对比", "As of {date}, compared with"),
    "compare_none": ("不比较", "nothing"),
    "compare_other": ("或任选一天", "or any day"),
    "compare_show": ("对比", "Compare"),
    "compare_waits": ("正在读取 {date} 的数字……", "Reading the figures of {date} …"),
    "compare_away": (
        "暂时取不到 {date} 的数字，请稍后再选",
        "The figures of {date} cannot be had right now; choose it again in a while",
    ),
    "compare_help": (
        "选一个日期，列出两个日期之间各片区收储、供应了多少；期间有变化的地块在图上突出显示。",
        "Choose a day to see what was stored and supplied between the two, zone by zone; parcels "
        "to which something happened stand out on the map.",
    ),
    "compare_changed": (
        "{from} 之后至 {to}：{n} 个地块有变化",
        "After {from} until {to}: {n} parcels changed",
    ),
    "cells_changed": (
        "从远处看：格内净变化的面积为本色，其余淡显",
        "From afar: what changed in a cell, on balance, in full colour; the rest faint",
    ),
    "parcel_changed": ("{from} 之后至 {to} 有变化", "Changed after {from} until {to}"),
    "compare_caption": ("{from} 至 {to} 的差额（公顷）", "Difference from {from} to {to} (ha)"),
    # The filter and the table of parcels
    "filter": ("筛选地块", "Filter parcels"),
    "filter_on": ("已筛选", "on"),
    "filter_all": ("全部", "All"),
    "filter_text": ("名称或编号", "Name or number"),
    "filter_use": ("用途", "Land use"),
    "filter_method": ("收储、供应方式", "Method"),
    "filter_owner": ("权属", "Ownership"),
    "filter_year": ("收储、供应年份", "Year stored or supplied"),
    "filter_size": ("面积（公顷）", "Size (ha)"),
    "filter_min_ha": ("面积至少（公顷）", "At least (ha)"),
    "filter_max_ha": ("面积至多（公顷）", "At most (ha)"),
    "filter_reset": ("清除筛选", "Clear"),
    "parcels_total": (
        "{n} / {all} 个地块，{ha} / {of_ha} 公顷",
        "{n} / {all} parcels, {ha} / {of_ha} ha",
    ),
    "parcel_caption": ("截至 {date} 的状态，申报面积", "State as of {date}, declared area"),
    "download": ("下载", "Download"),
    "parcels_away": ("暂时取不到地块，请稍后再试", "The parcels cannot be had right now"),
    "parcels_in_ledger": ("在台账中查看地块", "See the parcels in the ledger"),
    "events_in_ledger": ("在台账中查看收储与供应", "See storage and supply in the ledger"),
    "page_before": ("上一页", "Before"),
    "page_after": ("下一页", "Next"),
    "page_of": ("{from}–{to}，共 {n}", "{from}–{to} of {n}"),
    # The panel
    "panel": ("片区详情", "Zone details"),
    "breadcrumb": ("片区层级", "Zone path"),
    "tab_balance": ("计划与实际", "Plan and actual"),
    "tab_zones": ("片区", "Zones"),
    "tab_projects": ("项目", "Projects"),
    "tab_indicators": ("指标", "Indicators"),
    "tab_investment": ("投资", "Investment"),
    "tab_warnings": ("预警", "Warnings"),
    "tab_parcels": ("地块", "Parcels"),
    "sheet_up": ("展开面板", "Enlarge the panel"),
    "sheet_down": ("收起面板", "Shrink the panel"),
    "declared": ("申报", "Declared"),
    "measured": ("量算", "Measured"),
    "declared_area": (PARCELS["declared_ha"].zh, PARCELS["declared_ha"].en),
    "zone_area": (ZONES["declared_ha"].zh, ZONES["declared_ha"].en),
    "measured_area": ("量算面积", "Measured area"),
    "difference": ("相差", "difference"),
    "not_stated": ("未载明", "not stated"),
    "quality_official": ("正式边界", "Official outline"),
    "quality_digitised": ("数字化边界", "Digitised outline"),
    "quality_schematic": ("示意边界", "Schematic outline"),
    "source": ("出处", "Source"),
    "note": ("说明", "Note"),
    "about_zone": ("边界出处与说明", "Where the outline comes from"),
    "line": ("第{n}行", "line {n}"),
    **labels.FIGURES,
    "status_of": ("{measure}：{status}", "{measure}: {status}"),
    "target_source": ("目标出处", "Target source"),
    "events_count": ("{n} 笔", "{n} events"),
    "ledger_total": (
        "计入 {n} 笔，合计 {ha}（{basis}），即本项实际数",
        "{n} counted, together {ha} ({basis}): the actual figure",
    ),
    "ledger_others": ("另有 {n} 笔未计入", "{n} more not counted"),
    "counted": ("计入", "counted"),
    "not_counted": ("未计入", "not counted"),
    "not_counted_noise": ("不足 1 平方米", "up to 1 m²"),
    "not_counted_reversal": ("冲销记录", "a reversal"),
    "not_counted_corrected": ("已被更正", "corrected"),
    "not_counted_left": ("已不在库", "no longer in reserve"),
    "not_counted_period": ("规划期外", "outside the period"),
    "not_counted_before": ("此前已计，或不在本片区", "counted before, or outside the zone"),
    "ledger_reserve": (
        "已储未供逐笔只列截至 {date} 的",
        "What each storage still holds is listed as of {date} alone",
    ),
    "no_parcel": ("未关联地块", "No parcel named"),
    "rounded": labels.ROUNDED,
    "more_events": ("另有 {n} 笔", "{n} more events"),
    "balance_caption": ("计划与实际对照（公顷）", "Plan against actual (ha)"),
    "no_balance": ("此片区没有对账数据", "No balance for this zone"),
    "of_expected": ("刻线为序时应完成", "The mark is what is expected by now"),
    "own_day": (
        "截至 {date}，不随时间轴变动",
        "As of {date}, whatever day is chosen",
    ),
    # Lists
    "no_projects": ("此片区没有重大项目", "No major projects in this zone"),
    "no_parcels": ("此片区没有地块", "No parcels in this zone"),
    "no_category": ("未分类", "No category"),
    # Projects
    "only_zone": ("仅知所在片区", "Known only by its zone"),
    "no_place": ("位置未载明", "Place not stated"),
    "projects_in_zone": ("{zone}：{n} 个项目", "{zone}: {n} projects"),
    "projects_here": ("{n} 个项目", "{n} projects"),
    "category": ("类别", "Category"),
    "stage": ("阶段", "Stage"),
    "zone": ("片区", "Zone"),
    "site_area": ("用地面积", "Site area"),
    "floor_area": ("建筑面积", "Floor area"),
    "investment": ("总投资", "Investment"),
    "invested": ("已完成投资", "Invested so far"),
    "of_investment": ("占总投资 {share}", "{share} of the investment"),
    "stage_since": ("{date} 起", "since {date}"),
    "place_schematic": (
        "示意线位：按文字描述勾绘，不是正式成果",
        "Schematic: drawn from words, not official",
    ),
    "point_schematic": (
        "示意点位：按文字描述标注，不是正式成果",
        "Schematic place: marked from words, not official",
    ),
    "close_together": ("图上位置相近", "Close together on the map"),
    "filtered_out": ("筛选隐去了 {n} 个项目", "The filter hides {n} projects"),
    "show_all": ("全部显示", "Show all"),
    "project": ("项目", "Project"),
    # Indicators
    "indicator_base": ("基期", "Base"),
    "indicator_latest": ("最新", "Latest"),
    "indicator_goal": ("目标", "Goal"),
    "indicator_expected": ("应达 {share}", "{share} expected"),
    "indicator_no_goal": ("无期内目标", "No goal"),
    "indicator_no_actual": ("未有期内数据", "No figure from the period"),
    "indicator_no_base": ("无基期数，不作评估", "Not judged: no base"),
    "indicator_sources": ("各年数与出处（{n}）", "All figures and sources ({n})"),
    "kind_binding": ("约束性", "Binding"),
    "kind_expected": ("预期性", "Expected"),
    "span_period_total": ("期内累计", "Total of the period"),
    "span_period_mean": ("期内年均", "Yearly mean of the period"),
    "role_base": ("基期", "base"),
    "role_actual": ("实际", "actual"),
    "role_goal": ("目标", "goal"),
    "figure_missing": ("暂无数据", "no figure"),
    "recorded_by": ("{name} 补录", "recorded by {name}"),
    "scope": ("统计范围", "Scope"),
    "tally": ("{judged} 项中 {good} 项同步或完成", "{good} of {judged} on track or done"),
    "tally_goals": ("有期内目标的共 {goals} 项", "{goals} have a goal for the period"),
    "tally_none": (
        "有期内目标的 {goals} 项，均未有期内数据，暂不评估",
        "{goals} have a goal for the period; none can be judged yet",
    ),
    "indicators_background": ("另有 {n} 项没有期内目标", "{n} more without a goal for the period"),
    "indicators_around": ("片区之外的背景指标", "Indicators from around the plan"),
    "no_indicators": ("规划没有为此片区列出指标", "The plan lists no indicators for this zone"),
    # Investment
    "count": ("项目数", "Projects"),
    "total_10k_cny": ("总投资", "Total"),
    "period_10k_cny": ("期内投资", "In the period"),
    "projects_count": ("{n} 个", "{n} projects"),
    "investment_note": (
        "全规划口径的重大项目投资，按规划附表分类，不随片区变化",
        "Investment of the whole plan's major projects by the plan's own table, whatever the zone",
    ),
    "does_not_add": ("分项合计不符", "Parts do not add up"),
    "sum_differs": (
        "{what}印为 {printed}，分项合计 {sum}，相差 {difference}",
        "{what}: printed {printed}, the parts sum to {sum}, difference {difference}",
    ),
    # Warnings
    "warning_target": ("目标", "Target"),
    "warning_indicator": ("指标", "Indicator"),
    "warning_project": ("项目", "Project"),
    "warning_parcel": ("地块", "Parcel"),
    "warning_event": ("台账", "Ledger"),
    "warnings_elsewhere": ("其他片区", "Elsewhere"),
    "warnings_of_land": (
        "这里不列单笔收储和台账的预警；全部见“预警”页",
        "Warnings of single storages and events are not listed here; see them all",
    ),
    "warnings_of_plan": ("全规划预警", "All warnings"),
    # Parcels
    "parcel": ("地块", "Parcel"),
    "parcel_id": ("编号", "Number"),
    "owner": ("权属", "Ownership"),
    "land_use": ("用途", "Land use"),
    "land_use_set": ("{set} 版", "{set} set"),
    "state": ("状态", "State"),
    "events": ("收储与供应记录", "Storage and supply"),
    "no_events": ("没有收储或供应记录", "No storage or supply"),
    **_of_columns(
        PARCELS["established_on"],
        EVENTS["contract_no"],
        EVENTS["supervision_no"],
        EVENTS["price_10k_cny"],
        EVENTS["responsible_unit"],
    ),
    "event_of_many": ("本笔涉及 {n} 个地块", "this event covers {n} parcels"),
    "event_corrects": ("更正 {id}", "corrects {id}"),
    "event_recorded": ("{date} 入账", "recorded {date}"),
    # Search
    "event": ("台账", "Event"),
    "search": ("搜索片区、地块、项目、文号", "Search zones, parcels, projects, documents"),
    "search_results": ("搜索结果", "Search results"),
    "search_nothing": (
        "没有匹配的片区、项目、地块或台账记录",
        "No zone, project, parcel or ledger event matches",
    ),
    "search_more": ("另有 {n} 条，请写得更具体", "{n} more: write more of the name"),
    # Punctuation
    "beside": ("{main}（{extra}）", "{main} ({extra})"),
    "colon": ("：", ": "),
    "comma": ("，", ", "),
    "semicolon": ("；", "; "),
    "full_stop": ("。", "."),
    "list_comma": ("、", ", "),
    # Units
    "unit_ha": ("公顷", "ha"),
    "unit_mu": ("亩", "mu"),
    "unit_km2": ("平方公里", "km²"),
    "unit_m2": ("平方米", "m²"),
    "unit_10k_cny": ("万元", "×10,000 CNY"),
    "unit_100m_cny": ("亿元", "×100 million CNY"),
    "unit_km": ("千米", "km"),
    "unit_m": ("米", "m"),
    "area_note": (
        "面积按 CGCS2000 椭球量算；1 公顷 = 15 亩。",
        "Areas are ellipsoidal (CGCS2000); 1 ha = 15 mu. ",
    ),
}


_OF_OUTCOMES: Final[Mapping[str, tuple[str, str]]] = {
    **_named("status", {key.replace(" ", "_"): labels.outcome(key) for key in labels.STATUSES}),
    "tally": ("{judged} 项中 {good} 项完成", "{good} of {judged} reached"),
}
"""What is said otherwise once the period is over."""


def texts(language: str, *, is_over: bool = False) -> dict[str, str]:
    """Return the table in one language, `zh` or `en`; of a period that is over, with outcomes."""
    column = 1 if language == "en" else 0
    told = {**_TEXTS, **_OF_OUTCOMES} if is_over else _TEXTS
    return {key: pair[column] for key, pair in told.items()}


def status_texts(language: str) -> dict[str, str]:
    """Return what of the table tells a status before the period is over."""
    return {key: word for key, word in texts(language).items() if key.startswith("status_")}
