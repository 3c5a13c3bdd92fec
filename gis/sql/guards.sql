-- The ledger only grows, so what a row names is checked once: on its way in. What follows from the
-- ledger nobody writes by hand.
--
-- in:    the tables of the schema landplan; settings of a transaction, which only the schema's owner
--        can use: landplan.bulk 'on' where a large load does the work of the triggers itself,
--        landplan.keeping 'on' while what follows from the ledger is written
-- out:   functions is_owner, in_bulk, is_keeping, set_keeping;
--        triggers that refuse to truncate the append-only tables, to change a place, or to give a
--        parcel another id or plan; that refuse
--        to change by hand what is computed; that refuse rows naming
--        a plan, place, parcel or event that is not there, a whole statement at a time (foreign
--        keys check row by row: at a million events they cost more than the rows), but in bulk
--        leave that to the loader, whose rows name only what it has just written;
--        and that measure a place written without its area
-- units: m² on the ellipsoid

-- Whether who is at work owns the schema, or may act for its owner.
create or replace function landplan.is_owner(who name default current_user)
returns boolean language sql stable
return (
    select pg_has_role(who, n.nspowner, 'usage')
    from pg_namespace n where n.nspname = 'landplan'
);
comment on function landplan.is_owner is '角色是否为本模式的所有者，或可代其行事';

-- Both who is at work and who is logged in: a function may be running as the owner for others.
create or replace function landplan.in_bulk() returns boolean language sql stable
return current_setting('landplan.bulk', true) = 'on' and landplan.is_owner()
       and landplan.is_owner(session_user);
comment on function landplan.in_bulk is '本事务是否为大批导入（由导入程序自行核对），仅所有者有效';

create or replace function landplan.is_keeping() returns boolean language sql stable
return 'on' in (current_setting('landplan.keeping', true), current_setting('landplan.bulk', true))
       and landplan.is_owner();
comment on function landplan.is_keeping is '本事务是否正在写由台账推算的表，仅所有者有效';

-- Set landplan.keeping for what follows in the transaction; return what it was before. By a call,
-- since only a superuser may write "set landplan.keeping" into a function.
create or replace function landplan.set_keeping(value text) returns text language plpgsql as $$
declare
    was text := coalesce(current_setting('landplan.keeping', true), '');
begin
    perform set_config('landplan.keeping', value, true);
    return was;
end
$$;
comment on function landplan.set_keeping is '设定本事务是否写推算表，返回先前的值';

create or replace function landplan.refuse_by_hand() returns trigger language plpgsql as $$
begin
    if landplan.is_keeping() then return null; end if;
    raise exception 'landplan.% follows from the ledger: it is not changed by hand', tg_table_name
        using errcode = 'restrict_violation',
              hint = 'Record an event, or compute all of it anew: landplan db refresh.';
end
$$;
comment on function landplan.refuse_by_hand is '触发器：推算所得的表不得手工改动';

do $$
declare
    computed text;
begin
    foreach computed in array array[
        'place_zone', 'place_overlap', 'land_share', 'zone_day', 'zone_month', 'zone_ten_days',
        'parcel_history', 'reserve_piece', 'event_counted',
        'tile_plan', 'tile_parcel', 'tile_part', 'tile_grid', 'tile_stale'
    ] loop
        execute format(
            'create or replace trigger %1$s_not_by_hand'
            ' before insert or update or delete or truncate on landplan.%1$I'
            ' for each statement execute function landplan.refuse_by_hand()', computed
        );
    end loop;
end
$$;

create or replace function landplan.refuse_truncate() returns trigger language plpgsql as $$
begin
    raise exception 'landplan.% is append-only: it is not truncated', tg_table_name
        using errcode = 'restrict_violation';
end
$$;
comment on function landplan.refuse_truncate is '触发器：只增不减的表不得清空';

create or replace trigger land_event_not_truncated before truncate on landplan.land_event
    for each statement execute function landplan.refuse_truncate();
create or replace trigger place_not_truncated before truncate on landplan.place
    for each statement execute function landplan.refuse_truncate();

create or replace function landplan.refuse_new_outline() returns trigger language plpgsql as $$
begin
    raise exception 'landplan.place is append-only: a changed outline is a new place'
        using errcode = 'restrict_violation';
end
$$;
comment on function landplan.refuse_new_outline is '触发器：边界只增不改，改动的边界另成一处';

create or replace trigger place_append_only before update on landplan.place
    for each row execute function landplan.refuse_new_outline();

-- A place that comes without its area comes unchecked: by hand, or from another program.
create or replace function landplan.measure_place() returns trigger language plpgsql as $$
begin
    if not st_isvalid(new.outline) or st_isempty(new.outline) then
        raise exception 'outline of a place is empty or not valid: %', st_isvalidreason(new.outline)
            using errcode = 'check_violation';
    end if;
    new.measured_m2 := st_area(new.outline::geography);
    return new;
end
$$;
comment on function landplan.measure_place is '触发器：未带面积的边界，核对其有效并量算面积';

create or replace trigger place_measured before insert on landplan.place
    for each row when (new.measured_m2 is null) execute function landplan.measure_place();

-- Others than the owner may give an area too, but it must be that of the outline.
create or replace function landplan.check_place_areas() returns trigger language plpgsql
set search_path from current as $$
declare
    wrong text;
begin
    if landplan.is_owner() then return null; end if;
    select f.place_id into wrong from fresh f
    where not st_isvalid(f.outline) or st_isempty(f.outline)
       or abs(f.measured_m2 - st_area(f.outline::geography)) > 0.01
    limit 1;
    if wrong is not null then
        raise exception 'place %: the outline is not valid, or measured_m2 is not its area', wrong
            using errcode = 'check_violation';
    end if;
    return null;
end
$$;
comment on function landplan.check_place_areas is '触发器：所有者以外的人写入的边界须有效，面积须为其量算面积';

create or replace trigger place_areas_true after insert on landplan.place
    referencing new table as fresh
    for each statement execute function landplan.check_place_areas();

create or replace function landplan.refuse_unknown(what text, named text)
returns void language plpgsql as $$
begin
    if named is not null then
        raise exception 'there is no % %', what, named using errcode = 'foreign_key_violation';
    end if;
end
$$;
comment on function landplan.refuse_unknown is '所引用的规划、地块、边界或事件不存在则报错';

create or replace function landplan.check_place_names() returns trigger language plpgsql as $$
begin
    perform landplan.refuse_unknown('plan', (
        select n.plan_id from (select distinct plan_id from fresh) n
        where not exists (select from landplan.plan p where p.plan_id = n.plan_id) limit 1
    ));
    return null;
end
$$;
comment on function landplan.check_place_names is '触发器：边界所属的规划须存在';

create or replace trigger place_names_known after insert on landplan.place
    referencing new table as fresh
    for each statement execute function landplan.check_place_names();

create or replace function landplan.check_parcel_names() returns trigger language plpgsql as $$
begin
    if landplan.in_bulk() then return null; end if;
    perform landplan.refuse_unknown('place', (
        select n.place_id::text from fresh n
        left join landplan.place p using (plan_id, place_id)
        where p.place_id is null limit 1
    ));
    return null;
end
$$;
comment on function landplan.check_parcel_names is '触发器：地块所引用的边界须存在';

-- Events name their parcels, and nobody looks there again.
create or replace function landplan.refuse_new_name() returns trigger language plpgsql as $$
begin
    raise exception 'parcel % keeps its id and its plan: events name it', old.parcel_id
        using errcode = 'restrict_violation',
              hint = 'Load a parcel with another id, and record the events that led there.';
end
$$;
comment on function landplan.refuse_new_name is '触发器：地块的编号与规划不得改动';

create or replace trigger parcel_keeps_its_name before update of plan_id, parcel_id
    on landplan.parcel for each row
    when (new.plan_id <> old.plan_id or new.parcel_id <> old.parcel_id)
    execute function landplan.refuse_new_name();

create or replace trigger parcel_names_known after insert on landplan.parcel
    referencing new table as fresh
    for each statement execute function landplan.check_parcel_names();
create or replace trigger parcel_change_names_known after update on landplan.parcel
    referencing new table as fresh
    for each statement execute function landplan.check_parcel_names();

create or replace function landplan.check_event_names() returns trigger language plpgsql as $$
begin
    if landplan.in_bulk() then return null; end if;
    perform landplan.refuse_unknown('plan', (
        select n.plan_id from (select distinct plan_id from fresh) n
        where not exists (select from landplan.plan p where p.plan_id = n.plan_id) limit 1
    ));
    perform landplan.refuse_unknown('place', (
        select n.place_id::text from fresh n
        left join landplan.place p using (plan_id, place_id)
        where n.place_id is not null and p.place_id is null limit 1
    ));
    perform landplan.refuse_unknown('event', (
        select n.corrects from fresh n
        left join landplan.land_event e on e.plan_id = n.plan_id and e.event_id = n.corrects
        where n.corrects is not null and e.event_id is null limit 1
    ));
    perform landplan.refuse_unknown('parcel', (
        select n.parcel_id
        from (select f.plan_id, unnest(f.parcel_ids) as parcel_id from fresh f) n
        left join landplan.parcel p using (plan_id, parcel_id)
        where p.parcel_id is null limit 1
    ));
    return null;
end
$$;
comment on function landplan.check_event_names is '触发器：事件所引用的规划、边界、地块与被更正事件须存在';

create or replace trigger land_event_names_known after insert on landplan.land_event
    referencing new table as fresh
    for each statement execute function landplan.check_event_names();

-- An event names one that is there, so a ring of corrections can only come in one statement. Each
-- event is named by one at most: what is left when all that lead out of the statement are taken
-- away, last first, are the rings.
create or replace function landplan.check_event_rings() returns trigger language plpgsql as $$
declare
    ring text;
begin
    if landplan.in_bulk() then return null; end if;
    with recursive naming as materialized (
        select f.plan_id, f.event_id, f.corrects from fresh f where f.corrects is not null
    ),
    led_out as (
        select n.plan_id, n.event_id from naming n
        where not exists (
            select from naming m where m.plan_id = n.plan_id and m.event_id = n.corrects
        )
        union all
        select n.plan_id, n.event_id from led_out l
        join naming n on n.plan_id = l.plan_id and n.corrects = l.event_id
    ),
    left_over as materialized (
        select n.* from naming n
        where (n.plan_id, n.event_id) not in (select l.plan_id, l.event_id from led_out l)
    ),
    walk as (
        (select l.plan_id, l.event_id, l.corrects, l.event_id as start, 1 as step
         from left_over l order by l.plan_id, l.event_id limit 1)
        union all
        select l.plan_id, l.event_id, l.corrects, w.start, w.step + 1
        from walk w
        join left_over l on l.plan_id = w.plan_id and l.event_id = w.corrects
        where w.corrects <> w.start
    )
    select string_agg(w.event_id, ' -> ' order by w.step) || ' -> ' || min(w.start)
    into ring from walk w;
    if ring is not null then
        raise exception 'events correct each other in a ring: %', ring
            using errcode = 'check_violation';
    end if;
    return null;
end
$$;
comment on function landplan.check_event_rings is '触发器：事件不得循环更正';

create or replace trigger land_event_no_ring after insert on landplan.land_event
    referencing new table as fresh
    for each statement execute function landplan.check_event_rings();
