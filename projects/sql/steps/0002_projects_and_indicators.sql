-- Where projects lie, what happens to them, indicators, investment, the documents' own findings.
--
-- in:    the schema as of 0001
-- out:   the tables that projects/tables.py describes, column by column (a test compares the two)
-- units: outlines EPSG:4490; _m2 square metres, _10k_cny ten thousand yuan (万元)

alter table landplan.project
    add column outline geometry(Geometry, 4490),
    add column geometry_quality text default '' not null;

create table landplan.project_record (
    record_id bigint generated always as IDENTITY,
    plan_id text not null,
    project_id text not null,
    happened_on date not null,
    stage text,
    invested_10k_cny double precision,
    note text default '' not null,
    recorded_by text default '' not null,
    recorded_at timestamp with time zone default now() not null,
    corrects bigint,
    constraint project_record_pkey primary key (record_id),
    constraint project_record_one_thing_check check (num_nonnulls(stage, invested_10k_cny) = 1),
    constraint project_record_plan_id_fkey foreign key(plan_id) references landplan.plan (plan_id),
    constraint project_record_corrects_fkey foreign key(corrects) references landplan.project_record (record_id)
);
create index project_record_project_idx on landplan.project_record (plan_id, project_id);

create table landplan.indicator (
    plan_id text not null,
    position integer not null,
    zone_id text,
    indicator text default '' not null,
    parent_indicator text default '' not null,
    scope text default '' not null,
    unit text default '' not null,
    year integer not null,
    value double precision,
    value_to double precision,
    role text default '' not null,
    span text default '' not null,
    kind text default '' not null,
    note text default '' not null,
    source_document text,
    source_place text,
    source_line integer,
    constraint indicator_pkey primary key (plan_id, position),
    constraint indicator_plan_id_zone_id_fkey foreign key(plan_id, zone_id)
        references landplan.zone (plan_id, zone_id) deferrable initially deferred,
    constraint indicator_role_check check (role in ('base', 'actual', 'goal')),
    constraint indicator_range_check check (value_to is null or value_to >= value),
    constraint indicator_plan_id_fkey foreign key(plan_id) references landplan.plan (plan_id)
);

create table landplan.indicator_record (
    record_id bigint generated always as IDENTITY,
    plan_id text not null,
    zone_id text not null,
    indicator text default '' not null,
    scope text default '' not null,
    year integer not null,
    value double precision not null,
    note text default '' not null,
    recorded_by text default '' not null,
    recorded_at timestamp with time zone default now() not null,
    constraint indicator_record_pkey primary key (record_id),
    constraint indicator_record_plan_id_fkey foreign key(plan_id) references landplan.plan (plan_id)
);
create index indicator_record_zone_idx on landplan.indicator_record (plan_id, zone_id, indicator);

create table landplan.investment (
    plan_id text not null,
    node text not null,
    position integer not null,
    parent text,
    name text default '' not null,
    project_count integer,
    total_10k_cny double precision,
    period_10k_cny double precision,
    note text default '' not null,
    source_document text,
    source_place text,
    source_line integer,
    constraint investment_pkey primary key (plan_id, node),
    constraint investment_plan_id_fkey foreign key(plan_id) references landplan.plan (plan_id)
);

create table landplan.finding (
    plan_id text not null,
    position integer not null,
    kind text default '' not null,
    source_document text,
    source_place text,
    source_line integer,
    subject text default '' not null,
    detail_zh text default '' not null,
    detail_en text default '' not null,
    constraint finding_pkey primary key (plan_id, position),
    constraint finding_plan_id_fkey foreign key(plan_id) references landplan.plan (plan_id)
);

create function landplan.refuse_record_change() returns trigger language plpgsql as $$
begin
    raise exception 'records are append-only: record a correction instead of changing %', old.record_id
        using errcode = 'restrict_violation';
end
$$;

create trigger project_record_append_only before update or delete on landplan.project_record
    for each row execute function landplan.refuse_record_change();
create trigger indicator_record_append_only before update or delete on landplan.indicator_record
    for each row execute function landplan.refuse_record_change();
