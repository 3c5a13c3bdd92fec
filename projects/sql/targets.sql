-- What the targets of a plan expect as of a date.
--
-- in:    landplan.target and target_schedule of one plan; as_of
-- out:   function land_target: one row a target
-- units: hectares

-- Targets in hectares, each with what should be reached as of a date: the straight line from 0 at
-- the start to the target at its year's end, through targets of earlier years and the schedule.
-- The target of the latest year is the one that counts.
create or replace function landplan.land_target(plan text, as_of date)
returns table (
    zone_id text, measure text, target_ha double precision, expected_ha double precision,
    source_document text, source_place text, source_line integer
) language sql stable
begin atomic
    with printed as (
        select t.*, p.starts_on, p.ends_on, least(make_date(t.year, 12, 31), p.ends_on) as due_on,
               t.value * landplan.ha_per_unit(t.unit)
                   as target_ha
        from landplan.target t join landplan.plan p using (plan_id)
        where t.plan_id = plan
    ),
    wanted as (
        select distinct on (t.zone_id, t.measure) t.*
        from printed t
        order by t.zone_id, t.measure, t.year desc
    ),
    milestone as (
        select w.zone_id, w.measure, w.starts_on as day, 0 as ha
        from wanted w
        where not exists (  -- what is due on the first day is no more on the way
            select from printed t
            where t.zone_id = w.zone_id and t.measure = w.measure and t.due_on = w.starts_on
        )
        union
        select w.zone_id, w.measure, w.ends_on, w.target_ha from wanted w
        union
        select t.zone_id, t.measure, t.due_on, t.target_ha from printed t
        union
        select s.zone_id, s.measure, make_date(s.year, 12, 31), s.value
        from landplan.target_schedule s
        join wanted w using (plan_id, zone_id, measure)
        where make_date(s.year, 12, 31) > w.starts_on
          and make_date(s.year, 12, 31) < w.ends_on
          and not exists (
              select from printed t
              where t.zone_id = s.zone_id and t.measure = s.measure and t.year = s.year
          )
    ),
    leg as (
        select m.*, lead(m.day) over line as next_day, lead(m.ha) over line as next_ha
        from milestone m
        window line as (partition by m.zone_id, m.measure order by m.day)
    )
    select w.zone_id, w.measure, w.target_ha,
           case when as_of < w.starts_on then 0
                else coalesce(
                    l.ha + (l.next_ha - l.ha) * (as_of - l.day) / (l.next_day - l.day),
                    w.target_ha
                ) end,
           w.source_document, w.source_place, w.source_line
    from wanted w
    left join leg l on l.zone_id = w.zone_id and l.measure = w.measure
     and as_of >= l.day and as_of < l.next_day;
end;
comment on function landplan.land_target is '各目标及截至一日应完成数（公顷）';
