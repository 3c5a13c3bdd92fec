-- Views of the land for analysts: plain names, comments, hectares; as of today, at most the plan's
-- last day. For another date call the functions: landplan.parcel_status('plan', date '2023-06-30').

create or replace view landplan.v_zone as
select z.plan_id, z.zone_set, z.zone_id, z.name, z.parent_id, t.depth, z.declared_ha,
       landplan.ha(z.measured_m2) as measured_ha, z.geometry_quality,
       z.source_document, z.source_place, z.source_line, z.note, z.outline
from landplan.plan p
cross join lateral landplan.zone_tree(p.plan_id) t
join landplan.zone z on z.plan_id = p.plan_id and z.zone_id = t.zone_id;
comment on view landplan.v_zone is '片区：所属划分、名称、上级、公布面积与量算面积（公顷）、边界质量、出处';

create or replace view landplan.v_reserve as
select p.plan_id, p.sample, h.event_id, h.happened_on as stored_on,
       h.declared_ha * st_area(h.held::geography) / h.measured_m2 as declared_ha,
       landplan.ha(st_area(h.held::geography)) as measured_ha, h.held as outline
from landplan.plan p
cross join lateral landplan.land_held(p.plan_id, least(current_date, p.ends_on)) h
where h.kind = 'storage' and landplan.is_land(st_area(h.held::geography));
comment on view landplan.v_reserve is '已储未供：每笔收储尚在库的部分、面积（公顷）与边界';
comment on column landplan.v_reserve.declared_ha is '尚在库部分的申报面积，按边界比例折算';

create or replace view landplan.v_parcel as
select p.plan_id, p.sample, c.parcel_id, c.name, c.owner_kind, c.land_use, c.land_use_set,
       s.state, c.declared_ha, landplan.ha(l.measured_m2) as measured_ha,
       landplan.ha(s.in_reserve_m2) as in_reserve_ha, landplan.ha(s.supplied_m2) as supplied_ha,
       l.outline, c.established_on
from landplan.plan p
cross join lateral landplan.parcel_status(p.plan_id, least(current_date, p.ends_on)) s
join landplan.parcel c on c.plan_id = p.plan_id and c.parcel_id = s.parcel_id
join landplan.place l on l.plan_id = c.plan_id and l.place_id = c.place_id;
comment on view landplan.v_parcel is
    '地块：现状（not_stored 未收储、in_reserve 在库、partly_supplied 部分出库、supplied 已出库）';

create or replace view landplan.v_event as
with replay as (
    select p.plan_id, r.event_id, r.counted
    from landplan.plan p
    cross join lateral landplan.land_replay(p.plan_id) r
)
select e.plan_id, p.sample, e.event_id, e.kind, e.happened_on, e.recorded_on, e.method, e.land_use,
       e.land_use_set, e.declared_ha, landplan.ha(l.measured_m2) as measured_ha,
       landplan.ha(st_area(r.counted::geography)) as counted_ha, e.document_no, e.corrects,
       r.event_id is not null as in_force, e.parcel_ids, l.outline, e.contract_no,
       e.supervision_no, e.price_10k_cny, e.responsible_unit
from landplan.plan p
join landplan.land_event e using (plan_id)
left join landplan.place l using (plan_id, place_id)
left join replay r on r.plan_id = e.plan_id and r.event_id = e.event_id;
comment on view landplan.v_event is '台账：每笔收储、供应与更正；counted_ha 为新增计入的量算面积';
