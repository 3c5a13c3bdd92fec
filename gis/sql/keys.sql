-- Sums for the series: what happened, and what is in reserve, told by method or by owner.
--
-- in:    land_share, parcel_history, reserve_piece, land_event, parcel of one plan; series 'method' or
--        'owner_kind'; `among`: only at these places; `zones`: only in these (null: at all, in all)
-- out:   functions ten_days_of, owner_shares, reserve_turns, told_at, event_keys, shares_by_key, cut_by_key;
--        summed_keys, sum_keys, reserve_before, retell_keys, add_overlapping_keys: the rows of zone_ten_days, which
--        refresh.sql keeps true in the transaction of each change
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
comment on function landplan.ten_days_of is '一日所在旬的首日';

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
comment on function landplan.owner_shares is '跨权属事件的土地按国有、集体分摊的比例';

-- What storages hold from a day on (sign 1), or no more (-1).
create or replace function landplan.reserve_turns(
    plan text, among bigint[] default null, zones text[] default null
)
returns table (
    zone_id text, event_id text, day date, sign integer, measured_m2 double precision,
    declared_ha double precision
) language sql stable
begin atomic
    select r.zone_id, r.event_id, d.day, d.sign, r.measured_m2, r.declared_ha
    from landplan.reserve_spans(plan, among, zones) r
    cross join lateral (values (r.from_on, 1), (r.until_on, -1)) d (day, sign)
    where d.day is not null;
end;
comment on function landplan.reserve_turns is '收储自某日起持有（sign 为 1）或不再持有（-1）的土地';

-- What events newly did, and what that changed of the reserve.
create or replace function landplan.told_at(
    plan text, among bigint[] default null, zones text[] default null
)
returns table (
    zone_id text, event_id text, kind text, day date, sign integer,
    measured_m2 double precision, declared_ha double precision
) language sql stable
begin atomic
    select s.zone_id, s.event_id, s.kind, s.happened_on, 1, s.measured_m2, s.declared_ha
    from landplan.land_share s
    where s.plan_id = plan and s.measured_m2 > 0
      and (among is null or s.place_id = any (among))
      and (zones is null or s.zone_id = any (zones))
    union all
    select r.zone_id, r.event_id, 'reserve', r.day, r.sign, r.measured_m2, r.declared_ha
    from landplan.reserve_turns(plan, among, zones) r;
end;
comment on function landplan.told_at is '各处事件新增的土地及其对在库的增减';

-- The keys of events in both series; an empty one is what the ledger does not say.
create or replace function landplan.event_keys(plan text, among bigint[] default null)
returns table (
    event_id text, series text, land_use text, land_use_set text, key text, share double precision
) language sql stable
begin atomic
    select e.event_id, k.series, e.land_use, e.land_use_set, k.key, 1
    from landplan.land_event e
    left join landplan.parcel c
      on c.plan_id = plan and c.parcel_id = e.parcel_ids[1] and cardinality(e.parcel_ids) = 1
    cross join lateral (values
        ('method', e.method), ('owner_kind', coalesce(c.owner_kind, ''))
    ) k (series, key)
    where e.plan_id = plan and e.kind <> 'reversal'
      and (among is null or e.place_id = any (among))
      and (k.series = 'method' or cardinality(e.parcel_ids) <= 1)
    union all
    select o.event_id, 'owner_kind', e.land_use, e.land_use_set, o.owner_kind, o.share
    from landplan.owner_shares(plan, among) o
    join landplan.land_event e on e.plan_id = plan and e.event_id = o.event_id;
end;
comment on function landplan.event_keys is '事件在各序列中的键：方式与权属；空为台账未载';

-- Shares and what they changed of the reserve, event by event, between two days (null: of all days).
-- With `known` both are replayed at the places of `among`, and of the reserve is told what is left on
-- the last of the days.
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
        select t.* from landplan.told_at(plan, among, zones) t where known is null
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
        select k.* from landplan.event_keys(plan, among) k where k.series = shares_by_key.series
    )
    -- a full join is never made row by row, however old the statistics are
    select t.zone_id, t.day, t.kind, k.land_use, k.land_use_set, k.key,
           case when landplan.is_land(t.measured_m2 * k.share) then t.sign else 0 end,
           t.sign * t.measured_m2 * k.share, t.sign * t.declared_ha * k.share
    from told t
    full join keyed k using (event_id)
    where coalesce(t.measured_m2 * k.share, 0) > 0;
end;
comment on function landplan.shares_by_key is '两日之间逐笔事件的份额及在库增减，按方式或权属';

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
comment on function landplan.cut_by_key is '若干日内事件的份额及在库增减，按方式或权属';

-- Both series of the sums of what is at some places, in some zones (null: at all, in all).
create or replace function landplan.summed_keys(
    plan text, among bigint[] default null, zones text[] default null
)
returns setof landplan.zone_ten_days language sql stable
begin atomic
    select plan, t.zone_id, landplan.ten_days_of(t.day), k.series, t.kind, k.land_use,
           k.land_use_set, k.key,
           sum(case when landplan.is_land(t.measured_m2 * k.share) then t.sign else 0 end),
           sum(t.sign * t.measured_m2 * k.share), sum(t.sign * t.declared_ha * k.share)
    from landplan.told_at(plan, among, zones) t
    full join landplan.event_keys(plan, among) k using (event_id)
    where coalesce(t.measured_m2 * k.share, 0) > 0
    group by t.zone_id, landplan.ten_days_of(t.day), k.series, t.kind, k.land_use, k.land_use_set,
             k.key;
end;
comment on function landplan.summed_keys is '各处各片区按旬、方式与权属的汇总';

-- What storages hold at some places (reserve_turns), to be kept by who is about to change it.
create or replace function landplan.reserve_before(plan text, places bigint[])
returns landplan.land_share[] language plpgsql stable
set plan_cache_mode = force_custom_plan as $$
begin
    return array(
        select row(
            plan, r.zone_id, null, r.event_id, 'reserve', r.day, null, null, r.measured_m2,
            r.declared_ha, null, null, r.sign
        )::landplan.land_share
        from landplan.reserve_turns(plan, places) r
    );
end
$$;
comment on function landplan.reserve_before is '改动之前各处收储所持，供改动者留存';

-- Bring what has changed at some places into the sums: of the reserve since `before`, and the shares
-- that are gone and have come (refresh_shares).
create or replace function landplan.retell_keys(
    plan text, places bigint[], before landplan.land_share[],
    gone landplan.land_share[] default '{}', come landplan.land_share[] default '{}'
)
returns void language plpgsql set plan_cache_mode = force_custom_plan as $$
begin
    with held as (
        select b.zone_id, b.event_id, b.happened_on as day, -b.reserve_events as sign,
               b.measured_m2, b.declared_ha
        from unnest(before) b
        union all
        select r.* from landplan.reserve_turns(plan, places) r
    ),
    changed as materialized (
        select h.zone_id, h.event_id, 'reserve' as kind, h.day, sum(h.sign)::integer as sign,
               h.measured_m2, h.declared_ha
        from held h
        group by h.measured_m2, h.declared_ha, h.day, h.event_id, h.zone_id
        having sum(h.sign) <> 0
        union all
        select g.zone_id, g.event_id, g.kind, g.happened_on, -1, g.measured_m2, g.declared_ha
        from unnest(gone) g
        union all
        select c.zone_id, c.event_id, c.kind, c.happened_on, 1, c.measured_m2, c.declared_ha
        from unnest(come) c
    )
    insert into landplan.zone_ten_days as z
    select plan, c.zone_id, landplan.ten_days_of(c.day), k.series, c.kind, k.land_use,
           k.land_use_set, k.key,
           sum(case when landplan.is_land(c.measured_m2 * k.share) then c.sign else 0 end),
           sum(c.sign * c.measured_m2 * k.share), sum(c.sign * c.declared_ha * k.share)
    from changed c
    full join landplan.event_keys(plan, places) k using (event_id)
    where coalesce(c.measured_m2 * k.share, 0) > 0
    group by c.zone_id, landplan.ten_days_of(c.day), k.series, c.kind, k.land_use, k.land_use_set,
             k.key
    on conflict (plan_id, series, ten_days, zone_id, kind, land_use, land_use_set, key)
    do update set
        events = z.events + excluded.events,
        measured_m2 = z.measured_m2 + excluded.measured_m2,
        declared_ha = z.declared_ha + excluded.declared_ha;
end
$$;
comment on function landplan.retell_keys is '把各处的改动并入按旬、方式与权属的汇总';

-- The sums of a plan made anew: all of them, those of some zones, or one series of them.
create or replace function landplan.sum_keys(
    plan text, zones text[] default null, only_series text default null
)
returns void language plpgsql set plan_cache_mode = force_custom_plan as $$
begin
    delete from landplan.zone_ten_days d
    where d.plan_id = plan and (only_series is null or d.series = only_series)
      and (zones is null or d.zone_id = any (zones));
    insert into landplan.zone_ten_days
    select s.* from landplan.summed_keys(plan, null, zones) s
    where only_series is null or s.series = only_series;
end
$$;
comment on function landplan.sum_keys is '重做按旬、方式与权属的汇总';

-- A large load of a plan's first ledger brings the sums of isolated places in this table
-- (projects/bulk/key_sums.py).
create or replace function landplan.stage_keys() returns void language sql as $$
    create temp table if not exists incoming_ten_days (like landplan.zone_ten_days) on commit drop;
$$;
comment on function landplan.stage_keys is '大批导入时暂存按旬汇总的临时表';

-- Complete what such a load has brought: the sums of overlapping places.
create or replace function landplan.add_overlapping_keys(plan text)
returns void language plpgsql set plan_cache_mode = force_custom_plan as $$
declare
    -- known before the sums are planned: else every place would be looked at
    places bigint[] := array(select o.place_id from landplan.overlapping_places(plan) o);
begin
    insert into landplan.zone_ten_days
    select t.plan_id, t.zone_id, t.ten_days, t.series, t.kind, t.land_use, t.land_use_set, t.key,
           sum(t.events), sum(t.measured_m2), sum(t.declared_ha)
    from (
        select * from incoming_ten_days
        union all
        select * from landplan.summed_keys(plan, places)
    ) t
    group by t.plan_id, t.zone_id, t.ten_days, t.series, t.kind, t.land_use, t.land_use_set, t.key;
    truncate incoming_ten_days;
end
$$;
comment on function landplan.add_overlapping_keys is '为大批导入补足重叠处的按旬汇总';
