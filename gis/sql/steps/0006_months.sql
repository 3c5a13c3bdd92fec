-- Sums by month beside those by day; sums by day found by their day.
--
-- in:    the schema as of 0005
-- out:   the table zone_month, as gis/database/tables.py describes it, filled from zone_day. Functions whose
--        arguments or columns change, and what builds on them, are dropped: gis/sql/ makes them anew.
-- units: _ha hectares, _m2 square metres on the ellipsoid

drop function if exists
    landplan.land_series, landplan.series_keys, landplan.land_counted, landplan.land_shares_known,
    landplan.stored_differences, landplan.land_conflicts, landplan.land_shares, landplan.land_taken;

alter table landplan.zone_day
    drop constraint zone_day_pkey,
    add constraint zone_day_pkey
        primary key (plan_id, day, zone_id, kind, land_use, land_use_set);

create table landplan.zone_month (
    plan_id text not null,
    zone_id text not null,
    month date not null,
    kind text not null,
    land_use text not null,
    land_use_set text not null,
    events bigint not null,
    measured_m2 double precision not null,
    declared_ha double precision not null,
    reserve_events bigint not null,
    reserve_m2 double precision not null,
    reserve_ha double precision not null,
    constraint zone_month_pkey primary key (plan_id, month, zone_id, kind, land_use, land_use_set)
);

insert into landplan.zone_month
select plan_id, zone_id, date_trunc('month', day::timestamp)::date, kind, land_use, land_use_set,
       sum(events), sum(measured_m2), sum(declared_ha),
       sum(reserve_events), sum(reserve_m2), sum(reserve_ha)
from landplan.zone_day
group by 1, 2, 3, 4, 5, 6;
