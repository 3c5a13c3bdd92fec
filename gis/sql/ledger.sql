-- Zones, parcels and events on their way in: staged in temporary tables, then merged.
--
-- in:    rows copied into incoming_zone after stage_zones(), into incoming_parcel and
--        incoming_event after stage_ledger(); same_outline and whole_parcels of whole.sql
-- out:   landplan.zone, place, parcel, land_event; functions merge_zones, merge_parcels,
--        changed_events, merge_events. A merge empties its stage: batches can follow each other.
-- units: declared_ha in hectares, measured_m2 in m² on the ellipsoid, outlines EPSG:4490
--
-- An event without an outline is about its whole parcels (`whole`). It names their place; of several
-- parcels a place of its own is made of them together. One that is drawn as its one parcel may come
-- without the outline too, and is not `whole`. Which columns parcels and events have, their tables
-- say: a new one needs no change here. `batch` is the load that writes (landplan.batch). `further` (the
-- columns of a file that are none of ours) adds to what is there; null says nothing of it.

create or replace function landplan.stage_ledger() returns void language plpgsql as $$
begin
    if to_regclass('pg_temp.incoming_event') is not null then
        return;
    end if;
    create temp table incoming_parcel (
        like landplan.parcel including defaults,
        measured_m2 double precision,
        outline geometry(MultiPolygon, 4490),
        fresh boolean default true
    ) on commit drop;
    create temp table incoming_event (
        like landplan.land_event including defaults,
        measured_m2 double precision,
        outline geometry(MultiPolygon, 4490),
        fresh boolean default true
    ) on commit drop;
    alter table incoming_parcel
        drop column plan_id,
        drop column batch_id,
        alter column place_id set default nextval('landplan.place_place_id_seq');
    alter table incoming_event
        drop column plan_id,
        drop column batch_id,
        alter column place_id set default nextval('landplan.place_place_id_seq');
end
$$;
comment on function landplan.stage_ledger is '建立导入地块与事件的暂存表';

-- The columns of parcels or events that a file tells, as a list for SQL; each after `before`.
create or replace function landplan.told_columns(ledger regclass, before text default '')
returns text language sql stable
begin atomic
    select string_agg(before || quote_ident(attname), ', ' order by attnum)
    from pg_attribute
    where attrelid = ledger and attnum > 0 and not attisdropped
      and attname not in ('plan_id', 'place_id', 'batch_id', 'whole', 'further');
end;
comment on function landplan.told_columns is '地块或事件表中由文件给出的列名，供拼写语句';

create or replace function landplan.stage_zones() returns void language sql as $$
    create temp table if not exists incoming_zone (
        zone_id text, position integer, name text, parent_id text, declared_ha double precision,
        geometry_quality text, note text, source_document text, source_place text,
        source_line integer, outline geometry(MultiPolygon, 4490), zone_set text
    ) on commit drop;
$$;
comment on function landplan.stage_zones is '建立导入片区的暂存表';

-- A zone drawn as before keeps its outline and is not measured again: loading twice changes nothing.
create or replace function landplan.merge_zones(plan text) returns void language plpgsql as $$
begin
    delete from landplan.zone z
    where z.plan_id = plan
      and not exists (select from incoming_zone i where i.zone_id = z.zone_id);

    insert into landplan.zone (
        plan_id, zone_id, position, name, parent_id, declared_ha, geometry_quality, note,
        source_document, source_place, source_line, outline, zone_set
    )
    select plan, i.zone_id, i.position, i.name, i.parent_id, i.declared_ha, i.geometry_quality,
           i.note, i.source_document, i.source_place, i.source_line, i.outline,
           i.zone_set
    from incoming_zone i
    on conflict (plan_id, zone_id) do update set
        position = excluded.position, name = excluded.name, parent_id = excluded.parent_id,
        declared_ha = excluded.declared_ha, geometry_quality = excluded.geometry_quality,
        note = excluded.note, source_document = excluded.source_document,
        source_place = excluded.source_place, source_line = excluded.source_line,
        outline = case when landplan.same_outline(zone.outline, excluded.outline)
                       then zone.outline else excluded.outline end,
        zone_set = excluded.zone_set;
    truncate incoming_zone;
end
$$;
comment on function landplan.merge_zones is '把暂存的片区并入规划';

-- Further attributes of a row, with those that a file brings of it.
create or replace function landplan.with_further(old jsonb, come jsonb)
returns jsonb language sql immutable parallel safe
return case when come is null then old else coalesce(old, '{}') || come end;
comment on function landplan.with_further is '把文件带来的其余属性并入已有的';

-- A parcel drawn as before keeps its place; one that is as before altogether is not written.
create or replace function landplan.merge_parcels(
    plan text, batch bigint, out added bigint, out changed bigint
)
language plpgsql as $$
begin
    analyze incoming_parcel;
    update incoming_parcel i set place_id = p.place_id, fresh = false
    from landplan.parcel p
    join landplan.place l using (plan_id, place_id)
    where p.plan_id = plan and p.parcel_id = i.parcel_id
      and landplan.same_outline(l.outline, i.outline);

    -- drawn anew as a place that is there already, as it was before: that one
    update incoming_parcel i set place_id = l.place_id, fresh = false
    from landplan.parcel p, landplan.place l
    where i.fresh and p.plan_id = plan and p.parcel_id = i.parcel_id
      and l.plan_id = plan and l.outline ~= i.outline
      and landplan.same_outline(l.outline, i.outline);

    insert into landplan.place (plan_id, place_id, measured_m2, outline)
    select plan, i.place_id, i.measured_m2, i.outline from incoming_parcel i where i.fresh;

    select count(*) into added from incoming_parcel i
    where not exists (
        select from landplan.parcel p where p.plan_id = plan and p.parcel_id = i.parcel_id
    );
    execute format($merge$
        insert into landplan.parcel as p (plan_id, place_id, batch_id, further, %1$s)
        select $1, place_id, $2, further, %1$s from incoming_parcel
        on conflict (plan_id, parcel_id) do update
        set (place_id, batch_id, further, %1$s) = (
            excluded.place_id, excluded.batch_id,
            landplan.with_further(p.further, excluded.further), %2$s
        )
        where (p.place_id, p.further, %3$s) is distinct from (
            excluded.place_id, landplan.with_further(p.further, excluded.further), %2$s
        )
        $merge$,
        landplan.told_columns('landplan.parcel'),
        landplan.told_columns('landplan.parcel', 'excluded.'),
        landplan.told_columns('landplan.parcel', 'p.')
    ) using plan, batch;
    get diagnostics changed = row_count;
    changed := changed - added;
    truncate incoming_parcel;
end
$$;
comment on function landplan.merge_parcels is '把暂存的地块并入规划，返回新增与改动数';

-- Staged events that are new, and staged parcels that are new or drawn anew.
create or replace function landplan.count_incoming(plan text) returns bigint language plpgsql as $$
begin
    analyze incoming_parcel, incoming_event;
    return (
        select count(*)
        from incoming_parcel i
        left join landplan.parcel p on p.plan_id = plan and p.parcel_id = i.parcel_id
        left join landplan.place l on l.plan_id = plan and l.place_id = p.place_id
        where l.outline is null or not landplan.same_outline(l.outline, i.outline)
    ) + (
        select count(*)
        from incoming_event i
        left join landplan.land_event e on e.plan_id = plan and e.event_id = i.event_id
        where e.event_id is null
    );
end
$$;
comment on function landplan.count_incoming is '暂存中新增的事件及新增或重绘的地块数';

-- Staged events that stand in the ledger with other content.
create or replace function landplan.changed_events(plan text)
returns table (event_id text) language plpgsql as $$
begin
    return query execute format($changed$
        select i.event_id
        from incoming_event i
        join landplan.land_event e on e.plan_id = $1 and e.event_id = i.event_id
        left join landplan.place l on l.plan_id = $1 and l.place_id = e.place_id
        where (%s) is distinct from (%s)
           or case
               when i.kind = 'reversal' then false
               when i.whole and e.whole then false
               when i.whole or i.outline is null then
                   not landplan.is_whole($1, e.place_id, i.parcel_ids)
               else not landplan.same_outline(i.outline, l.outline)
           end
        order by i.event_id
        $changed$,
        landplan.told_columns('landplan.land_event', 'i.'),
        landplan.told_columns('landplan.land_event', 'e.')
    ) using plan;
end
$$;
comment on function landplan.changed_events is '暂存中与台账内容不同的事件';

create or replace function landplan.merge_events(plan text, batch bigint)
returns bigint language plpgsql as $$
declare
    added bigint;
begin
    analyze incoming_event;
    delete from incoming_event i
    using landplan.land_event e
    where e.plan_id = plan and e.event_id = i.event_id;

    -- drawn as its one parcel, or not drawn: the parcel's place
    update incoming_event i set place_id = p.place_id, fresh = false
    from landplan.parcel p
    join landplan.place l using (plan_id, place_id)
    where p.plan_id = plan and i.parcel_ids = array[p.parcel_id]
      and i.kind <> 'reversal'
      and (i.whole or i.outline is null or landplan.same_outline(l.outline, i.outline));

    -- drawn as a place that is there already: that one
    update incoming_event i set place_id = l.place_id, fresh = false
    from landplan.place l
    where i.fresh and l.plan_id = plan and l.outline ~= i.outline
      and landplan.same_outline(l.outline, i.outline);

    -- several drawn alike: one place for them all
    update incoming_event i set place_id = a.first_id, fresh = a.first_id = i.place_id
    from (
        select n.event_id, min(n.place_id) over (
            partition by landplan.normal_outline(n.outline)
        ) as first_id
        from incoming_event n
        where n.fresh and n.outline is not null
    ) a
    where a.event_id = i.event_id;

    insert into landplan.place (plan_id, place_id, measured_m2, outline)
    select plan, i.place_id, case when i.outline is not null then i.measured_m2 end,
           coalesce(i.outline, landplan.whole_parcels(plan, i.parcel_ids))
    from incoming_event i
    where i.fresh and i.kind <> 'reversal';

    execute format($merge$
        insert into landplan.land_event (plan_id, place_id, batch_id, whole, further, %1$s)
        select $1, case when kind <> 'reversal' then place_id end, $2, whole, further, %1$s
        from incoming_event
        $merge$,
        landplan.told_columns('landplan.land_event')
    ) using plan, batch;
    get diagnostics added = row_count;
    truncate incoming_event;
    return added;
end
$$;
comment on function landplan.merge_events is '把暂存的事件并入台账，返回新增数';
