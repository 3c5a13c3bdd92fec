-- The shares as they were known on a day.
--
-- in:    what shares.sql stores of one plan; as_of; known (null: all): what was recorded later is left out
-- out:   functions places_unknown, land_shares_known, known_differences
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
comment on function landplan.places_unknown is '某日之后另有登记、须重演的边界';

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
comment on function landplan.land_shares_known is '各事件在各片区的份额；给出 known 则按该日所知';

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
comment on function landplan.known_differences is '按某日所知，对所存汇总的增减';
