-- Views of the land for analysts: plain names, comments, hectares; as of today, at most the plan's
-- last day. For another date call the functions: landplan.parcel_status('plan', date '2023-06-30'), or ask
-- v_parcel_history. They stand on what is kept: a box or a count costs little at any size. What a query
-- does not name of the joined tables is not read, so they are outer joins, on unique keys. The first
-- column of each is a key of its own, which QGIS takes where nobody names one.

-- Grouped, so that the day is reckoned once a plan and not once a row.
create or replace view landplan.plan_day as
select p.plan_id, p.sample, least(landplan.today(), p.ends_on) as day
from landplan.plan p
group by p.plan_id;
comment on view landplan.plan_day is '各视图所示的日期：今天，至多规划期末';
comment on column landplan.plan_day.plan_id is '规划编号';
comment on column landplan.plan_day.sample is '样例台账';
comment on column landplan.plan_day.day is '各视图所示的日期：北京时间的今天，至多规划期末';

create or replace view landplan.v_zone as
select z.plan_id || '/' || z.zone_id as id,
       z.plan_id, z.zone_set, z.zone_id, z.name, z.parent_id, t.depth, z.declared_ha,
       landplan.ha(z.measured_m2) as measured_ha, z.geometry_quality,
       z.source_document, z.source_place, z.source_line, z.note, z.outline
from landplan.plan p
cross join lateral landplan.zone_tree(p.plan_id) t
join landplan.zone z on z.plan_id = p.plan_id and z.zone_id = t.zone_id;
comment on view landplan.v_zone is '片区：所属划分、名称、上级、公布面积与量算面积（公顷）、边界质量、出处';
comment on column landplan.v_zone.id is '键：规划/片区';

-- A lasting span ends at infinity, as the index parcel_history_reserve_idx has it: a count reads nothing
-- else. When a storage was is looked up row by row: a join would be planned anew for each box.
create or replace view landplan.v_reserve as
select h.plan_id || '/' || h.held_by collate "C" || '/' || h.place_id as id,
       h.plan_id, p.sample, h.held_by as event_id, h.from_on as stored_on,
       h.reserve_ha as declared_ha, landplan.ha(h.in_reserve_m2) as measured_ha, l.outline
from landplan.parcel_history h
join landplan.plan_day p on p.plan_id = h.plan_id
left join landplan.place l on l.place_id = h.place_id
where h.reserve_ha is not null
  and h.from_on <= p.day
  and coalesce(h.until_on, 'infinity') > p.day
union all
select r.plan_id || '/' || r.event_id collate "C" || '/' || r.place_id,
       r.plan_id, p.sample, r.event_id, (
           select e.happened_on from landplan.land_event e
           where e.plan_id = r.plan_id and e.event_id = r.event_id
       ), r.reserve_ha, landplan.ha(r.measured_m2), r.outline
from landplan.reserve_piece r
join landplan.plan_day p on p.plan_id = r.plan_id
where landplan.is_land(r.measured_m2)
  and r.from_on <= p.day
  and (r.until_on is null or r.until_on > p.day);
comment on view landplan.v_reserve is '已储未供：每笔收储尚在库的部分、面积（公顷）与边界';
comment on column landplan.v_reserve.id is '键：规划/收储事件/边界';
comment on column landplan.v_reserve.plan_id is '规划编号';
comment on column landplan.v_reserve.sample is '样例台账';
comment on column landplan.v_reserve.event_id is '收储事件编号';
comment on column landplan.v_reserve.stored_on is '收储日期';
comment on column landplan.v_reserve.declared_ha is '尚在库部分的申报面积（公顷），按边界比例折算';
comment on column landplan.v_reserve.measured_ha is '尚在库部分的量算面积（公顷）';
comment on column landplan.v_reserve.outline is '尚在库部分的边界（EPSG:4490）';

create or replace view landplan.v_parcel as
select c.plan_id || '/' || c.parcel_id as id,
       c.plan_id, p.sample, c.parcel_id, c.name, c.owner_kind, c.land_use, c.land_use_set,
       coalesce(h.state, 'not_stored') as state, c.declared_ha,
       landplan.ha(l.measured_m2) as measured_ha,
       landplan.ha(coalesce(h.in_reserve_m2, 0)) as in_reserve_ha,
       landplan.ha(coalesce(h.supplied_m2, 0)) as supplied_ha,
       l.outline, c.established_on
from landplan.parcel c
left join landplan.plan_day p on p.plan_id = c.plan_id
left join landplan.place l on l.place_id = c.place_id
left join lateral (
    -- one row at most; an aggregate lets the join go where none of it is asked for
    select max(s.state) as state, max(s.in_reserve_m2) as in_reserve_m2,
           max(s.supplied_m2) as supplied_m2
    from landplan.parcel_history s
    where s.place_id = c.place_id and s.parcel_id = c.parcel_id
      and s.from_on <= p.day
      and (s.until_on is null or s.until_on > p.day)
) h on true;
comment on view landplan.v_parcel is
    '地块：现状（not_stored 未收储、in_reserve 在库、partly_supplied 部分出库、supplied 已出库）';
comment on column landplan.v_parcel.id is '键：规划/地块';

create or replace view landplan.v_parcel_history as
select c.plan_id || '/' || c.parcel_id || '/' || to_char(h.from_on, 'YYYY-MM-DD') as id,
       c.plan_id, p.sample, c.parcel_id, c.name, c.owner_kind, h.from_on, h.until_on, h.state,
       landplan.ha(h.in_reserve_m2) as in_reserve_ha, landplan.ha(h.supplied_m2) as supplied_ha,
       l.outline
from landplan.parcel_history h
join landplan.parcel c on c.plan_id = h.plan_id and c.parcel_id = h.parcel_id
left join landplan.plan_day p on p.plan_id = c.plan_id
left join landplan.place l on l.place_id = h.place_id
union all
select c.plan_id || '/' || c.parcel_id || '/',
       c.plan_id, p.sample, c.parcel_id, c.name, c.owner_kind, null, (
           select min(h.from_on) from landplan.parcel_history h
           where h.place_id = c.place_id and h.parcel_id = c.parcel_id
       ), 'not_stored', 0, 0, l.outline
from landplan.parcel c
left join landplan.plan_day p on p.plan_id = c.plan_id
left join landplan.place l on l.place_id = c.place_id;
comment on view landplan.v_parcel_history is
    '地块沿革：状态不变的各段日期，含起日（空为自始）、不含止日（空为至今），附边界';
comment on column landplan.v_parcel_history.id is '键：规划/地块/起日';
comment on column landplan.v_parcel_history.plan_id is '规划编号';
comment on column landplan.v_parcel_history.sample is '样例台账';
comment on column landplan.v_parcel_history.parcel_id is '地块编号';
comment on column landplan.v_parcel_history.name is '地块名称';
comment on column landplan.v_parcel_history.owner_kind is '权属：state 国有、collective 集体';
comment on column landplan.v_parcel_history.from_on is '这一段的起日（含）；空为自始';
comment on column landplan.v_parcel_history.until_on is '这一段的止日（不含）；空为至今';
comment on column landplan.v_parcel_history.state is
    '这一段的状态：not_stored 未收储、in_reserve 在库、partly_supplied 部分出库、supplied 已出库';
comment on column landplan.v_parcel_history.in_reserve_ha is '在库的量算面积（公顷）';
comment on column landplan.v_parcel_history.supplied_ha is '已供应的量算面积（公顷）';
comment on column landplan.v_parcel_history.outline is '地块现行边界（EPSG:4490）';

create or replace view landplan.v_event as
select e.plan_id || '/' || e.event_id collate "C" as id,
       e.plan_id, p.sample, e.event_id, e.kind, e.happened_on, e.recorded_on, e.method, e.land_use,
       e.land_use_set, e.declared_ha, landplan.ha(l.measured_m2) as measured_ha,
       landplan.ha(case
           when e.kind = 'reversal' then null
           when k.event_id is null then l.measured_m2
           else k.counted_m2
       end) as counted_ha,
       e.document_no, e.corrects,
       e.kind <> 'reversal' and (k.event_id is null or k.counted_m2 is not null) as in_force,
       e.parcel_ids, l.outline, e.contract_no, e.supervision_no, e.price_10k_cny,
       e.responsible_unit
from landplan.land_event e
left join landplan.plan_day p on p.plan_id = e.plan_id
left join landplan.place l on l.place_id = e.place_id
left join landplan.event_counted k on k.place_id = e.place_id and k.event_id = e.event_id;
comment on view landplan.v_event is '台账：每笔收储、供应与更正；counted_ha 为新增计入的量算面积';
comment on column landplan.v_event.id is '键：规划/事件';
