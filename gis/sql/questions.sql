-- What people ask of the land by hand: hectares, plain columns, and a clear no to what cannot be meant.
--
-- in:    outlines in EPSG:4490; plan, as_of and known as in history.sql and checks.sql
-- out:   functions area_ha, only_plan, zone_of, reserve, parcel_history, conflicts. The commands ask
--        those below these; a test holds that both give the same figures
-- units: hectares on the ellipsoid; pieces up to 1 m² are noise and no row

-- The area as the ledger has it. Foreign coordinates would be bent into degrees on the way to
-- geography, and measured as something else.
create or replace function landplan.area_ha(geom geometry) returns double precision
language sql immutable strict parallel safe
return case
    when st_srid(geom) <> 4490 then landplan.refuse(
        format('坐标系应为 EPSG:4490，这里是 EPSG:%s (EPSG:4490 was wanted)', st_srid(geom)),
        '请先转换 st_transform(geom, 4490)；没有坐标系的，先用 st_setsrid 写明实际的坐标系'
    )
    when st_xmin(geom) < -180 or st_xmax(geom) > 180 or st_ymin(geom) < -90 or st_ymax(geom) > 90
    then landplan.refuse(
        format('坐标不是经纬度：x = %s, y = %s (these are no degrees)', st_xmin(geom), st_ymin(geom)),
        '请先用 st_setsrid 写明实际的坐标系，再转换 st_transform(geom, 4490)'
    )
    when not st_isvalid(geom) then landplan.refuse(
        format('边界无效：%s (the outline is not valid)', st_isvalidreason(geom)),
        '请先修复，如 st_makevalid(geom)，并核对形状'
    )
    else landplan.ha(st_area(geom::geography))
end;
comment on function landplan.area_ha is '面积（公顷）：CGCS2000 椭球面积，与台账、片区同一算法；geom 须为 EPSG:4490 的有效图形';

-- The only plan of the database, for those who name none.
create or replace function landplan.only_plan() returns text language plpgsql stable as $$
declare
    plans text[] := array(select p.plan_id from landplan.plan p order by p.plan_id);
begin
    if cardinality(plans) = 1 then return plans[1]; end if;
    raise exception '库中有 % 个规划，请写明是哪一个 (name the plan that is meant)', cardinality(plans)
        using errcode = 'invalid_parameter_value', hint = array_to_string(plans, '、');
end
$$;
comment on function landplan.only_plan is '库中唯一规划的编号；不止一个则报错';

-- The innermost zone that more than half of it lies in; of a point or a line, the one that a point of it
-- lies in. Of the main zone set, that of the plan's first zone, unless another is named.
create or replace function landplan.zone_of(
    geom geometry, plan text default null, zone_set text default null
)
returns text language sql stable
begin atomic
    with asked as materialized (
        select geom, coalesce(plan, landplan.only_plan()) as plan_id,
               landplan.m2(landplan.area_ha(geom)) as m2, st_pointonsurface(geom) as spot
    )
    select z.zone_id
    from asked a
    join landplan.zone z on z.plan_id = a.plan_id and z.outline && a.geom
    join lateral landplan.zone_tree(a.plan_id) t on t.zone_id = z.zone_id
    where z.zone_set = coalesce(zone_of.zone_set, (
              select f.zone_set from landplan.zone f where f.plan_id = a.plan_id
              order by f.position limit 1
          ))
      and case when a.m2 > 0 then landplan.area_in(z.outline, a.geom) > a.m2 / 2
               else st_intersects(z.outline, a.spot) end
    order by t.depth desc, z.position
    limit 1;
end;
comment on function landplan.zone_of is '图形所在的最小片区：过半面积在其内者；点与线看其上一点。缺省为唯一规划的主划分';

-- What each storage still holds at the end of a day: v_reserve as of any day.
create or replace function landplan.reserve(plan text, as_of date)
returns table (
    event_id text, stored_on date, declared_ha double precision, measured_ha double precision,
    outline geometry
) language sql stable
begin atomic
    with held as (
        select h.held_by as event_id, h.reserve_ha, h.in_reserve_m2 as m2, l.outline
        from landplan.parcel_history h
        join landplan.place l on l.place_id = h.place_id
        where h.plan_id = plan and h.reserve_ha is not null
          and h.from_on <= as_of and (h.until_on is null or h.until_on > as_of)
        union all
        select r.event_id, r.reserve_ha, r.measured_m2, r.outline
        from landplan.reserve_piece r
        where r.plan_id = plan and landplan.is_land(r.measured_m2)
          and r.from_on <= as_of and (r.until_on is null or r.until_on > as_of)
    )
    select h.event_id, e.happened_on, h.reserve_ha, landplan.ha(h.m2), h.outline
    from held h
    join landplan.land_event e on e.plan_id = plan and e.event_id = h.event_id
    order by e.happened_on, h.event_id;
end;
comment on function landplan.reserve is '截至一日的已储未供：每笔收储尚在库的部分，申报与量算面积（公顷），附边界';

-- What became of parcels, span by span (null: of all parcels). Its body is a text: the view that it
-- stands on could not be made anew otherwise.
create or replace function landplan.parcel_history(plan text, parcel text default null)
returns table (
    parcel_id text, from_on date, until_on date, state text,
    in_reserve_ha double precision, supplied_ha double precision, outline geometry
) language sql stable as $$
    select h.parcel_id, h.from_on, h.until_on, h.state, h.in_reserve_ha, h.supplied_ha, h.outline
    from landplan.v_parcel_history h
    where h.plan_id = plan and (parcel is null or h.parcel_id = parcel)
    order by h.parcel_id, h.from_on nulls first
$$;
comment on function landplan.parcel_history is '地块沿革：状态不变的各段日期（含起日、不含止日），在库与已供应面积（公顷）；不写地块则为全部';

-- What of the ledger disagrees with earlier events, until a day (null: at all).
create or replace function landplan.conflicts(
    plan text, as_of date default null, known date default null
)
returns table (
    event_id text, kind text, happened_on date, area_ha double precision, other_events text[],
    outline geometry
) language sql stable
begin atomic
    select c.event_id, c.conflict, c.happened_on, landplan.ha(c.area_m2), c.other_events, c.outline
    from landplan.land_conflicts(plan, known) c
    where as_of is null or c.happened_on <= as_of
    order by c.happened_on, c.event_id, c.conflict;
end;
comment on function landplan.conflicts is '台账中与先前事件不一致之处，面积为公顷；as_of 只计该日前发生的，known 只计该日前登记的';
