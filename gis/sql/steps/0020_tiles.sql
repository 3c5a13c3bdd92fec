-- What tiles are made of: the land as maps on the web draw it, made when a tile is first asked for.
--
-- in:    the schema as of 0017
-- out:   tables tile_plan, tile_parcel, tile_part, tile_grid and tile_stale, as
--        gis/database/tables.py describes them, empty: what fills them are routines (tiles.sql)
-- units: outlines EPSG:3857; _m2 square metres on the ellipsoid; cells of 1/2^24 of the world's width

create table landplan.tile_plan (
    plan_id text not null,
    revision bigint not null,
    version uuid not null,
    parcels bigint not null,
    parcels_from_zoom integer not null,
    constraint tile_plan_pkey primary key (plan_id)
);

create table landplan.tile_parcel (
    plan_id text not null,
    place_id bigint not null,
    parcel_id text not null,
    cell_x integer not null,
    cell_y integer not null,
    measured_m2 double precision not null,
    changes integer[] not null,
    changed_in integer[] not null,
    reserve_by double precision[] not null,
    supplied_by double precision[] not null,
    outline geometry(MultiPolygon, 3857) not null,
    constraint tile_parcel_pkey primary key (place_id, parcel_id)
);
create index tile_parcel_outline_idx on landplan.tile_parcel using gist (outline);

create table landplan.tile_part (
    plan_id text not null,
    place_id bigint not null,
    parcel_id text not null,
    from_day integer not null,
    until_day integer,
    outline geometry(MultiPolygon, 3857) not null,
    constraint tile_part_pkey primary key (place_id, parcel_id, from_day)
);
create index tile_part_outline_idx on landplan.tile_part using gist (outline);

create table landplan.tile_grid (
    plan_id text not null,
    z integer not null,
    x integer not null,
    y integer not null,
    cells bytea not null,
    constraint tile_grid_pkey primary key (plan_id, z, x, y)
);

create table landplan.tile_stale (
    plan_id text not null,
    place_id bigint
);
create index tile_stale_plan_id_idx on landplan.tile_stale (plan_id);
