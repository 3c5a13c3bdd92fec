-- Zone sets: each is a forest of zones of its own over the plan's land.
--
-- in:    the schema as of 0004
-- out:   the column zone_set of landplan.zone, as gis/database/tables.py describes it; every zone is of the
--        set without a name
-- units: none

drop view if exists landplan.v_zone;

alter table landplan.zone add column zone_set text default '' not null;
