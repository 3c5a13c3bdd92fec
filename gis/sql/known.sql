-- The shares as they were known on a day, and what the storages still hold in reserve.
--
-- in:    what shares.sql stores of one plan; as_of; known (null: all): what was recorded later is left out
-- out:   functions land_shares_known, known_differences, land_in_reserve
-- units: m² on the ellipsoid, declared areas in hectares
--
-- Only the places where something was recorded later are replayed anew; all else is read as stored.

-- Places where something was recorded after `known` that the figures of `as_of` would show, and
-- those that it reaches (as in refresh_shares).
create or replace function landplan.places_unknown(plan text, as_of date, known date)
returns bigint[] language sql stable
begin atomic
    select landplan.with_neighbours(landplan.with_neighbours(array(
        select e.place_id
        from landplan.land_event e
        where e.plan_id = plan and e.recorded_on > known and e.happened_on <= as_of
          and e.place_id is not null
        union all
        select c.place_id
        from landplan.land_event e
        join landplan.land_event c on c.plan_id = plan and c.event_id = e.corrects
        where e.plan_id = plan and e.recorded_on > known and c.happened_on <= as_of
          and c.place_id is not null
    )));
end;

-- Shares as stored; with `known`, replayed anew at the places where something was recorded later.
create or replace function landplan.land_shares_known(
    plan text, as_of date, known date default null
)
returns setof landplan.land_share language sql stable
begin atomic
    with unknown as materialized (
        select case when known is not null
                    then landplan.places_unknown(plan, as_of, known) end as places
    )
    select s.*
    from landplan.land_share s
    where s.plan_id = plan and s.happened_on <= as_of
      and (known is null or s.place_id not in (select unnest(u.places) from unknown u))
    union all
    select r.*
    from landplan.land_shares_at(plan, (select u.places from unknown u), known) r
    where known is not null and r.happened_on <= as_of;
end;

-- What `known` changes of the stored sums: less the shares of the places where something was recorded
-- later, plus those shares as they were known. No rows where nothing was recorded later.
create or replace function landplan.known_differences(plan text, as_of date, known date)
returns setof landplan.zone_day language plpgsql stable
set plan_cache_mode = force_custom_plan as $$
declare
    places bigint[];
begin
    if known is null then return; end if;
    places := landplan.places_unknown(plan, as_of, known);
    if places = '{}' then return; end if;
    return query
        select plan, s.zone_id, s.happened_on, s.kind, s.land_use, s.land_use_set,
               -(case when landplan.is_land(s.measured_m2) then 1 else 0 end)::bigint,
               -s.measured_m2,
               -s.declared_ha, -s.reserve_events::bigint, -s.reserve_m2, -s.reserve_ha
        from landplan.land_share s
        where s.place_id = any (places) and s.happened_on <= as_of
        union all
        select plan, r.zone_id, r.happened_on, r.kind, r.land_use, r.land_use_set,
               (case when landplan.is_land(r.measured_m2) then 1 else 0 end)::bigint, r.measured_m2,
               r.declared_ha, r.reserve_events::bigint, r.reserve_m2, r.reserve_ha
        from landplan.land_shares_at(plan, places, known) r
        where r.happened_on <= as_of;
end
$$;

-- What each storage by a date still holds in reserve, in each zone. At isolated places a storage
-- stands until a supply there takes all of it; at overlapping places pieces of it are left.
create or replace function landplan.land_in_reserve(
    plan text, as_of date, known date default null
)
returns table (
    zone_id text, event_id text, measured_m2 double precision, declared_ha double precision
) language sql stable
begin atomic
    with held as materialized (
        select h.event_id, h.place_id, h.declared_ha / h.measured_m2 as rate, h.measured_m2, h.held,
               st_area(h.held::geography) as held_m2
        from landplan.land_held_overlapping(plan, as_of, known) h
        where h.kind = 'storage' and not st_isempty(h.held)
    ),
    piece as materialized (
        select i.zone_id, h.event_id, h.rate,
               case when i.inside_m2 = h.measured_m2 then h.held_m2
                    else landplan.area_in(z.outline, h.held) end as m2
        from landplan.zone z
        join landplan.place_zone i on i.zone_id = z.zone_id and i.plan_id = plan
        join held h on h.place_id = i.place_id
        where z.plan_id = plan
    )
    select s.zone_id, s.event_id, s.measured_m2, s.declared_ha
    from landplan.land_shares_known(plan, as_of, known) s
    where s.kind = 'storage' and s.measured_m2 > 0
      and not exists (
          select from landplan.place_overlap o
          where o.plan_id = plan and o.place_id = s.place_id
      )
      and not exists (
          select from landplan.land_shares_known(plan, as_of, known) t
          where t.place_id = s.place_id and t.zone_id = s.zone_id and t.kind = 'supply'
            and (t.happened_on, t.event_id) > (s.happened_on, s.event_id)
      )
    union all
    select p.zone_id, p.event_id, p.m2, p.m2 * p.rate from piece p where p.m2 > 0;
end;
