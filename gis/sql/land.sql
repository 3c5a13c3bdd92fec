-- The ledger replayed: what each event newly did, and what of it still stands.
--
-- in:    landplan.land_event of one plan; `known` leaves out what was recorded later (null: nothing)
-- out:   functions events_in_force, land_replay, land_held, parcel_status
-- units: outlines EPSG:4490, measured_m2 in m² on the ellipsoid, declared_ha in hectares
--
-- The rule (docs/method.md): in order of date, then event id, a storage newly stores its extent less
-- what is in reserve, a supply newly supplies its extent less what is supplied already.

-- One step of the replay at one place: an event of the state's own kind adds its extent, one of the
-- other kind takes it away. Started at null: nothing stored, nothing supplied.
create or replace function landplan.land_step(state geometry, extent geometry, gains boolean)
returns geometry language sql immutable parallel safe
return case
    when gains then coalesce(st_union(state, extent), extent)
    when state is not null then st_difference(state, extent)
end;

create or replace aggregate landplan.land_state(extent geometry, gains boolean) (
    sfunc = landplan.land_step, stype = geometry
);

-- An overlay may leave lines and points where outlines touch: only polygons are land.
create or replace function landplan.land_polygons(outline geometry)
returns geometry language sql immutable parallel safe
return st_multi(st_collectionextract(outline, 3));

-- The part of a piece of land inside a zone, in m². The zone comes first: repeated on the outer
-- side of a join it stays prepared in PostGIS, the other way round is 16 times slower.
create or replace function landplan.area_in(zone geometry, piece geometry)
returns double precision language sql immutable parallel safe
return case
    when st_covers(zone, piece) then st_area(piece::geography)
    else st_area(landplan.land_polygons(st_intersection(zone, piece))::geography)
end;

-- Storages and supplies that count: known by then, and named by no correction known by then.
create or replace function landplan.events_in_force(plan text, known date default null)
returns setof landplan.land_event language sql stable
begin atomic
    select e.*
    from landplan.land_event e
    where e.plan_id = plan
      and e.kind <> 'reversal'
      and (known is null or e.recorded_on <= known)
      and not exists (
          select from landplan.land_event c
          where c.plan_id = e.plan_id
            and c.corrects = e.event_id
            and (known is null or c.recorded_on <= known)
      );
end;

-- Every event in force with `counted`: the part of its extent that it newly stored or supplied.
create or replace function landplan.land_replay(plan text, known date default null)
returns table (
    event_id text, kind text, happened_on date, land_use text, land_use_set text,
    declared_ha double precision, measured_m2 double precision,
    extent geometry, counted geometry
) language sql stable
begin atomic
    with before as (
        select e.event_id,
               landplan.land_state(
                   f.extent, f.kind = e.kind order by f.happened_on, f.event_id collate "C"
               ) as state
        from landplan.events_in_force(plan, known) e
        join landplan.events_in_force(plan, known) f
          on f.extent && e.extent
         and (f.happened_on, f.event_id collate "C") < (e.happened_on, e.event_id collate "C")
         and st_intersects(f.extent, e.extent)
        group by e.event_id
    )
    select e.event_id, e.kind, e.happened_on, e.land_use, e.land_use_set,
           e.declared_ha, e.measured_m2, e.extent,
           case when b.state is null then e.extent
                else landplan.land_polygons(st_difference(e.extent, b.state)) end
    from landplan.events_in_force(plan, known) e
    left join before b using (event_id);
end;

-- Every event in force by a date with `held`: the part of what it newly did that no later event of
-- the other kind has taken. Held storages are the reserve, held supplies the supplied land; the
-- pieces of a kind do not overlap.
create or replace function landplan.land_held(plan text, as_of date, known date default null)
returns table (
    event_id text, kind text, happened_on date, land_use text, land_use_set text,
    declared_ha double precision, measured_m2 double precision,
    counted geometry, held geometry
) language sql stable
begin atomic
    with replay as materialized (
        select * from landplan.land_replay(plan, known) r where r.happened_on <= as_of
    ),
    taken as (
        select e.event_id, st_union(f.extent) as outline
        from replay e
        join replay f
          on f.kind <> e.kind
         and f.extent && e.counted
         and (f.happened_on, f.event_id collate "C") > (e.happened_on, e.event_id collate "C")
         and st_intersects(f.extent, e.counted)
        group by e.event_id
    )
    select e.event_id, e.kind, e.happened_on, e.land_use, e.land_use_set,
           e.declared_ha, e.measured_m2, e.counted,
           case when t.outline is null then e.counted
                else landplan.land_polygons(st_difference(e.counted, t.outline)) end
    from replay e
    left join taken t using (event_id);
end;

-- Each parcel as of a date: not_stored, in_reserve, partly_supplied or supplied, with the outline
-- of what is still in reserve. Pieces up to 1 m² are the noise of digitising, not land.
create or replace function landplan.parcel_status(plan text, as_of date, known date default null)
returns table (
    parcel_id text, state text, in_reserve_m2 double precision, supplied_m2 double precision,
    reserve_outline geometry
) language sql stable
begin atomic
    with held as materialized (
        select h.kind, h.held from landplan.land_held(plan, as_of, known) h
        where not st_isempty(h.held)
    ),
    piece as (
        select p.parcel_id, h.kind,
               landplan.land_polygons(st_intersection(p.outline, h.held)) as outline
        from landplan.parcel p
        join held h on p.outline && h.held and st_intersects(p.outline, h.held)
        where p.plan_id = plan
    ),
    measured as (
        select p.parcel_id,
               coalesce(sum(st_area(i.outline::geography)) filter (where i.kind = 'storage'), 0)
                   as in_reserve_m2,
               coalesce(sum(st_area(i.outline::geography)) filter (where i.kind = 'supply'), 0)
                   as supplied_m2,
               st_union(i.outline) filter (where i.kind = 'storage') as reserve_outline
        from landplan.parcel p
        left join piece i using (parcel_id)
        where p.plan_id = plan
        group by p.parcel_id
    )
    select m.parcel_id,
           case when m.in_reserve_m2 <= 1 and m.supplied_m2 <= 1 then 'not_stored'
                when m.supplied_m2 <= 1 then 'in_reserve'
                when m.in_reserve_m2 <= 1 then 'supplied'
                else 'partly_supplied' end,
           m.in_reserve_m2, m.supplied_m2,
           case when m.in_reserve_m2 > 1 then landplan.land_polygons(m.reserve_outline) end
    from measured m;
end;

comment on function landplan.land_held is '截至一日仍在库（storage）与已供应（supply）的土地，逐笔事件，不重叠';
comment on function landplan.parcel_status is '截至一日各地块的状态、在库与已供应面积（平方米）';
