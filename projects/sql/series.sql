-- Series: the land of the balance told by year, method, land use or owner kind.
--
-- in:    plan, as_of, known (see gis/sql/land.sql); series 'year', 'method', 'land_use' or 'owner_kind'
-- out:   one row a zone, measure and key; zones in the order of their tree, then measures, then
--        years, or the largest first; every year of the period so far, also those without land
-- units: hectares; events: how many have more than 1 m² of it
--
-- Over its keys each measure sums to that of the balance. The reserve is no matter of a year.

-- The land of events on several parcels by owner: the share of each owner kind, by how much of the
-- event's extent is in parcels of it. Land in several parcels of one owner kind counts once.
create or replace function landplan.owner_shares(plan text)
returns table (event_id text, owner_kind text, share double precision) language sql stable
begin atomic
    with land as (
        select e.event_id, e.place_id, c.owner_kind, st_union(q.outline) as outline
        from landplan.land_event e
        join landplan.parcel c on c.plan_id = plan and c.parcel_id = any (e.parcel_ids)
        join landplan.place q on q.plan_id = plan and q.place_id = c.place_id
        where e.plan_id = plan and cardinality(e.parcel_ids) > 1
        group by e.event_id, e.place_id, c.owner_kind
    ),
    owned as (
        select l.event_id, l.owner_kind, landplan.area_in(l.outline, p.outline) as m2
        from land l
        join landplan.place p on p.plan_id = plan and p.place_id = l.place_id
    )
    select o.event_id, o.owner_kind,
           coalesce(o.m2 / nullif(sum(o.m2) over of_event, 0), 1.0 / count(*) over of_event)
    from owned o
    window of_event as (partition by o.event_id);
end;

-- By method, land use or owner kind: the events' shares, summed before they are told as measures. An
-- empty key is what the ledger does not say; `name` is the land use's.
create or replace function landplan.land_by_key(
    plan text, series text, as_of date, known date default null
)
returns table (
    zone_id text, measure text, key text, name text,
    measured_ha double precision, declared_ha double precision, events integer
) language sql stable
begin atomic
    with land as (
        select s.zone_id, s.kind, s.event_id, s.measured_m2, s.declared_ha
        from landplan.plan p
        cross join lateral landplan.land_shares_known(plan, as_of, known) s
        where p.plan_id = plan and s.happened_on between p.starts_on and p.ends_on
          and s.measured_m2 > 0
        union all
        select r.zone_id, 'reserve', r.event_id, r.measured_m2, r.declared_ha
        from landplan.land_in_reserve(plan, as_of, known) r
    ),
    keyed as (
        select l.zone_id, l.kind, l.measured_m2, l.declared_ha, e.land_use, e.land_use_set,
               case series when 'method' then e.method
                           when 'owner_kind' then coalesce(o.owner_kind, c.owner_kind, '')
                           else '' end as key,
               coalesce(o.share, 1) as share
        from land l
        join landplan.land_event e on e.plan_id = plan and e.event_id = l.event_id
        left join landplan.parcel c
          on series = 'owner_kind' and cardinality(e.parcel_ids) = 1
         and c.plan_id = plan and c.parcel_id = e.parcel_ids[1]
        left join landplan.owner_shares(plan) o
          on series = 'owner_kind' and o.event_id = l.event_id
    ),
    summed as (
        select k.zone_id, k.kind, k.land_use, k.land_use_set, k.key,
               landplan.ha(sum(k.measured_m2 * k.share)) as measured_ha,
               sum(k.declared_ha * k.share) as declared_ha,
               count(*) filter (where landplan.is_land(k.measured_m2 * k.share)) as events
        from keyed k
        where k.share > 0
        group by k.zone_id, k.kind, k.land_use, k.land_use_set, k.key
    ),
    named as (
        select s.*, coalesce(u.land_group, 'other') as land_group, coalesce(u.name, '') as name
        from summed s
        left join landplan.land_use u
          on u.plan_id = plan and u.code = s.land_use and u.code_set = s.land_use_set
    ),
    told as (
        select n.zone_id, m.measure, n.measured_ha, n.declared_ha, n.events,
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
           sum(t.measured_ha), sum(t.declared_ha), sum(t.events)::integer
    from told t
    group by t.zone_id, t.measure, t.key, t.name;
end;

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
