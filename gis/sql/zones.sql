-- Zones: the order of their tree, and where their outlines do not fit.
--
-- in:    landplan.zone of one plan; its places and their areas in zones
-- out:   functions zone_tree, place_zones, zone_misfits
-- units: m² on the ellipsoid; pieces up to 1 m² are noise and no misfit

-- Zones in the order of their tree: parents before children, siblings as the package lists them.
create or replace function landplan.zone_tree(plan text)
returns table (zone_id text, depth integer, path integer[]) language sql stable
begin atomic
    with recursive tree as (
        select z.zone_id, 0 as depth, array[z.position] as path
        from landplan.zone z where z.plan_id = plan and z.parent_id is null
        union all
        select z.zone_id, t.depth + 1, t.path || z.position
        from landplan.zone z join tree t on z.parent_id = t.zone_id
        where z.plan_id = plan
    )
    select tree.zone_id, tree.depth, tree.path from tree;
end;
comment on function landplan.zone_tree is '片区按树的次序：上级在前，同级依规划包次序';

-- The innermost zone that more than half of a place lies in, for each place that there is one: of the
-- main zone set, that of the plan's first zone. `turn` is the zone's place among the plan's zones.
create or replace function landplan.place_zones(plan text)
returns table (place_id bigint, zone_id text, turn integer) language sql stable
begin atomic
    select distinct on (i.place_id) i.place_id, i.zone_id, z.position
    from landplan.place_zone i
    join landplan.place p on p.place_id = i.place_id
    join landplan.zone z on z.plan_id = plan and z.zone_id = i.zone_id
    join landplan.zone_tree(plan) t on t.zone_id = i.zone_id
    where i.plan_id = plan
      and i.inside_m2 > p.measured_m2 / 2
      and z.zone_set = (
          select f.zone_set from landplan.zone f where f.plan_id = plan order by f.position limit 1
      )
    order by i.place_id, t.depth desc, z.position;
end;
comment on function landplan.place_zones is '各边界所在的最小片区（主划分）：过半面积在其内者';

-- Zones that reach outside their parent or overlap a sibling of their set.
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
         and s.zone_set = z.zone_set
         and s.parent_id is not distinct from z.parent_id
         and s.position > z.position
         and s.outline && z.outline
        where z.plan_id = plan
    )
    select f.* from found f where landplan.is_land(f.area_m2);
end;
comment on function landplan.zone_misfits is '片区超出上级或与同级重叠之处，附面积（平方米）';
