-- Keep what is stored beside the ledger true, in the transaction of each change.
--
-- in:    landplan.zone, place, parcel, land_event of one plan
-- out:   functions refresh_shares, refresh_places, refresh_zones; keep_places, keep_events,
--        keep_parcels, keep_owners, keep_zones, which call them, refresh_history (history.sql) and
--        those of keys.sql; triggers that call these
-- units: m² on the ellipsoid
--
-- Who may write the ledger need not be able to write what follows from it: what the triggers call
-- runs as the schema's owner, and says that it keeps (guards.sql).

-- Replay what happened at some places, and at those that it reaches, and store what differs from
-- before. An event changes what its neighbours newly do; what is left of that, their neighbours'
-- supplies may be the last to take. null: the whole plan. Returned are the shares that are gone and
-- those that have come; of the whole plan none.
create or replace function landplan.refresh_shares(
    plan text, among bigint[] default null,
    out gone landplan.land_share[], out come landplan.land_share[]
)
language plpgsql set plan_cache_mode = force_custom_plan as $$
declare
    reached bigint[];
    old landplan.land_share[];
    new landplan.land_share[];
begin
    perform landplan.lock_ledger(plan);
    if among is null then
        delete from landplan.land_share s where s.plan_id = plan;
        delete from landplan.zone_day d where d.plan_id = plan;
        insert into landplan.land_share select * from landplan.land_shares(plan);
        insert into landplan.zone_day
        select plan, s.zone_id, s.happened_on, s.kind, s.land_use, s.land_use_set,
               count(*) filter (where landplan.is_land(s.measured_m2)),
               sum(s.measured_m2), sum(s.declared_ha),
               sum(s.reserve_events), sum(s.reserve_m2), sum(s.reserve_ha)
        from landplan.land_share s
        where s.plan_id = plan
        group by s.zone_id, s.happened_on, s.kind, s.land_use, s.land_use_set;
        perform landplan.sum_months(plan);
        return;
    end if;
    reached := landplan.with_neighbours(landplan.with_neighbours(among));
    old := array(select s from landplan.land_share s where s.place_id = any (reached));
    new := array(select s from landplan.land_shares_at(plan, reached) s);
    gone := array(select unnest(old) except select unnest(new));
    come := array(select unnest(new) except select unnest(old));
    delete from landplan.land_share s using unnest(gone) g
    where s.place_id = g.place_id and s.event_id = g.event_id and s.zone_id = g.zone_id;
    insert into landplan.land_share select * from unnest(come);
    perform landplan.add_to_days(plan, gone, -1);
    perform landplan.add_to_days(plan, come, 1);
end
$$;
comment on function landplan.refresh_shares is '重演各处事件，写入变动的份额与日、月汇总';

-- Measure places in the zones and find what they overlap, then store the shares anew.
create or replace function landplan.refresh_places(plan text, among bigint[])
returns void language plpgsql set plan_cache_mode = force_custom_plan as $$
begin
    perform landplan.lock_ledger(plan);
    -- each zone meets the places one after the other (area_in); not by the index: a zone's box holds
    -- far more places than these
    insert into landplan.place_zone (plan_id, zone_id, place_id, inside_m2)
    with fresh as materialized (
        select * from landplan.place p where p.plan_id = plan and p.place_id = any (among)
    ),
    inside as (
        select z.zone_id, p.place_id, case
                   when st_covers(z.outline, p.outline) then p.measured_m2
                   else landplan.area_in(z.outline, p.outline) end as m2
        from landplan.zone z
        cross join lateral (select * from fresh f where f.outline && z.outline offset 0) p
        where z.plan_id = plan
    )
    select plan, i.zone_id, i.place_id, i.m2 from inside i where i.m2 > 0
    on conflict do nothing;
    insert into landplan.place_overlap (plan_id, place_id, other_id, overlap_m2)
    with found as (
        select p.place_id, o.place_id as other_id,
               landplan.overlap_m2(p.outline, o.outline) as m2
        from landplan.place p
        join landplan.place o
          on o.plan_id = plan and o.outline && p.outline
         and (o.place_id < p.place_id or o.place_id <> all (among))
         and o.place_id <> p.place_id
        where p.plan_id = plan and p.place_id = any (among)
    )
    select plan, f.place_id, f.other_id, f.m2 from found f where f.m2 > 1e-6
    union all
    select plan, f.other_id, f.place_id, f.m2 from found f where f.m2 > 1e-6
    on conflict do nothing;
end
$$;
comment on function landplan.refresh_places is '量算边界在各片区的面积及重叠，再重写份额';

-- A zone was drawn anew, added or taken away: every place is measured in it again, and what
-- happened at those that have another area in it now is replayed.
create or replace function landplan.refresh_zones(plan text, changed text[])
returns void language plpgsql set plan_cache_mode = force_custom_plan as $$
declare
    moved bigint[];
begin
    perform landplan.lock_ledger(plan);
    with inside as materialized (
        select z.zone_id, p.place_id, case
                   when st_covers(z.outline, p.outline) then p.measured_m2
                   else landplan.area_in(z.outline, p.outline) end as m2
        from landplan.zone z
        join landplan.place p on p.plan_id = plan and z.outline && p.outline
        where z.plan_id = plan and z.zone_id = any (changed)
    ),
    gone as (
        delete from landplan.place_zone s
        where s.plan_id = plan and s.zone_id = any (changed)
          and not exists (
              select from inside i
              where i.place_id = s.place_id and i.zone_id = s.zone_id and i.m2 > 0
          )
        returning s.place_id
    ),
    come as (
        insert into landplan.place_zone as s (plan_id, zone_id, place_id, inside_m2)
        select plan, i.zone_id, i.place_id, i.m2 from inside i where i.m2 > 0
        on conflict (place_id, zone_id) do update set inside_m2 = excluded.inside_m2
        where s.inside_m2 <> excluded.inside_m2
        returning s.place_id
    )
    select array(select g.place_id from gone g union select c.place_id from come c) into moved;
    if cardinality(moved) > 100000 then
        moved := null;  -- more than is wise to hold in memory at once
    end if;
    perform landplan.refresh_shares(plan, moved);
end
$$;
comment on function landplan.refresh_zones is '片区变动后重新量算其内的边界，再重写份额';

-- Places are new. Land that stood alone may do so no more: its history is told piece by piece then.
create or replace function landplan.keep_places(plan text, places bigint[])
returns void language plpgsql
security definer set search_path from current as $$
declare
    was text := landplan.set_keeping('on');
    others bigint[];
    before landplan.land_share[];
begin
    perform landplan.refresh_places(plan, places);
    others := array(
        select distinct o.other_id from landplan.place_overlap o
        where o.place_id = any (places) and o.other_id <> all (places)
    );
    before := landplan.reserve_before(plan, others);
    perform landplan.refresh_history(plan, others);
    perform landplan.retell_keys(plan, others, before);
    perform landplan.set_keeping(was);
end
$$;
comment on function landplan.keep_places is '新增边界之后更新推算表';

-- Something happened at places, or was corrected.
create or replace function landplan.keep_events(plan text, places bigint[])
returns void language plpgsql
security definer set search_path from current as $$
declare
    was text := landplan.set_keeping('on');
    near bigint[] := landplan.with_neighbours(places);
    reached bigint[] := landplan.with_neighbours(near);
    before landplan.land_share[];
    changed record;
begin
    perform landplan.lock_ledger(plan);
    before := landplan.reserve_before(plan, reached);
    changed := landplan.refresh_shares(plan, places);
    perform landplan.refresh_history(plan, near);
    perform landplan.retell_keys(plan, reached, before, changed.gone, changed.come);
    perform landplan.set_keeping(was);
end
$$;
comment on function landplan.keep_events is '新增或更正事件之后更新推算表';

-- A parcel is new at places, or drawn anew: what had happened there is its history now.
create or replace function landplan.keep_parcels(plan text, places bigint[])
returns void language plpgsql
security definer set search_path from current as $$
declare
    was text := landplan.set_keeping('on');
    before landplan.land_share[];
begin
    perform landplan.lock_ledger(plan);
    before := landplan.reserve_before(plan, places);
    perform landplan.refresh_history(plan, places);
    perform landplan.retell_keys(plan, places, before);
    perform landplan.set_keeping(was);
end
$$;
comment on function landplan.keep_parcels is '新增或重绘地块之后更新推算表';

-- Parcels have other owners, or those on which an event is together lie otherwise.
create or replace function landplan.keep_owners(plan text)
returns void language plpgsql
security definer set search_path from current as $$
declare
    was text := landplan.set_keeping('on');
begin
    perform landplan.lock_ledger(plan);
    perform landplan.sum_keys(plan, null, 'owner_kind');
    perform landplan.set_keeping(was);
end
$$;
comment on function landplan.keep_owners is '地块权属变动之后更新按权属的汇总';

create or replace function landplan.keep_zones(plan text, zones text[])
returns void language plpgsql
security definer set search_path from current as $$
declare
    was text := landplan.set_keeping('on');
begin
    perform landplan.refresh_zones(plan, zones);
    perform landplan.sum_keys(plan, zones);
    perform landplan.set_keeping(was);
end
$$;
comment on function landplan.keep_zones is '片区变动之后更新推算表';

create or replace function landplan.places_came() returns trigger language plpgsql as $$
declare
    one record;
begin
    if landplan.in_bulk() then return null; end if;
    for one in select f.plan_id, array_agg(f.place_id) as places from fresh f group by f.plan_id
    loop
        perform landplan.keep_places(one.plan_id, one.places);
    end loop;
    return null;
end
$$;
comment on function landplan.places_came is '触发器：新增边界之后更新推算表';

create or replace trigger place_refreshes after insert on landplan.place
    referencing new table as fresh
    for each statement execute function landplan.places_came();

create or replace function landplan.parcels_came() returns trigger language plpgsql as $$
declare
    one record;
begin
    if landplan.in_bulk() then return null; end if;
    for one in select f.plan_id, array_agg(f.place_id) as places from fresh f group by f.plan_id
    loop
        perform landplan.keep_parcels(one.plan_id, one.places);
    end loop;
    return null;
end
$$;
comment on function landplan.parcels_came is '触发器：新增地块之后更新推算表';

create or replace trigger parcel_refreshes after insert on landplan.parcel
    referencing new table as fresh
    for each statement execute function landplan.parcels_came();

create or replace function landplan.parcels_changed() returns trigger language plpgsql as $$
declare
    one record;
begin
    if landplan.in_bulk() then return null; end if;
    for one in
        select f.plan_id, array_agg(f.place_id) || array_agg(o.place_id) as places
        from fresh f
        join stale o using (plan_id, parcel_id)
        where f.place_id <> o.place_id
        group by f.plan_id
    loop
        perform landplan.keep_parcels(one.plan_id, one.places);
    end loop;
    return null;
end
$$;
comment on function landplan.parcels_changed is '触发器：重绘地块之后更新推算表';

create or replace trigger parcel_changed after update on landplan.parcel
    referencing new table as fresh old table as stale
    for each statement execute function landplan.parcels_changed();

-- Whose land it was is told of all events at once. Triggers fire in the order of their names: this one
-- after parcel_changed and parcel_redrawn, which store anew what other outlines change.
create or replace function landplan.owners_changed() returns trigger language plpgsql as $$
declare
    one record;
begin
    if landplan.in_bulk() then return null; end if;
    for one in
        select f.plan_id
        from fresh f
        join stale o using (plan_id, parcel_id)
        group by f.plan_id
        having bool_or(f.owner_kind <> o.owner_kind)
            or exists (
                select from landplan.land_event e
                where e.plan_id = f.plan_id and cardinality(e.parcel_ids) > 1
                  and e.parcel_ids && array_agg(f.parcel_id) filter (where f.place_id <> o.place_id)
            )
    loop
        perform landplan.keep_owners(one.plan_id);
    end loop;
    return null;
end
$$;
comment on function landplan.owners_changed is '触发器：权属变动之后更新按权属的汇总';

create or replace trigger parcel_told_by_owner after update on landplan.parcel
    referencing new table as fresh old table as stale
    for each statement execute function landplan.owners_changed();

create or replace function landplan.events_came() returns trigger language plpgsql as $$
declare
    one record;
begin
    if landplan.in_bulk() then return null; end if;
    for one in
        select f.plan_id, array_agg(distinct coalesce(f.place_id, c.place_id))
               || array_agg(distinct coalesce(c.place_id, f.place_id)) as places
        from fresh f
        left join landplan.land_event c on c.plan_id = f.plan_id and c.event_id = f.corrects
        group by f.plan_id
    loop
        perform landplan.keep_events(one.plan_id, one.places);
    end loop;
    return null;
end
$$;
comment on function landplan.events_came is '触发器：新增事件之后更新推算表';

create or replace trigger land_event_refreshes after insert on landplan.land_event
    referencing new table as fresh
    for each statement execute function landplan.events_came();

create or replace function landplan.zones_came() returns trigger language plpgsql as $$
declare
    one record;
begin
    if landplan.in_bulk() then return null; end if;
    for one in select f.plan_id, array_agg(f.zone_id) as zones from fresh f group by f.plan_id
    loop
        perform landplan.keep_zones(one.plan_id, one.zones);
    end loop;
    return null;
end
$$;
comment on function landplan.zones_came is '触发器：新增片区之后更新推算表';

create or replace trigger zone_came after insert on landplan.zone
    referencing new table as fresh
    for each statement execute function landplan.zones_came();
create or replace trigger zone_went after delete on landplan.zone
    referencing old table as fresh
    for each statement execute function landplan.zones_came();

create or replace function landplan.zones_changed() returns trigger language plpgsql as $$
declare
    one record;
begin
    if landplan.in_bulk() then return null; end if;
    for one in
        select a.plan_id, array_agg(a.zone_id) as zones
        from (
            select coalesce(f.plan_id, o.plan_id) as plan_id, unnest(array[f.zone_id, o.zone_id]) as zone_id
            from fresh f
            full join stale o using (plan_id, zone_id)
            where f.outline is distinct from o.outline
        ) a
        where a.zone_id is not null
        group by a.plan_id
    loop
        perform landplan.keep_zones(one.plan_id, one.zones);
    end loop;
    return null;
end
$$;
comment on function landplan.zones_changed is '触发器：片区边界变动之后更新推算表';

create or replace trigger zone_changed after update on landplan.zone
    referencing new table as fresh old table as stale
    for each statement execute function landplan.zones_changed();
