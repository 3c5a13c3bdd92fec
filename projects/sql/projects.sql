-- Projects and indicators as they stand: what the documents print, and what was recorded since.
--
-- in:    landplan.project and project_record, indicator and indicator_record of one plan
-- out:   functions project_now, project_progress, indicator_figures
-- units: 万元 (_10k_cny)

-- Stage and investment of each project as recorded last by a date (null: at all). A record that a
-- later one corrects is left out. Projects without records keep the stage of their documents.
create or replace function landplan.project_now(plan text, as_of date default null)
returns table (
    project_id text, stage text, stage_on date,
    invested_10k_cny double precision, invested_on date
) language sql stable
begin atomic
    with in_force as (
        select r.* from landplan.project_record r
        where r.plan_id = plan
          and (as_of is null or r.happened_on <= as_of)
          and not exists (
              select from landplan.project_record c where c.corrects = r.record_id
          )
    ),
    last_stage as (
        select distinct on (r.project_id) r.project_id, r.stage, r.happened_on
        from in_force r where r.stage is not null
        order by r.project_id, r.happened_on desc, r.record_id desc
    ),
    last_invested as (
        select distinct on (r.project_id) r.project_id, r.invested_10k_cny, r.happened_on
        from in_force r where r.invested_10k_cny is not null
        order by r.project_id, r.happened_on desc, r.record_id desc
    )
    select j.project_id, coalesce(s.stage, j.stage), s.happened_on,
           i.invested_10k_cny, i.happened_on
    from landplan.project j
    left join last_stage s using (project_id)
    left join last_invested i using (project_id)
    where j.plan_id = plan;
end;
comment on function landplan.project_now is '截至一日各项目的阶段与累计投资（万元）；as_of 为空则为最新';

-- 形象进度 of each project as recorded last by a date (null: at all): percent, its day, its words.
create or replace function landplan.project_progress(plan text, as_of date default null)
returns table (
    project_id text, progress_percent double precision, progress_on date, progress_note text
) language sql stable
begin atomic
    select distinct on (r.project_id)
           r.project_id, r.progress_percent, r.happened_on, r.note
    from landplan.project_record r
    where r.plan_id = plan
      and r.progress_percent is not null
      and (as_of is null or r.happened_on <= as_of)
      and not exists (
          select from landplan.project_record c where c.corrects = r.record_id
      )
    order by r.project_id, r.happened_on desc, r.record_id desc;
end;
comment on function landplan.project_progress is '截至一日各项目的形象进度（百分数）及其说明';

-- Every figure of every indicator: those of the documents in their order, then those recorded; of
-- several records of one year the last one counts.
create or replace function landplan.indicator_figures(plan text)
returns table (
    zone_id text, indicator text, parent_indicator text, scope text, unit text, year integer,
    value double precision, value_to double precision, role text, span text, kind text, note text,
    source_document text, source_place text, source_line integer,
    recorded_by text, recorded_at timestamptz
) language sql stable
begin atomic
    with last_record as (
        select distinct on (r.zone_id, r.indicator, r.scope, r.year) r.*
        from landplan.indicator_record r
        where r.plan_id = plan
        order by r.zone_id, r.indicator, r.scope, r.year, r.record_id desc
    ),
    described as (
        select distinct on (i.zone_id, i.indicator, i.scope) i.*
        from landplan.indicator i
        where i.plan_id = plan
        order by i.zone_id, i.indicator, i.scope, (i.role = 'goal') desc, i.year desc, i.position
    ),
    told as (
        select i.zone_id, i.indicator, i.parent_indicator, i.scope, i.unit, i.year, i.value,
               i.value_to, i.role, i.span, i.kind, i.note, i.source_document, i.source_place,
               i.source_line, null as recorded_by, null::timestamptz as recorded_at, i.position
        from landplan.indicator i
        where i.plan_id = plan
        union all
        select r.zone_id, r.indicator, d.parent_indicator, r.scope, d.unit, r.year, r.value,
               null, 'actual', d.span, d.kind, r.note, null, null,
               null, r.recorded_by, r.recorded_at, d.position
        from last_record r
        join described d
          on d.zone_id = r.zone_id and d.indicator = r.indicator and d.scope = r.scope
    )
    select t.zone_id, t.indicator, t.parent_indicator, t.scope, t.unit, t.year, t.value,
           t.value_to, t.role, t.span, t.kind, t.note, t.source_document, t.source_place,
           t.source_line, t.recorded_by, t.recorded_at
    from told t
    order by t.position, t.recorded_at nulls first, t.year;
end;
comment on function landplan.indicator_figures is '各指标的全部数值：文件所载与登记的';

-- Everything recorded of projects and indicators, oldest first, as text for people.
create or replace function landplan.record_history(plan text)
returns table (
    record_id bigint, subject text, subject_name text, what text, value text, happened_on text,
    note text, recorded_by text, recorded_at text, in_force boolean
) language sql stable
begin atomic
    select r.record_id, r.project_id, coalesce(j.name, r.project_id),
           case when r.stage is not null then 'stage'
                when r.invested_10k_cny is not null then 'invested_10k_cny'
                else 'progress_percent' end,
           coalesce(r.stage, r.invested_10k_cny::text, r.progress_percent::text), r.happened_on::text,
           r.note, r.recorded_by, to_char(r.recorded_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS'),
           not exists (select from landplan.project_record c where c.corrects = r.record_id)
    from landplan.project_record r
    left join landplan.project j on j.plan_id = r.plan_id and j.project_id = r.project_id
    where r.plan_id = plan
    union all
    select r.record_id, r.zone_id, r.indicator || case r.scope when '' then '' else '（' || r.scope || '）' end,
           'indicator', r.value::text, r.year::text,
           r.note, r.recorded_by, to_char(r.recorded_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS'),
           not exists (
               select from landplan.indicator_record c
               where c.plan_id = r.plan_id and c.zone_id = r.zone_id and c.indicator = r.indicator
                 and c.scope = r.scope and c.year = r.year and c.record_id > r.record_id
           )
    from landplan.indicator_record r
    where r.plan_id = plan
    order by 9, 1;
end;
comment on function landplan.record_history is '项目与指标的全部登记，由旧到新';
