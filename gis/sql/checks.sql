-- What does not add up in the land: conflicts of the ledger, outlines that do not fit.
--
-- in:    one plan; as_of and known as in land.sql
-- out:   functions land_conflicts, land_misfits
-- units: m² on the ellipsoid; pieces up to 1 m² are noise and no conflict

-- What an event did not newly do (stored twice, supplied twice), and supply of land that was not in
-- reserve: stored later (before storage) or never (without storage). Each piece of land is listed
-- once an event. `outline` is the land concerned; `other_events` those that had done it before, or
-- that stored it later.
create or replace function landplan.land_conflicts(plan text, known date default null)
returns table (
    event_id text, kind text, conflict text, happened_on date, area_m2 double precision,
    other_events text[], outline geometry
) language sql stable
begin atomic
    with isolated as materialized (select * from landplan.land_isolated(plan, known)),
    isolated_event as (
        select e.event_id, e.place_id, e.kind, e.happened_on, a.event_id is not null as newly,
               a.stored_by
        from landplan.events_in_force(plan, known) e
        left join isolated a using (event_id)
        where not exists (
            select from landplan.place_overlap o
            where o.plan_id = plan and o.place_id = e.place_id
        )
    ),
    -- Events of one place after one that newly did something, up to the next that did.
    isolated_run as (
        select e.*, count(*) filter (where e.newly) over (
            partition by e.place_id order by e.happened_on, e.event_id
            rows unbounded preceding
        ) as run
        from isolated_event e
    ),
    isolated_told as (
        select r.*, first_value(r.event_id) over (
            partition by r.place_id, r.run order by r.happened_on, r.event_id
        ) as last_new
        from isolated_run r
    ),
    isolated_found as (
        select e.event_id, e.place_id, e.kind,
               case e.kind when 'storage' then 'stored_twice' else 'supplied_twice' end as conflict,
               e.happened_on, case when e.run > 0 then e.last_new end as other
        from isolated_told e where not e.newly
        union all
        select e.event_id, e.place_id, e.kind,
               case when later.event_id is null then 'supplied_without_storage'
                    else 'supplied_before_storage' end,
               e.happened_on, later.event_id
        from isolated_event e
        left join lateral (
            select f.event_id from landplan.events_in_force(plan, known) f
            where f.place_id = e.place_id and f.kind = 'storage'
              and (f.happened_on, f.event_id) > (e.happened_on, e.event_id)
            order by f.happened_on, f.event_id limit 1
        ) later on true
        where e.newly and e.kind = 'supply' and e.stored_by is null
    ),
    overlapping as materialized (select * from landplan.land_overlapping(plan, known)),
    in_reserve as (
        select t.event_id, st_union(t.held_before) as outline
        from landplan.land_taken(plan, known) t group by t.event_id
    ),
    unstored as (
        select c.event_id, c.place_id, c.kind, c.happened_on,
               case when t.outline is null then c.counted
                    else landplan.land_polygons(st_difference(c.counted, t.outline)) end as outline,
               (
                   select st_union(q.outline)
                   from landplan.near_places(c.place_id) n
                   join landplan.place q on q.place_id = n.place_id
                   where exists (
                       select from landplan.events_in_force(plan, known) f
                       where f.place_id = n.place_id and f.kind = 'storage'
                         and (f.happened_on, f.event_id) > (c.happened_on, c.event_id)
                   )
               ) as stored_later
        from overlapping c
        left join in_reserve t using (event_id)
        where c.kind = 'supply'
    ),
    overlapping_found as (
        select c.event_id, c.kind,
               case c.kind when 'storage' then 'stored_twice' else 'supplied_twice' end as conflict,
               c.happened_on,
               landplan.land_polygons(st_difference(c.extent, c.counted)) as outline
        from overlapping c
        union all
        select u.event_id, u.kind, 'supplied_before_storage', u.happened_on,
               landplan.land_polygons(st_intersection(u.outline, u.stored_later))
        from unstored u where u.stored_later is not null
        union all
        select u.event_id, u.kind, 'supplied_without_storage', u.happened_on,
               case when u.stored_later is null then u.outline
                    else landplan.land_polygons(st_difference(u.outline, u.stored_later)) end
        from unstored u
    ),
    found as (
        select a.event_id, a.kind, a.conflict, a.happened_on, p.measured_m2 as area_m2,
               array_remove(array[a.other], null) as other_events, p.outline
        from isolated_found a
        join landplan.place p on p.plan_id = plan and p.place_id = a.place_id
        union all
        select c.event_id, c.kind, c.conflict, c.happened_on, st_area(c.outline::geography),
               array(
                   select f.event_id from overlapping f
                   where c.conflict <> 'supplied_without_storage'
                     and f.kind = case c.conflict when 'supplied_before_storage' then 'storage'
                                                  else c.kind end
                     and f.extent && c.outline
                     and ((f.happened_on, f.event_id) < (c.happened_on, c.event_id))
                         = (c.conflict <> 'supplied_before_storage')
                     and f.event_id <> c.event_id
                     and landplan.is_land(st_area(
                         landplan.land_polygons(st_intersection(f.extent, c.outline))::geography
                     ))
                   order by f.happened_on, f.event_id
               ),
               c.outline
        from overlapping_found c
        where landplan.is_land(st_area(c.outline::geography))
    )
    select f.* from found f order by f.happened_on, f.event_id, f.conflict;
end;
comment on function landplan.land_conflicts is '台账中与先前事件不一致之处：重复收储、重复供应、未储先供，逐块附边界与面积（平方米）';

-- Where outlines do not fit: parcels that overlap, extents that reach outside their parcels.
create or replace function landplan.land_misfits(plan text, known date default null)
returns table (
    misfit text, subject_id text, other_ids text[], area_m2 double precision, outline geometry
) language sql stable
begin atomic
    with found as (
        select 'parcels_overlap' as misfit, one.parcel_id as subject_id,
               array[other.parcel_id] as other_ids, o.overlap_m2 as area_m2,
               landplan.land_polygons(st_intersection(p.outline, q.outline)) as outline
        from landplan.place_overlap o
        join landplan.parcel one on one.plan_id = plan and one.place_id = o.place_id
        join landplan.parcel other on other.plan_id = plan and other.place_id = o.other_id
         and other.parcel_id > one.parcel_id
        join landplan.place p on p.plan_id = plan and p.place_id = o.place_id
        join landplan.place q on q.plan_id = plan and q.place_id = o.other_id
        where o.plan_id = plan and landplan.is_land(o.overlap_m2)
        union all
        select 'outside_parcel', e.event_id, e.parcel_ids,
               st_area(r.outline::geography), r.outline
        from landplan.events_in_force(plan, known) e
        join landplan.place p using (plan_id, place_id)
        cross join lateral (
            select landplan.land_polygons(st_difference(p.outline, st_union(q.outline))) as outline
            from landplan.parcel c
            join landplan.place q using (plan_id, place_id)
            where c.plan_id = plan and c.parcel_id = any (e.parcel_ids)
        ) r
        where e.parcel_ids <> '{}'
          and not exists (
              select from landplan.parcel c
              where c.plan_id = plan and c.place_id = e.place_id
                and c.parcel_id = any (e.parcel_ids)
          )
    )
    select f.* from found f where landplan.is_land(f.area_m2)
    order by f.misfit, f.subject_id, f.other_ids;
end;
comment on function landplan.land_misfits is '边界不相合之处：地块相互重叠、事件范围超出其地块，附边界与面积（平方米）';
