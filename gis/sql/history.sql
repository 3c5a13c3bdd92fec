-- The history of the land: spans of days in which nothing changed.
--
-- in:    landplan.land_event, place, place_overlap and parcel of one plan; `among`: only at these
--        places (null: at all)
-- out:   functions parcel_state, isolated_history, overlapping_history, overlapping_effects,
--        isolated_pieces, refresh_history: they fill
--          parcel_history  each parcel's spans, from the first day that anything was stored or
--                          supplied there; before that, and without a row, it is not_stored
--          reserve_piece   what a storage holds in reserve where no `held_by` of parcel_history
--                          tells: on land that others overlap or that is not one parcel
--          event_counted   what an event newly did where it is not all of its place: less on land
--                          that others overlap, nothing where it was done already, null where a
--                          correction names the event
--        function parcel_status: any day, from there
-- units: m² on the ellipsoid; from_on inclusive, until_on exclusive, null while it lasts
--
-- A day ends with its last event: what is undone on the day it was done leaves no span.

-- Pieces up to 1 m² are the noise of digitising, not land.
create or replace function landplan.parcel_state(
    in_reserve_m2 double precision, supplied_m2 double precision
)
returns text language sql immutable parallel safe
return case
    when landplan.is_land(in_reserve_m2) and landplan.is_land(supplied_m2) then 'partly_supplied'
    when landplan.is_land(in_reserve_m2) then 'in_reserve'
    when landplan.is_land(supplied_m2) then 'supplied'
    else 'not_stored'
end;
comment on function landplan.parcel_state is '由在库与已供应面积（平方米）得出地块状态';

create or replace function landplan.parcel_states() returns text[]
language sql immutable parallel safe
return array['in_reserve', 'not_stored', 'partly_supplied', 'supplied'];
comment on function landplan.parcel_states is '地块各状态的代码，按字母序';

-- At isolated places: a span lasts from one event that did anything to the next. `held_by` is the
-- storage that holds all of it, `reserve_ha` what it declared; both are left out where several
-- parcels are drawn alike, as each would tell it.
create or replace function landplan.isolated_history(plan text, among bigint[] default null)
returns setof landplan.parcel_history language sql stable
begin atomic
    with span as (
        select c.parcel_id, a.place_id, a.happened_on, a.until, a.event_id, a.declared_ha,
               case a.kind when 'storage' then p.measured_m2 else 0 end as in_reserve_m2,
               case a.kind when 'supply' then p.measured_m2 else 0 end as supplied_m2,
               a.kind = 'storage' and landplan.is_land(p.measured_m2)
                   and count(*) over (partition by a.place_id, a.event_id) = 1 as told
        from landplan.land_isolated(plan, null, among) a
        join landplan.place p on p.plan_id = plan and p.place_id = a.place_id
        join landplan.parcel c on c.plan_id = plan and c.place_id = a.place_id
        where a.until is null or a.until > a.happened_on
    )
    select plan, s.place_id, s.happened_on, s.until, case when s.told then s.declared_ha end,
           s.parcel_id, landplan.parcel_state(s.in_reserve_m2, s.supplied_m2), s.in_reserve_m2,
           s.supplied_m2, case when s.told then s.event_id end, null
    from span s;
end;
comment on function landplan.isolated_history is '与他处不重叠的地块的沿革，各段日期一行';

-- At overlapping places: by overlay, event by event of those at the place and nearby. One at the parcel's
-- own place begins a new run: what was before it stands nowhere any more.
create or replace function landplan.overlapping_history(plan text, among bigint[] default null)
returns setof landplan.parcel_history language sql stable
begin atomic
    with near as materialized (
        select p.place_id, p.measured_m2, n.place_id as other_id,
               case when n.place_id = p.place_id then p.outline
                    else landplan.land_polygons(st_intersection(p.outline, q.outline)) end as part
        from landplan.place p
        cross join lateral landplan.near_places(p.place_id) n
        join landplan.place q on q.place_id = n.place_id
        where p.plan_id = plan
          and (among is null or p.place_id = any (among))
          and exists (
              select from landplan.place_overlap o
              where o.plan_id = plan and o.place_id = p.place_id
          )
          and exists (
              select from landplan.parcel c where c.plan_id = plan and c.place_id = p.place_id
          )
    ),
    step as (
        select n.*, e.kind, e.happened_on as day, e.event_id,
               count(*) filter (where n.other_id = n.place_id) over (
                   partition by n.place_id order by e.happened_on, e.event_id
               ) as run
        from near n
        join landplan.events_in_force(plan) e on e.place_id = n.other_id
    ),
    folded as (
        select s.place_id, s.day, s.measured_m2,
               s.run > 0 and row_number() over line = 1 as whole,
               landplan.land_state(s.part, s.kind = 'storage') over line as reserve,
               landplan.land_state(s.part, s.kind = 'supply') over line as supplied,
               lead(s.day) over (
                   partition by s.place_id order by s.day, s.event_id
               ) is distinct from s.day as last_of_day
        from step s
        window line as (partition by s.place_id, s.run order by s.day, s.event_id)
    ),
    measured as (
        select f.place_id, f.day, f.whole, landplan.land_polygons(f.reserve) as reserve,
               case when f.reserve is null then 0 when f.whole then f.measured_m2
                    else st_area(landplan.land_polygons(f.reserve)::geography) end as in_reserve_m2,
               case when f.supplied is null then 0 when f.whole then f.measured_m2
                    else st_area(landplan.land_polygons(f.supplied)::geography) end as supplied_m2
        from folded f
        where f.last_of_day
    ),
    compared as (
        select m.*, coalesce(lag(m.in_reserve_m2) over line, 0) as in_reserve_before,
               coalesce(lag(m.supplied_m2) over line, 0) as supplied_before
        from measured m
        window line as (partition by m.place_id order by m.day)
    ),
    span as (
        select c.*, lead(c.day) over (partition by c.place_id order by c.day) as until_on
        from compared c
        where abs(c.in_reserve_m2 - c.in_reserve_before) > 0.01
           or abs(c.supplied_m2 - c.supplied_before) > 0.01
    )
    select plan, s.place_id, s.day, s.until_on, null::double precision, c.parcel_id,
           landplan.parcel_state(s.in_reserve_m2, s.supplied_m2), s.in_reserve_m2, s.supplied_m2,
           null, case when not s.whole and landplan.is_land(s.in_reserve_m2) then s.reserve end
    from span s
    join landplan.parcel c on c.plan_id = plan and c.place_id = s.place_id;
end;
comment on function landplan.overlapping_history is '与他处重叠的地块的沿革，由叠加重演得出';

-- What each event in force at overlapping places newly did, and what a storage still holds of that,
-- span by span; what holds nothing has a row without an outline. `rate`: declared hectares a m². Each
-- place nearby takes from a storage once, with its first supply after it.
create or replace function landplan.overlapping_effects(plan text, among bigint[] default null)
returns table (
    event_id text, place_id bigint, from_on date, until_on date, rate double precision,
    counted_m2 double precision, outline geometry
) language sql stable
begin atomic
    with told as materialized (
        select c.event_id, c.place_id, c.kind, c.happened_on, c.counted,
               c.declared_ha / c.measured_m2 as rate, st_area(c.counted::geography) as counted_m2
        from landplan.land_overlapping(plan, null, among) c
    ),
    taken as materialized (
        select t.event_id, f.happened_on as day, f.event_id as by,
               q.place_id = t.place_id as all_of_it, q.outline
        from told t
        cross join lateral landplan.near_places(t.place_id) n
        join landplan.place q on q.place_id = n.place_id
        cross join lateral (
            select f.happened_on, f.event_id from landplan.events_in_force(plan) f
            where f.place_id = n.place_id and f.kind = 'supply'
              and (f.happened_on, f.event_id) > (t.happened_on, t.event_id)
            order by f.happened_on, f.event_id
            limit 1
        ) f
        where t.kind = 'storage' and t.counted_m2 > 0
    ),
    -- what is left is cut smaller supply by supply; of a day the last cut tells
    step as (
        select t.event_id, t.happened_on as day, '' as by, t.kind = 'supply' as all_of_it,
               t.counted as outline
        from told t
        union all
        select k.event_id, k.day, k.by, k.all_of_it, k.outline from taken k
    ),
    cut as (
        select s.event_id, s.day, s.by, bool_or(s.all_of_it) over line as all_of_it,
               landplan.land_state(s.outline, s.by = '') over line as left_over,
               lead(s.day) over line is distinct from s.day as last_of_day
        from step s
        window line as (partition by s.event_id order by s.day, s.by)
    ),
    span as materialized (
        select c.*, lead(c.day) over (partition by c.event_id order by c.day) as until_on
        from cut c
        where c.last_of_day
    )
    select t.event_id, t.place_id, s.day, s.until_on, t.rate, t.counted_m2,
           case when s.all_of_it then null
                when s.by = '' then t.counted
                else landplan.land_polygons(s.left_over) end
    from told t
    join span s using (event_id);
end;
comment on function landplan.overlapping_effects is '重叠处各笔事件当日实际增减的土地';

-- What storages at isolated places hold in reserve: all of the place.
create or replace function landplan.isolated_pieces(plan text, among bigint[] default null)
returns setof landplan.reserve_piece language sql stable
begin atomic
    select plan, a.event_id, a.place_id, a.happened_on, a.until, a.declared_ha, p.measured_m2,
           p.outline
    from landplan.land_isolated(plan, null, among) a
    join landplan.place p on p.plan_id = plan and p.place_id = a.place_id
    where a.kind = 'storage' and (a.until is null or a.until > a.happened_on);
end;
comment on function landplan.isolated_pieces is '不重叠处由收储持有、而沿革未载明的在库部分';

-- Those of some places (null: of all) whose storages parcel_history does not tell: no land, no parcel's
-- or several parcels', or overlapping. Planned for the places given: else a few are found among all.
create or replace function landplan.places_with_pieces(plan text, among bigint[] default null)
returns bigint[] language plpgsql stable set plan_cache_mode = force_custom_plan as $$
begin
    return array(
        select l.place_id
        from landplan.place l
        left join landplan.parcel c on c.plan_id = plan and c.place_id = l.place_id
        where l.plan_id = plan and (among is null or l.place_id = any (among))
        group by l.place_id
        having count(c.parcel_id) <> 1 or not landplan.is_land(min(l.measured_m2))
        union
        select o.place_id from landplan.place_overlap o
        where o.plan_id = plan and (among is null or o.place_id = any (among))
    );
end
$$;
comment on function landplan.places_with_pieces is '在库部分需逐块记载的边界';

-- Events at isolated places that newly did nothing: the one before did the same.
create or replace function landplan.idle_events(plan text, among bigint[] default null)
returns setof landplan.event_counted language sql stable
begin atomic
    with told as (
        select e.event_id, e.place_id, e.kind, lag(e.kind) over (
                   partition by e.place_id order by e.happened_on, e.event_id
               ) as before
        from landplan.events_in_force(plan) e
        where (among is null or e.place_id = any (among))
          and not exists (
              select from landplan.place_overlap o
              where o.plan_id = plan and o.place_id = e.place_id
          )
    )
    select plan, t.event_id, t.place_id, 0 from told t where t.kind = t.before;
end;
comment on function landplan.idle_events is '未新增计入任何面积的事件';

create or replace function landplan.corrected_events(plan text, among bigint[] default null)
returns setof landplan.event_counted language sql stable
begin atomic
    select plan, e.event_id, e.place_id, null::double precision
    from landplan.land_event c
    join landplan.land_event e on e.plan_id = plan and e.event_id = c.corrects
    where c.plan_id = plan and c.corrects is not null and e.kind <> 'reversal'
      and (among is null or e.place_id = any (among));
end;
comment on function landplan.corrected_events is '已被更正的事件';

-- Store the pieces in reserve at some places, which have none stored, and what was counted at those
-- that others overlap.
create or replace function landplan.add_pieces(plan text, among bigint[])
returns void language plpgsql set plan_cache_mode = force_custom_plan as $$
begin
    if among = '{}' then return; end if;
    insert into landplan.reserve_piece select * from landplan.isolated_pieces(plan, among);
    with effect as materialized (select * from landplan.overlapping_effects(plan, among)),
    counted as (
        insert into landplan.event_counted
        select distinct plan, e.event_id, e.place_id, e.counted_m2 from effect e
    )
    insert into landplan.reserve_piece
    select plan, e.event_id, e.place_id, e.from_on, e.until_on, e.m2 * e.rate, e.m2, e.outline
    from (select f.*, st_area(f.outline::geography) as m2 from effect f) e
    where e.m2 > 0;
end
$$;
comment on function landplan.add_pieces is '写入重叠处在库部分与新增计入面积';

-- Complete what a large load of a plan's first ledger has brought: the history of parcels, the idle
-- events, and all that is told of overlapping places (projects/bulk/). `others`: the places that are no
-- parcel's.
create or replace function landplan.add_isolated_pieces(plan text, others bigint[])
returns void language plpgsql set plan_cache_mode = force_custom_plan as $$
begin
    insert into landplan.event_counted select * from landplan.corrected_events(plan);
    insert into landplan.reserve_piece select * from landplan.isolated_pieces(plan, others);
end
$$;
comment on function landplan.add_isolated_pieces is '写入不重叠处在库部分与新增计入面积';

-- Store the history of the land at some places anew. It follows from what happened there and at the
-- places that overlap them. null: the whole plan.
create or replace function landplan.refresh_history(plan text, among bigint[] default null)
returns void language plpgsql set plan_cache_mode = force_custom_plan as $$
declare
    overlapping bigint[];
begin
    if among = '{}' then return; end if;
    perform landplan.tiles_go_stale(plan, among);
    delete from landplan.parcel_history h
    where h.plan_id = plan and (among is null or h.place_id = any (among));
    delete from landplan.reserve_piece r
    where r.plan_id = plan and (among is null or r.place_id = any (among));
    delete from landplan.event_counted e
    where e.plan_id = plan and (among is null or e.place_id = any (among));
    insert into landplan.parcel_history select * from landplan.isolated_history(plan, among);
    insert into landplan.event_counted
    select * from landplan.idle_events(plan, among)
    union all
    select * from landplan.corrected_events(plan, among);
    overlapping := array(
        select distinct o.place_id from landplan.place_overlap o
        where o.plan_id = plan and (among is null or o.place_id = any (among))
    );
    if overlapping <> '{}' then
        insert into landplan.parcel_history
        select * from landplan.overlapping_history(plan, overlapping);
    end if;
    perform landplan.add_pieces(plan, landplan.places_with_pieces(plan, among));
end
$$;
comment on function landplan.refresh_history is '重算并写入沿革、在库部分与新增计入面积；among 为空则整个规划';

-- Each parcel as of a date by replay of what was known then: its state, with the outline of what
-- is in reserve.
create or replace function landplan.parcel_status_replayed(plan text, as_of date, known date)
returns table (
    parcel_id text, state text, in_reserve_m2 double precision, supplied_m2 double precision,
    reserve_outline geometry
) language sql stable
begin atomic
    with isolated as (
        select a.place_id, a.kind from landplan.land_isolated(plan, known) a
        where a.happened_on <= as_of and (a.until is null or a.until > as_of)
    ),
    held as materialized (
        select h.place_id, h.kind, h.held
        from landplan.land_held_overlapping(plan, as_of, known) h
        where not st_isempty(h.held)
    ),
    near as (
        select o.place_id, o.other_id from landplan.place_overlap o where o.plan_id = plan
        union all
        select c.place_id, c.place_id from landplan.overlapping_places(plan) c
    ),
    piece as (
        select n.place_id, h.kind,
               landplan.land_polygons(st_intersection(p.outline, h.held)) as outline
        from near n
        join held h on h.place_id = n.other_id
        join landplan.place p on p.plan_id = plan and p.place_id = n.place_id
        where n.place_id in (select c.place_id from landplan.parcel c where c.plan_id = plan)
    ),
    measured as (
        select a.place_id,
               case a.kind when 'storage' then p.measured_m2 else 0 end as in_reserve_m2,
               case a.kind when 'supply' then p.measured_m2 else 0 end as supplied_m2,
               case a.kind when 'storage' then p.outline end as reserve_outline
        from isolated a
        join landplan.place p on p.plan_id = plan and p.place_id = a.place_id
        union all
        select i.place_id,
               coalesce(sum(st_area(i.outline::geography)) filter (where i.kind = 'storage'), 0),
               coalesce(sum(st_area(i.outline::geography)) filter (where i.kind = 'supply'), 0),
               st_union(i.outline) filter (where i.kind = 'storage')
        from piece i
        group by i.place_id
    )
    select c.parcel_id,
           landplan.parcel_state(coalesce(m.in_reserve_m2, 0), coalesce(m.supplied_m2, 0)),
           coalesce(m.in_reserve_m2, 0), coalesce(m.supplied_m2, 0),
           case when landplan.is_land(m.in_reserve_m2)
                then landplan.land_polygons(m.reserve_outline) end
    from landplan.parcel c
    left join measured m using (place_id)
    where c.plan_id = plan;
end;
comment on function landplan.parcel_status_replayed is '截至一日、按某日所知重演台账得出的地块状态（平方米）';

-- Each parcel as of a date: not_stored, in_reserve, partly_supplied or supplied, with the outline
-- of what is in reserve. With `known` the ledger is replayed.
create or replace function landplan.parcel_status(plan text, as_of date, known date default null)
returns table (
    parcel_id text, state text, in_reserve_m2 double precision, supplied_m2 double precision,
    reserve_outline geometry
) language sql stable
begin atomic
    select c.parcel_id, coalesce(h.state, 'not_stored'), coalesce(h.in_reserve_m2, 0),
           coalesce(h.supplied_m2, 0),
           case when landplan.is_land(h.in_reserve_m2)
                then coalesce(h.reserve_outline, p.outline) end
    from landplan.parcel c
    left join landplan.place p on p.place_id = c.place_id
    left join landplan.parcel_history h
      on h.plan_id = plan and h.place_id = c.place_id and h.parcel_id = c.parcel_id
     and h.from_on <= as_of and (h.until_on is null or h.until_on > as_of)
    where c.plan_id = plan and known is null
    union all
    select r.* from landplan.parcel_status_replayed(plan, as_of, known) r
    where known is not null;
end;

comment on function landplan.parcel_status is '截至一日各地块的状态、在库与已供应面积（平方米）';
