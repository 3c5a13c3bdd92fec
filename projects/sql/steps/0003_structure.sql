-- The spatial structure of a plan: its axes, belts, areas, cores and points.
--
-- in:    the schema as of 0002
-- out:   the table that projects/tables.py describes, column by column (a test compares the two)
-- units: outlines EPSG:4490

create table landplan.structure_part (
    plan_id text not null,
    structure_id text not null,
    position integer not null,
    name text default '' not null,
    kind text default '' not null,
    level text default '' not null,
    zone_ids text[] not null,
    note text default '' not null,
    outline geometry(Geometry, 4490),
    geometry_quality text default '' not null,
    source_document text,
    source_place text,
    source_line integer,
    constraint structure_part_pkey primary key (plan_id, structure_id),
    constraint structure_part_kind_check check (kind in ('axis', 'belt', 'area', 'core', 'point')),
    constraint structure_part_plan_id_fkey foreign key(plan_id) references landplan.plan (plan_id)
);
