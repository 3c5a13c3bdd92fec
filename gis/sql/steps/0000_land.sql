-- A plan, its documents and zones, the parcels and the append-only ledger.
--
-- in:    a database with PostGIS and an empty schema landplan
-- out:   tables as gis/database/tables.py describes them, but for what the steps after this change
-- units: outlines EPSG:4490; _ha hectares, _m2 square metres on the ellipsoid

create table landplan.plan (
    plan_id text not null,
    title text default '' not null,
    starts_on date not null,
    ends_on date not null,
    sample boolean not null,
    crs text default '' not null,
    constraint plan_pkey primary key (plan_id),
    constraint plan_period_check check (starts_on < ends_on)
);

create table landplan.document (
    plan_id text not null,
    document_id text not null,
    position integer not null,
    title text default '' not null,
    issuer text default '' not null,
    issued_on text default '' not null,
    constraint document_pkey primary key (plan_id, document_id),
    constraint document_plan_id_fkey foreign key(plan_id) references landplan.plan (plan_id)
);

create table landplan.zone (
    plan_id text not null,
    zone_id text not null,
    position integer not null,
    name text default '' not null,
    parent_id text,
    declared_ha double precision,
    measured_m2 double precision generated always as (st_area(outline::geography)) stored,
    geometry_quality text default '' not null,
    source_document text,
    source_place text,
    source_line integer,
    note text default '' not null,
    outline geometry(MultiPolygon, 4490) not null,
    constraint zone_pkey primary key (plan_id, zone_id),
    constraint zone_plan_id_parent_id_fkey foreign key(plan_id, parent_id)
        references landplan.zone (plan_id, zone_id) deferrable initially deferred,
    constraint zone_geometry_quality_check check (geometry_quality in ('official', 'digitised', 'schematic')),
    constraint zone_valid_check check (st_isvalid(outline) and not st_isempty(outline)),
    constraint zone_plan_id_fkey foreign key(plan_id) references landplan.plan (plan_id)
);
create index zone_outline_idx on landplan.zone using gist (outline);

create table landplan.land_use (
    plan_id text not null,
    code text not null,
    code_set text not null,
    name text default '' not null,
    land_group text default '' not null,
    constraint land_use_pkey primary key (plan_id, code, code_set),
    constraint land_use_land_group_check check (land_group in ('industry', 'housing_services', 'other')),
    constraint land_use_plan_id_fkey foreign key(plan_id) references landplan.plan (plan_id)
);

create table landplan.parcel (
    plan_id text not null,
    parcel_id text not null,
    name text default '' not null,
    owner_kind text default '' not null,
    declared_ha double precision not null,
    measured_m2 double precision generated always as (st_area(outline::geography)) stored,
    land_use text default '' not null,
    land_use_set text default '' not null,
    established_on date,
    outline geometry(MultiPolygon, 4490) not null,
    constraint parcel_pkey primary key (plan_id, parcel_id),
    constraint parcel_owner_kind_check check (owner_kind in ('state', 'collective')),
    constraint parcel_valid_check check (st_isvalid(outline) and not st_isempty(outline)),
    constraint parcel_plan_id_fkey foreign key(plan_id) references landplan.plan (plan_id)
);
create index parcel_outline_idx on landplan.parcel using gist (outline);

create table landplan.land_event (
    plan_id text not null,
    event_id text collate "C" not null,
    kind text default '' not null,
    happened_on date not null,
    recorded_on date not null,
    method text default '' not null,
    land_use text default '' not null,
    land_use_set text default '' not null,
    declared_ha double precision not null,
    measured_m2 double precision generated always as (st_area(extent::geography)) stored,
    document_no text default '' not null,
    corrects text collate "C",
    extent geometry(MultiPolygon, 4490),
    constraint land_event_pkey primary key (plan_id, event_id),
    constraint land_event_plan_id_corrects_fkey foreign key(plan_id, corrects)
        references landplan.land_event (plan_id, event_id) deferrable initially deferred,
    constraint land_event_kind_check check (kind in ('storage', 'supply', 'reversal')),
    constraint land_event_extent_check check ((kind = 'reversal') = (extent is null)),
    constraint land_event_corrects_check check (kind <> 'reversal' or corrects is not null),
    constraint land_event_recorded_on_check check (recorded_on >= happened_on),
    constraint land_event_valid_check check (st_isvalid(extent) and not st_isempty(extent)),
    constraint land_event_plan_id_fkey foreign key(plan_id) references landplan.plan (plan_id)
);
create unique index land_event_corrects_idx on landplan.land_event (plan_id, corrects);
create index land_event_extent_idx on landplan.land_event using gist (extent);

create table landplan.land_event_parcel (
    plan_id text not null,
    event_id text collate "C" not null,
    parcel_id text not null,
    constraint land_event_parcel_pkey primary key (plan_id, event_id, parcel_id),
    constraint land_event_parcel_plan_id_event_id_fkey foreign key(plan_id, event_id)
        references landplan.land_event (plan_id, event_id),
    constraint land_event_parcel_plan_id_parcel_id_fkey foreign key(plan_id, parcel_id)
        references landplan.parcel (plan_id, parcel_id),
    constraint land_event_parcel_plan_id_fkey foreign key(plan_id) references landplan.plan (plan_id)
);
create index land_event_parcel_parcel_id_idx on landplan.land_event_parcel (plan_id, parcel_id);

create function landplan.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is append-only: record an event that corrects %', old.event_id
        using errcode = 'restrict_violation';
end
$$;

create trigger land_event_append_only before update or delete on landplan.land_event
    for each row execute function landplan.refuse_change();
