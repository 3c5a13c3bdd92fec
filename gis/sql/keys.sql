-- Sums for the series: what happened, and what is in reserve, told by method or by owner.
--
-- in:    land_share, parcel_history, reserve_piece, land_event, parcel of one plan; series 'method' or
--        'owner_kind'; `among`: only at these places; `zones`: only in these (null: at all, in all)
-- out:   functions ten_days_of, owner_shares, shares_by_key, cut_by_key; sum_keys, keys_at, retell_keys,
--        add_overlapping_keys: the rows of zone_ten_days, which refresh.sql keeps true in the transaction
--        of each change
-- units: m² on the ellipsoid, declared areas in hectares; events: how many have more than 1 m² of it
--
-- A row of kind storage or supply is what events of ten days newly did. One of kind reserve is what
-- these days changed of the reserve, under the method, land use and owner of the storages. By land use
-- the sums by method tell as well.

-- The first day of the ten days (旬) that a day is in: the 1st, 11th or 21st; the last may be eight
-- to eleven days.
create or replace function landplan.ten_days_of(day date) returns date
language sql immutable parallel safe
return day - extract(day from day)::integer + 1
       + 10 * least((extract(day from day)::integer - 1) / 10, 2);

-- The land of events on several parcels by owner: the share of each owner kind, by how much of the
-- event's extent is in parcels of it. Land in several parcels of one owner kind counts once.
create or replace function landplan.owner_shares(plan text, among bigint[] default null)
returns table (event_id text, owner_kind text, share double precision) language sql stable
begin atomic
    with land as (
        select e.event_id, e.place_id, c.owner_kind, array_agg(c.place_id) as places,
               count(*) over (partition by e.event_id) as owners
        from landplan.land_event e
        join landplan.parcel c on c.plan_id = plan and c.parcel_id = any (e.parcel_ids)
        where e.plan_id = plan and cardinality(e.parcel_ids) > 1
          and (among is null or e.place_id = any (among))
        group by e.event_id, e.place_id, c.owner_kind
    ),
    owned as (
        select l.event_id, l.owner_kind, case when l.owners = 1 then 1 else landplan.area_in((
                   select st_union(q.outline) from landplan.place q
                   where q.place_id = any (l.places)
               ), p.outline) end as m2
        from land l
        join landplan.place p on p.plan_id = plan and p.place_id = l.place_id
    )
    select o.event_id, o.owner_kind,
           coalesce(o.m2 / nullif(sum(o.m2) over of_event, 0), 1.0 / count(*) over of_event)
    from owned o
    window of_event as (partition by o.event_id);
end;

-- Shares and what they changed of the reserve, event by event, between two days (null: of all days).
-- With `known` both are replayed at the places of `among`, and of the reserve is told what is left on
-- the last of the days. An empty key is what the ledger does not say.
create or replace function landplan.shares_by_key(
    plan text, series text, among bigint[] default null, zones text[] default null,
    since date default null, until date default null, known date default null
)
returns table (
    zone_id text, day date, kind text, land_use text, land_use_set text, key text,
    events integer, measured_m2 double precision, declared_ha double precision
) language sql stable
begin atomic
    with done as (
        select s.zone_id, s.event_id, s.kind, s.happened_on as day, 1 as sign, s.measured_m2,
               s.declared_ha
        from landplan.land_share s
        where known is null and s.plan_id = plan and s.measured_m2 > 0
          and (among is null or s.place_id = any (among))
          and (zones is null or s.zone_id = any (zones))
        union all
        select r.zone_id, r.event_id, 'reserve', d.day, d.sign, r.measured_m2, r.declared_ha
        from landplan.reserve_spans(plan, among, zones) r
        cross join lateral (values (r.from_on, 1), (r.until_on, -1)) d (day, sign)
        where known is null and d.day is not null
        union all
        select s.zone_id, s.event_id, s.kind, s.happened_on, 1, s.measured_m2, s.declared_ha
        from landplan.land_shares_at(plan, among, known) s
        where known is not null and s.measured_m2 > 0
        union all
        select r.zone_id, r.event_id, 'reserve', until, 1, r.measured_m2, r.declared_ha
        from landplan.reserve_replayed(plan, until, known, among) r
        where known is not null
    ),
    told as (
        select d.* from done d
        where (since is null or d.day >= since) and (until is null or d.day <= until)
    ),
    keyed as (
        select e.event_id, e.land_use, e.land_use_set, e.method as key, 1 as share
        from landplan.land_event e
        where series = 'method' and e.plan_id = plan and e.kind <> 'reversal'
          and (among is null or e.place_id = any (among))
        union all
        select e.event_id, e.land_use, e.land_use_set, coalesce(c.owner_kind, ''), 1
        from landplan.land_event e
        left join landplan.parcel c on c.plan_id = plan and c.parcel_id = e.parcel_ids[1]
        where series = 'owner_kind' and e.plan_id = plan and e.kind <> 'reversal'
          and cardinality(e.parcel_ids) <= 1
          and (among is null or e.place_id = any (among))
        union all
        select o.event_id, e.land_use, e.land_use_set, o.owner_kind, o.share
        from landplan.owner_shares(plan, among) o
        join landplan.land_event e on e.plan_id = plan and e.event_id = o.event_id
        where series = 'owner_kind'
    )
    -- a full join is never made row by row, however old the statistics are
    select t.zone_id, t.day, t.kind, k.land_use, k.land_use_set, k.key,
           case when landplan.is_land(t.measured_m2 * k.share) then t.sign else 0 end,
           t.sign * t.measured_m2 * k.share, t.sign * t.declared_ha * k.share
    from told t
    full join keyed k using (event_id)
    where coalesce(t.measured_m2 * k.share, 0) > 0;
end;

-- The same of some days, found by the events of these days and those that overlap them.
create or replace function landplan.cut_by_key(plan text, series text, since date, until date)
returns table (
    zone_id text, day date, kind text, land_use text, land_use_set text, key text,
    events integer, measured_m2 double precision, declared_ha double precision
) language plpgsql stable set plan_cache_mode = force_custom_plan as $$
declare
    places bigint[] := landplan.with_neighbours(array(
        select distinct e.place_id from landplan.land_event e
        where e.plan_id = plan and e.happened_on between since and until and e.place_id is not null
    ));
begin
    if places = '{}' then return; end if;
    return query
        select * from landplan.shares_by_key(plan, series, places, null, since, until);
end
$$;

-- The sums of what is at some places, both series.
create or replace function landplan.keys_at(plan text, places bigint[])
returns landplan.zone_ten_days[] language plpgsql stable
set plan_cache_mode = force_custom_plan as $$
begin
    return array(
        select row(
            plan, k.zone_id, landplan.ten_days_of(k.day), k.series, k.kind, k.land_use,
            k.land_use_set, k.key, sum(k.events), sum(k.measured_m2), sum(k.declared_ha)
        )::landplan.zone_ten_days
        from (
            select 'method' as series, m.* from landplan.shares_by_key(plan, 'method', places) m
            union all
            select 'owner_kind', o.* from landplan.shares_by_key(plan, 'owner_kind', places) o
        ) k
        group by k.series, k.zone_id, landplan.ten_days_of(k.day), k.kind, k.land_use,
                 k.land_use_set, k.key
    );
end
$$;

-- Put what is at some places now into the sums, and take out what was there before.
create or replace function landplan.retell_keys(
    before landplan.zone_ten_days[], after landplan.zone_ten_days[]
)
returns void language sql as $$
    with told as (
        select -1 as sign, b.* from unnest(before) b union all select 1, a.* from unnest(after) a
    )
    insert into landplan.zone_ten_days as z
    select t.plan_id, t.zone_id, t.ten_days, t.series, t.kind, t.land_use, t.land_use_set, t.key,
           sum(t.sign * t.events), sum(t.sign * t.measured_m2), sum(t.sign * t.declared_ha)
    from told t
    group by t.plan_id, t.zone_id, t.ten_days, t.series, t.kind, t.land_use, t.land_use_set, t.key
    having sum(t.sign * t.events) <> 0 or sum(t.sign * t.measured_m2) <> 0
        or sum(t.sign * t.declared_ha) <> 0
    on conflict (plan_id, series, ten_days, zone_id, kind, land_use, land_use_set, key)
    do update set
        events = z.events + excluded.events,
        measured_m2 = z.measured_m2 + excluded.measured_m2,
        declared_ha = z.declared_ha + excluded.declared_ha;
$$;

-- The sums of a plan made anew: all of them, those of some zones, or one series of them.
create or replace function landplan.sum_keys(
    plan text, zones text[] default null, only_series text default null
)
returns void language plpgsql set plan_cache_mode = force_custom_plan as $$
declare
    one text;
begin
    foreach one in array array['method', 'owner_kind'] loop
        continue when one <> only_series;
        delete from landplan.zone_ten_days d
        where d.plan_id = plan and d.series = one and (zones is null or d.zone_id = any (zones));
        insert into landplan.zone_ten_days
        select plan, k.zone_id, landplan.ten_days_of(k.day), one, k.kind, k.land_use,
               k.land_use_set, k.key, sum(k.events), sum(k.measured_m2), sum(k.declared_ha)
        from landplan.shares_by_key(plan, one, null, zones) k
        group by k.zone_id, landplan.ten_days_of(k.day), k.kind, k.land_use, k.land_use_set, k.key;
    end loop;
end
$$;

-- A large load of a plan's first ledger brings the sums of isolated places in this table
-- (projects/bulk/key_sums.py).
create or replace function landplan.stage_keys() returns void language sql as $$
    create temp table if not exists incoming_ten_days (like landplan.zone_ten_days) on commit drop;
$$;

-- Complete what such a load has brought: the sums of overlapping places.
create or replace function landplan.add_overlapping_keys(plan text)
returns void language plpgsql set plan_cache_mode = force_custom_plan as $$
begin
    insert into landplan.zone_ten_days
    select t.plan_id, t.zone_id, t.ten_days, t.series, t.kind, t.land_use, t.land_use_set, t.key,
           sum(t.events), sum(t.measured_m2), sum(t.declared_ha)
    from (
        select * from incoming_ten_days
        union all
        select * from unnest(landplan.keys_at(
            plan, array(select o.place_id from landplan.overlapping_places(plan) o)
        ))
    ) t
    group by t.plan_id, t.zone_id, t.ten_days, t.series, t.kind, t.land_use, t.land_use_set, t.key;
    truncate incoming_ten_days;
end
$$;
