-- The balance as one writes it down: every parcel that meets a zone is cut with it and measured.
--
-- in:    as_of
-- out:   zone_id, storage, supply, supply_industry, supply_housing_services, reserve
-- units: m² on the ellipsoid

with land as (
    select e.parcel_id,
           bool_or(e.kind = 0) as stored,
           min(e.land_group) filter (where e.kind = 1) as land_group,
           min(e.event_id) filter (where e.kind = 1 and e.extent is not null) as part
    from peer.event e
    where e.kind < 2 and e.day <= %(as_of)s
      and not exists (select from peer.event c where c.corrects = e.event_id)
    group by e.parcel_id
),
inside as (
    select z.zone_id, l.stored, l.land_group, p.parcel_id,
           st_area(st_intersection(z.outline, p.outline)::geography) as stored_m2,
           case when l.part is not null
                then st_area(st_intersection(z.outline, e.extent)::geography) end as part_m2
    from land l
    join peer.parcel p using (parcel_id)
    left join peer.event e on e.event_id = l.part
    join peer.zone z on st_intersects(z.outline, p.outline)
),
told as (
    select *, coalesce(part_m2, stored_m2) as supplied_m2 from inside
)
select zone_id,
       sum(stored_m2) filter (where stored) as storage,
       sum(supplied_m2) filter (where land_group is not null) as supply,
       sum(supplied_m2) filter (where land_group = 0) as supply_industry,
       sum(supplied_m2) filter (where land_group = 1) as supply_housing_services,
       sum(stored_m2) filter (where stored)
           - coalesce(sum(supplied_m2) filter (where stored and land_group is not null), 0)
           as reserve
from told
group by zone_id
