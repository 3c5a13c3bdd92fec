-- What of each parcel lies in each zone, hand-tuned: the best PostGIS that was found.
--
-- in:    as_of; zones: those of this connection (two connections share the work)
-- out:   view inside (zone_id, stored, land_group, stored_m2, supplied_m2) of this session;
--        land_group is null where nothing is supplied
-- units: m² on the ellipsoid
--
-- What makes it fast: st_containsproperly with the zone on the outer side is prepared; its exact
-- complement is found along the subdivided outlines; only that is cut, with subdivided zones;
-- everything inside takes its stored area. Temporary tables have statistics, subqueries guesses.

create temp table line as
select zone_id, st_subdivide(st_boundary(outline), 64) as outline
from peer.zone where zone_id = any(%(zones)s);

create temp table tile as
select zone_id, st_subdivide(outline, 64) as outline
from peer.zone where zone_id = any(%(zones)s);

create temp table land as
select e.parcel_id,
       bool_or(e.kind = 0) as stored,
       min(e.land_group) filter (where e.kind = 1) as land_group,
       min(e.area_m2) filter (where e.kind = 1) as part_m2,
       min(e.event_id) filter (where e.kind = 1 and e.area_m2 is not null) as part
from peer.event e
where e.kind < 2 and e.day <= %(as_of)s
  and not exists (select from peer.event c where c.corrects = e.event_id)
group by e.parcel_id;

create temp table border as
select distinct on (n.zone_id, p.parcel_id) n.zone_id, p.parcel_id, p.outline
from line n
join peer.parcel p on st_intersects(n.outline, p.outline);

analyze line, tile, land, border;

create temp view inside as
with interior as (
    select z.zone_id, l.stored, l.land_group, p.area_m2 as stored_m2,
           coalesce(l.part_m2, p.area_m2) as supplied_m2
    from peer.zone z
    cross join lateral (
        select p.parcel_id, p.area_m2 from peer.parcel p
        where p.outline && z.outline
          and st_containsproperly(z.outline, p.outline)
        offset 0
    ) p
    join land l using (parcel_id)
    where z.zone_id = any(%(zones)s)
),
clipped as (
    select b.zone_id, l.stored, l.land_group, l.part,
           sum(st_area(st_intersection(t.outline, b.outline)::geography)) as whole_m2
    from border b
    join land l using (parcel_id)
    join tile t on t.zone_id = b.zone_id and t.outline && b.outline
    group by b.zone_id, b.parcel_id, l.stored, l.land_group, l.part
)
select * from interior
union all
select c.zone_id, c.stored, c.land_group, c.whole_m2,
       case when c.part is null then c.whole_m2 else (
           select sum(st_area(st_intersection(t.outline, e.extent)::geography))
           from peer.event e
           join tile t on t.zone_id = c.zone_id and t.outline && e.extent
           where e.event_id = c.part
       ) end
from clipped c
