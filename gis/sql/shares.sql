-- What events did in each zone, and the sums of it.
--
-- in:    landplan.zone, place, land_event of one plan; tables place_zone (a place's area in each
--        zone), place_overlap (places whose interiors meet)
-- out:   functions land_shares, land_shares_at: the rows of land_share (an event's share in each
--        zone); add_to_days, sum_months, add_staged_days: those of zone_day and zone_month
--        (shares summed). refresh.sql keeps them true in the transaction of each change.
-- units: m² on the ellipsoid, declared areas in hectares
--
-- Every change of a plan's land first locks its row in landplan.ledger: two sessions go one after
-- the other. Under REPEATABLE READ the second is told to try again (serialization failure).
-- A large load (guards.sql) does the work of the triggers itself (projects/store/refresh.py), in the
-- same transaction.

-- Overlaps up to 1 mm² are rounding along a shared edge.
create or replace function landplan.overlap_m2(one geometry, other geometry)
returns double precision language sql immutable parallel safe
return case
    when st_relate(one, other, 'T********')
    then st_area(landplan.land_polygons(st_intersection(one, other))::geography)
    else 0
end;
comment on function landplan.overlap_m2 is '两处边界重叠的面积（平方米）';

create or replace function landplan.lock_ledger(plan text) returns void language sql as $$
    insert into landplan.ledger (plan_id, revision) values (plan, 1)
    on conflict (plan_id) do update set revision = ledger.revision + 1;
$$;
comment on function landplan.lock_ledger is '锁定一个规划的台账，改动依次进行';

-- The share of each event in each zone: what it newly did there, and what it changed of the
-- reserve there (a supply takes what storages had brought, at their declared areas).
--
-- At isolated places: a matter of order.
create or replace function landplan.isolated_shares(
    plan text, known date default null, among bigint[] default null
)
returns setof landplan.land_share language sql stable
begin atomic
    select plan, i.zone_id, a.place_id, a.event_id, a.kind, a.happened_on, a.land_use,
           a.land_use_set, i.inside_m2, a.declared_ha * i.inside_m2 / p.measured_m2,
           case when a.kind = 'storage' then i.inside_m2
                when a.stored_by is null then 0 else -i.inside_m2 end,
           case when a.kind = 'storage' then a.declared_ha
                when a.stored_by is null then 0 else -a.stored_ha end
               * i.inside_m2 / p.measured_m2,
           case when not landplan.is_land(i.inside_m2) then 0 when a.kind = 'storage' then 1
                when a.stored_by is null then 0 else -1 end
    from landplan.land_isolated(plan, known, among) a
    join landplan.place p on p.plan_id = plan and p.place_id = a.place_id
    join landplan.place_zone i on i.plan_id = plan and i.place_id = a.place_id;
end;
comment on function landplan.isolated_shares is '不重叠处各事件在各片区的份额';

-- At overlapping places: by overlay. `near`: those of `among` and their neighbours.
create or replace function landplan.overlapping_shares(
    plan text, known date default null, among bigint[] default null, near bigint[] default null
)
returns setof landplan.land_share language sql stable
begin atomic
    with overlapping as materialized (
        select c.*, st_area(c.counted::geography) as counted_m2
        from landplan.land_overlapping(plan, known, among) c
        where not st_isempty(c.counted)
    ),
    taken as materialized (
        select t.*, st_area(t.held_before::geography) as before_m2,
               st_area(t.held_after::geography) as after_m2
        from landplan.land_taken(plan, known, among, near) t
        where not st_isempty(t.held_before)
    ),
    counted as materialized (
        select i.zone_id, c.place_id, c.event_id, c.kind, c.happened_on, c.land_use,
               c.land_use_set, c.declared_ha / c.measured_m2 as rate,
               case when i.inside_m2 = c.measured_m2 then c.counted_m2
                    else landplan.area_in(z.outline, c.counted) end as m2
        from landplan.zone z
        join landplan.place_zone i on i.zone_id = z.zone_id and i.plan_id = plan
        join overlapping c on c.place_id = i.place_id
        where z.plan_id = plan
    ),
    left_over as materialized (
        select i.zone_id, t.place_id, t.event_id, t.happened_on, t.land_use, t.land_use_set,
               t.stored_ha / t.stored_m2 as rate,
               case when i.inside_m2 = t.stored_m2 then t.before_m2
                    else landplan.area_in(z.outline, t.held_before) end as before_m2,
               case when i.inside_m2 = t.stored_m2 then t.after_m2
                    else landplan.area_in(z.outline, t.held_after) end as after_m2
        from landplan.zone z
        join landplan.place_zone i on i.zone_id = z.zone_id and i.plan_id = plan
        join taken t on t.stored_at = i.place_id
        where z.plan_id = plan
    ),
    told as (
        select c.zone_id, c.place_id, c.event_id, c.kind, c.happened_on, c.land_use,
               c.land_use_set, c.m2, c.m2 * c.rate as ha,
               case c.kind when 'storage' then c.m2 else 0 end as reserve_m2,
               case c.kind when 'storage' then c.m2 * c.rate else 0 end as reserve_ha,
               case when c.kind = 'storage' and landplan.is_land(c.m2) then 1 else 0 end as reserve_events
        from counted c
        where c.m2 > 0
        union all
        select l.zone_id, l.place_id, l.event_id, 'supply', l.happened_on, l.land_use,
               l.land_use_set, 0, 0, l.after_m2 - l.before_m2, (l.after_m2 - l.before_m2) * l.rate,
               case when landplan.is_land(l.before_m2) and not landplan.is_land(l.after_m2)
                    then -1 else 0 end
        from left_over l
        where l.before_m2 > 0
    )
    select plan, t.zone_id, t.place_id, t.event_id, t.kind, t.happened_on, t.land_use,
           t.land_use_set, sum(t.m2), sum(t.ha), sum(t.reserve_m2), sum(t.reserve_ha),
           sum(t.reserve_events)::integer
    from told t
    group by t.zone_id, t.place_id, t.event_id, t.kind, t.happened_on, t.land_use, t.land_use_set;
end;
comment on function landplan.overlapping_shares is '重叠处各事件在各片区的份额';

create or replace function landplan.land_shares(plan text, known date default null)
returns setof landplan.land_share language sql stable
begin atomic
    select a.* from landplan.isolated_shares(plan, known) a
    union all
    select c.* from landplan.overlapping_shares(plan, known) c;
end;
comment on function landplan.land_shares is '由重演得出的各事件在各片区的份额';

-- The same at some places only. Where none of them is overlapping, no overlay is planned.
create or replace function landplan.land_shares_at(
    plan text, places bigint[], known date default null
)
returns setof landplan.land_share language plpgsql stable
set plan_cache_mode = force_custom_plan as $$
declare
    overlapping bigint[] := array(
        select distinct o.place_id from landplan.place_overlap o where o.place_id = any (places)
    );
    near bigint[] := landplan.with_neighbours(overlapping);
begin
    return query select * from landplan.isolated_shares(plan, known, places);
    if overlapping <> '{}' then
        return query select * from landplan.overlapping_shares(plan, known, overlapping, near);
    end if;
end
$$;
comment on function landplan.land_shares_at is '若干处由重演得出的份额';

create or replace function landplan.month_of(day date) returns date language sql immutable
return date_trunc('month', day::timestamp)::date;
comment on function landplan.month_of is '一日所在月的首日';

-- Add shares to the sums by day and by month (sign 1) or take them away (-1).
create or replace function landplan.add_to_days(
    plan text, shares landplan.land_share[], sign integer
)
returns void language sql as $$
    with summed as materialized (
        select s.zone_id, s.happened_on as day, s.kind, s.land_use, s.land_use_set,
               sign * count(*) filter (where landplan.is_land(s.measured_m2)) as events,
               sign * sum(s.measured_m2) as measured_m2, sign * sum(s.declared_ha) as declared_ha,
               sign * sum(s.reserve_events) as reserve_events,
               sign * sum(s.reserve_m2) as reserve_m2, sign * sum(s.reserve_ha) as reserve_ha
        from unnest(shares) s
        group by s.zone_id, s.happened_on, s.kind, s.land_use, s.land_use_set
    ),
    days as (
        insert into landplan.zone_day as d select plan, s.* from summed s
        on conflict (plan_id, day, zone_id, kind, land_use, land_use_set) do update set
            events = d.events + excluded.events,
            measured_m2 = d.measured_m2 + excluded.measured_m2,
            declared_ha = d.declared_ha + excluded.declared_ha,
            reserve_events = d.reserve_events + excluded.reserve_events,
            reserve_m2 = d.reserve_m2 + excluded.reserve_m2,
            reserve_ha = d.reserve_ha + excluded.reserve_ha
    )
    insert into landplan.zone_month as m
    select plan, s.zone_id, landplan.month_of(s.day), s.kind, s.land_use, s.land_use_set,
           sum(s.events), sum(s.measured_m2), sum(s.declared_ha),
           sum(s.reserve_events), sum(s.reserve_m2), sum(s.reserve_ha)
    from summed s
    group by s.zone_id, landplan.month_of(s.day), s.kind, s.land_use, s.land_use_set
    on conflict (plan_id, month, zone_id, kind, land_use, land_use_set) do update set
        events = m.events + excluded.events,
        measured_m2 = m.measured_m2 + excluded.measured_m2,
        declared_ha = m.declared_ha + excluded.declared_ha,
        reserve_events = m.reserve_events + excluded.reserve_events,
        reserve_m2 = m.reserve_m2 + excluded.reserve_m2,
        reserve_ha = m.reserve_ha + excluded.reserve_ha;
$$;
comment on function landplan.add_to_days is '把份额加入（或减出）日汇总与月汇总';

-- The sums by month, made anew from those by day.
create or replace function landplan.sum_months(plan text) returns void language sql as $$
    delete from landplan.zone_month m where m.plan_id = plan;
    insert into landplan.zone_month
    select plan, d.zone_id, landplan.month_of(d.day), d.kind, d.land_use, d.land_use_set,
           sum(d.events), sum(d.measured_m2), sum(d.declared_ha),
           sum(d.reserve_events), sum(d.reserve_m2), sum(d.reserve_ha)
    from landplan.zone_day d
    where d.plan_id = plan
    group by d.zone_id, landplan.month_of(d.day), d.kind, d.land_use, d.land_use_set;
$$;
comment on function landplan.sum_months is '由日汇总重做月汇总';

-- A large load of a plan's first ledger brings the shares, and what they add to the sums by day in
-- this table (projects/bulk/).
create or replace function landplan.stage_days() returns void language sql as $$
    create temp table if not exists incoming_day (like landplan.zone_day) on commit drop;
$$;
comment on function landplan.stage_days is '大批导入时暂存日汇总的临时表';

-- Sum what such a load has staged.
create or replace function landplan.add_staged_days(plan text)
returns void language plpgsql set plan_cache_mode = force_custom_plan as $$
begin
    insert into landplan.zone_day
    select plan, t.zone_id, t.day, t.kind, t.land_use, t.land_use_set, sum(t.events),
           sum(t.measured_m2), sum(t.declared_ha), sum(t.reserve_events), sum(t.reserve_m2),
           sum(t.reserve_ha)
    from incoming_day t
    group by t.zone_id, t.day, t.kind, t.land_use, t.land_use_set;
    truncate incoming_day;
    perform landplan.sum_months(plan);
end
$$;
comment on function landplan.add_staged_days is '把暂存的日汇总并入';
