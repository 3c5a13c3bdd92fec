-- Whether what is stored beside the ledger still agrees with the geometry: all of it computed anew.
--
-- in:    one plan
-- out:   functions stored_differences: one row for each stored figure that is not what it should be;
--        history_differences: those of the history
-- units: m² on the ellipsoid, hectares for declared shares; differences up to 0.01 m² are rounding
--
-- Nothing here reads what it checks: areas in zones come from overlay of every pair that meets,
-- shares from the replay, sums by day and by key from the shares, sums by month from those by day.

-- Of spans: m² in reserve and supplied, the place of the state's name in its alphabet, the day they
-- last until (days from 2000-01-01; 0: while it lasts). Of counted areas: -1 of an event that a
-- correction names, -2 of one that has all of its place.
create or replace function landplan.history_differences(plan text)
returns table (
    what text, subject_id text, zone_id text, stored double precision, computed double precision
) language sql stable
begin atomic
    with span_now as (
        select h.* from landplan.isolated_history(plan) h
        union all
        select h.* from landplan.overlapping_history(plan) h
    ),
    span as (
        select f.what, coalesce(s.parcel_id, c.parcel_id) || ' ' || coalesce(s.from_on, c.from_on),
               coalesce(f.stored, 0), coalesce(f.computed, 0)
        from (select * from landplan.parcel_history t where t.plan_id = plan) s
        full join span_now c using (place_id, from_on, parcel_id)
        cross join lateral (values
            ('history_reserve_m2', s.in_reserve_m2, c.in_reserve_m2),
            ('history_supplied_m2', s.supplied_m2, c.supplied_m2),
            ('history_reserve_ha', landplan.m2(s.reserve_ha), landplan.m2(c.reserve_ha)),
            ('history_reserve_outline_m2', st_area(s.reserve_outline::geography),
             st_area(c.reserve_outline::geography)),
            ('history_state', array_position(landplan.parcel_states(), s.state),
             array_position(landplan.parcel_states(), c.state)),
            ('history_until', s.until_on - date '2000-01-01', c.until_on - date '2000-01-01'),
            ('history_held_by', coalesce(s.held_by is not distinct from c.held_by, false)::integer, 1)
        ) f (what, stored, computed)
    ),
    effect as materialized (select * from landplan.overlapping_effects(plan)),
    -- the places are asked for by a query of their own: else once an event
    piece_now as (
        select r.place_id, r.event_id, r.from_on, r.until_on, r.reserve_ha, r.measured_m2
        from landplan.isolated_pieces(plan, (select landplan.places_with_pieces(plan))) r
        union all
        select e.place_id, e.event_id, e.from_on, e.until_on, e.m2 * e.rate, e.m2
        from (select f.*, st_area(f.outline::geography) as m2 from effect f) e
        where e.m2 > 0
    ),
    piece as (
        select f.what, coalesce(s.event_id, c.event_id) || ' ' || coalesce(s.from_on, c.from_on),
               coalesce(f.stored, 0), coalesce(f.computed, 0)
        from (
            select t.*, st_area(t.outline::geography) as outline_m2
            from landplan.reserve_piece t where t.plan_id = plan
        ) s
        full join piece_now c using (place_id, event_id, from_on)
        cross join lateral (values
            ('piece_m2', s.measured_m2, c.measured_m2),
            ('piece_ha', landplan.m2(s.reserve_ha), landplan.m2(c.reserve_ha)),
            ('piece_outline_m2', s.outline_m2, c.measured_m2),
            ('piece_until', s.until_on - date '2000-01-01', c.until_on - date '2000-01-01')
        ) f (what, stored, computed)
        where greatest(s.measured_m2, c.measured_m2) > 0.01  -- less is rounding, whoever has it
    ),
    counted as (
        select 'counted_m2', coalesce(s.event_id, c.event_id),
               case when s.event_id is null then -2 else coalesce(s.counted_m2, -1) end,
               case when c.event_id is null then -2 else coalesce(c.counted_m2, -1) end
        from (select * from landplan.event_counted t where t.plan_id = plan) s
        full join (
            select e.place_id, e.event_id, e.counted_m2 from effect e
            union
            select i.place_id, i.event_id, i.counted_m2 from landplan.idle_events(plan) i
            union
            select r.place_id, r.event_id, r.counted_m2 from landplan.corrected_events(plan) r
        ) c using (place_id, event_id)
    ),
    found (what, subject_id, stored, computed) as (
        select * from span union all select * from piece union all select * from counted
    )
    select f.what, f.subject_id, null::text, f.stored, f.computed from found f;
end;
comment on function landplan.history_differences is '深度核查：所存沿革与由边界重算的不符之处';

create or replace function landplan.stored_differences(plan text)
returns table (
    what text, subject_id text, zone_id text, stored double precision, computed double precision
) language sql stable
begin atomic
    with place_area as (
        select 'place_area', p.place_id::text, null::text, p.measured_m2,
               case when st_isvalid(p.outline) then st_area(p.outline::geography) end as computed
        from landplan.place p
        where p.plan_id = plan
    ),
    inside as (
        select z.zone_id, p.place_id,
               st_area(landplan.land_polygons(
                   st_intersection(z.outline, p.outline)
               )::geography) as m2
        from landplan.zone z
        join landplan.place p on p.plan_id = plan and z.outline && p.outline
        where z.plan_id = plan
    ),
    place_zone as (
        select 'place_zone', coalesce(s.place_id, i.place_id)::text,
               coalesce(s.zone_id, i.zone_id), coalesce(s.inside_m2, 0), coalesce(i.m2, 0)
        from (select * from landplan.place_zone t where t.plan_id = plan) s
        full join inside i using (place_id, zone_id)
    ),
    meeting as (
        select p.place_id, o.place_id as other_id,
               landplan.overlap_m2(p.outline, o.outline) as m2
        from landplan.place p
        join landplan.place o on o.plan_id = plan and o.outline && p.outline
         and o.place_id <> p.place_id
        where p.plan_id = plan
    ),
    place_overlap as (
        select 'place_overlap', coalesce(s.place_id, m.place_id) || ' '
               || coalesce(s.other_id, m.other_id), null::text,
               coalesce(s.overlap_m2, 0), coalesce(m.m2, 0)
        from (select * from landplan.place_overlap t where t.plan_id = plan) s
        full join meeting m using (place_id, other_id)
    ),
    share as (
        select coalesce(s.event_id, c.event_id) as event_id,
               coalesce(s.zone_id, c.zone_id) as zone_id,
               s.measured_m2 as stored_m2, c.measured_m2 as computed_m2,
               s.declared_ha as stored_ha, c.declared_ha as computed_ha,
               s.reserve_m2 as stored_reserve_m2, c.reserve_m2 as computed_reserve_m2,
               s.reserve_ha as stored_reserve_ha, c.reserve_ha as computed_reserve_ha,
               s.reserve_events as stored_events, c.reserve_events as computed_events
        from (select * from landplan.land_share t where t.plan_id = plan) s
        full join landplan.land_shares(plan) c using (event_id, zone_id)
    ),
    land_share as (
        select f.what, h.event_id, h.zone_id, coalesce(f.stored, 0), coalesce(f.computed, 0)
        from share h
        cross join lateral (values
            ('share_m2', h.stored_m2, h.computed_m2),
            ('share_ha', landplan.m2(h.stored_ha), landplan.m2(h.computed_ha)),
            ('share_reserve_m2', h.stored_reserve_m2, h.computed_reserve_m2),
            ('share_reserve_ha', landplan.m2(h.stored_reserve_ha), landplan.m2(h.computed_reserve_ha)),
            ('share_reserve_events', h.stored_events, h.computed_events)
        ) f (what, stored, computed)
    ),
    summed as (
        select s.zone_id, s.happened_on as day, s.kind, s.land_use, s.land_use_set,
               sum(s.measured_m2) as m2, sum(s.declared_ha) as ha,
               sum(s.reserve_m2) as reserve_m2, sum(s.reserve_ha) as reserve_ha,
               count(*) filter (where landplan.is_land(s.measured_m2)) as events,
               sum(s.reserve_events) as reserve_events
        from landplan.land_share s
        where s.plan_id = plan
        group by 1, 2, 3, 4, 5
    ),
    zone_day as (
        select f.what, coalesce(d.day, c.day)::text, coalesce(d.zone_id, c.zone_id),
               coalesce(f.stored, 0), coalesce(f.computed, 0)
        from (select * from landplan.zone_day t where t.plan_id = plan) d
        full join summed c using (zone_id, day, kind, land_use, land_use_set)
        cross join lateral (values
            ('day_m2', d.measured_m2, c.m2),
            ('day_ha', landplan.m2(d.declared_ha), landplan.m2(c.ha)),
            ('day_reserve_m2', d.reserve_m2, c.reserve_m2),
            ('day_reserve_ha', landplan.m2(d.reserve_ha), landplan.m2(c.reserve_ha)),
            ('day_events', d.events, c.events),
            ('day_reserve_events', d.reserve_events, c.reserve_events)
        ) f (what, stored, computed)
    ),
    months as (
        select d.zone_id, landplan.month_of(d.day) as month, d.kind, d.land_use, d.land_use_set,
               sum(d.measured_m2) as m2, sum(d.declared_ha) as ha,
               sum(d.reserve_m2) as reserve_m2, sum(d.reserve_ha) as reserve_ha,
               sum(d.events) as events, sum(d.reserve_events) as reserve_events
        from landplan.zone_day d
        where d.plan_id = plan
        group by 1, 2, 3, 4, 5
    ),
    zone_month as (
        select f.what, coalesce(m.month, c.month)::text, coalesce(m.zone_id, c.zone_id),
               coalesce(f.stored, 0), coalesce(f.computed, 0)
        from (select * from landplan.zone_month t where t.plan_id = plan) m
        full join months c using (zone_id, month, kind, land_use, land_use_set)
        cross join lateral (values
            ('month_m2', m.measured_m2, c.m2),
            ('month_ha', landplan.m2(m.declared_ha), landplan.m2(c.ha)),
            ('month_reserve_m2', m.reserve_m2, c.reserve_m2),
            ('month_reserve_ha', landplan.m2(m.reserve_ha), landplan.m2(c.reserve_ha)),
            ('month_events', m.events, c.events),
            ('month_reserve_events', m.reserve_events, c.reserve_events)
        ) f (what, stored, computed)
    ),
    ten_days as (
        select f.what, coalesce(s.ten_days, c.ten_days) || ' ' || coalesce(s.key, c.key),
               coalesce(s.zone_id, c.zone_id), coalesce(f.stored, 0), coalesce(f.computed, 0)
        from (select * from landplan.zone_ten_days t where t.plan_id = plan) s
        full join (select * from landplan.summed_keys(plan)) c
            using (series, zone_id, ten_days, kind, land_use, land_use_set, key)
        cross join lateral (values
            ('ten_days_m2', s.measured_m2, c.measured_m2),
            ('ten_days_ha', landplan.m2(s.declared_ha), landplan.m2(c.declared_ha)),
            ('ten_days_events', s.events, c.events)
        ) f (what, stored, computed)
    ),
    found (what, subject_id, zone_id, stored, computed) as (
        select * from place_area union all select * from place_zone
        union all select * from place_overlap union all select * from land_share
        union all select * from zone_day union all select * from zone_month
        union all select * from ten_days union all select * from landplan.history_differences(plan)
    )
    select f.* from found f
    where f.computed is null or abs(f.stored - f.computed) > 0.01
    order by f.what, f.subject_id, f.zone_id;
end;
comment on function landplan.stored_differences is '深度核查：台账之外所存的面积、份额、汇总与沿革同由边界重算的不符之处';
