-- What does not add up in the land: conflicts of the ledger, zones that do not fit together.
--
-- in:    one plan; as_of and known as in land.sql
-- out:   functions land_conflicts, zone_misfits
-- units: m² on the ellipsoid; pieces up to 1 m² are noise and no conflict

-- What an event did not newly do (stored twice, supplied twice), and supply of land never stored.
-- `outline` is the land concerned; `other_events` those of the same kind that did it before.
create or replace function landplan.land_conflicts(plan text, known date default null)
returns table (
    event_id text, kind text, conflict text, happened_on date, area_m2 double precision,
    other_events text[], outline geometry
) language sql stable
begin atomic
    with replay as materialized (select * from landplan.land_replay(plan, known)),
    repeated as (
        select r.event_id, r.kind,
               case r.kind when 'storage' then 'stored_twice' else 'supplied_twice' end as conflict,
               r.happened_on,
               landplan.land_polygons(st_difference(r.extent, r.counted)) as outline
        from replay r
    ),
    stored_before as (
        select r.event_id,
               landplan.land_state(
                   f.extent, f.kind = 'storage' order by f.happened_on, f.event_id collate "C"
               ) as reserve
        from replay r
        join replay f
          on f.extent && r.extent
         and (f.happened_on, f.event_id collate "C") < (r.happened_on, r.event_id collate "C")
         and st_intersects(f.extent, r.extent)
        where r.kind = 'supply'
        group by r.event_id
    ),
    unstored as (
        select r.event_id, r.kind, 'supplied_without_storage', r.happened_on,
               case when b.reserve is null then r.counted
                    else landplan.land_polygons(st_difference(r.counted, b.reserve)) end
        from replay r
        left join stored_before b using (event_id)
        where r.kind = 'supply'
    ),
    found as (select * from repeated union all select * from unstored)
    select c.event_id, c.kind, c.conflict, c.happened_on, st_area(c.outline::geography),
           array(
               select f.event_id from replay f
               where c.conflict <> 'supplied_without_storage'
                 and f.kind = c.kind and f.extent && c.outline
                 and (f.happened_on, f.event_id collate "C") < (c.happened_on, c.event_id collate "C")
                 and st_area(
                     landplan.land_polygons(st_intersection(f.extent, c.outline))::geography
                 ) > 1
               order by f.happened_on, f.event_id collate "C"
           ),
           c.outline
    from found c
    where st_area(c.outline::geography) > 1
    order by c.happened_on, c.event_id collate "C";
end;

-- Zones that reach outside their parent or overlap a sibling.
create or replace function landplan.zone_misfits(plan text)
returns table (zone_id text, other_id text, misfit text, area_m2 double precision)
language sql stable
begin atomic
    with found as (
        select z.zone_id, p.zone_id as other_id, 'outside_parent' as misfit,
               st_area(landplan.land_polygons(st_difference(z.outline, p.outline))::geography)
                   as area_m2
        from landplan.zone z
        join landplan.zone p on p.plan_id = z.plan_id and p.zone_id = z.parent_id
        where z.plan_id = plan
        union all
        select z.zone_id, s.zone_id, 'overlaps_sibling',
               st_area(landplan.land_polygons(st_intersection(z.outline, s.outline))::geography)
        from landplan.zone z
        join landplan.zone s
          on s.plan_id = z.plan_id
         and s.parent_id is not distinct from z.parent_id
         and s.position > z.position
         and s.outline && z.outline
        where z.plan_id = plan
    )
    select f.* from found f where f.area_m2 > 1;
end;
