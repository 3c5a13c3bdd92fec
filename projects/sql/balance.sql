-- The balance: actual against target, for each zone and measure of a plan, as of a date.
--
-- in:    plan, as_of (sums of gis/sql/shares.sql); basis 'declared' (the legal figure) or 'measured';
--        known (see gis/sql/land.sql); on_track and behind: shares of the expected figure at which a
--        status begins
-- out:   one row a zone and measure, zones in the order of their tree
-- units: hectares; percent of 100; events: how many have more than 1 m² in the zone
--
-- The same figures are computed again, in Python, by projects/balance/shapely_engine.py: change both.

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
    select c.zone_id, m.measure, c.event_id, landplan.ha(c.measured_m2), c.declared_ha
    from counted c
    cross join lateral (values
        (c.kind),
        (case when c.kind = 'supply' and c.land_group <> 'other'
              then 'supply_' || c.land_group end)
    ) m (measure)
    where m.measure is not null
    union all
    select r.zone_id, 'reserve', r.event_id, landplan.ha(r.measured_m2), r.declared_ha
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
comment on function landplan.told_until is '截至一日的所存汇总：整月取月汇总，被截断的月取日汇总';

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
        select d.zone_id, m.measure, landplan.ha(sum(m.m2)) as measured_ha,
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
        cross join landplan.measures() m
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
           case when l.days_left > 0 then l.remaining_ha / l.days_left * landplan.days_per_year() end,
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
