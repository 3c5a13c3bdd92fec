"""What a filter of a plan's land can be set to: what its parcels and events name at all."""

from dataclasses import dataclass

from sqlalchemy import Connection, Integer, cast, extract, select

from gis.database.tables import land_event, parcel


@dataclass(frozen=True, kw_only=True, slots=True)
class LandChoices:
    """The values that there are, in order; `land_uses` as code and code set."""

    land_uses: tuple[tuple[str, str], ...]
    owner_kinds: tuple[str, ...]
    methods: tuple[str, ...]
    years: tuple[int, ...]


def land_choices(connection: Connection, plan_id: str) -> LandChoices:
    """Return what the parcels and events of a plan name; reversals count for nothing."""
    kinds = connection.execute(
        select(*parcel.c["land_use", "land_use_set", "owner_kind"])
        .where(parcel.c.plan_id == plan_id)
        .distinct()
    ).all()
    events = connection.execute(
        select(land_event.c.method, cast(extract("year", land_event.c.happened_on), Integer))
        .where(land_event.c.plan_id == plan_id, land_event.c.kind != "reversal")
        .distinct()
    ).all()
    return LandChoices(
        land_uses=tuple(sorted({(use, code_set) for use, code_set, _ in kinds if use})),
        owner_kinds=tuple(sorted({owner for _, _, owner in kinds})),
        methods=tuple(sorted({method for method, _ in events if method})),
        years=tuple(sorted({year for _, year in events})),
    )
