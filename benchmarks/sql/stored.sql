-- The rows of inside.sql as a table would keep them, one status each.
--
-- out:   zone_id, status (0 in reserve, 1 supplied to industry, 2 to housing and services, 3 to
--        others), m2
-- units: m² on the ellipsoid

select i.zone_id, r.status, r.m2
from inside i
cross join lateral (values
    (0::smallint, i.stored_m2 - case when i.land_group is null then 0 else i.supplied_m2 end),
    ((i.land_group + 1)::smallint, i.supplied_m2)
) r (status, m2)
where i.stored and r.status is not null and r.m2 > 0
