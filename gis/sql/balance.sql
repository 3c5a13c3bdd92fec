-- The balance: actual against target, for each zone and measure of a plan, as of a date.
--
-- in:    plan, as_of (sums of shares.sql); basis 'declared' (the legal figure) or 'measured'; known (see land.sql);
--        on_track and behind: shares of the expected figure at which a status begins
-- out:   one row a zone and measure, zones in the order of their tree
-- units: hectares; percent of 100; events: how many have more than 1 m² in the zone
--
-- The same figures are computed again, in Python, by projects/balance/shapely_engine.py: change both.

-- Stop a query that cannot be meant.
create or replace function landplan.refuse(reason text) returns double precision language plpgsql
as $$
begin
    raise exception '%', reason using errcode = 'invalid_parameter_value';
end
$$;

-- Zones in the order of their tree: parents before children, siblings as the package lists them.
create or replace function landplan.zone_tree(plan text)
returns table (zone_id text, depth integer, path integer[]) language sql stable
begin atomic
    with recursive tree as (
        select z.zone_id, 0 as depth, array[z.position] as path
        from landplan.zone z where z.plan_id = plan and z.parent_id is null
        union all
        select z.zone_id, t.depth + 1, t.path || z.position
        from landplan.zone z join tree t on z.parent_id = t.zone_id
        where z.plan_id = plan
    )
    select tree.zone_id, tree.depth, tree.path from tree;
end;

-- Targets in hectares, each with what should be reached as of a date: the straight line from 0 at
-- the start to the target at its year's end, through targets of earlier years and the schedule.
-- The target of the latest year is the one that counts.
create or replace function landplan.land_target(plan text, as_of date)
returns table (
    zone_id text, measure text, target_ha double precision, expected_ha double precision,
    source_document text, source_place text, source_line integer
) language sql stable
begin atomic
    with printed as (
        select t.*, p.starts_on, p.ends_on, least(make_date(t.year, 12, 31), p.ends_on) as due_on,
               t.value * case t.unit when '亩' then 1 / 15.0 when '平方公里' then 100 else 1 end
                   as target_ha
        from landplan.target t join landplan.plan p using (plan_id)
        where t.plan_id = plan
    ),
    wanted as (
        select distinct on (t.zone_id, t.measure) t.*
        from printed t
        order by t.zone_id, t.measure, t.year desc
    ),
    milestone as (
        select w.zone_id, w.measure, w.starts_on as day, 0 as ha from wanted w
        union
        select w.zone_id, w.measure, w.ends_on, w.target_ha from wanted w
        union
        select t.zone_id, t.measure, t.due_on, t.target_ha from printed t
        union
        select s.zone_id, s.measure, make_date(s.year, 12, 31), s.value
        from landplan.target_schedule s
        join wanted w using (plan_id, zone_id, measure)
        where make_date(s.year, 12, 31) > w.starts_on
          and make_date(s.year, 12, 31) < w.ends_on
          and not exists (
              select from printed t
              where t.zone_id = s.zone_id and t.measure = s.measure and t.year = s.year
          )
    ),
    leg as (
        select m.*, lead(m.day) over line as next_day, lead(m.ha) over line as next_ha
        from milestone m
        window line as (partition by m.zone_id, m.measure order by m.day)
    )
    select w.zone_id, w.measure, w.target_ha,
           l.ha + (l.next_ha - l.ha)
                * (least(greatest(as_of, w.starts_on), w.ends_on) - l.day) / (l.next_day - l.day),
           w.source_document, w.source_place, w.source_line
    from wanted w
    join leg l on l.zone_id = w.zone_id and l.measure = w.measure
     and least(greatest(as_of, w.starts_on), w.ends_on - 1) >= l.day
     and least(greatest(as_of, w.starts_on), w.ends_on - 1) < l.next_day;
end;

-- Places where something was recorded after `known` that the figures of `as_of` would show, and
-- those that it reaches (as in refresh_shares).
create or replace function landplan.places_unknown(plan text, as_of date, known date)
returns bigint[] language sql stable
begin atomic
    select landplan.with_neighbours(landplan.with_neighbours(array(
        select e.place_id
        from landplan.land_event e
        where e.plan_id = plan and e.recorded_on > known and e.happened_on <= as_of
          and e.place_id is not null
        union all
        select c.place_id
        from landplan.land_event e
        join landplan.land_event c on c.plan_id = plan and c.event_id = e.corrects
        where e.plan_id = plan and e.recorded_on > known and c.happened_on <= as_of
          and c.place_id is not null
    )));
end;

-- Shares as stored; with `known`, replayed anew at the places where something was recorded later.
create or replace function landplan.land_shares_known(
    plan text, as_of date, known date default null
)
returns setof landplan.land_share language sql stable
begin atomic
    with unknown as materialized (
        select case when known is not null
                    then landplan.places_unknown(plan, as_of, known) end as places
    )
    select s.*
    from landplan.land_share s
    where s.plan_id = plan and s.happened_on <= as_of
      and (known is null or s.place_id not in (select unnest(u.places) from unknown u))
    union all
    select r.*
    from landplan.land_shares_at(plan, (select u.places from unknown u), known) r
    where known is not null and r.happened_on <= as_of;
end;

-- What `known` changes of the stored sums: less the shares of the places where something was recorded
-- later, plus those shares as they were known. No rows where nothing was recorded later.
create or replace function landplan.known_differences(plan text, as_of date, known date)
returns setof landplan.zone_day language plpgsql stable
set plan_cache_mode = force_custom_plan as $$
declare
    places bigint[];
begin
    if known is null then return; end if;
    places := landplan.places_unknown(plan, as_of, known);
    if places = '{}' then return; end if;
    return query
        select plan, s.zone_id, s.happened_on, s.kind, s.land_use, s.land_use_set,
               -(case when s.measured_m2 > 1 then 1 else 0 end)::bigint, -s.measured_m2,
               -s.declared_ha, -s.reserve_events::bigint, -s.reserve_m2, -s.reserve_ha
        from landplan.land_share s
        where s.place_id = any (places) and s.happened_on <= as_of
        union all
        select plan, r.zone_id, r.happened_on, r.kind, r.land_use, r.land_use_set,
               (case when r.measured_m2 > 1 then 1 else 0 end)::bigint, r.measured_m2,
               r.declared_ha, r.reserve_events::bigint, r.reserve_m2, r.reserve_ha
        from landplan.land_shares_at(plan, places, known) r
        where r.happened_on <= as_of;
end
$$;

-- What each storage by a date still holds in reserve, in each zone. At places that are alone a storage
-- stands until a supply there takes all of it; at crowded places pieces of it are left.
create or replace function landplan.land_in_reserve(
    plan text, as_of date, known date default null
)
returns table (
    zone_id text, event_id text, measured_m2 double precision, declared_ha double precision
) language sql stable
begin atomic
    with held as materialized (
        select h.event_id, h.place_id, h.declared_ha / h.measured_m2 as rate, h.measured_m2, h.held,
               st_area(h.held::geography) as held_m2
        from landplan.land_held_crowded(plan, as_of, known) h
        where h.kind = 'storage' and not st_isempty(h.held)
    ),
    piece as materialized (
        select i.zone_id, h.event_id, h.rate,
               case when i.inside_m2 = h.measured_m2 then h.held_m2
                    else landplan.area_in(z.outline, h.held) end as m2
        from landplan.zone z
        join landplan.place_zone i on i.zone_id = z.zone_id and i.plan_id = plan
        join held h on h.place_id = i.place_id
        where z.plan_id = plan
    )
    select s.zone_id, s.event_id, s.measured_m2, s.declared_ha
    from landplan.land_shares_known(plan, as_of, known) s
    where s.kind = 'storage' and s.measured_m2 > 0
      and not exists (
          select from landplan.place_overlap o
          where o.plan_id = plan and o.place_id = s.place_id
      )
      and not exists (
          select from landplan.land_shares_known(plan, as_of, known) t
          where t.place_id = s.place_id and t.zone_id = s.zone_id and t.kind = 'supply'
            and (t.happened_on, t.event_id) > (s.happened_on, s.event_id)
      )
    union all
    select p.zone_id, p.event_id, p.m2, p.m2 * p.rate from piece p where p.m2 > 0;
end;

-- Land of each measure inside each zone, event by event: what every figure of the balance sums.
create or replace function landplan.land_counted(
    plan text, as_of date, known date default null
)
returns table (
    zone_id text, measure text, event_id text,
    measured_ha double precision, declared_ha double precision
) language sql stable
begin atomic
    with counted as (
        select s.*, coalesce(u.land_group, 'other') as land_group
        from landplan.plan p
        cross join lateral landplan.land_shares_known(plan, as_of, known) s
        left join landplan.land_use u
          on u.plan_id = plan and u.code = s.land_use and u.code_set = s.land_use_set
        where p.plan_id = plan and s.happened_on between p.starts_on and p.ends_on
          and s.measured_m2 > 0
    )
    select c.zone_id, m.measure, c.event_id, c.measured_m2 / 10000, c.declared_ha
    from counted c
    cross join lateral (values
        (c.kind),
        (case when c.kind = 'supply' and c.land_group <> 'other'
              then 'supply_' || c.land_group end)
    ) m (measure)
    where m.measure is not null
    union all
    select r.zone_id, 'reserve', r.event_id, r.measured_m2 / 10000, r.declared_ha
    from landplan.land_in_reserve(plan, as_of, known) r;
end;

-- The stored sums until a date: whole months of zone_month, days of zone_day in those that the period
-- or `as_of` cuts; with `known`, what that changes of them.
create or replace function landplan.told_until(plan text, as_of date, known date default null)
returns setof landplan.zone_day language sql stable
begin atomic
    with period as materialized (
        select p.starts_on, p.ends_on, array(
            select landplan.month_of(b.day)
            from (values (p.starts_on), (p.ends_on + 1), (as_of + 1)) b (day)
            where landplan.month_of(b.day) <> b.day
        ) as cut
        from landplan.plan p
        where p.plan_id = plan
    )
    select m.* from landplan.zone_month m
    where m.plan_id = plan and m.month <= as_of
      and m.month <> all ((select p.cut from period p)::date[])
    union all
    select d.*
    from (select distinct unnest(p.cut) as month from period p) c
    cross join lateral (
        select d.* from landplan.zone_day d
        where d.plan_id = plan and d.day >= c.month and d.day < c.month + interval '1 month'
          and d.day <= as_of
        offset 0
    ) d
    union all
    select k.* from landplan.known_differences(plan, as_of, known) k;
end;

create or replace function landplan.land_balance(
    plan text, as_of date, basis text default 'declared', known date default null,
    on_track double precision default 0.95, behind double precision default 0.75
)
returns table (
    zone text, zone_name text, parent text, measure text,
    target_ha double precision, actual_ha double precision,
    measured_ha double precision, declared_ha double precision,
    percent double precision, expected_ha double precision, remaining_ha double precision,
    needed_ha_per_year double precision, forecast_ha double precision, status text,
    events integer, source_document text, source_place text, source_line integer
) language sql stable
begin atomic
    with summed as (
        select t.zone_id, t.kind, t.land_use, t.land_use_set,
               t.day between p.starts_on and p.ends_on as in_period,
               sum(t.events) as events, sum(t.measured_m2) as measured_m2,
               sum(t.declared_ha) as declared_ha, sum(t.reserve_events) as reserve_events,
               sum(t.reserve_m2) as reserve_m2, sum(t.reserve_ha) as reserve_ha
        from landplan.plan p
        cross join lateral landplan.told_until(plan, as_of, known) t
        where p.plan_id = plan
        group by 1, 2, 3, 4, 5
    ),
    day as (
        select s.*, coalesce(u.land_group, 'other') as land_group
        from summed s
        left join landplan.land_use u
          on u.plan_id = plan and u.code = s.land_use and u.code_set = s.land_use_set
    ),
    total as (
        select d.zone_id, m.measure, sum(m.m2) / 10000 as measured_ha,
               sum(m.ha) as declared_ha, sum(m.events)::integer as events
        from day d
        cross join lateral (values
            (case when d.in_period then d.kind end, d.measured_m2, d.declared_ha, d.events),
            (case when d.in_period and d.kind = 'supply' and d.land_group <> 'other'
                  then 'supply_' || d.land_group end, d.measured_m2, d.declared_ha, d.events),
            ('reserve', d.reserve_m2, d.reserve_ha, d.reserve_events)
        ) m (measure, m2, ha, events)
        where m.measure is not null
        group by d.zone_id, m.measure
    ),
    compared as (
        select z.zone_id, z.name, z.parent_id, t.path, m.measure, m.place,
               coalesce(s.measured_ha, 0) as measured_ha, coalesce(s.declared_ha, 0) as declared_ha,
               case basis when 'measured' then coalesce(s.measured_ha, 0)
                          when 'declared' then coalesce(s.declared_ha, 0)
                          else landplan.refuse('basis is declared or measured, not ' || basis)
               end as actual_ha,
               coalesce(s.events, 0) as events,
               g.target_ha, g.expected_ha, g.source_document, g.source_place, g.source_line,
               p.starts_on, least(as_of, p.ends_on) - p.starts_on as days_gone,
               p.ends_on - least(as_of, p.ends_on) as days_left
        from landplan.plan p
        join landplan.zone z using (plan_id)
        join landplan.zone_tree(plan) t using (zone_id)
        cross join (values
            ('storage', 1), ('supply', 2), ('supply_industry', 3),
            ('supply_housing_services', 4), ('reserve', 5)
        ) m (measure, place)
        left join total s on s.zone_id = z.zone_id and s.measure = m.measure
        left join landplan.land_target(plan, as_of) g
          on g.zone_id = z.zone_id and g.measure = m.measure
        where p.plan_id = plan
    ),
    line as (
        select c.*, case when c.actual_ha < c.target_ha then c.target_ha - c.actual_ha
                         when c.target_ha is not null then 0 end as remaining_ha
        from compared c
    )
    select l.zone_id, l.name, l.parent_id, l.measure, l.target_ha, l.actual_ha,
           l.measured_ha, l.declared_ha,
           100 * l.actual_ha / nullif(l.target_ha, 0),
           l.expected_ha,
           l.remaining_ha,
           case when l.days_left > 0 then l.remaining_ha / l.days_left * 365.25 end,
           case when l.measure <> 'reserve' and l.days_gone > 0
                then l.actual_ha + l.actual_ha / l.days_gone * l.days_left end,
           case when l.target_ha is null or as_of < l.starts_on then null
                when l.actual_ha >= l.target_ha - 1e-6 then 'done'
                when l.actual_ha >= on_track * l.expected_ha - 1e-6 then 'on track'
                when l.actual_ha >= behind * l.expected_ha - 1e-6 then 'behind'
                else 'at risk' end,
           l.events, l.source_document, l.source_place, l.source_line
    from line l
    order by l.path, l.place;
end;

comment on function landplan.land_balance is
    '对账：plan 规划、as_of 截至日期、basis declared 申报或 measured 量算、known 只计该日前登记的；公顷';
comment on function landplan.land_counted is '对账明细：每个数字由哪些事件相加而成；公顷';
