"""What the plan's measures, states and stages are called: Chinese and English, each told once."""

from datetime import date
from typing import Final, NamedTuple

from gis.model import EventKind, OwnerKind, ParcelState
from projects.model import LandUseGroup, Measure, Status


class Label(NamedTuple):
    """A name as it stands in a legend or a table."""

    zh: str
    en: str

    def say(self, language: str) -> str:
        """Return the name in one language, `zh` or `en`."""
        return self.en if language == "en" else self.zh


UNNAMED: Final = Label("", "")

ROUNDED: Final = Label(
    "数据经四舍五入，合计可能有尾差", "Figures are rounded; sums may differ in the last digit"
)
"""Said wherever rounded figures stand beside their total."""

MEASURES: Final[dict[Measure, Label]] = {
    "storage": Label("收储", "Storage"),
    "supply": Label("供应", "Supply"),
    "supply_industry": Label("产业用地", "Industry"),
    "supply_housing_services": Label("居住及公服", "Housing and services"),
    "reserve": Label("已储未供", "Reserve"),
}

MEASURES_IN_FULL: Final[dict[Measure, Label]] = {
    "storage": Label("收储", "storage"),
    "supply": Label("供应", "supply"),
    "supply_industry": Label("产业用地供应", "supply for industry"),
    "supply_housing_services": Label("居住及公服用地供应", "supply for housing and services"),
    "reserve": Label("已储未供", "reserve"),
}
"""As a sentence needs them, where no heading says what the parts are parts of."""

FIGURES: Final[dict[str, Label]] = {
    "target": Label("目标", "Target"),
    "actual": Label("实际", "Actual"),
    "percent": Label("完成率", "Fulfilment"),
    "expected": Label("序时应完成", "Expected by now"),
    "remaining": Label("待完成", "Remaining"),
    "needed": Label("年均需", "Needed a year"),
    "forecast": Label("期末推算", "Forecast"),
    "status": Label("状态", "Status"),
}
"""What a balance says of a measure: on the command line, on the map and in reports alike."""

STATUSES: Final[dict[Status, Label]] = {
    "done": Label("已完成", "Done"),
    "on track": Label("基本同步", "On track"),
    "behind": Label("滞后", "Behind"),
    "at risk": Label("风险", "At risk"),
}
NO_TARGET: Final = Label("无目标", "No target")
NOT_BEGUN: Final = Label("未开始", "Not begun")
"""Of a target before the plan's period."""
REACHED: Final = Label("完成", "Reached")
NOT_REACHED: Final = Label("未完成", "Not reached")


def year_until(day: date) -> Label:
    """Return how a year is named that is told until a day in it."""
    return Label(f"{day.year}（至{day.month}月{day.day}日）", f"{day.year} (to {day:%m-%d})")


def outcome(status: Status) -> Label:
    """Return what a status comes to once the period is over."""
    return REACHED if status == "done" else NOT_REACHED


def status_label(status: Status | None, *, is_over: bool, has_target: bool = True) -> Label:
    """Return what people read of a status: of a period that is over, its outcome."""
    if status is None:
        return NOT_BEGUN if has_target else NO_TARGET
    return outcome(status) if is_over else STATUSES[status]


_OTHER_METHOD: Final = Label("其他", "Other")
STORAGE_METHODS: Final[dict[str, Label]] = {
    "征收": Label("征收", "Expropriation"),
    "收回": Label("收回", "Resumption"),
    "收购": Label("收购", "Purchase"),
    "置换": Label("置换", "Exchange"),
    "优先购买": Label("优先购买", "Pre-emption"),
    "其他": _OTHER_METHOD,
}
SUPPLY_METHODS: Final[dict[str, Label]] = {
    "划拨": Label("划拨", "Allocation"),
    "协议": Label("协议", "Agreement"),
    "租赁": Label("租赁", "Lease"),
    "作价出资": Label("作价出资", "Contribution in kind"),
    "招标": Label("招标", "Tender"),
    "拍卖": Label("拍卖", "Auction"),
    "挂牌": Label("挂牌", "Listing"),
    "其他": _OTHER_METHOD,
}
METHODS_OF: Final[dict[EventKind, dict[str, Label]]] = {
    "storage": STORAGE_METHODS,
    "supply": SUPPLY_METHODS,
}
"""How land is stored and supplied, by the kind of event; a ledger may name others."""
METHODS: Final[dict[str, Label]] = STORAGE_METHODS | SUPPLY_METHODS


def method_label(method: str) -> Label:
    """Return what a method is called; one that only a ledger knows, as it stands there."""
    return METHODS.get(method, Label(method, method))


PARCEL_STATES: Final[dict[ParcelState, Label]] = {
    "not_stored": Label("未收储", "Not stored"),
    "in_reserve": Label("在库", "In reserve"),
    "partly_supplied": Label("部分出库", "Partly supplied"),
    "supplied": Label("已出库", "Supplied"),
}

OWNER_KINDS: Final[dict[OwnerKind, Label]] = {
    "state": Label("国有", "State-owned"),
    "collective": Label("集体", "Collective"),
}

EVENT_KINDS: Final[dict[EventKind, Label]] = {
    "storage": Label("收储", "Storage"),
    "supply": Label("供应", "Supply"),
    "reversal": Label("冲销", "Reversal"),
}

LAND_GROUPS: Final[dict[LandUseGroup, Label]] = {
    "industry": Label("产业用地", "Industry"),
    "housing_services": Label("居住及公服用地", "Housing and services"),
    "other": Label("其他用地", "Other"),
}

STAGES: Final[dict[str, Label]] = {
    "储备": Label("储备", "Planned"),
    "开工": Label("开工", "Started"),
    "在建": Label("在建", "Under construction"),
    "投产": Label("投产", "In operation"),
}
NO_STAGE: Final = Label("未注明", "Not stated")


def stage_label(stage: str) -> Label:
    """Return what a stage is called; one that only a package knows, as it stands there."""
    return STAGES.get(stage, Label(stage, stage)) if stage else NO_STAGE


FINDINGS: Final[dict[str, Label]] = {
    "named_twice": Label("重复列名", "Named twice"),
    "count_differs": Label("个数不符", "Count differs"),
    "statement_differs": Label("表述不一", "Statements differ"),
    "sum_differs": Label("合计不符", "Sum differs"),
    "two_values": Label("一项两值", "Two values"),
    "not_in_document": Label("出处不符", "Not in the document"),
    "area_differs": Label("片区面积不符", "Area of a zone differs"),
    "outside_parent": Label("超出上级片区", "Outside its parent zone"),
    "overlaps_sibling": Label("片区重叠", "Zones overlap"),
    "stored_twice": Label("重复收储", "Stored twice"),
    "supplied_twice": Label("重复供应", "Supplied twice"),
    "supplied_without_storage": Label("未储先供", "Supplied without storage"),
    "supplied_before_storage": Label("先供后储", "Supplied before storage"),
    "parcels_overlap": Label("地块重叠", "Parcels overlap"),
    "outside_parcel": Label("超出地块", "Outside its parcels"),
    "parcel_area_differs": Label("地块面积不符", "Area of a parcel differs"),
    "event_area_differs": Label("事件面积不符", "Area of an event differs"),
    "record_without_subject": Label("记录无主", "Record without subject"),
}
"""What does not add up (`landplan check`)."""

_STORED: Final = Label("库存与重算不符", "Stored figure differs")


def finding_kind(kind: str) -> Label:
    """Return what a kind of finding is called; one that only a package knows, as it stands there.

    `stored_…_differs`, whatever is stored, is one.
    """
    if kind.startswith("stored_") and kind.endswith("_differs"):
        return _STORED
    return FINDINGS.get(kind, Label(kind, kind))


SEVERITIES: Final[dict[int, Label]] = {
    3: Label("严重", "Serious"),
    2: Label("较重", "Moderate"),
    1: Label("一般", "Minor"),
}
"""Of warnings, worst first."""

LOADED_KINDS: Final[dict[str, Label]] = {
    "plan": Label("规划", "plan"),
    "documents": Label("规划文件", "documents"),
    "zones": Label("片区", "zones"),
    "land_uses": Label("用途分组", "land uses"),
    "targets": Label("目标", "targets"),
    "schedule": Label("年度安排", "schedule"),
    "projects": Label("项目", "projects"),
    "project_sources": Label("项目出处", "sources of projects"),
    "indicators": Label("指标", "indicators"),
    "investment": Label("投资", "investment"),
    "findings": Label("文件问题", "findings"),
    "structure": Label("空间结构", "structure"),
    "parcels": Label("地块", "parcels"),
    "events": Label("台账", "events"),
}
"""What a load counts (`projects.store.plan_rows.KINDS`, parcels and events), in words."""
