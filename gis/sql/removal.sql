-- What the ledger holds goes with its plan, and in no other way.
--
-- in:    landplan.plan; the append-only tables; is_keeping of guards.sql
-- out:   functions goes_with_its_plan, is_undone; triggers that refuse to delete from these but inside the
--        trigger here that does so before a plan is deleted, which its owner alone may; the foreign
--        keys of the plan's own tables refuse that as long as they hold anything of it
-- units: none

-- Whether rows are being deleted by a trigger of a plan that goes. A trigger of anybody's own is
-- not the owner's.
create or replace function landplan.goes_with_its_plan(operation text)
returns boolean language sql stable
return operation = 'DELETE' and pg_trigger_depth() > 1 and landplan.is_keeping();
comment on function landplan.goes_with_its_plan is '是否正随规划一并删除';

-- Whether rows go because the load that added them is taken back (undo.sql).
create or replace function landplan.is_undone(operation text, ledger text)
returns boolean language sql stable
return operation = 'DELETE' and ledger in ('parcel', 'place')
       and current_setting('landplan.undoing', true) = 'on' and landplan.is_owner();
comment on function landplan.is_undone is '是否正随所属导入批次一并撤销';

create or replace function landplan.refuse_delete() returns trigger language plpgsql as $$
begin
    if landplan.goes_with_its_plan(tg_op) or landplan.is_undone(tg_op, tg_table_name) then
        return null;
    end if;
    raise exception 'landplan.% is append-only: its rows go with their plan only', tg_table_name
        using errcode = 'restrict_violation';
end
$$;
comment on function landplan.refuse_delete is '触发器：台账不得删除，只随规划一并删除';

create or replace trigger parcel_not_deleted before delete or truncate on landplan.parcel
    for each statement execute function landplan.refuse_delete();
create or replace trigger land_event_not_deleted before delete on landplan.land_event
    for each statement execute function landplan.refuse_delete();
create or replace trigger place_not_deleted before delete on landplan.place
    for each statement execute function landplan.refuse_delete();
create or replace trigger batch_append_only before update or delete or truncate on landplan.batch
    for each statement execute function landplan.refuse_delete();

create or replace function landplan.remove_land() returns trigger language plpgsql as $$
declare
    its text;
    was text := landplan.set_keeping('on');
begin
    foreach its in array array[
        'tile_plan', 'tile_parcel', 'tile_part', 'tile_grid', 'tile_stale', 'event_counted',
        'reserve_piece', 'parcel_history', 'zone_ten_days', 'zone_month', 'zone_day', 'land_share',
        'place_overlap', 'place_zone', 'land_event', 'parcel', 'place', 'batch_was', 'batch',
        'ledger'
    ]
    loop
        execute format('delete from landplan.%I where plan_id = $1', its) using old.plan_id;
    end loop;
    perform landplan.set_keeping(was);
    return old;
end
$$;
comment on function landplan.remove_land is '触发器：删除规划前删除其土地与台账';

create or replace trigger plan_takes_its_land before delete on landplan.plan
    for each row execute function landplan.remove_land();
