-- Series: the land of the balance told by year, method, land use or owner kind.
--
-- in:    plan, as_of, known (sums of gis/sql/keys.sql); series 'year', 'method', 'land_use' or 'owner_kind'
-- out:   one row a zone, measure and key; zones in the order of their tree, then measures, then
--        years, or the largest first; every year of the period so far, also those without land
-- units: hectares; events: how many have more than 1 m² of it
--
-- Over its keys each measure sums to that of the balance. The reserve is no matter of a year.

-- The stored sums until a date, by method or owner: whole ten days of zone_ten_days, single days of those
-- that the period or `as_of` cuts (of these the first ones, or all but the last ones, whichever are
-- fewer); with `known`, what that changes of them.
create or replace function landplan.told_by_key(
    plan text, series text, as_of date, known date default null
)
returns table (
    zone_id text, day date, kind text, land_use text, land_use_set text, key text,
    events bigint, measured_m2 double precision, declared_ha double precision
) language plpgsql stable set plan_cache_mode = force_custom_plan as $$
declare
    cut date[] := array(
        select distinct landplan.ten_days_of(b.day)
        from landplan.plan p
        cross join lateral (values (p.starts_on), (p.ends_on + 1)) b (day)
        where p.plan_id = plan and landplan.ten_days_of(b.day) <> b.day
          and b.day <= as_of
    );
    last_begun date := landplan.ten_days_of(as_of);
    next_begins date := landplan.ten_days_of(last_begun + 11);
    late boolean := last_begun <> all (cut) and next_begins - as_of <= 5;
    places bigint[];
    one date;
begin
    if not late then
        cut := array(select unnest(cut) union select last_begun);
    end if;
    return query
        select d.zone_id, d.ten_days, d.kind, d.land_use, d.land_use_set, d.key, d.events,
               d.measured_m2, d.declared_ha
        from landplan.zone_ten_days d
        where d.plan_id = plan and d.series = told_by_key.series and d.ten_days <= as_of
          and d.ten_days <> all (cut);
    foreach one in array cut loop
        return query
            select c.zone_id, c.day, c.kind, c.land_use, c.land_use_set, c.key, c.events::bigint,
                   c.measured_m2, c.declared_ha
            from landplan.cut_by_key(
                plan, series, one, least(as_of, landplan.ten_days_of(one + 11) - 1)
            ) c;
    end loop;
    if late and as_of + 1 < next_begins then
        return query
            select c.zone_id, last_begun, c.kind, c.land_use, c.land_use_set, c.key,
                   -c.events::bigint, -c.measured_m2, -c.declared_ha
            from landplan.cut_by_key(plan, series, as_of + 1, next_begins - 1) c;
    end if;
    if known is null then return; end if;
    places := landplan.places_unknown(plan, as_of, known);
    if places = '{}' then return; end if;
    return query
        select s.zone_id, s.day, s.kind, s.land_use, s.land_use_set, s.key, -s.events::bigint,
               -s.measured_m2, -s.declared_ha
        from landplan.shares_by_key(plan, series, places, until => as_of) s
        union all
        select r.zone_id, r.day, r.kind, r.land_use, r.land_use_set, r.key, r.events::bigint,
               r.measured_m2, r.declared_ha
        from landplan.shares_by_key(plan, series, places, until => as_of, known => known) r;
end
$$;
comment on function landplan.told_by_key is '截至一日的所存汇总，按方式或权属';

-- By method, land use or owner kind, as measures. An empty key is what the ledger does not say; `name` is the
-- land use's. What storages brought and supplies took away is nothing but rounding: up to 0.01 m².
create or replace function landplan.land_by_key(
    plan text, series text, as_of date, known date default null
)
returns table (
    zone_id text, measure text, key text, name text,
    measured_ha double precision, declared_ha double precision, events integer
) language sql stable
begin atomic
    with summed as (
        select t.zone_id, t.kind, t.land_use, t.land_use_set,
               case series when 'land_use' then '' else t.key end as key, sum(t.events) as events,
               sum(t.measured_m2) as measured_m2, sum(t.declared_ha) as declared_ha
        from landplan.plan p
        cross join lateral landplan.told_by_key(
            plan, case series when 'land_use' then 'method' else series end, as_of, known
        ) t
        where p.plan_id = plan
          and (t.kind = 'reserve' or t.day between p.starts_on and p.ends_on)
        group by 1, 2, 3, 4, 5
        having sum(t.events) > 0 or sum(t.measured_m2) > 0.01
    ),
    named as (
        select s.*, coalesce(u.land_group, 'other') as land_group, coalesce(u.name, '') as name
        from summed s
        left join landplan.land_use u
          on u.plan_id = plan and u.code = s.land_use and u.code_set = s.land_use_set
    ),
    told as (
        select n.zone_id, m.measure, n.measured_m2, n.declared_ha, n.events,
               case when series <> 'land_use' or n.land_use = '' then n.key
                    else concat_ws('/', n.land_group, n.land_use, n.land_use_set) end as key,
               case series when 'land_use' then n.name else '' end as name
        from named n
        cross join lateral (values
            (n.kind),
            (case when n.kind = 'supply' and n.land_group <> 'other'
                  then 'supply_' || n.land_group end)
        ) m (measure)
        where m.measure is not null
    )
    select t.zone_id, t.measure, t.key, t.name,
           landplan.ha(sum(t.measured_m2)), sum(t.declared_ha), sum(t.events)::integer
    from told t
    group by t.zone_id, t.measure, t.key, t.name;
end;
comment on function landplan.land_by_key is '各片区各指标按方式、用途或权属分列（公顷）';

-- By year: what each year of the period brought to each measure but the reserve.
create or replace function landplan.land_by_year(plan text, as_of date, known date default null)
returns table (
    zone_id text, measure text, year integer,
    measured_ha double precision, declared_ha double precision, events integer
) language sql stable
begin atomic
    with summed as (
        select t.zone_id, t.kind, t.land_use, t.land_use_set,
               extract(year from t.day)::integer as year, sum(t.events) as events,
               sum(t.measured_m2) as measured_m2, sum(t.declared_ha) as declared_ha
        from landplan.plan p
        cross join lateral landplan.told_until(plan, as_of, known) t
        where p.plan_id = plan and t.day between p.starts_on and p.ends_on
        group by 1, 2, 3, 4, 5
    )
    select s.zone_id, m.measure, s.year,
           landplan.ha(sum(s.measured_m2)), sum(s.declared_ha), sum(s.events)::integer
    from summed s
    left join landplan.land_use u
      on u.plan_id = plan and u.code = s.land_use and u.code_set = s.land_use_set
    cross join lateral (values
        (s.kind), (case when s.kind = 'supply' then 'supply_' || u.land_group end)
    ) m (measure)
    where m.measure <> 'supply_other'
    group by s.zone_id, m.measure, s.year;
end;
comment on function landplan.land_by_year is '各片区各指标按年度分列（公顷）';

create or replace function landplan.land_series(
    plan text, series text, as_of date, known date default null
)
returns table (
    zone text, zone_name text, measure text, key text, name text,
    declared_ha double precision, measured_ha double precision, events integer
) language sql stable
begin atomic
    with told as (
        select k.zone_id, k.measure, k.key, k.name, k.declared_ha, k.measured_ha, k.events
        from landplan.land_by_key(plan, series, as_of, known) k
        where series <> 'year'
        union all
        select z.zone_id, m.measure, d.year::text, '',
               coalesce(y.declared_ha, 0), coalesce(y.measured_ha, 0), coalesce(y.events, 0)
        from landplan.plan p
        join landplan.zone z using (plan_id)
        join landplan.measures() m on m.measure <> 'reserve'
        cross join lateral generate_series(
            extract(year from p.starts_on)::integer,
            extract(year from least(as_of, p.ends_on))::integer
        ) d (year)
        left join landplan.land_by_year(plan, as_of, known) y
          on y.zone_id = z.zone_id and y.measure = m.measure and y.year = d.year
        where p.plan_id = plan and series = 'year'
    )
    select z.zone_id, z.name, s.measure, s.key, s.name, s.declared_ha, s.measured_ha, s.events
    from told s
    join landplan.zone z on z.plan_id = plan and z.zone_id = s.zone_id
    join landplan.zone_tree(plan) t on t.zone_id = z.zone_id
    join landplan.measures() m using (measure)
    order by t.path,
             m.place,
             case when series = 'year' then s.key end,
             round(s.declared_ha::numeric, 6) desc,
             s.key collate "C";
end;

comment on function landplan.land_series is
    '序列：各片区各指标按年度（year）、方式（method）、用途（land_use）或权属（owner_kind）分列；公顷';
