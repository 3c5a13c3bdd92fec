-- The balance, summed from inside.sql.
--
-- out:   zone_id, storage, supply, supply_industry, supply_housing_services, reserve
-- units: m² on the ellipsoid

select zone_id,
       sum(stored_m2) filter (where stored) as storage,
       sum(supplied_m2) filter (where land_group is not null) as supply,
       sum(supplied_m2) filter (where land_group = 0) as supply_industry,
       sum(supplied_m2) filter (where land_group = 1) as supply_housing_services,
       sum(stored_m2) filter (where stored)
           - coalesce(sum(supplied_m2) filter (where stored and land_group is not null), 0)
           as reserve
from inside
group by zone_id
