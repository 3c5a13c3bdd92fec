-- Events about whole parcels have no outline of their own: they follow their parcels.
--
-- in:    landplan.parcel, place and land_event; keep_events of refresh.sql
-- out:   functions same_outline, is_whole; triggers that let such an event move to the place of its
--        parcels and refuse every other change of an event, that move them when a parcel is drawn
--        anew, whoever draws it, and that store shares and history anew at the places they left and
--        came to
-- units: none

-- The same land, whichever way its rings run, wherever they start, with points doubled or not, and
-- in whatever order its parts come. Equal boxes are cheap, and found by the index.
create or replace function landplan.normal_outline(outline geometry)
returns geometry language sql immutable parallel safe
return st_normalize(st_removerepeatedpoints(outline));
comment on function landplan.normal_outline is '边界的规范形，用以比较两处边界是否相同';

create or replace function landplan.same_outline(one geometry, other geometry)
returns boolean language sql immutable parallel safe
return one = other
    or (one ~= other and landplan.normal_outline(one) = landplan.normal_outline(other));
comment on function landplan.same_outline is '两处边界是否相同：不论环的方向、起点、重复点与部件次序';

create or replace function landplan.whole_parcels(plan text, parcels text[])
returns geometry language sql stable
begin atomic
    select landplan.land_polygons(st_union(l.outline))
    from landplan.parcel p
    join landplan.place l using (plan_id, place_id)
    where p.plan_id = plan and p.parcel_id = any (parcels);
end;
comment on function landplan.whole_parcels is '若干地块合为一体的边界';

-- Whether a place is the whole of some parcels: of one mostly its own place.
create or replace function landplan.is_whole(plan text, place bigint, parcels text[])
returns boolean language sql stable
return case
    when cardinality(parcels) = 1 and exists (
        select from landplan.parcel p
        where p.plan_id = plan and p.parcel_id = parcels[1] and p.place_id = place
    ) then true
    else coalesce(st_equals(
        (select l.outline from landplan.place l where l.plan_id = plan and l.place_id = place),
        landplan.whole_parcels(plan, parcels)
    ), false)
end;
comment on function landplan.is_whole is '一处边界是否即若干地块的全部';

create or replace function landplan.refuse_event_change() returns trigger language plpgsql as $$
declare
    before landplan.land_event := old;
begin
    before.place_id := new.place_id;
    if old.whole and new is not distinct from before
       and landplan.is_whole(new.plan_id, new.place_id, new.parcel_ids) then
        return new;
    end if;
    raise exception 'the ledger is append-only: record an event that corrects %', old.event_id
        using errcode = 'restrict_violation';
end
$$;
comment on function landplan.refuse_event_change is '触发器：事件不得改动，只随其整宗地块移位';

create or replace trigger land_event_append_only before update on landplan.land_event
    for each row execute function landplan.refuse_event_change();
drop function if exists landplan.refuse_change();  -- which the first step had in its place

create or replace function landplan.check_whole_events() returns trigger language plpgsql as $$
declare
    astray text;
begin
    if landplan.in_bulk() then return null; end if;
    select f.event_id into astray from fresh f
    where f.whole and not landplan.is_whole(f.plan_id, f.place_id, f.parcel_ids) limit 1;
    if astray is not null then
        raise exception 'event % says that it is about whole parcels, and lies elsewhere', astray
            using errcode = 'check_violation';
    end if;
    return null;
end
$$;
comment on function landplan.check_whole_events is '触发器：整宗事件的边界须即其地块';

create or replace trigger land_event_whole after insert on landplan.land_event
    referencing new table as fresh
    for each statement execute function landplan.check_whole_events();

create or replace function landplan.parcels_redrawn() returns trigger language plpgsql
security definer set search_path from current as $$
declare
    several record;
    came bigint;
begin
    update landplan.land_event e set place_id = f.place_id
    from stale s
    join fresh f using (plan_id, parcel_id)
    where f.place_id <> s.place_id
      and e.plan_id = s.plan_id and e.place_id = s.place_id
      and e.whole and e.parcel_ids = array[s.parcel_id];
    for several in
        select distinct e.plan_id, e.parcel_ids, e.place_id
        from stale s
        join fresh f using (plan_id, parcel_id)
        join landplan.land_event e
          on e.plan_id = s.plan_id and e.parcel_ids @> array[s.parcel_id]
         and e.whole and cardinality(e.parcel_ids) > 1
        where f.place_id <> s.place_id
    loop
        continue when landplan.is_whole(several.plan_id, several.place_id, several.parcel_ids);
        insert into landplan.place (plan_id, outline)
        values (
            several.plan_id, landplan.whole_parcels(several.plan_id, several.parcel_ids)
        )
        returning place_id into came;
        update landplan.land_event e set place_id = came
        where e.plan_id = several.plan_id and e.place_id = several.place_id
          and e.whole and e.parcel_ids = several.parcel_ids;
    end loop;
    return null;
end
$$;
comment on function landplan.parcels_redrawn is '触发器：地块重绘时整宗事件随之移位';

create or replace trigger parcel_redrawn after update on landplan.parcel
    referencing new table as fresh old table as stale
    for each statement execute function landplan.parcels_redrawn();

create or replace function landplan.events_moved() returns trigger language plpgsql as $$
declare
    one record;
begin
    if landplan.in_bulk() then return null; end if;
    for one in
        select f.plan_id, array_agg(distinct f.place_id) || array_agg(distinct s.place_id) as places
        from fresh f
        join stale s using (plan_id, event_id)
        where f.place_id <> s.place_id
        group by f.plan_id
    loop
        perform landplan.keep_events(one.plan_id, one.places);
    end loop;
    return null;
end
$$;
comment on function landplan.events_moved is '触发器：事件移位之后更新推算表';

create or replace trigger land_event_moved after update on landplan.land_event
    referencing new table as fresh old table as stale
    for each statement execute function landplan.events_moved();
