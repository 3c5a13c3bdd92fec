"""What happened to the sample parcels: storage and supply, 2016 to 2025, and some corrections.

Quotas say how many hectares each area stores and supplies in each year, and for what; parcels are
taken until a quota is met, block by block, as neighbours go together. Everything here is invented.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from random import Random

from blocks import divided
from shapely import Polygon

from gis.geometry.area import area_ha

CORE, VALLEY = "smart-city-core", "smart-valley"

STORAGE_HA: dict[str, dict[int, float]] = {
    CORE: {2016: 9, 2017: 14, 2018: 6, 2019: 10, 2020: 8,
           2021: 38, 2022: 71, 2023: 29, 2024: 84, 2025: 40},
    VALLEY: {2017: 8, 2018: 16, 2019: 5, 2020: 12,
             2021: 22, 2022: 34, 2023: 61, 2024: 61, 2025: 45},
}  # fmt: skip

SUPPLY_HA: dict[str, dict[str, dict[int, float]]] = {
    CORE: {
        "industry": {2018: 5, 2021: 6, 2022: 9, 2023: 18, 2024: 11, 2025: 14},
        "housing_services": {2020: 4, 2021: 4, 2022: 12.5, 2024: 9, 2025: 7},
        "other": {2023: 3.5},
    },
    VALLEY: {
        "industry": {2019: 6, 2021: 12, 2022: 15, 2023: 8, 2024: 22, 2025: 12},
        "housing_services": {2020: 3, 2022: 8, 2023: 5.5, 2024: 4, 2025: 7},
        "other": {2024: 2},
    },
}

LAND_USES: dict[str, dict[str, tuple[str, ...]]] = {
    "industry": {
        "100101": ("挂牌", "挂牌", "挂牌", "协议"),
        "100102": ("挂牌", "招标"),
        "1001": ("挂牌",),
    },
    "housing_services": {
        "070102": ("拍卖", "挂牌"),
        "0701": ("拍卖", "挂牌"),
        "080403": ("划拨",),
        "0804": ("划拨",),
        "080404": ("划拨",),
        "0802": ("划拨", "协议"),
    },
    "other": {"0902": ("拍卖", "挂牌"), "1401": ("划拨",), "1207": ("划拨",)},
}
"""Group → land-use code (2023 set) → how such land is supplied."""

STORAGE_METHODS = {
    "collective": ("征收", "征收", "征收", "置换"),
    "state": ("收回", "收购", "收购"),
}

SMALLEST_PART_HA = 0.8


@dataclass(kw_only=True, eq=False)
class Plot:
    """A sample parcel; `free` is what a supply can still take of it, once it is stored."""

    parcel_id: str
    name: str
    block: int
    zone_id: str
    owner_kind: str
    outline: Polygon
    measured_ha: float
    declared_ha: float
    stored_on: date | None = None
    free: Polygon | None = None
    free_ha: float = 0.0


@dataclass(kw_only=True, eq=False)
class Event:
    """A land event; no `part` means its whole parcels."""

    kind: str
    plots: list[Plot]
    day: date
    declared_ha: float | None = None
    part: Polygon | None = None
    method: str = ""
    land_use: str = ""
    recorded_on: date | None = None
    corrects: "Event | None" = None
    event_id: str = ""


def history(plots: list[Plot], rng: Random) -> list[Event]:
    """Return every event of the sample, in order of date."""
    events: list[Event] = []
    for zone_id in (CORE, VALLEY):
        queue = in_blocks([plot for plot in plots if plot.zone_id == zone_id], rng)
        short_ha: dict[str, float] = {}
        for year in range(2016, 2026):
            events += storages(queue, year, STORAGE_HA[zone_id], rng)
            events += supplies(plots, zone_id, year, short_ha, rng)
    events = in_two_parts(together(events, rng), rng)
    events += list(corrections(plots, events, rng))
    for event in events:
        event.recorded_on = event.recorded_on or event.day + timedelta(days=rng.randint(2, 25))
    return sorted(
        events, key=lambda event: (event.day, event.recorded_on, event.plots[0].parcel_id)
    )


def in_blocks(plots: list[Plot], rng: Random) -> list[Plot]:
    """Return the plots block by block, the blocks shuffled; those over a border come first."""
    found = [list(block) for _, block in groupby(plots, key=lambda plot: plot.block)]
    rng.shuffle(found)
    found.sort(key=lambda block: not block[0].name.startswith(("大观路", "高塘石")))
    return [plot for block in found for plot in block]


def day_in(year: int, rng: Random, *, first: int = 60, last: int = 335) -> date:
    """Return a weekday between two days of a year."""
    day = date(year, 1, 1) + timedelta(days=rng.randint(first, last))
    return day - timedelta(days=max(0, day.weekday() - 4))


def near(declared_ha: float, rng: Random) -> float:
    """Return another survey's figure: up to 0.3 % off, four decimals, never the same."""
    off = rng.choice((-1, 1)) * rng.uniform(0.0002, 0.003)
    return round(declared_ha * (1 + off), 4)


def storages(
    queue: list[Plot], year: int, quota_ha: dict[int, float], rng: Random
) -> Iterator[Event]:
    """Store plots in turn until what is wanted by the end of the year is met."""
    wanted_ha = sum(ha for when, ha in quota_ha.items() if when <= year)
    day, block = day_in(year, rng), -1
    for plot in queue:
        stored_ha = sum(one.declared_ha for one in queue if one.stored_on)
        if stored_ha + plot.declared_ha / 2 > wanted_ha:
            return
        if plot.stored_on:
            continue
        if plot.block != block:
            day, block = day_in(year, rng), plot.block
        plot.stored_on, plot.free, plot.free_ha = day, plot.outline, plot.declared_ha
        method = rng.choice(STORAGE_METHODS[plot.owner_kind])
        yield Event(kind="storage", plots=[plot], day=day, method=method)


def supplies(
    plots: list[Plot], zone_id: str, year: int, short_ha: dict[str, float], rng: Random
) -> Iterator[Event]:
    """Supply stored land until the year's quotas are met; `short_ha` carries what was not."""
    for group, quota_ha in SUPPLY_HA[zone_id].items():
        short_ha[group] = short_ha.get(group, 0.0) + quota_ha.get(year, 0.0)
        while short_ha[group] >= SMALLEST_PART_HA:
            event = supply(plots, zone_id, year, group, short_ha[group], rng)
            if event is None:
                break
            short_ha[group] -= event.declared_ha or event.plots[0].declared_ha
            yield event


def supply(
    plots: list[Plot], zone_id: str, year: int, group: str, wanted_ha: float, rng: Random
) -> Event | None:
    """Return the supply of a whole plot, of what is left of one, or of a part cut from one."""
    stored = [p for p in plots if p.zone_id == zone_id and p.stored_on and p.free is not None]
    ready = [p for p in stored if p.stored_on and p.stored_on < date(year - 1, 11, 1)]
    fitting = [plot for plot in ready if plot.free_ha < wanted_ha + 0.6]
    land_use = rng.choice(list(LAND_USES[group]))
    event = Event(
        kind="supply",
        plots=[],
        day=day_in(year, rng),
        method=rng.choice(LAND_USES[group][land_use]),
        land_use=land_use,
    )
    if fitting and rng.random() < 0.8:
        plot = rng.choice(sorted(fitting, key=lambda p: -p.free_ha)[:6])
        if plot.free != plot.outline:
            event.part, event.declared_ha = plot.free, round(plot.free_ha, 4)
        plot.free, plot.free_ha = None, 0.0
    else:
        wanted_ha = min(wanted_ha, rng.uniform(1.5, 3.5))
        large = [p for p in ready if p.free_ha > wanted_ha + SMALLEST_PART_HA]
        if not large:
            return None
        plot = rng.choice(large)
        event.part, plot.free = divided(plot.free or plot.outline, wanted_ha, rng)
        event.declared_ha = near(area_ha(event.part), rng)
        plot.free_ha -= event.declared_ha
    event.plots = [plot]
    return event


def together(events: list[Event], rng: Random) -> list[Event]:
    """Make one event of the storages of three neighbours, twice."""
    stored = [event for event in events if event.kind == "storage" and event.day.year > 2020]
    by_block = defaultdict(list)
    for event in stored:
        by_block[event.plots[0].block, event.day].append(event)
    collective = [
        [event for event in several if event.plots[0].owner_kind == "collective"][:3]
        for several in by_block.values()
    ]
    for three in rng.sample([several for several in collective if len(several) == 3], 2):
        first, *others = three
        first.plots, first.method = [event.plots[0] for event in three], "征收"
        events = [event for event in events if not any(event is other for other in others)]
    return events


def in_two_parts(events: list[Event], rng: Random) -> list[Event]:
    """Store two large plots in two parts, some months apart."""
    stored = [e for e in events if e.kind == "storage" and 2021 <= e.day.year <= 2024]
    whole = [e for e in stored if len(e.plots) == 1 and e.plots[0].free == e.plots[0].outline]
    large = [e for e in whole if e.plots[0].owner_kind == "collective" and e.plots[0].free_ha > 4.5]
    for event in rng.sample(large, 2):
        plot = event.plots[0]
        event.part, rest = divided(plot.outline, 0.55 * plot.declared_ha, rng)
        event.declared_ha = near(area_ha(event.part), rng)
        rest_ha = round(plot.declared_ha - event.declared_ha, 4)
        later = event.day + timedelta(days=rng.randint(150, 260))
        events.append(replace(event, day=later, part=rest, declared_ha=rest_ha))
    return events


def corrections(plots: list[Plot], events: list[Event], rng: Random) -> Iterator[Event]:
    """Yield a wrong storage and its reversal, a replaced supply, and three rarer things."""
    idle = [plot for plot in plots if not plot.stored_on and plot.measured_ha < 4]
    wrong = rng.choice([plot for plot in idle if plot.owner_kind == "collective"])
    direct = rng.choice([plot for plot in idle if plot.owner_kind == "state"])
    mistaken = Event(kind="storage", plots=[wrong], day=date(2022, 5, 12), method="征收")
    yield mistaken
    yield Event(kind="reversal", plots=[wrong], day=date(2022, 9, 20), corrects=mistaken)

    right = next(
        event
        for event in events
        if event.land_use == "100101" and event.day.year == 2023 and event.part is None
    )
    before = replace(right, land_use="0902", recorded_on=right.day + timedelta(days=9))
    right.corrects, right.recorded_on = before, date(2024, 2, 27)
    yield before

    state = [plot for plot in plots if plot.owner_kind == "state"]
    twice = next(
        plot
        for plot in state
        if plot.stored_on and plot.stored_on.year == 2022 and plot.free == plot.outline
    )
    yield Event(kind="storage", plots=[twice], day=date(2024, 6, 18), method="收购")

    yield Event(
        kind="supply", plots=[direct], day=date(2022, 10, 26), method="协议", land_use="0902"
    )

    back = next(e for e in events if e.kind == "supply" and e.day.year < 2021 and e.part is None)
    stored = next(e for e in events if e.kind == "storage" and e.plots == back.plots)
    stored.method, back.plots[0].owner_kind = "收购", "state"
    yield Event(kind="storage", plots=back.plots, day=date(2023, 8, 15), method="收回")
