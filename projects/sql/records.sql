-- Records of projects and indicators, and answers to warnings, only grow: they are not truncated either,
-- and go with their plan.
--
-- in:    landplan.project_record, indicator_record and warning_answer; refuse_truncate of gis/sql/guards.sql,
--        goes_with_its_plan of gis/sql/removal.sql
-- out:   triggers that refuse to truncate them; that refuse to change or delete one, but inside the
--        trigger here that deletes them before their plan (as gis/sql/removal.sql does its land)
-- units: none

create or replace trigger project_record_not_truncated before truncate on landplan.project_record
    for each statement execute function landplan.refuse_truncate();
create or replace trigger indicator_record_not_truncated
    before truncate on landplan.indicator_record
    for each statement execute function landplan.refuse_truncate();
create or replace trigger warning_answer_not_truncated
    before truncate on landplan.warning_answer
    for each statement execute function landplan.refuse_truncate();

create or replace function landplan.refuse_record_change() returns trigger language plpgsql as $$
begin
    if landplan.goes_with_its_plan(tg_op) then return old; end if;
    raise exception 'records are append-only: record a correction instead of changing one of %', tg_table_name
        using errcode = 'restrict_violation';
end
$$;
comment on function landplan.refuse_record_change is '触发器：登记只增不改';

create or replace trigger warning_answer_append_only
    before update or delete on landplan.warning_answer
    for each row execute function landplan.refuse_record_change();

create or replace function landplan.remove_records() returns trigger language plpgsql as $$
declare
    was text := landplan.set_keeping('on');
begin
    delete from landplan.project_record r where r.plan_id = old.plan_id;
    delete from landplan.indicator_record r where r.plan_id = old.plan_id;
    delete from landplan.warning_answer a where a.plan_id = old.plan_id;
    perform landplan.set_keeping(was);
    return old;
end
$$;
comment on function landplan.remove_records is '触发器：删除规划前删除其登记';

create or replace trigger plan_takes_its_records before delete on landplan.plan
    for each row execute function landplan.remove_records();
