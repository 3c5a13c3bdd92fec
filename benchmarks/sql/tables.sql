-- The tables that the peers work on: integer keys and areas measured beforehand, as one tunes them.
--
-- out:   schema peer with zone, parcel, event, still empty
-- units: outlines EPSG:4490, area_m2 in m² on the ellipsoid; kind 0 storage, 1 supply, 2 reversal;
--        land_group 0 industry, 1 housing_services, 2 other

create extension if not exists postgis;
create schema peer;

create table peer.zone (
    zone_id smallint primary key,
    outline geometry(Polygon, 4490) not null
);

create table peer.parcel (
    parcel_id integer not null,
    outline geometry(Polygon, 4490) not null,
    area_m2 double precision generated always as (st_area(outline::geography)) stored
);

-- extent: only where it is a part of the parcel
create table peer.event (
    event_id integer not null,
    kind smallint not null,
    parcel_id integer not null,
    day date not null,
    land_group smallint,
    corrects integer,
    extent geometry(Polygon, 4490),
    area_m2 double precision generated always as (st_area(extent::geography)) stored
);
