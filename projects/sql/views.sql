-- Views of the plan for analysts: plain names, comments; as of today, at most the plan's last day.
-- For another date call the functions: landplan.land_balance('plan', date '2023-06-30').

create or replace view landplan.v_balance as
select p.plan_id || '/' || b.zone || '/' || b.measure as id,
       p.plan_id, p.sample, least(landplan.today(), p.ends_on) as as_of, b.*
from landplan.plan p
cross join lateral landplan.land_balance(p.plan_id, least(landplan.today(), p.ends_on)) b;
comment on view landplan.v_balance is
    '对账：各片区收储、供应（产业、居住及公服）与已储未供，对照规划目标；sample 为真者是样例台账';
comment on column landplan.v_balance.id is '键：规划/片区/事项';
comment on column landplan.v_balance.plan_id is '规划编号';
comment on column landplan.v_balance.sample is '样例台账';
comment on column landplan.v_balance.as_of is '截至日期：北京时间的今天，至多规划期末';
comment on column landplan.v_balance.zone is '片区编号';
comment on column landplan.v_balance.zone_name is '片区名称';
comment on column landplan.v_balance.parent is '上级片区编号';
comment on column landplan.v_balance.measure is
    '指标：storage 收储、supply 供应、supply_industry 其中产业用地、supply_housing_services 其中居住和公服配套、reserve 已储未供';
comment on column landplan.v_balance.target_ha is '规划目标（公顷）；空为无目标';
comment on column landplan.v_balance.actual_ha is '实际（公顷），按申报面积';
comment on column landplan.v_balance.measured_ha is '实际（公顷），按量算面积';
comment on column landplan.v_balance.declared_ha is '实际（公顷），按申报面积';
comment on column landplan.v_balance.percent is '实际占目标的百分数';
comment on column landplan.v_balance.expected_ha is '截至当日按进度应完成（公顷）';
comment on column landplan.v_balance.remaining_ha is '距目标尚缺（公顷）';
comment on column landplan.v_balance.needed_ha_per_year is '此后每年需完成（公顷）';
comment on column landplan.v_balance.forecast_ha is '按已有平均进度推算的期末数（公顷）';
comment on column landplan.v_balance.status is
    '进度：done 已完成、on track 基本同步、behind 滞后、at risk 风险；规划期满后 done 为完成，其余都是未完成';
comment on column landplan.v_balance.events is '计入的事件数，各有 1 平方米以上在片区内';
comment on column landplan.v_balance.source_document is '目标出处：文件编号';
comment on column landplan.v_balance.source_place is '目标出处：标题或表';
comment on column landplan.v_balance.source_line is '目标出处：文本行号';

create or replace view landplan.v_project as
select j.plan_id || '/' || j.project_id as id, j.plan_id, j.project_id, j.name, j.category, n.stage, j.zone_id, z.name as zone_name,
       j.site_area_m2, j.floor_area_m2, j.investment_10k_cny, j.note,
       coalesce(j.point, st_pointonsurface(z.outline))::geometry(Point, 4490) as point,
       j.point is null and j.outline is null as known_only_by_zone,
       n.stage_on, n.invested_10k_cny, n.invested_on, j.outline, j.geometry_quality
from landplan.plan p
cross join lateral landplan.project_now(p.plan_id) n
join landplan.project j on j.plan_id = p.plan_id and j.project_id = n.project_id
left join landplan.zone z on z.plan_id = j.plan_id and z.zone_id = j.zone_id;
comment on view landplan.v_project is
    '重大项目：现阶段、累计完成投资（万元）；known_only_by_zone 为真者仅知所在片区，点为示意';
comment on column landplan.v_project.id is '键：规划/项目';

create or replace view landplan.v_indicator as
select p.plan_id || '/' || f.turn as id, p.plan_id,
       f.zone_id, f.indicator, f.parent_indicator, f.scope, f.unit, f.year, f.value, f.value_to,
       f.role, f.span, f.kind, f.note, f.source_document, f.source_place, f.source_line,
       f.recorded_by, f.recorded_at, z.name as zone_name
from landplan.plan p
cross join lateral (
    select i.*, row_number() over () as turn from landplan.indicator_figures(p.plan_id) i
) f
left join landplan.zone z on z.plan_id = p.plan_id and z.zone_id = f.zone_id;
comment on view landplan.v_indicator is '指标：基期、历年、目标与登记的数值，逐个注明出处或登记人';
comment on column landplan.v_indicator.id is '键：规划/次序';

create or replace view landplan.v_investment as
select i.plan_id || '/' || i.node as id, i.plan_id, i.node, i.parent, i.position, i.name, i.project_count, i.total_10k_cny,
       i.period_10k_cny, i.note, i.source_document, i.source_place, i.source_line
from landplan.investment i;
comment on view landplan.v_investment is '重大项目投资分类：个数、总投资、期内投资（万元）';
comment on column landplan.v_investment.id is '键：规划/类别';

create or replace view landplan.v_structure as
select s.plan_id || '/' || s.structure_id as id, s.plan_id, s.structure_id, s.position, s.name, s.kind, s.level, s.zone_ids,
       array(
           select z.name from unnest(s.zone_ids) with ordinality t(zone_id, n)
           join landplan.zone z on z.plan_id = s.plan_id and z.zone_id = t.zone_id order by t.n
       ) as zone_names,
       s.note, s.geometry_quality, s.source_document, s.source_place, s.source_line, s.outline
from landplan.structure_part s;
comment on view landplan.v_structure is
    '空间结构：轴、带、片区、核、点及其所依托的片区；轴、带的线为示意，其余以片区边界为准';
comment on column landplan.v_structure.id is '键：规划/编号';
