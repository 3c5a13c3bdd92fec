-- The history of parcels: spans of days in which a parcel's state did not change.
--
-- in:    the schema as of 0008
-- out:   tables parcel_history, reserve_piece and event_counted, as gis/database/tables.py describes
--        them, empty: what fills them are routines (landplan.refresh_history)
-- units: _m2 square metres on the ellipsoid, _ha declared hectares; from_on inclusive, until_on exclusive

create table landplan.parcel_history (
    plan_id text not null,
    place_id bigint not null,
    from_on date not null,
    until_on date,
    reserve_ha double precision,
    parcel_id text not null,
    state text default '' not null,
    in_reserve_m2 double precision not null,
    supplied_m2 double precision not null,
    held_by text collate "C",
    reserve_outline geometry(MultiPolygon, 4490),
    constraint parcel_history_pkey primary key (place_id, from_on, parcel_id)
);

create table landplan.reserve_piece (
    plan_id text not null,
    event_id text collate "C" not null,
    place_id bigint not null,
    from_on date not null,
    until_on date,
    reserve_ha double precision not null,
    measured_m2 double precision not null,
    outline geometry(MultiPolygon, 4490) not null,
    constraint reserve_piece_pkey primary key (place_id, event_id, from_on)
);
create index reserve_piece_outline_idx on landplan.reserve_piece using gist (outline);

create table landplan.event_counted (
    plan_id text not null,
    event_id text collate "C" not null,
    place_id bigint not null,
    counted_m2 double precision,
    constraint event_counted_pkey primary key (place_id, event_id)
);
