-- What a plan wants and names: targets with their schedule, major projects with their sources.
--
-- in:    the schema as of 0000
-- out:   tables as projects/tables.py describes them, but for what the steps after this change
-- units: outlines EPSG:4490; _m2 square metres, _10k_cny ten thousand yuan (万元)

create table landplan.target (
    plan_id text not null,
    zone_id text not null,
    measure text not null,
    year integer not null,
    value double precision not null,
    unit text default '' not null,
    kind text default '' not null,
    source_document text,
    source_place text,
    source_line integer,
    constraint target_pkey primary key (plan_id, zone_id, measure, year),
    constraint target_plan_id_zone_id_fkey foreign key(plan_id, zone_id)
        references landplan.zone (plan_id, zone_id) deferrable initially deferred,
    constraint target_plan_id_fkey foreign key(plan_id) references landplan.plan (plan_id)
);

create table landplan.target_schedule (
    plan_id text not null,
    zone_id text not null,
    measure text not null,
    year integer not null,
    value double precision not null,
    constraint target_schedule_pkey primary key (plan_id, zone_id, measure, year),
    constraint target_schedule_plan_id_zone_id_fkey foreign key(plan_id, zone_id)
        references landplan.zone (plan_id, zone_id) deferrable initially deferred,
    constraint target_schedule_plan_id_fkey foreign key(plan_id) references landplan.plan (plan_id)
);

create table landplan.project (
    plan_id text not null,
    project_id text not null,
    position integer not null,
    name text default '' not null,
    category text default '' not null,
    stage text default '' not null,
    zone_id text,
    site_area_m2 double precision,
    floor_area_m2 double precision,
    investment_10k_cny double precision,
    point geometry(Point, 4490),
    note text default '' not null,
    constraint project_pkey primary key (plan_id, project_id),
    constraint project_plan_id_zone_id_fkey foreign key(plan_id, zone_id)
        references landplan.zone (plan_id, zone_id) deferrable initially deferred,
    constraint project_plan_id_fkey foreign key(plan_id) references landplan.plan (plan_id)
);
create index project_point_idx on landplan.project using gist (point);

create table landplan.project_source (
    plan_id text not null,
    project_id text not null,
    position integer not null,
    source_document text,
    source_place text,
    source_line integer,
    constraint project_source_pkey primary key (plan_id, project_id, position),
    constraint project_source_plan_id_project_id_fkey foreign key(plan_id, project_id)
        references landplan.project (plan_id, project_id) on delete cascade,
    constraint project_source_plan_id_fkey foreign key(plan_id) references landplan.plan (plan_id)
);
