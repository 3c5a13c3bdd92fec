-- The ledger replayed: what each event newly did, and what of it still stands.
--
-- in:    landplan.land_event and place of one plan; `known` leaves out what was recorded later
--        (null: nothing); `among`: only at these places (null: at all)
-- out:   functions events_in_force, land_isolated, land_overlapping, land_taken, land_replay,
--        land_held_overlapping, land_held, parcel_status
-- units: outlines EPSG:4490, measured_m2 in m² on the ellipsoid, declared_ha in hectares
--
-- The rule (docs/method.md): in order of date, then event id, a storage newly stores its extent less
-- what is in reserve, a supply newly supplies its extent less what is supplied already.
--
-- A place that no other place overlaps is isolated: whatever happens there happens to all of it, so
-- its replay is a matter of order and no geometry is touched. Crowded places are replayed by
-- overlay, and only against the places that overlap them (place_overlap). At either kind of place
-- the last event there before another one decides: it leaves the whole place stored or supplied.

-- One step of the replay at one spot: an event of the state's own kind adds its extent, one of the
-- other kind takes it away. Started at null: nothing stored, nothing supplied.
create or replace function landplan.land_step(state geometry, extent geometry, gains boolean)
returns geometry language sql immutable parallel safe
return case
    when gains then coalesce(st_union(state, extent), extent)
    when state is not null then st_difference(state, extent)
end;
comment on function landplan.land_step is '重演一步：同类事件加上其范围，异类事件减去';

create or replace aggregate landplan.land_state(extent geometry, gains boolean) (
    sfunc = landplan.land_step, stype = geometry
);
comment on aggregate landplan.land_state(geometry, boolean) is '按序重演事件所得的土地状态（聚合）';

-- An overlay may leave lines and points where outlines touch: only polygons are land.
create or replace function landplan.land_polygons(outline geometry)
returns geometry language sql immutable parallel safe
return st_multi(st_collectionextract(outline, 3));
comment on function landplan.land_polygons is '只取叠加结果中的面，成为多部件面';

-- The part of a piece of land inside a zone, in m². The zone comes first: repeated on the outer
-- side of a join it stays prepared in PostGIS, the other way round is 16 times slower.
create or replace function landplan.area_in(zone geometry, piece geometry)
returns double precision language sql immutable parallel safe
return case
    when st_covers(zone, piece) then st_area(piece::geography)
    else st_area(landplan.land_polygons(st_intersection(zone, piece))::geography)
end;
comment on function landplan.area_in is '一块土地在片区内的面积（平方米）';

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
comment on function landplan.events_in_force is '计入的收储与供应：未被更正者；known 只计该日前登记的';

-- Places that other places overlap.
create or replace function landplan.overlapping_places(plan text)
returns table (place_id bigint) language sql stable
begin atomic
    select distinct o.place_id from landplan.place_overlap o where o.plan_id = plan;
end;
comment on function landplan.overlapping_places is '与他处重叠的边界';

-- A place and those that overlap it.
create or replace function landplan.near_places(place bigint)
returns table (place_id bigint) language sql stable
begin atomic
    select o.other_id from landplan.place_overlap o where o.place_id = place
    union all
    select place;
end;
comment on function landplan.near_places is '一处边界及与之重叠的各处';

-- Places and those that overlap them, each once.
create or replace function landplan.with_neighbours(places bigint[])
returns bigint[] language sql stable
begin atomic
    select array(
        select unnest(places)
        union
        select o.other_id from landplan.place_overlap o where o.place_id = any (places)
    );
end;
comment on function landplan.with_neighbours is '各处边界及与之重叠的各处';

-- At isolated places: the events that newly did anything, each all of its place. Storages and
-- supplies take turns there, so what a supply takes from the reserve is the storage before it.
create or replace function landplan.land_isolated(
    plan text, known date default null, among bigint[] default null
)
returns table (
    event_id text, place_id bigint, kind text, happened_on date, land_use text, land_use_set text,
    declared_ha double precision, stored_by text, stored_ha double precision, until date
) language sql stable
begin atomic
    with told as (
        select e.*, lag(e.kind) over line as before
        from landplan.events_in_force(plan, known) e
        where (among is null or e.place_id = any (among))
          and not exists (
              select from landplan.place_overlap o
              where o.plan_id = plan and o.place_id = e.place_id
          )
        window line as (partition by e.place_id order by e.happened_on, e.event_id)
    )
    select t.event_id, t.place_id, t.kind, t.happened_on, t.land_use, t.land_use_set,
           t.declared_ha,
           case t.kind when 'supply' then lag(t.event_id) over line end,
           case t.kind when 'supply' then lag(t.declared_ha) over line end,
           lead(t.happened_on) over line
    from told t
    where t.kind is distinct from t.before
    window line as (partition by t.place_id order by t.happened_on, t.event_id);
end;
comment on function landplan.land_isolated is '不重叠处各事件的重演：何日生效、持续至何日';

-- At overlapping places: each event in force, with the part of its extent that it newly did.
create or replace function landplan.land_overlapping(
    plan text, known date default null, among bigint[] default null
)
returns table (
    event_id text, place_id bigint, kind text, happened_on date, land_use text, land_use_set text,
    declared_ha double precision, measured_m2 double precision, extent geometry, counted geometry
) language sql stable
begin atomic
    with overlapping as materialized (
        select e.*, p.outline, p.measured_m2
        from landplan.events_in_force(plan, known) e
        join landplan.place p using (plan_id, place_id)
        where exists (
            select from landplan.place_overlap o
            where o.plan_id = plan and o.place_id = e.place_id
        )
          and (among is null or e.place_id = any (among))
    ),
    -- what came before is looked up event by event: where the statistics are old, a join would be made
    -- row by row
    told as materialized (
        select c.*, (
            select landplan.land_state(
                       q.outline, f.kind = c.kind order by f.happened_on, f.event_id
                   )
            from landplan.near_places(c.place_id) n
            cross join lateral (
                select f.* from landplan.events_in_force(plan, known) f
                where f.place_id = n.place_id
                  and (f.happened_on, f.event_id) < (c.happened_on, c.event_id)
                order by f.happened_on desc, f.event_id desc
                limit 1
            ) f
            join landplan.place q on q.plan_id = plan and q.place_id = f.place_id
        ) as before
        from overlapping c
    )
    select t.event_id, t.place_id, t.kind, t.happened_on, t.land_use, t.land_use_set,
           t.declared_ha, t.measured_m2, t.outline,
           case when t.before is null then t.outline
                else landplan.land_polygons(st_difference(t.outline, t.before)) end
    from told t;
end;
comment on function landplan.land_overlapping is '重叠处各事件新增计入的土地';

-- At overlapping places: what each supply takes from the reserve, storage by storage: the piece
-- that the storage held before it, and what is left of that piece after it. Each place nearby takes from
-- a storage once, with its first supply after it; the storage's own place takes all that is left. `near`: the
-- places of `among` and those that overlap them.
create or replace function landplan.land_taken(
    plan text, known date default null, among bigint[] default null, near bigint[] default null
)
returns table (
    event_id text, place_id bigint, happened_on date, land_use text, land_use_set text,
    stored_by text, stored_at bigint, stored_ha double precision, stored_m2 double precision,
    held_before geometry, held_after geometry
) language sql stable
begin atomic
    with storage as materialized (
        select s.event_id as stored_by, s.place_id as stored_at, s.happened_on as stored_on,
               s.declared_ha as stored_ha, s.measured_m2 as stored_m2, s.counted
        from landplan.land_overlapping(plan, known, near) s
        where s.kind = 'storage' and not st_isempty(s.counted)
    ),
    taker as materialized (
        select s.*, f.event_id, f.place_id, f.happened_on, f.land_use, f.land_use_set,
               q.outline as extent,
               bool_or(f.place_id = s.stored_at) over earlier as all_taken
        from storage s
        cross join lateral landplan.near_places(s.stored_at) n
        join landplan.place q on q.place_id = n.place_id
        cross join lateral (
            select f.* from landplan.events_in_force(plan, known) f
            where f.place_id = n.place_id and f.kind = 'supply'
              and (f.happened_on, f.event_id) > (s.stored_on, s.stored_by)
            order by f.happened_on, f.event_id
            limit 1
        ) f
        where st_intersects(s.counted, q.outline)
        window earlier as (
            partition by s.stored_by order by f.happened_on, f.event_id
            rows between unbounded preceding and 1 preceding
        )
    ),
    turn as (
        select t.*, landplan.land_state(t.extent, true) over (
                   partition by t.stored_by order by t.happened_on, t.event_id
                   rows between unbounded preceding and 1 preceding
               ) as gone
        from taker t
        where t.all_taken is not true
    )
    select t.event_id, t.place_id, t.happened_on, t.land_use, t.land_use_set,
           t.stored_by, t.stored_at, t.stored_ha, t.stored_m2,
           case when t.gone is null then t.counted
                else landplan.land_polygons(st_difference(t.counted, t.gone)) end,
           landplan.land_polygons(st_difference(
               t.counted,
               case when t.gone is null then t.extent else st_union(t.gone, t.extent) end
           ))
    from turn t
    where among is null or t.place_id = any (among);
end;
comment on function landplan.land_taken is '供应所取走的各笔收储的土地';

-- Every event in force with `counted`: the part of its extent that it newly stored or supplied.
create or replace function landplan.land_replay(plan text, known date default null)
returns table (
    event_id text, kind text, happened_on date, land_use text, land_use_set text,
    declared_ha double precision, measured_m2 double precision,
    extent geometry, counted geometry
) language sql stable
begin atomic
    select e.event_id, e.kind, e.happened_on, e.land_use, e.land_use_set,
           e.declared_ha, p.measured_m2, p.outline,
           case when a.event_id is not null then p.outline
                else st_geomfromtext('MULTIPOLYGON EMPTY', 4490) end
    from landplan.events_in_force(plan, known) e
    join landplan.place p using (plan_id, place_id)
    left join landplan.land_isolated(plan, known) a using (event_id)
    where not exists (
        select from landplan.place_overlap o where o.plan_id = plan and o.place_id = e.place_id
    )
    union all
    select c.event_id, c.kind, c.happened_on, c.land_use, c.land_use_set,
           c.declared_ha, c.measured_m2, c.extent, c.counted
    from landplan.land_overlapping(plan, known) c;
end;
comment on function landplan.land_replay is '整本台账的重演：各事件新增计入的土地';

-- At overlapping places: each event by a date that newly did anything, with what of that no later event
-- of the other kind has taken.
create or replace function landplan.land_held_overlapping(
    plan text, as_of date, known date default null, among bigint[] default null
)
returns table (
    event_id text, place_id bigint, kind text, happened_on date, land_use text, land_use_set text,
    declared_ha double precision, measured_m2 double precision,
    counted geometry, held geometry
) language sql stable
begin atomic
    with overlapping as materialized (
        select c.*, (
            select st_union(q.outline)
            from landplan.near_places(c.place_id) n
            join landplan.place q on q.place_id = n.place_id
            where exists (
                select from landplan.events_in_force(plan, known) f
                where f.place_id = n.place_id and f.kind <> c.kind and f.happened_on <= as_of
                  and (f.happened_on, f.event_id) > (c.happened_on, c.event_id)
            )
        ) as gone
        from landplan.land_overlapping(plan, known, among) c
        where c.happened_on <= as_of and not st_isempty(c.counted)
    )
    select c.event_id, c.place_id, c.kind, c.happened_on, c.land_use, c.land_use_set,
           c.declared_ha, c.measured_m2, c.counted,
           case when c.gone is null then c.counted
                else landplan.land_polygons(st_difference(c.counted, c.gone)) end
    from overlapping c;
end;
comment on function landplan.land_held_overlapping is '重叠处截至一日仍在库与已供应的土地';

-- Every event in force by a date that newly did anything, with `held`: what of that still stands.
-- Held storages are the reserve, held supplies the supplied land; the pieces of a kind do not
-- overlap.
create or replace function landplan.land_held(plan text, as_of date, known date default null)
returns table (
    event_id text, place_id bigint, kind text, happened_on date, land_use text, land_use_set text,
    declared_ha double precision, measured_m2 double precision,
    counted geometry, held geometry
) language sql stable
begin atomic
    select a.event_id, a.place_id, a.kind, a.happened_on, a.land_use, a.land_use_set,
           a.declared_ha, p.measured_m2, p.outline,
           case when a.until is null or a.until > as_of then p.outline
                else st_geomfromtext('MULTIPOLYGON EMPTY', 4490) end
    from landplan.land_isolated(plan, known) a
    join landplan.place p on p.plan_id = plan and p.place_id = a.place_id
    where a.happened_on <= as_of
    union all
    select h.* from landplan.land_held_overlapping(plan, as_of, known) h;
end;

comment on function landplan.land_held is '截至一日仍在库（storage）与已供应（supply）的土地，逐笔事件，不重叠';
