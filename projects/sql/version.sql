-- The version of a plan: a number that every committed change of what is shown of it makes greater.
--
-- in:    the tables below, each with its plan_id; landplan.plan_change
-- out:   functions plan_version, plan_changed; triggers that call it after each statement
-- units: microseconds since 1970, so that a restored backup does not come to a number that another
--        state had
--
-- Every change of the land locks its row in landplan.ledger (gis/sql/shares.sql), so the ledger and
-- what follows from it need no triggers of their own. Each table has its own row: who writes one
-- does not wait for who writes another. Who may write a table need not be able to write plan_change.

create or replace function landplan.plan_version(plan text)
returns bigint language sql stable
return (select coalesce(sum(c.changed), 0)::bigint from landplan.plan_change c where c.plan_id = plan);
comment on function landplan.plan_version is '规划的版本号：所显示的内容每有改动即增大';

create or replace function landplan.plan_changed() returns trigger language plpgsql
security definer set search_path from current as $$
declare
    plans text[];
begin
    case tg_op
        when 'INSERT' then plans := array(select distinct f.plan_id from fresh f);
        when 'DELETE' then plans := array(select distinct s.plan_id from stale s);
        when 'UPDATE' then
            plans := array(select f.plan_id from fresh f union select s.plan_id from stale s);
        when 'TRUNCATE' then plans := array(select distinct c.plan_id from landplan.plan_change c);
    end case;
    -- in order of their names, so that two sessions do not wait for each other
    insert into landplan.plan_change as c
    select p, tg_table_name, (extract(epoch from clock_timestamp()) * 1000000)::bigint
    from unnest(plans) p
    order by p
    on conflict (plan_id, what) do update set changed = greatest(excluded.changed, c.changed + 1);
    return null;
end
$$;
comment on function landplan.plan_changed is '触发器：记下规划各表的改动时间';

do $$
declare
    shown text;
begin
    foreach shown in array array[
        'plan', 'document', 'zone', 'land_use', 'ledger', 'batch', 'target', 'target_schedule',
        'project', 'project_source', 'project_record', 'indicator', 'indicator_record',
        'investment', 'finding', 'structure_part', 'warning_answer'
    ] loop
        execute format(
            'create or replace trigger %1$s_rows_came after insert on landplan.%1$I'
            ' referencing new table as fresh'
            ' for each statement execute function landplan.plan_changed()', shown
        );
        execute format(
            'create or replace trigger %1$s_rows_changed after update on landplan.%1$I'
            ' referencing new table as fresh old table as stale'
            ' for each statement execute function landplan.plan_changed()', shown
        );
        execute format(
            'create or replace trigger %1$s_rows_went after delete on landplan.%1$I'
            ' referencing old table as stale'
            ' for each statement execute function landplan.plan_changed()', shown
        );
        execute format(
            'create or replace trigger %1$s_rows_emptied after truncate on landplan.%1$I'
            ' for each statement execute function landplan.plan_changed()', shown
        );
    end loop;
end
$$;

-- A parcel may change otherwise than by its land: its name, its owner, what a file says further.
create or replace trigger parcel_rows_changed after update on landplan.parcel
    referencing new table as fresh old table as stale
    for each statement execute function landplan.plan_changed();
