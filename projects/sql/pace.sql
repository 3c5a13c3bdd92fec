-- Pace: what each year brought to each measure, and on how many days.
--
-- in:    plan, as_of, known (sums of gis/sql/shares.sql); basis 'declared' or 'measured'
-- out:   one row a zone, measure and year with land in the period; the reserve is no matter of a year
-- units: hectares; days, days_ha and squares_ha2 (the sum of their squares) are of the days that
--        brought more than 1 m²: what is less is the noise of digitising
--
-- The forecast of projects/balance/forecast.py rests on these alone.
create or replace function landplan.land_pace(
    plan text, as_of date, basis text default 'declared', known date default null
)
returns table (
    zone_id text, measure text, year integer, added_ha double precision,
    days integer, days_ha double precision, squares_ha2 double precision
) language sql stable
begin atomic
    with told as (
        select d.zone_id, d.day, d.kind, d.land_use, d.land_use_set,
               case basis when 'measured' then landplan.ha(d.measured_m2)
                          when 'declared' then d.declared_ha
                          else landplan.refuse('basis is declared or measured, not ' || basis)
               end as ha
        from landplan.plan p
        cross join lateral (
            select * from landplan.zone_day z where z.plan_id = plan
            union all
            select * from landplan.known_differences(plan, as_of, known)
        ) d
        where p.plan_id = plan and d.day between p.starts_on and least(as_of, p.ends_on)
    ),
    day as (
        select t.zone_id, m.measure, t.day, sum(t.ha) as ha
        from told t
        left join landplan.land_use u
          on u.plan_id = plan and u.code = t.land_use and u.code_set = t.land_use_set
        cross join lateral (values
            (t.kind), (case when t.kind = 'supply' then 'supply_' || u.land_group end)
        ) m (measure)
        where m.measure <> 'supply_other'
        group by t.zone_id, m.measure, t.day
    )
    select d.zone_id, d.measure, extract(year from d.day)::integer, sum(d.ha),
           (count(*) filter (where landplan.is_land(landplan.m2(d.ha))))::integer,
           coalesce(sum(d.ha) filter (where landplan.is_land(landplan.m2(d.ha))), 0),
           coalesce(sum(d.ha * d.ha) filter (where landplan.is_land(landplan.m2(d.ha))), 0)
    from day d
    group by d.zone_id, d.measure, extract(year from d.day)::integer;
end;
comment on function landplan.land_pace is
    '进度：各片区各指标每年新增多少、有多少天有新增，供推算之用；公顷';
