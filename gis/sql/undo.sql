-- Loads taken back: what was before is kept, what builds on a load keeps it from going.
--
-- in:    landplan.parcel, land_event, place, batch, batch_was; told_columns of ledger.sql, keep_events
--        of refresh.sql, refresh_history of history.sql, set_keeping of guards.sql
-- out:   trigger that keeps what a parcel was before another load changed it; functions built_on,
--        undo_parcels, keep_row
-- units: none
--
-- The ledger is append-only: events are taken back by events that correct them, which the caller
-- records. A parcel is no event: it goes back to what it was, or goes, if nothing names it.

create or replace function landplan.parcels_kept() returns trigger language plpgsql
security definer set search_path from current as $$
declare
    was text := landplan.set_keeping('on');
begin
    insert into landplan.batch_was (plan_id, batch_id, kind, row_id, was)
    select f.plan_id, f.batch_id, 'parcel', f.parcel_id, to_jsonb(s)
    from fresh f
    join stale s using (plan_id, parcel_id)
    where f.batch_id > coalesce(s.batch_id, 0)
    on conflict do nothing;
    perform landplan.set_keeping(was);
    return null;
end
$$;
comment on function landplan.parcels_kept is '触发器：导入改动地块之前留存其原状';

create or replace trigger parcel_kept after update on landplan.parcel
    referencing new table as fresh old table as stale
    for each statement execute function landplan.parcels_kept();

create or replace trigger batch_was_not_by_hand
    before insert or update or delete or truncate on landplan.batch_was
    for each statement execute function landplan.refuse_by_hand();

-- The parcels that a load wrote and no later one has: those it added, and those it changed.
create or replace function landplan.parcels_of_batch(plan text, batch bigint)
returns table (parcel_id text, place_id bigint, added boolean) language sql stable
begin atomic
    select p.parcel_id, p.place_id, w.row_id is null
    from landplan.parcel p
    left join landplan.batch_was w
      on w.batch_id = batch and w.kind = 'parcel' and w.row_id = p.parcel_id and w.plan_id = plan
    where p.plan_id = plan and p.batch_id = batch;
end;
comment on function landplan.parcels_of_batch is '一个批次最后写入的地块';

-- What builds on a load, and so keeps it from being taken back: parcels that a later load changed, later
-- events in force on its parcels, later corrections of its events, and what a later load, or since then
-- somebody by hand, says to have happened afterwards on the land of its events (`land`): a supply would
-- lose its storage.
create or replace function landplan.built_on(plan text, batch bigint)
returns table (kind text, row_id text, later_id bigint, later_event text) language sql stable
begin atomic
    select 'parcel', w.row_id, w.batch_id, null::text
    from landplan.batch_was w
    where w.plan_id = plan and w.kind = 'parcel' and (w.was ->> 'batch_id')::bigint = batch
    union all
    select 'parcel', p.parcel_id, e.batch_id, e.event_id
    from landplan.parcels_of_batch(plan, batch) p
    join landplan.events_in_force(plan) e on e.parcel_ids @> array[p.parcel_id]
    where e.batch_id is distinct from batch and (p.added or e.batch_id > batch)
    union all
    select 'event', e.event_id, c.batch_id, c.event_id
    from landplan.land_event e
    join landplan.land_event c on c.plan_id = plan and c.corrects = e.event_id
    where e.plan_id = plan and e.batch_id = batch and c.batch_id is distinct from batch
    union all
    select 'land', e.event_id, f.batch_id, f.event_id
    from landplan.events_in_force(plan) e
    cross join lateral landplan.near_places(e.place_id) n
    join landplan.events_in_force(plan) f
      on f.place_id = n.place_id
     and (f.batch_id > batch or f.batch_id is null and f.recorded_on >= (
             select (b.loaded_at at time zone 'Asia/Shanghai')::date
             from landplan.batch b where b.batch_id = batch
         ))
     and (f.happened_on, f.event_id) > (e.happened_on, e.event_id)
    where e.batch_id = batch
    order by 1, 2, 4;
end;
comment on function landplan.built_on is '后来依赖于一个批次、使其不能撤销的内容';

-- Bring the parcels of a load back to what they were. Those it added go, with their places, but for
-- those that events name: these stay in the ledger, and what they name with them.
create or replace function landplan.undo_parcels(
    plan text, batch bigint, out restored bigint, out removed bigint, out stay bigint
)
language plpgsql
security definer set search_path from current set plan_cache_mode = force_custom_plan as $$
declare
    was text;
    gone text[];
    left_places bigint[];
    neighbours bigint[];
begin
    if not has_table_privilege(session_user, 'landplan.batch', 'insert') then
        raise exception 'permission denied for table batch' using errcode = 'insufficient_privilege';
    end if;
    perform landplan.lock_ledger(plan);
    if exists (select from landplan.built_on(plan, batch)) then
        raise exception 'something builds on load %', batch using errcode = 'restrict_violation';
    end if;
    was := landplan.set_keeping('on');
    perform set_config('landplan.undoing', 'on', true);

    gone := array(
        select p.parcel_id from landplan.parcels_of_batch(plan, batch) p
        where p.added and not exists (
            select from landplan.land_event e
            where e.plan_id = plan and e.parcel_ids @> array[p.parcel_id]
        )
    );
    select count(*) filter (where p.added and p.parcel_id <> all (gone))
    into stay from landplan.parcels_of_batch(plan, batch) p;

    execute format($back$
        update landplan.parcel p
        set (place_id, batch_id, further, %1$s) = (r.place_id, r.batch_id, r.further, %2$s)
        from landplan.batch_was w
        cross join lateral jsonb_populate_record(null::landplan.parcel, w.was) r
        where w.plan_id = $1 and w.batch_id = $2 and w.kind = 'parcel'
          and p.plan_id = $1 and p.parcel_id = w.row_id
        $back$,
        landplan.told_columns('landplan.parcel'),
        landplan.told_columns('landplan.parcel', 'r.')
    ) using plan, batch;
    get diagnostics restored = row_count;
    delete from landplan.batch_was w
    where w.plan_id = plan and w.batch_id = batch and w.kind = 'parcel';

    left_places := array(
        select p.place_id from landplan.parcel p
        where p.plan_id = plan and p.parcel_id = any (gone)
    );
    delete from landplan.parcel p where p.plan_id = plan and p.parcel_id = any (gone);
    get diagnostics removed = row_count;
    perform landplan.refresh_history(plan, left_places);
    left_places := array(
        select l.place_id from unnest(left_places) l (place_id)
        where not exists (select from landplan.parcel p where p.place_id = l.place_id)
          and not exists (select from landplan.land_event e where e.place_id = l.place_id)
    );
    neighbours := array(
        select o.place_id from unnest(landplan.with_neighbours(left_places)) o (place_id)
        where o.place_id <> all (left_places)
    );
    delete from landplan.place_zone z where z.place_id = any (left_places);
    delete from landplan.place_overlap o
    where o.place_id = any (left_places) or o.other_id = any (left_places);
    delete from landplan.place l where l.place_id = any (left_places);
    if neighbours <> '{}' then
        perform landplan.keep_events(plan, neighbours);
    end if;
    perform set_config('landplan.undoing', '', true);
    perform landplan.set_keeping(was);
end
$$;
comment on function landplan.undo_parcels is '把一个批次的地块恢复原状';

-- Keep what a row of the plan's own tables was before a load; null: the load adds it.
create or replace function landplan.keep_row(
    plan text, batch bigint, kind text, row_id text, was jsonb
) returns void language plpgsql
security definer set search_path from current as $$
declare
    before text;
begin
    if kind = 'parcel' or not has_table_privilege(session_user, 'landplan.batch', 'insert') then
        raise exception 'what a % was is not kept by hand', kind using errcode = 'insufficient_privilege';
    end if;
    before := landplan.set_keeping('on');
    insert into landplan.batch_was (plan_id, batch_id, kind, row_id, was)
    values (plan, batch, kind, row_id, was)
    on conflict do nothing;
    perform landplan.set_keeping(before);
end
$$;
comment on function landplan.keep_row is '留存规划各表的一行在导入之前的原状';
