-- Sums for the series: by method and by owner, of ten days (旬) each.
--
-- in:    the schema as of 0015
-- out:   the table zone_ten_days, as gis/database/tables.py describes it, empty: what fills it are
--        routines (landplan.sum_keys); events found by their day, and, by their parcels, all of
--        those on several. What was recorded when is found by a plain date: with the plan's name before
--        it the index took three times as long to make
-- units: _ha hectares, _m2 square metres on the ellipsoid

create table landplan.zone_ten_days (
    plan_id text not null,
    zone_id text not null,
    ten_days date not null,
    series text not null,
    kind text not null,
    land_use text not null,
    land_use_set text not null,
    key text not null,
    events bigint not null,
    measured_m2 double precision not null,
    declared_ha double precision not null,
    constraint zone_ten_days_pkey primary key (
        plan_id, series, ten_days, zone_id, kind, land_use, land_use_set, key
    )
);

drop index landplan.land_event_recorded_on_idx;
create index land_event_recorded_on_idx on landplan.land_event (recorded_on);
create index land_event_happened_on_idx on landplan.land_event (happened_on);
drop index landplan.land_event_several_idx;
create index land_event_several_idx on landplan.land_event using gin (parcel_ids)
    where cardinality(parcel_ids) > 1;
