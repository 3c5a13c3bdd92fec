-- Series: the land of the balance told by year, method, land use or owner kind.
--
-- in:    plan, as_of, known (see land.sql); series 'year', 'method', 'land_use' or 'owner_kind'
-- out:   one row a zone, measure and key; zones in the order of their tree, then measures, then
--        years, or the largest first; every year of the period so far, also those without land
-- units: hectares; events: how many have more than 1 m² of it
--
-- Over its keys each measure sums to that of the balance. The reserve is no matter of a year.

-- The key under which an event's land is told, the land use's name, and the share of the event: 1,
-- but for land of both owners, which is shared by how much of the event's extent is in parcels of
-- each. An empty key is what the ledger does not say.
create or replace function landplan.series_keys(plan text, series text)
returns table (event_id text, key text, name text, share double precision) language sql stable
begin atomic
    with owned as (
        select e.event_id, c.owner_kind, 1 as m2
        from landplan.land_event e
        join landplan.parcel c on c.plan_id = plan and c.parcel_id = e.parcel_ids[1]
        where e.plan_id = plan and e.kind <> 'reversal' and cardinality(e.parcel_ids) = 1
        union all
        select e.event_id, c.owner_kind, sum(landplan.area_in(q.outline, p.outline))
        from landplan.land_event e
        join landplan.place p using (plan_id, place_id)
        join landplan.parcel c on c.plan_id = plan and c.parcel_id = any (e.parcel_ids)
        join landplan.place q on q.plan_id = plan and q.place_id = c.place_id
        where e.plan_id = plan and cardinality(e.parcel_ids) > 1
        group by e.event_id, c.owner_kind
    )
    select e.event_id,
           case series
               when 'year' then extract(year from e.happened_on)::text
               when 'method' then e.method
               when 'land_use' then case when e.land_use = '' then '' else concat_ws(
                   '/', coalesce(u.land_group, 'other'), e.land_use, e.land_use_set
               ) end
           end,
           case series when 'land_use' then coalesce(u.name, '') else '' end,
           1
    from landplan.land_event e
    left join landplan.land_use u
      on u.plan_id = plan and u.code = e.land_use and u.code_set = e.land_use_set
    where e.plan_id = plan and series in ('year', 'method', 'land_use')
    union all
    select e.event_id, coalesce(o.owner_kind, ''), '',
           coalesce(
               o.m2 / nullif(sum(o.m2) over of_event, 0), 1.0 / count(*) over of_event
           )
    from landplan.land_event e
    left join owned o using (event_id)
    where e.plan_id = plan and series = 'owner_kind'
    window of_event as (partition by e.event_id);
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
        select c.zone_id, c.measure, k.key, k.name,
               sum(c.declared_ha * k.share order by c.event_id) as declared_ha,
               sum(c.measured_ha * k.share order by c.event_id) as measured_ha,
               (count(*) filter (where c.measured_ha * k.share > 0.0001))::integer as events
        from landplan.land_counted(plan, as_of, known) c
        join landplan.series_keys(plan, series) k using (event_id)
        where k.share > 0 and (series <> 'year' or c.measure <> 'reserve')
        group by c.zone_id, c.measure, k.key, k.name
        union all
        select z.zone_id, m.measure, y.year::text, '', 0, 0, 0
        from landplan.plan p
        join landplan.zone z using (plan_id)
        cross join (values
            ('storage'), ('supply'), ('supply_industry'), ('supply_housing_services')
        ) m (measure)
        cross join lateral generate_series(
            extract(year from p.starts_on)::integer,
            extract(year from least(as_of, p.ends_on))::integer
        ) y (year)
        where p.plan_id = plan and series = 'year'
    )
    select z.zone_id, z.name, s.measure, s.key, s.name,
           sum(s.declared_ha), sum(s.measured_ha), sum(s.events)::integer
    from told s
    join landplan.zone z on z.plan_id = plan and z.zone_id = s.zone_id
    join landplan.zone_tree(plan) t on t.zone_id = z.zone_id
    group by z.zone_id, z.name, t.path, s.measure, s.key, s.name
    order by t.path,
             array_position(
                 array['storage', 'supply', 'supply_industry', 'supply_housing_services', 'reserve'],
                 s.measure
             ),
             case when series = 'year' then s.key end,
             sum(s.declared_ha) desc,
             s.key collate "C";
end;

comment on function landplan.land_series is
    '序列：各片区各指标按年度（year）、方式（method）、用途（land_use）或权属（owner_kind）分列；公顷';
