-- What storages hold in reserve, zone by zone, from the history that is kept.
--
-- in:    parcel_history, reserve_piece and place_zone of one plan; as_of and known as in known.sql;
--        `among`: only at these places; `zones`: only in these (null: at all, in all)
-- out:   functions reserve_spans: span by span; reserve_replayed: as of a day, as it was known on
--        another; land_in_reserve
-- units: m² on the ellipsoid, declared areas in hectares; from_on inclusive, until_on exclusive

create or replace function landplan.reserve_spans(
    plan text, among bigint[] default null, zones text[] default null
)
returns table (
    place_id bigint, zone_id text, event_id text, from_on date, until_on date,
    measured_m2 double precision, declared_ha double precision
) language sql stable
begin atomic
    select h.place_id, i.zone_id, h.held_by, h.from_on, h.until_on, i.inside_m2,
           h.reserve_ha * i.inside_m2 / h.in_reserve_m2
    from landplan.parcel_history h
    join landplan.place_zone i on i.plan_id = plan and i.place_id = h.place_id
    where h.plan_id = plan and h.held_by is not null
      and (among is null or h.place_id = any (among))
      and (zones is null or i.zone_id = any (zones))
    union all
    select r.place_id, i.zone_id, r.event_id, r.from_on, r.until_on, m.m2,
           m.m2 * (r.reserve_ha / r.measured_m2)
    from landplan.reserve_piece r
    join landplan.place_zone i on i.plan_id = plan and i.place_id = r.place_id
    join landplan.zone z on z.plan_id = plan and z.zone_id = i.zone_id
    cross join lateral (
        -- a place is looked up row by row: a join would be made with all of them; the offset lets
        -- the area be measured once a row, not once for each time that it is named
        select case when i.inside_m2 = (
                        select p.measured_m2 from landplan.place p where p.place_id = r.place_id
                    ) then r.measured_m2
                    else landplan.area_in(z.outline, r.outline) end as m2
        offset 0
    ) m
    where r.plan_id = plan
      and (among is null or r.place_id = any (among))
      and (zones is null or i.zone_id = any (zones))
      and m.m2 > 0;
end;
comment on function landplan.reserve_spans is '各笔收储在各片区持有在库土地的各段日期';

-- At isolated places a storage stands until a supply there takes all of it; at overlapping places
-- pieces of it are left.
create or replace function landplan.reserve_replayed(
    plan text, as_of date, known date, among bigint[]
)
returns table (
    zone_id text, event_id text, measured_m2 double precision, declared_ha double precision
) language sql stable
begin atomic
    with held as materialized (
        select h.event_id, h.place_id, h.declared_ha / h.measured_m2 as rate, h.measured_m2, h.held,
               st_area(h.held::geography) as held_m2
        from landplan.land_held_overlapping(plan, as_of, known, among) h
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
    select i.zone_id, a.event_id, i.inside_m2, a.declared_ha * i.inside_m2 / p.measured_m2
    from landplan.land_isolated(plan, known, among) a
    join landplan.place p on p.place_id = a.place_id
    join landplan.place_zone i on i.plan_id = plan and i.place_id = a.place_id
    where a.kind = 'storage' and a.happened_on <= as_of and (a.until is null or a.until > as_of)
    union all
    select p.zone_id, p.event_id, p.m2, p.m2 * p.rate from piece p where p.m2 > 0;
end;
comment on function landplan.reserve_replayed is '截至一日、按某日所知重演得出的各笔收储在库土地';

-- What each storage by a date still holds in each zone: as stored; with `known`, replayed anew at the
-- places where something was recorded later.
create or replace function landplan.land_in_reserve(
    plan text, as_of date, known date default null
)
returns table (
    zone_id text, event_id text, measured_m2 double precision, declared_ha double precision
) language sql stable
begin atomic
    with unknown as materialized (
        select case when known is not null
                    then landplan.places_unknown(plan, as_of, known) end as places
    )
    select s.zone_id, s.event_id, s.measured_m2, s.declared_ha
    from landplan.reserve_spans(plan) s
    where s.from_on <= as_of and (s.until_on is null or s.until_on > as_of)
      and (known is null or s.place_id not in (select unnest(u.places) from unknown u))
    union all
    select r.*
    from landplan.reserve_replayed(plan, as_of, known, (select u.places from unknown u)) r
    where known is not null;
end;
comment on function landplan.land_in_reserve is '截至一日各笔收储在各片区尚在库的面积：量算（平方米）与申报（公顷）';
