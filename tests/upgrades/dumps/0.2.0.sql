--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: landplan; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA landplan;


--
-- Name: SCHEMA landplan; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON SCHEMA landplan IS 'landplan 9d6c485cd000e98d';


--
-- Name: add_overlapping_history(text, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.add_overlapping_history(plan text, others bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
declare
    overlapping bigint[] := array(
        select distinct o.place_id from landplan.place_overlap o where o.plan_id = plan
    );
begin
    if overlapping <> '{}' then
        insert into landplan.parcel_history
        select * from landplan.overlapping_history(plan, overlapping);
    end if;
    insert into landplan.event_counted select * from landplan.corrected_events(plan);
    perform landplan.add_pieces(plan, array(select unnest(overlapping) union select unnest(others)));
end
$$;


--
-- Name: add_overlapping_shares(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.add_overlapping_shares(plan text) RETURNS void
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
begin
    with overlapping as (
        insert into landplan.land_share select * from landplan.overlapping_shares(plan) returning *
    ),
    told as (
        select * from incoming_day
        union all
        select plan, s.zone_id, s.happened_on, s.kind, s.land_use, s.land_use_set,
               case when landplan.is_land(s.measured_m2) then 1 else 0 end,
               s.measured_m2, s.declared_ha,
               s.reserve_events, s.reserve_m2, s.reserve_ha
        from overlapping s
    )
    insert into landplan.zone_day
    select plan, t.zone_id, t.day, t.kind, t.land_use, t.land_use_set, sum(t.events),
           sum(t.measured_m2), sum(t.declared_ha), sum(t.reserve_events), sum(t.reserve_m2),
           sum(t.reserve_ha)
    from told t
    group by t.zone_id, t.day, t.kind, t.land_use, t.land_use_set;
    truncate incoming_day;
    perform landplan.sum_months(plan);
end
$$;


--
-- Name: add_pieces(text, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.add_pieces(plan text, among bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
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


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: land_share; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.land_share (
    plan_id text NOT NULL,
    zone_id text NOT NULL,
    place_id bigint NOT NULL,
    event_id text NOT NULL COLLATE pg_catalog."C",
    kind text DEFAULT ''::text NOT NULL,
    happened_on date NOT NULL,
    land_use text DEFAULT ''::text NOT NULL,
    land_use_set text DEFAULT ''::text NOT NULL,
    measured_m2 double precision NOT NULL,
    declared_ha double precision NOT NULL,
    reserve_m2 double precision NOT NULL,
    reserve_ha double precision NOT NULL,
    reserve_events integer NOT NULL
);


--
-- Name: add_to_days(text, landplan.land_share[], integer); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.add_to_days(plan text, shares landplan.land_share[], sign integer) RETURNS void
    LANGUAGE sql
    AS $$
    with summed as materialized (
        select s.zone_id, s.happened_on as day, s.kind, s.land_use, s.land_use_set,
               sign * count(*) filter (where landplan.is_land(s.measured_m2)) as events,
               sign * sum(s.measured_m2) as measured_m2, sign * sum(s.declared_ha) as declared_ha,
               sign * sum(s.reserve_events) as reserve_events,
               sign * sum(s.reserve_m2) as reserve_m2, sign * sum(s.reserve_ha) as reserve_ha
        from unnest(shares) s
        group by s.zone_id, s.happened_on, s.kind, s.land_use, s.land_use_set
    ),
    days as (
        insert into landplan.zone_day as d select plan, s.* from summed s
        on conflict (plan_id, day, zone_id, kind, land_use, land_use_set) do update set
            events = d.events + excluded.events,
            measured_m2 = d.measured_m2 + excluded.measured_m2,
            declared_ha = d.declared_ha + excluded.declared_ha,
            reserve_events = d.reserve_events + excluded.reserve_events,
            reserve_m2 = d.reserve_m2 + excluded.reserve_m2,
            reserve_ha = d.reserve_ha + excluded.reserve_ha
    )
    insert into landplan.zone_month as m
    select plan, s.zone_id, landplan.month_of(s.day), s.kind, s.land_use, s.land_use_set,
           sum(s.events), sum(s.measured_m2), sum(s.declared_ha),
           sum(s.reserve_events), sum(s.reserve_m2), sum(s.reserve_ha)
    from summed s
    group by s.zone_id, landplan.month_of(s.day), s.kind, s.land_use, s.land_use_set
    on conflict (plan_id, month, zone_id, kind, land_use, land_use_set) do update set
        events = m.events + excluded.events,
        measured_m2 = m.measured_m2 + excluded.measured_m2,
        declared_ha = m.declared_ha + excluded.declared_ha,
        reserve_events = m.reserve_events + excluded.reserve_events,
        reserve_m2 = m.reserve_m2 + excluded.reserve_m2,
        reserve_ha = m.reserve_ha + excluded.reserve_ha;
$$;


--
-- Name: land_polygons(public.geometry); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_polygons(outline public.geometry) RETURNS public.geometry
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN public.st_multi(public.st_collectionextract(outline, 3));


--
-- Name: area_in(public.geometry, public.geometry); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.area_in(zone public.geometry, piece public.geometry) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN public.st_covers(zone, piece) THEN public.st_area((piece)::public.geography) ELSE public.st_area((landplan.land_polygons(public.st_intersection(zone, piece)))::public.geography) END;


--
-- Name: changed_events(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.changed_events(plan text) RETURNS TABLE(event_id text)
    LANGUAGE plpgsql
    AS $_$
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
$_$;


--
-- Name: check_event_names(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.check_event_names() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if landplan.in_bulk() then return null; end if;
    perform landplan.refuse_unknown('plan', (
        select n.plan_id from (select distinct plan_id from fresh) n
        where not exists (select from landplan.plan p where p.plan_id = n.plan_id) limit 1
    ));
    perform landplan.refuse_unknown('place', (
        select n.place_id::text from fresh n
        left join landplan.place p using (plan_id, place_id)
        where n.place_id is not null and p.place_id is null limit 1
    ));
    perform landplan.refuse_unknown('event', (
        select n.corrects from fresh n
        left join landplan.land_event e on e.plan_id = n.plan_id and e.event_id = n.corrects
        where n.corrects is not null and e.event_id is null limit 1
    ));
    perform landplan.refuse_unknown('parcel', (
        select n.parcel_id
        from (select f.plan_id, unnest(f.parcel_ids) as parcel_id from fresh f) n
        left join landplan.parcel p using (plan_id, parcel_id)
        where p.parcel_id is null limit 1
    ));
    return null;
end
$$;


--
-- Name: check_event_rings(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.check_event_rings() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    ring text;
begin
    if landplan.in_bulk() then return null; end if;
    with recursive naming as materialized (
        select f.plan_id, f.event_id, f.corrects from fresh f where f.corrects is not null
    ),
    led_out as (
        select n.plan_id, n.event_id from naming n
        where not exists (
            select from naming m where m.plan_id = n.plan_id and m.event_id = n.corrects
        )
        union all
        select n.plan_id, n.event_id from led_out l
        join naming n on n.plan_id = l.plan_id and n.corrects = l.event_id
    ),
    left_over as materialized (
        select n.* from naming n
        where (n.plan_id, n.event_id) not in (select l.plan_id, l.event_id from led_out l)
    ),
    walk as (
        (select l.plan_id, l.event_id, l.corrects, l.event_id as start, 1 as step
         from left_over l order by l.plan_id, l.event_id limit 1)
        union all
        select l.plan_id, l.event_id, l.corrects, w.start, w.step + 1
        from walk w
        join left_over l on l.plan_id = w.plan_id and l.event_id = w.corrects
        where w.corrects <> w.start
    )
    select string_agg(w.event_id, ' -> ' order by w.step) || ' -> ' || min(w.start)
    into ring from walk w;
    if ring is not null then
        raise exception 'events correct each other in a ring: %', ring
            using errcode = 'check_violation';
    end if;
    return null;
end
$$;


--
-- Name: check_parcel_names(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.check_parcel_names() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if landplan.in_bulk() then return null; end if;
    perform landplan.refuse_unknown('place', (
        select n.place_id::text from fresh n
        left join landplan.place p using (plan_id, place_id)
        where p.place_id is null limit 1
    ));
    return null;
end
$$;


--
-- Name: check_place_areas(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.check_place_areas() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare
    wrong text;
begin
    if landplan.is_owner() then return null; end if;
    select f.place_id into wrong from fresh f
    where not st_isvalid(f.outline) or st_isempty(f.outline)
       or abs(f.measured_m2 - st_area(f.outline::geography)) > 0.01
    limit 1;
    if wrong is not null then
        raise exception 'place %: the outline is not valid, or measured_m2 is not its area', wrong
            using errcode = 'check_violation';
    end if;
    return null;
end
$$;


--
-- Name: check_place_names(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.check_place_names() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform landplan.refuse_unknown('plan', (
        select n.plan_id from (select distinct plan_id from fresh) n
        where not exists (select from landplan.plan p where p.plan_id = n.plan_id) limit 1
    ));
    return null;
end
$$;


--
-- Name: check_whole_events(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.check_whole_events() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    astray text;
begin
    if landplan.in_bulk() then return null; end if;
    select f.event_id into astray from fresh f
    where f.whole and not landplan.is_whole(f.plan_id, f.place_id, f.parcel_ids) limit 1;
    if astray is not null then
        raise exception 'event % says that it is about whole parcels, and lies elsewhere', astray
            using errcode = 'check_violation';
    end if;
    return null;
end
$$;


--
-- Name: event_counted; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.event_counted (
    plan_id text NOT NULL,
    event_id text NOT NULL COLLATE pg_catalog."C",
    place_id bigint NOT NULL,
    counted_m2 double precision
);


--
-- Name: land_event; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.land_event (
    plan_id text NOT NULL,
    event_id text NOT NULL COLLATE pg_catalog."C",
    kind text DEFAULT ''::text NOT NULL,
    happened_on date NOT NULL,
    recorded_on date NOT NULL,
    method text DEFAULT ''::text NOT NULL,
    land_use text DEFAULT ''::text NOT NULL,
    land_use_set text DEFAULT ''::text NOT NULL,
    declared_ha double precision NOT NULL,
    document_no text DEFAULT ''::text NOT NULL,
    corrects text COLLATE pg_catalog."C",
    place_id bigint,
    parcel_ids text[] DEFAULT '{}'::text[] NOT NULL,
    contract_no text DEFAULT ''::text NOT NULL,
    supervision_no text DEFAULT ''::text NOT NULL,
    price_10k_cny double precision,
    responsible_unit text DEFAULT ''::text NOT NULL,
    whole boolean DEFAULT false NOT NULL,
    batch_id bigint,
    CONSTRAINT land_event_corrects_check CHECK (((kind <> 'reversal'::text) OR (corrects IS NOT NULL))),
    CONSTRAINT land_event_kind_check CHECK ((kind = ANY (ARRAY['storage'::text, 'supply'::text, 'reversal'::text]))),
    CONSTRAINT land_event_place_check CHECK (((kind = 'reversal'::text) = (place_id IS NULL))),
    CONSTRAINT land_event_price_check CHECK ((price_10k_cny >= (0)::double precision)),
    CONSTRAINT land_event_recorded_on_check CHECK ((recorded_on >= happened_on))
);


--
-- Name: COLUMN land_event.plan_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_event.plan_id IS '规划; Plan';


--
-- Name: COLUMN land_event.event_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_event.event_id IS '事件号; Event';


--
-- Name: COLUMN land_event.kind; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_event.kind IS '类型：storage 收储、supply 供应、reversal 冲销; Kind';


--
-- Name: COLUMN land_event.happened_on; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_event.happened_on IS '日期; Date';


--
-- Name: COLUMN land_event.recorded_on; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_event.recorded_on IS '登记日期; Recorded on';


--
-- Name: COLUMN land_event.method; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_event.method IS '方式; Method';


--
-- Name: COLUMN land_event.land_use; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_event.land_use IS '用途; Land use';


--
-- Name: COLUMN land_event.land_use_set; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_event.land_use_set IS '用途版本; Code set of the land use';


--
-- Name: COLUMN land_event.declared_ha; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_event.declared_ha IS '申报面积（公顷）; Declared area, ha';


--
-- Name: COLUMN land_event.document_no; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_event.document_no IS '文号; Document';


--
-- Name: COLUMN land_event.corrects; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_event.corrects IS '更正; Corrects';


--
-- Name: COLUMN land_event.place_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_event.place_id IS '边界; Place: the outline, kept once';


--
-- Name: COLUMN land_event.parcel_ids; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_event.parcel_ids IS '地块; Parcels';


--
-- Name: COLUMN land_event.contract_no; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_event.contract_no IS '合同编号; Contract';


--
-- Name: COLUMN land_event.supervision_no; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_event.supervision_no IS '电子监管号; Supervision no.';


--
-- Name: COLUMN land_event.price_10k_cny; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_event.price_10k_cny IS '成交价款（万元）; Price, ×10,000 CNY';


--
-- Name: COLUMN land_event.responsible_unit; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_event.responsible_unit IS '责任单位; Responsible unit';


--
-- Name: COLUMN land_event.whole; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_event.whole IS '整宗; Whether its extent is its whole parcels, also when they are drawn anew';


--
-- Name: COLUMN land_event.batch_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_event.batch_id IS '导入批次; Load that wrote the row last';


--
-- Name: corrected_events(text, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.corrected_events(plan text, among bigint[] DEFAULT NULL::bigint[]) RETURNS SETOF landplan.event_counted
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT corrected_events.plan AS plan,
     e.event_id,
     e.place_id,
     NULL::double precision AS float8
    FROM (landplan.land_event c
      JOIN landplan.land_event e ON (((e.plan_id = corrected_events.plan) AND (e.event_id = c.corrects))))
   WHERE ((c.plan_id = corrected_events.plan) AND (c.corrects IS NOT NULL) AND (e.kind <> 'reversal'::text) AND ((corrected_events.among IS NULL) OR (e.place_id = ANY (corrected_events.among))));
END;


--
-- Name: count_incoming(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.count_incoming(plan text) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
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


--
-- Name: days_per_year(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.days_per_year() RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN 365.25;


--
-- Name: events_came(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.events_came() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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


--
-- Name: events_in_force(text, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.events_in_force(plan text, known date DEFAULT NULL::date) RETURNS SETOF landplan.land_event
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT e.plan_id,
     e.event_id,
     e.kind,
     e.happened_on,
     e.recorded_on,
     e.method,
     e.land_use,
     e.land_use_set,
     e.declared_ha,
     e.document_no,
     e.corrects,
     e.place_id,
     e.parcel_ids,
     e.contract_no,
     e.supervision_no,
     e.price_10k_cny,
     e.responsible_unit,
     e.whole,
     e.batch_id
    FROM landplan.land_event e
   WHERE ((e.plan_id = events_in_force.plan) AND (e.kind <> 'reversal'::text) AND ((events_in_force.known IS NULL) OR (e.recorded_on <= events_in_force.known)) AND (NOT (EXISTS ( SELECT
            FROM landplan.land_event c
           WHERE ((c.plan_id = e.plan_id) AND (c.corrects = e.event_id) AND ((events_in_force.known IS NULL) OR (c.recorded_on <= events_in_force.known)))))));
END;


--
-- Name: events_moved(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.events_moved() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    one record;
begin
    if landplan.in_bulk() then return null; end if;
    for one in
        select f.plan_id, array_agg(distinct f.place_id) || array_agg(distinct s.place_id) as places
        from fresh f
        join stale s using (plan_id, event_id)
        where f.place_id <> s.place_id
        group by f.plan_id
    loop
        perform landplan.keep_events(one.plan_id, one.places);
    end loop;
    return null;
end
$$;


--
-- Name: ha(double precision); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.ha(m2 double precision) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (m2 / (10000)::double precision);


--
-- Name: ha_per_unit(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.ha_per_unit(unit text) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE unit WHEN '亩'::text THEN ((1)::numeric / 15.0) WHEN '平方公里'::text THEN (100)::numeric ELSE (1)::numeric END;


--
-- Name: place_overlap; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.place_overlap (
    plan_id text NOT NULL,
    place_id bigint NOT NULL,
    other_id bigint NOT NULL,
    overlap_m2 double precision NOT NULL
);


--
-- Name: land_isolated(text, date, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_isolated(plan text, known date DEFAULT NULL::date, among bigint[] DEFAULT NULL::bigint[]) RETURNS TABLE(event_id text, place_id bigint, kind text, happened_on date, land_use text, land_use_set text, declared_ha double precision, stored_by text, stored_ha double precision, until date)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH told AS (
          SELECT e.plan_id,
             e.event_id,
             e.kind,
             e.happened_on,
             e.recorded_on,
             e.method,
             e.land_use,
             e.land_use_set,
             e.declared_ha,
             e.document_no,
             e.corrects,
             e.place_id,
             e.parcel_ids,
             e.contract_no,
             e.supervision_no,
             e.price_10k_cny,
             e.responsible_unit,
             e.whole,
             e.batch_id,
             lag(e.kind) OVER line AS before
            FROM landplan.events_in_force(land_isolated.plan, land_isolated.known) e(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids, contract_no, supervision_no, price_10k_cny, responsible_unit, whole, batch_id)
           WHERE (((land_isolated.among IS NULL) OR (e.place_id = ANY (land_isolated.among))) AND (NOT (EXISTS ( SELECT
                    FROM landplan.place_overlap o
                   WHERE ((o.plan_id = land_isolated.plan) AND (o.place_id = e.place_id))))))
           WINDOW line AS (PARTITION BY e.place_id ORDER BY e.happened_on, e.event_id)
         )
  SELECT t.event_id,
     t.place_id,
     t.kind,
     t.happened_on,
     t.land_use,
     t.land_use_set,
     t.declared_ha,
         CASE t.kind
             WHEN 'supply'::text THEN lag(t.event_id) OVER line
             ELSE NULL::text
         END AS "case",
         CASE t.kind
             WHEN 'supply'::text THEN lag(t.declared_ha) OVER line
             ELSE NULL::double precision
         END AS "case",
     lead(t.happened_on) OVER line AS lead
    FROM told t
   WHERE (t.kind IS DISTINCT FROM t.before)
   WINDOW line AS (PARTITION BY t.place_id ORDER BY t.happened_on, t.event_id);
END;


--
-- Name: idle_events(text, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.idle_events(plan text, among bigint[] DEFAULT NULL::bigint[]) RETURNS SETOF landplan.event_counted
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT idle_events.plan AS plan,
     e.event_id,
     e.place_id,
     0
    FROM (landplan.events_in_force(idle_events.plan) e(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids, contract_no, supervision_no, price_10k_cny, responsible_unit, whole, batch_id)
      LEFT JOIN landplan.land_isolated(idle_events.plan, NULL::date, idle_events.among) a(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, stored_by, stored_ha, until) USING (event_id))
   WHERE (((idle_events.among IS NULL) OR (e.place_id = ANY (idle_events.among))) AND (a.event_id IS NULL) AND (NOT (EXISTS ( SELECT
            FROM landplan.place_overlap o
           WHERE ((o.plan_id = idle_events.plan) AND (o.place_id = e.place_id))))));
END;


--
-- Name: is_land(double precision); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.is_land(m2 double precision) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (m2 > (1)::double precision);


--
-- Name: FUNCTION is_land(m2 double precision); Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON FUNCTION landplan.is_land(m2 double precision) IS '超过 1 平方米才算一块地；更小的是数字化误差，只计入合计';


--
-- Name: parcel_state(double precision, double precision); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.parcel_state(in_reserve_m2 double precision, supplied_m2 double precision) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (landplan.is_land(in_reserve_m2) AND landplan.is_land(supplied_m2)) THEN 'partly_supplied'::text WHEN landplan.is_land(in_reserve_m2) THEN 'in_reserve'::text WHEN landplan.is_land(supplied_m2) THEN 'supplied'::text ELSE 'not_stored'::text END;


--
-- Name: parcel; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.parcel (
    plan_id text NOT NULL,
    parcel_id text NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    owner_kind text DEFAULT ''::text NOT NULL,
    declared_ha double precision NOT NULL,
    land_use text DEFAULT ''::text NOT NULL,
    land_use_set text DEFAULT ''::text NOT NULL,
    established_on date,
    place_id bigint NOT NULL,
    batch_id bigint,
    CONSTRAINT parcel_owner_kind_check CHECK ((owner_kind = ANY (ARRAY['state'::text, 'collective'::text])))
);


--
-- Name: COLUMN parcel.plan_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.parcel.plan_id IS '规划; Plan';


--
-- Name: COLUMN parcel.parcel_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.parcel.parcel_id IS '地块编号; Parcel';


--
-- Name: COLUMN parcel.name; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.parcel.name IS '名称; Name';


--
-- Name: COLUMN parcel.owner_kind; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.parcel.owner_kind IS '权属：state 国有、collective 集体; Owner';


--
-- Name: COLUMN parcel.declared_ha; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.parcel.declared_ha IS '申报面积（公顷）; Declared area, ha';


--
-- Name: COLUMN parcel.land_use; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.parcel.land_use IS '用途; Land use';


--
-- Name: COLUMN parcel.land_use_set; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.parcel.land_use_set IS '用途版本; Code set of the land use';


--
-- Name: COLUMN parcel.established_on; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.parcel.established_on IS '设立日期; Established on';


--
-- Name: COLUMN parcel.place_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.parcel.place_id IS '边界; Place: the outline, kept once';


--
-- Name: COLUMN parcel.batch_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.parcel.batch_id IS '导入批次; Load that wrote the row last';


--
-- Name: parcel_history; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.parcel_history (
    plan_id text NOT NULL,
    place_id bigint NOT NULL,
    from_on date NOT NULL,
    until_on date,
    reserve_ha double precision,
    parcel_id text NOT NULL,
    state text DEFAULT ''::text NOT NULL,
    in_reserve_m2 double precision NOT NULL,
    supplied_m2 double precision NOT NULL,
    held_by text COLLATE pg_catalog."C",
    reserve_outline public.geometry(MultiPolygon,4490)
);


--
-- Name: place; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.place (
    plan_id text NOT NULL,
    place_id bigint NOT NULL,
    measured_m2 double precision NOT NULL,
    outline public.geometry(MultiPolygon,4490) NOT NULL,
    CONSTRAINT place_measured_m2_check CHECK ((measured_m2 > (0)::double precision))
);


--
-- Name: isolated_history(text, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.isolated_history(plan text, among bigint[] DEFAULT NULL::bigint[]) RETURNS SETOF landplan.parcel_history
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH span AS (
          SELECT c.parcel_id,
             a.place_id,
             a.happened_on,
             a.until,
             a.event_id,
             a.declared_ha,
                 CASE a.kind
                     WHEN 'storage'::text THEN p.measured_m2
                     ELSE (0)::double precision
                 END AS in_reserve_m2,
                 CASE a.kind
                     WHEN 'supply'::text THEN p.measured_m2
                     ELSE (0)::double precision
                 END AS supplied_m2,
             ((a.kind = 'storage'::text) AND landplan.is_land(p.measured_m2) AND (count(*) OVER (PARTITION BY a.place_id, a.event_id) = 1)) AS told
            FROM ((landplan.land_isolated(isolated_history.plan, NULL::date, isolated_history.among) a(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, stored_by, stored_ha, until)
              JOIN landplan.place p ON (((p.plan_id = isolated_history.plan) AND (p.place_id = a.place_id))))
              JOIN landplan.parcel c ON (((c.plan_id = isolated_history.plan) AND (c.place_id = a.place_id))))
           WHERE ((a.until IS NULL) OR (a.until > a.happened_on))
         )
  SELECT isolated_history.plan AS plan,
     s.place_id,
     s.happened_on,
     s.until,
         CASE
             WHEN s.told THEN s.declared_ha
             ELSE NULL::double precision
         END AS "case",
     s.parcel_id,
     landplan.parcel_state(s.in_reserve_m2, s.supplied_m2) AS parcel_state,
     s.in_reserve_m2,
     s.supplied_m2,
         CASE
             WHEN s.told THEN s.event_id
             ELSE NULL::text
         END AS "case",
     NULL::text
    FROM span s;
END;


--
-- Name: reserve_piece; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.reserve_piece (
    plan_id text NOT NULL,
    event_id text NOT NULL COLLATE pg_catalog."C",
    place_id bigint NOT NULL,
    from_on date NOT NULL,
    until_on date,
    reserve_ha double precision NOT NULL,
    measured_m2 double precision NOT NULL,
    outline public.geometry(MultiPolygon,4490) NOT NULL
);


--
-- Name: isolated_pieces(text, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.isolated_pieces(plan text, among bigint[] DEFAULT NULL::bigint[]) RETURNS SETOF landplan.reserve_piece
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT isolated_pieces.plan AS plan,
     a.event_id,
     a.place_id,
     a.happened_on,
     a.until,
     a.declared_ha,
     p.measured_m2,
     p.outline
    FROM (landplan.land_isolated(isolated_pieces.plan, NULL::date, isolated_pieces.among) a(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, stored_by, stored_ha, until)
      JOIN landplan.place p ON (((p.plan_id = isolated_pieces.plan) AND (p.place_id = a.place_id))))
   WHERE ((a.kind = 'storage'::text) AND ((a.until IS NULL) OR (a.until > a.happened_on)));
END;


--
-- Name: land_step(public.geometry, public.geometry, boolean); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_step(state public.geometry, extent public.geometry, gains boolean) RETURNS public.geometry
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN gains THEN COALESCE(public.st_union(state, extent), extent) WHEN (state IS NOT NULL) THEN public.st_difference(state, extent) ELSE NULL::public.geometry END;


--
-- Name: near_places(bigint); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.near_places(place bigint) RETURNS TABLE(place_id bigint)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT o.other_id
    FROM landplan.place_overlap o
   WHERE (o.place_id = near_places.place)
 UNION ALL
  SELECT near_places.place AS place;
END;


--
-- Name: land_state(public.geometry, boolean); Type: AGGREGATE; Schema: landplan; Owner: -
--

CREATE AGGREGATE landplan.land_state(extent public.geometry, gains boolean) (
    SFUNC = landplan.land_step,
    STYPE = public.geometry
);


--
-- Name: land_overlapping(text, date, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_overlapping(plan text, known date DEFAULT NULL::date, among bigint[] DEFAULT NULL::bigint[]) RETURNS TABLE(event_id text, place_id bigint, kind text, happened_on date, land_use text, land_use_set text, declared_ha double precision, measured_m2 double precision, extent public.geometry, counted public.geometry)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH overlapping AS MATERIALIZED (
          SELECT e.plan_id,
             e.event_id,
             e.kind,
             e.happened_on,
             e.recorded_on,
             e.method,
             e.land_use,
             e.land_use_set,
             e.declared_ha,
             e.document_no,
             e.corrects,
             e.place_id,
             e.parcel_ids,
             e.contract_no,
             e.supervision_no,
             e.price_10k_cny,
             e.responsible_unit,
             e.whole,
             e.batch_id,
             p.outline,
             p.measured_m2
            FROM (landplan.events_in_force(land_overlapping.plan, land_overlapping.known) e(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids, contract_no, supervision_no, price_10k_cny, responsible_unit, whole, batch_id)
              JOIN landplan.place p USING (plan_id, place_id))
           WHERE ((EXISTS ( SELECT
                    FROM landplan.place_overlap o
                   WHERE ((o.plan_id = land_overlapping.plan) AND (o.place_id = e.place_id)))) AND ((land_overlapping.among IS NULL) OR (e.place_id = ANY (land_overlapping.among))))
         ), before AS (
          SELECT c_1.event_id,
             landplan.land_state(q.outline, (f.kind = c_1.kind) ORDER BY f.happened_on, f.event_id) AS state
            FROM (((overlapping c_1
              CROSS JOIN LATERAL landplan.near_places(c_1.place_id) n(place_id))
              CROSS JOIN LATERAL ( SELECT f_1.plan_id,
                     f_1.event_id,
                     f_1.kind,
                     f_1.happened_on,
                     f_1.recorded_on,
                     f_1.method,
                     f_1.land_use,
                     f_1.land_use_set,
                     f_1.declared_ha,
                     f_1.document_no,
                     f_1.corrects,
                     f_1.place_id,
                     f_1.parcel_ids,
                     f_1.contract_no,
                     f_1.supervision_no,
                     f_1.price_10k_cny,
                     f_1.responsible_unit,
                     f_1.whole,
                     f_1.batch_id
                    FROM landplan.events_in_force(land_overlapping.plan, land_overlapping.known) f_1(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids, contract_no, supervision_no, price_10k_cny, responsible_unit, whole, batch_id)
                   WHERE ((f_1.place_id = n.place_id) AND (ROW(f_1.happened_on, f_1.event_id) < ROW(c_1.happened_on, c_1.event_id)))
                   ORDER BY f_1.happened_on DESC, f_1.event_id DESC
                  LIMIT 1) f)
              JOIN landplan.place q ON (((q.plan_id = land_overlapping.plan) AND (q.place_id = f.place_id))))
           GROUP BY c_1.event_id
         )
  SELECT c.event_id,
     c.place_id,
     c.kind,
     c.happened_on,
     c.land_use,
     c.land_use_set,
     c.declared_ha,
     c.measured_m2,
     c.outline,
         CASE
             WHEN (b.state IS NULL) THEN c.outline
             ELSE landplan.land_polygons(public.st_difference(c.outline, b.state))
         END AS land_polygons
    FROM (overlapping c
      LEFT JOIN before b USING (event_id));
END;


--
-- Name: m2(double precision); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.m2(ha double precision) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (ha * (10000)::double precision);


--
-- Name: overlapping_effects(text, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.overlapping_effects(plan text, among bigint[] DEFAULT NULL::bigint[]) RETURNS TABLE(event_id text, place_id bigint, from_on date, until_on date, rate double precision, counted_m2 double precision, outline public.geometry)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH told AS MATERIALIZED (
          SELECT c.event_id,
             c.place_id,
             c.kind,
             c.happened_on,
             c.counted,
             (c.declared_ha / c.measured_m2) AS rate,
             public.st_area((c.counted)::public.geography) AS counted_m2
            FROM landplan.land_overlapping(overlapping_effects.plan, NULL::date, overlapping_effects.among) c(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, extent, counted)
         ), taken AS MATERIALIZED (
          SELECT t_1.event_id,
             f.happened_on AS day,
             (q.place_id = t_1.place_id) AS all_of_it,
             q.outline
            FROM (((told t_1
              CROSS JOIN LATERAL landplan.near_places(t_1.place_id) n(place_id))
              JOIN landplan.place q ON ((q.place_id = n.place_id)))
              CROSS JOIN LATERAL ( SELECT f_1.happened_on
                    FROM landplan.events_in_force(overlapping_effects.plan) f_1(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids, contract_no, supervision_no, price_10k_cny, responsible_unit, whole, batch_id)
                   WHERE ((f_1.place_id = n.place_id) AND (f_1.kind = 'supply'::text) AND (ROW(f_1.happened_on, f_1.event_id) > ROW(t_1.happened_on, t_1.event_id)))
                   ORDER BY f_1.happened_on, f_1.event_id
                  LIMIT 1) f)
           WHERE ((t_1.kind = 'storage'::text) AND (t_1.counted_m2 > (0)::double precision))
         ), day AS (
          SELECT t_1.event_id,
             t_1.happened_on AS day
            FROM told t_1
         UNION
          SELECT k.event_id,
             k.day
            FROM taken k
         ), gone AS (
          SELECT d.event_id,
             d.day,
             public.st_union(k.outline) AS outline,
             COALESCE(bool_or(k.all_of_it), false) AS all_of_it
            FROM (day d
              LEFT JOIN taken k ON (((k.event_id = d.event_id) AND (k.day <= d.day))))
           GROUP BY d.event_id, d.day
         ), span AS (
          SELECT g.event_id,
             g.day,
             g.outline,
             g.all_of_it,
             lead(g.day) OVER (PARTITION BY g.event_id ORDER BY g.day) AS until_on
            FROM gone g
         )
  SELECT t.event_id,
     t.place_id,
     s.day,
     s.until_on,
     t.rate,
     t.counted_m2,
         CASE
             WHEN ((t.kind = 'supply'::text) OR s.all_of_it) THEN NULL::public.geometry
             WHEN (s.outline IS NULL) THEN t.counted
             ELSE landplan.land_polygons(public.st_difference(t.counted, s.outline))
         END AS land_polygons
    FROM (told t
      JOIN span s USING (event_id));
END;


--
-- Name: overlapping_history(text, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.overlapping_history(plan text, among bigint[] DEFAULT NULL::bigint[]) RETURNS SETOF landplan.parcel_history
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH near AS MATERIALIZED (
          SELECT p.place_id,
             p.measured_m2,
             n.place_id AS other_id,
                 CASE
                     WHEN (n.place_id = p.place_id) THEN p.outline
                     ELSE landplan.land_polygons(public.st_intersection(p.outline, q.outline))
                 END AS part
            FROM ((landplan.place p
              CROSS JOIN LATERAL landplan.near_places(p.place_id) n(place_id))
              JOIN landplan.place q ON ((q.place_id = n.place_id)))
           WHERE ((p.plan_id = overlapping_history.plan) AND ((overlapping_history.among IS NULL) OR (p.place_id = ANY (overlapping_history.among))) AND (EXISTS ( SELECT
                    FROM landplan.place_overlap o
                   WHERE ((o.plan_id = overlapping_history.plan) AND (o.place_id = p.place_id)))) AND (EXISTS ( SELECT
                    FROM landplan.parcel c_1
                   WHERE ((c_1.plan_id = overlapping_history.plan) AND (c_1.place_id = p.place_id)))))
         ), day AS (
          SELECT DISTINCT n.place_id,
             e.happened_on AS day
            FROM (near n
              JOIN landplan.events_in_force(overlapping_history.plan) e(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids, contract_no, supervision_no, price_10k_cny, responsible_unit, whole, batch_id) ON ((e.place_id = n.other_id)))
         ), last AS MATERIALIZED (
          SELECT d.place_id,
             d.day,
             n.other_id,
             n.measured_m2,
             n.part,
             f.kind,
             f.happened_on,
             f.event_id
            FROM ((day d
              JOIN near n USING (place_id))
              CROSS JOIN LATERAL ( SELECT f_1.kind,
                     f_1.happened_on,
                     f_1.event_id
                    FROM landplan.events_in_force(overlapping_history.plan) f_1(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids, contract_no, supervision_no, price_10k_cny, responsible_unit, whole, batch_id)
                   WHERE ((f_1.place_id = n.other_id) AND (f_1.happened_on <= d.day))
                   ORDER BY f_1.happened_on DESC, f_1.event_id DESC
                  LIMIT 1) f)
         ), folded AS (
          SELECT l.place_id,
             l.day,
             l.measured_m2,
             ((count(*) = 1) AND (min(l.other_id) = l.place_id)) AS whole,
             landplan.land_state(l.part, (l.kind = 'storage'::text) ORDER BY l.happened_on, l.event_id) AS reserve,
             landplan.land_state(l.part, (l.kind = 'supply'::text) ORDER BY l.happened_on, l.event_id) AS supplied
            FROM (last l
              LEFT JOIN last o ON (((o.place_id = l.place_id) AND (o.day = l.day) AND (o.other_id = l.place_id))))
           WHERE ((o.event_id IS NULL) OR (ROW(l.happened_on, l.event_id) >= ROW(o.happened_on, o.event_id)))
           GROUP BY l.place_id, l.day, l.measured_m2
         ), measured AS (
          SELECT f.place_id,
             f.day,
             f.whole,
             landplan.land_polygons(f.reserve) AS reserve,
                 CASE
                     WHEN (f.reserve IS NULL) THEN (0)::double precision
                     WHEN f.whole THEN f.measured_m2
                     ELSE public.st_area((landplan.land_polygons(f.reserve))::public.geography)
                 END AS in_reserve_m2,
                 CASE
                     WHEN (f.supplied IS NULL) THEN (0)::double precision
                     WHEN f.whole THEN f.measured_m2
                     ELSE public.st_area((landplan.land_polygons(f.supplied))::public.geography)
                 END AS supplied_m2
            FROM folded f
         ), compared AS (
          SELECT m.place_id,
             m.day,
             m.whole,
             m.reserve,
             m.in_reserve_m2,
             m.supplied_m2,
             COALESCE(lag(m.in_reserve_m2) OVER line, (0)::double precision) AS in_reserve_before,
             COALESCE(lag(m.supplied_m2) OVER line, (0)::double precision) AS supplied_before
            FROM measured m
           WINDOW line AS (PARTITION BY m.place_id ORDER BY m.day)
         ), span AS (
          SELECT c_1.place_id,
             c_1.day,
             c_1.whole,
             c_1.reserve,
             c_1.in_reserve_m2,
             c_1.supplied_m2,
             c_1.in_reserve_before,
             c_1.supplied_before,
             lead(c_1.day) OVER (PARTITION BY c_1.place_id ORDER BY c_1.day) AS until_on
            FROM compared c_1
           WHERE ((abs((c_1.in_reserve_m2 - c_1.in_reserve_before)) > (0.000001)::double precision) OR (abs((c_1.supplied_m2 - c_1.supplied_before)) > (0.000001)::double precision))
         )
  SELECT overlapping_history.plan AS plan,
     s.place_id,
     s.day,
     s.until_on,
     NULL::double precision AS float8,
     c.parcel_id,
     landplan.parcel_state(s.in_reserve_m2, s.supplied_m2) AS parcel_state,
     s.in_reserve_m2,
     s.supplied_m2,
     NULL::text,
         CASE
             WHEN ((NOT s.whole) AND landplan.is_land(s.in_reserve_m2)) THEN s.reserve
             ELSE NULL::public.geometry
         END AS "case"
    FROM (span s
      JOIN landplan.parcel c ON (((c.plan_id = overlapping_history.plan) AND (c.place_id = s.place_id))));
END;


--
-- Name: parcel_states(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.parcel_states() RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ARRAY['in_reserve'::text, 'not_stored'::text, 'partly_supplied'::text, 'supplied'::text];


--
-- Name: places_with_pieces(text, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.places_with_pieces(plan text, among bigint[] DEFAULT NULL::bigint[]) RETURNS bigint[]
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT ARRAY( SELECT l.place_id
            FROM (landplan.place l
              LEFT JOIN landplan.parcel c ON (((c.plan_id = places_with_pieces.plan) AND (c.place_id = l.place_id))))
           WHERE ((l.plan_id = places_with_pieces.plan) AND ((places_with_pieces.among IS NULL) OR (l.place_id = ANY (places_with_pieces.among))))
           GROUP BY l.place_id
          HAVING (count(c.parcel_id) <> 1)
         UNION
          SELECT o.place_id
            FROM landplan.place_overlap o
           WHERE ((o.plan_id = places_with_pieces.plan) AND ((places_with_pieces.among IS NULL) OR (o.place_id = ANY (places_with_pieces.among))))) AS "array";
END;


--
-- Name: history_differences(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.history_differences(plan text) RETURNS TABLE(what text, subject_id text, zone_id text, stored double precision, computed double precision)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH span_now AS (
          SELECT h.plan_id,
             h.place_id,
             h.from_on,
             h.until_on,
             h.reserve_ha,
             h.parcel_id,
             h.state,
             h.in_reserve_m2,
             h.supplied_m2,
             h.held_by,
             h.reserve_outline
            FROM landplan.isolated_history(history_differences.plan) h(plan_id, place_id, from_on, until_on, reserve_ha, parcel_id, state, in_reserve_m2, supplied_m2, held_by, reserve_outline)
         UNION ALL
          SELECT h.plan_id,
             h.place_id,
             h.from_on,
             h.until_on,
             h.reserve_ha,
             h.parcel_id,
             h.state,
             h.in_reserve_m2,
             h.supplied_m2,
             h.held_by,
             h.reserve_outline
            FROM landplan.overlapping_history(history_differences.plan) h(plan_id, place_id, from_on, until_on, reserve_ha, parcel_id, state, in_reserve_m2, supplied_m2, held_by, reserve_outline)
         ), span AS (
          SELECT f_1.what,
             ((COALESCE(s.parcel_id, c.parcel_id) || ' '::text) || COALESCE(s.from_on, c.from_on)) AS "?column?",
             COALESCE(f_1.stored, (0)::double precision) AS "coalesce",
             COALESCE(f_1.computed, (0)::double precision) AS "coalesce"
            FROM ((( SELECT t.plan_id,
                     t.place_id,
                     t.from_on,
                     t.until_on,
                     t.reserve_ha,
                     t.parcel_id,
                     t.state,
                     t.in_reserve_m2,
                     t.supplied_m2,
                     t.held_by,
                     t.reserve_outline
                    FROM landplan.parcel_history t
                   WHERE (t.plan_id = history_differences.plan)) s
              FULL JOIN span_now c USING (place_id, from_on, parcel_id))
              CROSS JOIN LATERAL ( VALUES ('history_reserve_m2'::text,s.in_reserve_m2,c.in_reserve_m2), ('history_supplied_m2'::text,s.supplied_m2,c.supplied_m2), ('history_reserve_ha'::text,landplan.m2(s.reserve_ha),landplan.m2(c.reserve_ha)), ('history_reserve_outline_m2'::text,public.st_area((s.reserve_outline)::public.geography),public.st_area((c.reserve_outline)::public.geography)), ('history_state'::text,array_position(landplan.parcel_states(), s.state),array_position(landplan.parcel_states(), c.state)), ('history_until'::text,(s.until_on - '2000-01-01'::date),(c.until_on - '2000-01-01'::date)), ('history_held_by'::text,(COALESCE((NOT (s.held_by IS DISTINCT FROM c.held_by)), false))::integer,1)) f_1(what, stored, computed))
         ), effect AS MATERIALIZED (
          SELECT overlapping_effects.event_id,
             overlapping_effects.place_id,
             overlapping_effects.from_on,
             overlapping_effects.until_on,
             overlapping_effects.rate,
             overlapping_effects.counted_m2,
             overlapping_effects.outline
            FROM landplan.overlapping_effects(history_differences.plan) overlapping_effects(event_id, place_id, from_on, until_on, rate, counted_m2, outline)
         ), piece_now AS (
          SELECT r.place_id,
             r.event_id,
             r.from_on,
             r.until_on,
             r.reserve_ha,
             r.measured_m2
            FROM landplan.isolated_pieces(history_differences.plan, landplan.places_with_pieces(history_differences.plan)) r(plan_id, event_id, place_id, from_on, until_on, reserve_ha, measured_m2, outline)
         UNION ALL
          SELECT e.place_id,
             e.event_id,
             e.from_on,
             e.until_on,
             (e.m2 * e.rate),
             e.m2
            FROM ( SELECT f_1.event_id,
                     f_1.place_id,
                     f_1.from_on,
                     f_1.until_on,
                     f_1.rate,
                     f_1.counted_m2,
                     f_1.outline,
                     public.st_area((f_1.outline)::public.geography) AS m2
                    FROM effect f_1) e
           WHERE (e.m2 > (0)::double precision)
         ), piece AS (
          SELECT f_1.what,
             ((COALESCE(s.event_id, c.event_id) || ' '::text) || COALESCE(s.from_on, c.from_on)) AS "?column?",
             COALESCE(f_1.stored, (0)::double precision) AS "coalesce",
             COALESCE(f_1.computed, (0)::double precision) AS "coalesce"
            FROM ((( SELECT t.plan_id,
                     t.event_id,
                     t.place_id,
                     t.from_on,
                     t.until_on,
                     t.reserve_ha,
                     t.measured_m2,
                     t.outline,
                     public.st_area((t.outline)::public.geography) AS outline_m2
                    FROM landplan.reserve_piece t
                   WHERE (t.plan_id = history_differences.plan)) s
              FULL JOIN piece_now c USING (place_id, event_id, from_on))
              CROSS JOIN LATERAL ( VALUES ('piece_m2'::text,s.measured_m2,c.measured_m2), ('piece_ha'::text,landplan.m2(s.reserve_ha),landplan.m2(c.reserve_ha)), ('piece_outline_m2'::text,s.outline_m2,c.measured_m2), ('piece_until'::text,(s.until_on - '2000-01-01'::date),(c.until_on - '2000-01-01'::date))) f_1(what, stored, computed))
         ), counted AS (
          SELECT 'counted_m2'::text AS "?column?",
             COALESCE(s.event_id, c.event_id) AS "coalesce",
                 CASE
                     WHEN (s.event_id IS NULL) THEN ('-2'::integer)::double precision
                     ELSE COALESCE(s.counted_m2, ('-1'::integer)::double precision)
                 END AS "coalesce",
                 CASE
                     WHEN (c.event_id IS NULL) THEN ('-2'::integer)::double precision
                     ELSE COALESCE(c.counted_m2, ('-1'::integer)::double precision)
                 END AS "coalesce"
            FROM (( SELECT t.plan_id,
                     t.event_id,
                     t.place_id,
                     t.counted_m2
                    FROM landplan.event_counted t
                   WHERE (t.plan_id = history_differences.plan)) s
              FULL JOIN ( SELECT e.place_id,
                     e.event_id,
                     e.counted_m2
                    FROM effect e
                 UNION
                  SELECT i.place_id,
                     i.event_id,
                     i.counted_m2
                    FROM landplan.idle_events(history_differences.plan) i(plan_id, event_id, place_id, counted_m2)
                 UNION
                  SELECT r.place_id,
                     r.event_id,
                     r.counted_m2
                    FROM landplan.corrected_events(history_differences.plan) r(plan_id, event_id, place_id, counted_m2)) c USING (place_id, event_id))
         ), found(what, subject_id, stored, computed) AS (
          SELECT span.what,
             span."?column?",
             span."coalesce",
             span.coalesce_1 AS "coalesce"
            FROM span span(what, "?column?", "coalesce", coalesce_1)
         UNION ALL
          SELECT piece.what,
             piece."?column?",
             piece."coalesce",
             piece.coalesce_1 AS "coalesce"
            FROM piece piece(what, "?column?", "coalesce", coalesce_1)
         UNION ALL
          SELECT counted."?column?",
             counted."coalesce",
             counted.coalesce_1 AS "coalesce",
             counted.coalesce_2 AS "coalesce"
            FROM counted counted("?column?", "coalesce", coalesce_1, coalesce_2)
         )
  SELECT f.what,
     f.subject_id,
     NULL::text AS text,
     f.stored,
     f.computed
    FROM found f;
END;


--
-- Name: is_owner(name); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.is_owner(who name DEFAULT CURRENT_USER) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN (SELECT pg_has_role(is_owner.who, n.nspowner, 'usage'::text) AS pg_has_role FROM pg_namespace n WHERE (n.nspname = 'landplan'::name));


--
-- Name: in_bulk(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.in_bulk() RETURNS boolean
    LANGUAGE sql STABLE
    RETURN ((current_setting('landplan.bulk'::text, true) = 'on'::text) AND landplan.is_owner() AND landplan.is_owner(SESSION_USER));


--
-- Name: indicator; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.indicator (
    plan_id text NOT NULL,
    "position" integer NOT NULL,
    zone_id text,
    indicator text DEFAULT ''::text NOT NULL,
    parent_indicator text DEFAULT ''::text NOT NULL,
    scope text DEFAULT ''::text NOT NULL,
    unit text DEFAULT ''::text NOT NULL,
    year integer NOT NULL,
    value double precision,
    value_to double precision,
    role text DEFAULT ''::text NOT NULL,
    span text DEFAULT ''::text NOT NULL,
    kind text DEFAULT ''::text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    source_document text,
    source_place text,
    source_line integer,
    CONSTRAINT indicator_range_check CHECK (((value_to IS NULL) OR (value_to >= value))),
    CONSTRAINT indicator_role_check CHECK ((role = ANY (ARRAY['base'::text, 'actual'::text, 'goal'::text])))
);


--
-- Name: COLUMN indicator.plan_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.indicator.plan_id IS '规划; Plan';


--
-- Name: COLUMN indicator."position"; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.indicator."position" IS '次序; Order in the package';


--
-- Name: COLUMN indicator.zone_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.indicator.zone_id IS '片区; Zone';


--
-- Name: COLUMN indicator.indicator; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.indicator.indicator IS '指标; Indicator';


--
-- Name: COLUMN indicator.parent_indicator; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.indicator.parent_indicator IS '上级指标; Parent indicator';


--
-- Name: COLUMN indicator.scope; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.indicator.scope IS '统计口径; Scope';


--
-- Name: COLUMN indicator.unit; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.indicator.unit IS '单位; Unit';


--
-- Name: COLUMN indicator.year; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.indicator.year IS '年份; Year';


--
-- Name: COLUMN indicator.value; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.indicator.value IS '数值; Value';


--
-- Name: COLUMN indicator.value_to; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.indicator.value_to IS '数值上限; Value, upper end';


--
-- Name: COLUMN indicator.role; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.indicator.role IS '作用：base 基期、actual 实际、goal 目标; Role';


--
-- Name: COLUMN indicator.span; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.indicator.span IS '时段：year 当年、period_total 期内累计、period_mean 期内年均; Span';


--
-- Name: COLUMN indicator.kind; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.indicator.kind IS '性质：binding 约束性、expected 预期性、planned 计划; Kind';


--
-- Name: COLUMN indicator.note; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.indicator.note IS '说明; Note';


--
-- Name: COLUMN indicator.source_document; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.indicator.source_document IS '出处：文件; Source: document';


--
-- Name: COLUMN indicator.source_place; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.indicator.source_place IS '出处：位置; Source: place';


--
-- Name: COLUMN indicator.source_line; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.indicator.source_line IS '出处：行; Source: line';


--
-- Name: indicator_record; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.indicator_record (
    record_id bigint NOT NULL,
    plan_id text NOT NULL,
    zone_id text NOT NULL,
    indicator text DEFAULT ''::text NOT NULL,
    scope text DEFAULT ''::text NOT NULL,
    year integer NOT NULL,
    value double precision NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    recorded_by text DEFAULT ''::text NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: indicator_figures(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.indicator_figures(plan text) RETURNS TABLE(zone_id text, indicator text, parent_indicator text, scope text, unit text, year integer, value double precision, value_to double precision, role text, span text, kind text, note text, source_document text, source_place text, source_line integer, recorded_by text, recorded_at timestamp with time zone)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH last_record AS (
          SELECT DISTINCT ON (r.zone_id, r.indicator, r.scope, r.year) r.record_id,
             r.plan_id,
             r.zone_id,
             r.indicator,
             r.scope,
             r.year,
             r.value,
             r.note,
             r.recorded_by,
             r.recorded_at
            FROM landplan.indicator_record r
           WHERE (r.plan_id = indicator_figures.plan)
           ORDER BY r.zone_id, r.indicator, r.scope, r.year, r.record_id DESC
         ), described AS (
          SELECT DISTINCT ON (i.zone_id, i.indicator, i.scope) i.plan_id,
             i."position",
             i.zone_id,
             i.indicator,
             i.parent_indicator,
             i.scope,
             i.unit,
             i.year,
             i.value,
             i.value_to,
             i.role,
             i.span,
             i.kind,
             i.note,
             i.source_document,
             i.source_place,
             i.source_line
            FROM landplan.indicator i
           WHERE (i.plan_id = indicator_figures.plan)
           ORDER BY i.zone_id, i.indicator, i.scope, (i.role = 'goal'::text) DESC, i.year DESC, i."position"
         ), told AS (
          SELECT i.zone_id,
             i.indicator,
             i.parent_indicator,
             i.scope,
             i.unit,
             i.year,
             i.value,
             i.value_to,
             i.role,
             i.span,
             i.kind,
             i.note,
             i.source_document,
             i.source_place,
             i.source_line,
             NULL::text AS recorded_by,
             NULL::timestamp with time zone AS recorded_at,
             i."position"
            FROM landplan.indicator i
           WHERE (i.plan_id = indicator_figures.plan)
         UNION ALL
          SELECT r.zone_id,
             r.indicator,
             d.parent_indicator,
             r.scope,
             d.unit,
             r.year,
             r.value,
             NULL::double precision,
             'actual'::text,
             d.span,
             d.kind,
             r.note,
             NULL::text,
             NULL::text,
             NULL::integer,
             r.recorded_by,
             r.recorded_at,
             d."position"
            FROM (last_record r
              JOIN described d ON (((d.zone_id = r.zone_id) AND (d.indicator = r.indicator) AND (d.scope = r.scope))))
         )
  SELECT t.zone_id,
     t.indicator,
     t.parent_indicator,
     t.scope,
     t.unit,
     t.year,
     t.value,
     t.value_to,
     t.role,
     t.span,
     t.kind,
     t.note,
     t.source_document,
     t.source_place,
     t.source_line,
     t.recorded_by,
     t.recorded_at
    FROM told t
   ORDER BY t."position", t.recorded_at NULLS FIRST, t.year;
END;


--
-- Name: is_keeping(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.is_keeping() RETURNS boolean
    LANGUAGE sql STABLE
    RETURN (('on'::text = ANY (ARRAY[current_setting('landplan.keeping'::text, true), current_setting('landplan.bulk'::text, true)])) AND landplan.is_owner());


--
-- Name: whole_parcels(text, text[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.whole_parcels(plan text, parcels text[]) RETURNS public.geometry
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT landplan.land_polygons(public.st_union(l.outline)) AS land_polygons
    FROM (landplan.parcel p
      JOIN landplan.place l USING (plan_id, place_id))
   WHERE ((p.plan_id = whole_parcels.plan) AND (p.parcel_id = ANY (whole_parcels.parcels)));
END;


--
-- Name: is_whole(text, bigint, text[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.is_whole(plan text, place bigint, parcels text[]) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN CASE WHEN ((cardinality(parcels) = 1) AND (EXISTS (SELECT FROM landplan.parcel p WHERE ((p.plan_id = is_whole.plan) AND (p.parcel_id = (is_whole.parcels)[1]) AND (p.place_id = is_whole.place))))) THEN true ELSE COALESCE(public.st_equals((SELECT l.outline FROM landplan.place l WHERE ((l.plan_id = is_whole.plan) AND (l.place_id = is_whole.place))), landplan.whole_parcels(plan, parcels)), false) END;


--
-- Name: place_zone; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.place_zone (
    plan_id text NOT NULL,
    zone_id text NOT NULL,
    place_id bigint NOT NULL,
    inside_m2 double precision NOT NULL
);


--
-- Name: isolated_shares(text, date, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.isolated_shares(plan text, known date DEFAULT NULL::date, among bigint[] DEFAULT NULL::bigint[]) RETURNS SETOF landplan.land_share
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT isolated_shares.plan AS plan,
     i.zone_id,
     a.place_id,
     a.event_id,
     a.kind,
     a.happened_on,
     a.land_use,
     a.land_use_set,
     i.inside_m2,
     ((a.declared_ha * i.inside_m2) / p.measured_m2),
         CASE
             WHEN (a.kind = 'storage'::text) THEN i.inside_m2
             WHEN (a.stored_by IS NULL) THEN (0)::double precision
             ELSE (- i.inside_m2)
         END AS "case",
     ((
         CASE
             WHEN (a.kind = 'storage'::text) THEN a.declared_ha
             WHEN (a.stored_by IS NULL) THEN (0)::double precision
             ELSE (- a.stored_ha)
         END * i.inside_m2) / p.measured_m2),
         CASE
             WHEN (NOT landplan.is_land(i.inside_m2)) THEN 0
             WHEN (a.kind = 'storage'::text) THEN 1
             WHEN (a.stored_by IS NULL) THEN 0
             ELSE '-1'::integer
         END AS "case"
    FROM ((landplan.land_isolated(isolated_shares.plan, isolated_shares.known, isolated_shares.among) a(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, stored_by, stored_ha, until)
      JOIN landplan.place p ON (((p.plan_id = isolated_shares.plan) AND (p.place_id = a.place_id))))
      JOIN landplan.place_zone i ON (((i.plan_id = isolated_shares.plan) AND (i.place_id = a.place_id))));
END;


--
-- Name: keep_events(text, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.keep_events(plan text, places bigint[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare
    was text := landplan.set_keeping('on');
begin
    perform landplan.refresh_shares(plan, places);
    perform landplan.refresh_history(plan, landplan.with_neighbours(places));
    perform landplan.set_keeping(was);
end
$$;


--
-- Name: keep_parcels(text, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.keep_parcels(plan text, places bigint[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare
    was text := landplan.set_keeping('on');
begin
    perform landplan.lock_ledger(plan);
    perform landplan.refresh_history(plan, places);
    perform landplan.set_keeping(was);
end
$$;


--
-- Name: keep_places(text, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.keep_places(plan text, places bigint[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare
    was text := landplan.set_keeping('on');
begin
    perform landplan.refresh_places(plan, places);
    perform landplan.refresh_history(plan, array(
        select distinct o.other_id from landplan.place_overlap o
        where o.place_id = any (places) and o.other_id <> all (places)
    ));
    perform landplan.set_keeping(was);
end
$$;


--
-- Name: keep_zones(text, text[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.keep_zones(plan text, zones text[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare
    was text := landplan.set_keeping('on');
begin
    perform landplan.refresh_zones(plan, zones);
    perform landplan.set_keeping(was);
end
$$;


--
-- Name: zone_day; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.zone_day (
    plan_id text NOT NULL,
    zone_id text NOT NULL,
    day date NOT NULL,
    kind text NOT NULL,
    land_use text NOT NULL,
    land_use_set text NOT NULL,
    events bigint NOT NULL,
    measured_m2 double precision NOT NULL,
    declared_ha double precision NOT NULL,
    reserve_events bigint NOT NULL,
    reserve_m2 double precision NOT NULL,
    reserve_ha double precision NOT NULL
);


--
-- Name: known_differences(text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.known_differences(plan text, as_of date, known date) RETURNS SETOF landplan.zone_day
    LANGUAGE plpgsql STABLE
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
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


--
-- Name: plan; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.plan (
    plan_id text NOT NULL,
    title text DEFAULT ''::text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    sample boolean NOT NULL,
    crs text DEFAULT ''::text NOT NULL,
    CONSTRAINT plan_period_check CHECK ((starts_on <= ends_on))
);


--
-- Name: target; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.target (
    plan_id text NOT NULL,
    zone_id text NOT NULL,
    measure text NOT NULL,
    year integer NOT NULL,
    value double precision NOT NULL,
    unit text DEFAULT ''::text NOT NULL,
    kind text DEFAULT ''::text NOT NULL,
    source_document text,
    source_place text,
    source_line integer
);


--
-- Name: COLUMN target.plan_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.target.plan_id IS '规划; Plan';


--
-- Name: COLUMN target.zone_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.target.zone_id IS '片区; Zone';


--
-- Name: COLUMN target.measure; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.target.measure IS '事项：storage 收储、supply 供应、supply_industry 其中产业用地、supply_housing_services 其中居住及公服; Measure';


--
-- Name: COLUMN target.year; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.target.year IS '年份; Year';


--
-- Name: COLUMN target.value; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.target.value IS '目标值; Value';


--
-- Name: COLUMN target.unit; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.target.unit IS '单位：公顷、亩、平方公里; Unit';


--
-- Name: COLUMN target.kind; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.target.kind IS '性质：binding 约束性、expected 预期性、planned 计划; Kind';


--
-- Name: COLUMN target.source_document; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.target.source_document IS '出处：文件; Source: document';


--
-- Name: COLUMN target.source_place; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.target.source_place IS '出处：位置; Source: place';


--
-- Name: COLUMN target.source_line; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.target.source_line IS '出处：行; Source: line';


--
-- Name: target_schedule; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.target_schedule (
    plan_id text NOT NULL,
    zone_id text NOT NULL,
    measure text NOT NULL,
    year integer NOT NULL,
    value double precision NOT NULL
);


--
-- Name: COLUMN target_schedule.plan_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.target_schedule.plan_id IS '规划; Plan';


--
-- Name: COLUMN target_schedule.zone_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.target_schedule.zone_id IS '片区; Zone';


--
-- Name: COLUMN target_schedule.measure; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.target_schedule.measure IS '事项：storage 收储、supply 供应、supply_industry 其中产业用地、supply_housing_services 其中居住及公服; Measure';


--
-- Name: COLUMN target_schedule.year; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.target_schedule.year IS '年份; Year';


--
-- Name: COLUMN target_schedule.value; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.target_schedule.value IS '累计值; Value';


--
-- Name: land_target(text, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_target(plan text, as_of date) RETURNS TABLE(zone_id text, measure text, target_ha double precision, expected_ha double precision, source_document text, source_place text, source_line integer)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH printed AS (
          SELECT t.plan_id,
             t.zone_id,
             t.measure,
             t.year,
             t.value,
             t.unit,
             t.kind,
             t.source_document,
             t.source_place,
             t.source_line,
             p.starts_on,
             p.ends_on,
             LEAST(make_date(t.year, 12, 31), p.ends_on) AS due_on,
             (t.value * (landplan.ha_per_unit(t.unit))::double precision) AS target_ha
            FROM (landplan.target t
              JOIN landplan.plan p USING (plan_id))
           WHERE (t.plan_id = land_target.plan)
         ), wanted AS (
          SELECT DISTINCT ON (t.zone_id, t.measure) t.plan_id,
             t.zone_id,
             t.measure,
             t.year,
             t.value,
             t.unit,
             t.kind,
             t.source_document,
             t.source_place,
             t.source_line,
             t.starts_on,
             t.ends_on,
             t.due_on,
             t.target_ha
            FROM printed t
           ORDER BY t.zone_id, t.measure, t.year DESC
         ), milestone AS (
          SELECT w_1.zone_id,
             w_1.measure,
             w_1.starts_on AS day,
             0 AS ha
            FROM wanted w_1
           WHERE (NOT (EXISTS ( SELECT
                    FROM printed t
                   WHERE ((t.zone_id = w_1.zone_id) AND (t.measure = w_1.measure) AND (t.due_on = w_1.starts_on)))))
         UNION
          SELECT w_1.zone_id,
             w_1.measure,
             w_1.ends_on,
             w_1.target_ha
            FROM wanted w_1
         UNION
          SELECT t.zone_id,
             t.measure,
             t.due_on,
             t.target_ha
            FROM printed t
         UNION
          SELECT s.zone_id,
             s.measure,
             make_date(s.year, 12, 31) AS make_date,
             s.value
            FROM (landplan.target_schedule s
              JOIN wanted w_1 USING (plan_id, zone_id, measure))
           WHERE ((make_date(s.year, 12, 31) > w_1.starts_on) AND (make_date(s.year, 12, 31) < w_1.ends_on) AND (NOT (EXISTS ( SELECT
                    FROM printed t
                   WHERE ((t.zone_id = s.zone_id) AND (t.measure = s.measure) AND (t.year = s.year))))))
         ), leg AS (
          SELECT m.zone_id,
             m.measure,
             m.day,
             m.ha,
             lead(m.day) OVER line AS next_day,
             lead(m.ha) OVER line AS next_ha
            FROM milestone m
           WINDOW line AS (PARTITION BY m.zone_id, m.measure ORDER BY m.day)
         )
  SELECT w.zone_id,
     w.measure,
     w.target_ha,
         CASE
             WHEN (land_target.as_of < w.starts_on) THEN (0)::double precision
             ELSE COALESCE((l.ha + (((l.next_ha - l.ha) * ((land_target.as_of - l.day))::double precision) / ((l.next_day - l.day))::double precision)), w.target_ha)
         END AS "coalesce",
     w.source_document,
     w.source_place,
     w.source_line
    FROM (wanted w
      LEFT JOIN leg l ON (((l.zone_id = w.zone_id) AND (l.measure = w.measure) AND (land_target.as_of >= l.day) AND (land_target.as_of < l.next_day))));
END;


--
-- Name: measures(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.measures() RETURNS TABLE(measure text, place integer)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT m.measure,
     m.place
    FROM ( VALUES ('storage'::text,1), ('supply'::text,2), ('supply_industry'::text,3), ('supply_housing_services'::text,4), ('reserve'::text,5)) m(measure, place);
END;


--
-- Name: FUNCTION measures(); Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON FUNCTION landplan.measures() IS '对账的各指标及其次序';


--
-- Name: month_of(date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.month_of(day date) RETURNS date
    LANGUAGE sql IMMUTABLE
    RETURN (date_trunc('month'::text, (day)::timestamp without time zone))::date;


--
-- Name: refuse(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.refuse(reason text) RETURNS double precision
    LANGUAGE plpgsql
    AS $$
begin
    raise exception '%', reason using errcode = 'invalid_parameter_value';
end
$$;


--
-- Name: zone_month; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.zone_month (
    plan_id text NOT NULL,
    zone_id text NOT NULL,
    month date NOT NULL,
    kind text NOT NULL,
    land_use text NOT NULL,
    land_use_set text NOT NULL,
    events bigint NOT NULL,
    measured_m2 double precision NOT NULL,
    declared_ha double precision NOT NULL,
    reserve_events bigint NOT NULL,
    reserve_m2 double precision NOT NULL,
    reserve_ha double precision NOT NULL
);


--
-- Name: told_until(text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.told_until(plan text, as_of date, known date DEFAULT NULL::date) RETURNS SETOF landplan.zone_day
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH period AS MATERIALIZED (
          SELECT p.starts_on,
             p.ends_on,
             ARRAY( SELECT landplan.month_of(b.day) AS month_of
                    FROM ( VALUES (p.starts_on), ((p.ends_on + 1)), ((told_until.as_of + 1))) b(day)
                   WHERE (landplan.month_of(b.day) <> b.day)) AS cut
            FROM landplan.plan p
           WHERE (p.plan_id = told_until.plan)
         )
  SELECT m.plan_id,
     m.zone_id,
     m.month,
     m.kind,
     m.land_use,
     m.land_use_set,
     m.events,
     m.measured_m2,
     m.declared_ha,
     m.reserve_events,
     m.reserve_m2,
     m.reserve_ha
    FROM landplan.zone_month m
   WHERE ((m.plan_id = told_until.plan) AND (m.month <= told_until.as_of) AND (m.month <> ALL (( SELECT p.cut
            FROM period p)::date[])))
 UNION ALL
  SELECT d.plan_id,
     d.zone_id,
     d.day,
     d.kind,
     d.land_use,
     d.land_use_set,
     d.events,
     d.measured_m2,
     d.declared_ha,
     d.reserve_events,
     d.reserve_m2,
     d.reserve_ha
    FROM (( SELECT DISTINCT unnest(p.cut) AS month
            FROM period p) c
      CROSS JOIN LATERAL ( SELECT d_1.plan_id,
             d_1.zone_id,
             d_1.day,
             d_1.kind,
             d_1.land_use,
             d_1.land_use_set,
             d_1.events,
             d_1.measured_m2,
             d_1.declared_ha,
             d_1.reserve_events,
             d_1.reserve_m2,
             d_1.reserve_ha
            FROM landplan.zone_day d_1
           WHERE ((d_1.plan_id = told_until.plan) AND (d_1.day >= c.month) AND (d_1.day < (c.month + '1 mon'::interval)) AND (d_1.day <= told_until.as_of))
          OFFSET 0) d)
 UNION ALL
  SELECT k.plan_id,
     k.zone_id,
     k.day,
     k.kind,
     k.land_use,
     k.land_use_set,
     k.events,
     k.measured_m2,
     k.declared_ha,
     k.reserve_events,
     k.reserve_m2,
     k.reserve_ha
    FROM landplan.known_differences(told_until.plan, told_until.as_of, told_until.known) k(plan_id, zone_id, day, kind, land_use, land_use_set, events, measured_m2, declared_ha, reserve_events, reserve_m2, reserve_ha);
END;


--
-- Name: zone; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.zone (
    plan_id text NOT NULL,
    zone_id text NOT NULL,
    "position" integer NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    parent_id text,
    declared_ha double precision,
    measured_m2 double precision GENERATED ALWAYS AS (public.st_area((outline)::public.geography)) STORED,
    geometry_quality text DEFAULT ''::text NOT NULL,
    source_document text,
    source_place text,
    source_line integer,
    note text DEFAULT ''::text NOT NULL,
    outline public.geometry(MultiPolygon,4490) NOT NULL,
    zone_set text DEFAULT ''::text NOT NULL,
    CONSTRAINT zone_geometry_quality_check CHECK ((geometry_quality = ANY (ARRAY['official'::text, 'digitised'::text, 'schematic'::text]))),
    CONSTRAINT zone_valid_check CHECK ((public.st_isvalid(outline) AND (NOT public.st_isempty(outline))))
);


--
-- Name: COLUMN zone.plan_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.zone.plan_id IS '规划; Plan';


--
-- Name: COLUMN zone.zone_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.zone.zone_id IS '片区编号; Zone id';


--
-- Name: COLUMN zone."position"; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.zone."position" IS '次序; Order in the package';


--
-- Name: COLUMN zone.name; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.zone.name IS '名称; Name';


--
-- Name: COLUMN zone.parent_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.zone.parent_id IS '上级片区; Parent zone';


--
-- Name: COLUMN zone.declared_ha; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.zone.declared_ha IS '公布面积（公顷）; Declared area, ha';


--
-- Name: COLUMN zone.measured_m2; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.zone.measured_m2 IS '量算面积（平方米）; Measured area, m²';


--
-- Name: COLUMN zone.geometry_quality; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.zone.geometry_quality IS '边界质量：official 正式、digitised 数字化、schematic 示意; Quality of the outline';


--
-- Name: COLUMN zone.source_document; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.zone.source_document IS '出处：文件; Source: document';


--
-- Name: COLUMN zone.source_place; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.zone.source_place IS '出处：位置; Source: place';


--
-- Name: COLUMN zone.source_line; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.zone.source_line IS '出处：行; Source: line';


--
-- Name: COLUMN zone.note; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.zone.note IS '说明; Note';


--
-- Name: COLUMN zone.outline; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.zone.outline IS '边界; Outline';


--
-- Name: COLUMN zone.zone_set; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.zone.zone_set IS '片区划分; Zone set';


--
-- Name: zone_tree(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.zone_tree(plan text) RETURNS TABLE(zone_id text, depth integer, path integer[])
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH RECURSIVE tree AS (
          SELECT z.zone_id,
             0 AS depth,
             ARRAY[z."position"] AS path
            FROM landplan.zone z
           WHERE ((z.plan_id = zone_tree.plan) AND (z.parent_id IS NULL))
         UNION ALL
          SELECT z.zone_id,
             (t.depth + 1),
             (t.path || z."position")
            FROM (landplan.zone z
              JOIN tree t ON ((z.parent_id = t.zone_id)))
           WHERE (z.plan_id = zone_tree.plan)
         )
  SELECT tree.zone_id,
     tree.depth,
     tree.path
    FROM tree;
END;


--
-- Name: land_use; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.land_use (
    plan_id text NOT NULL,
    code text NOT NULL,
    code_set text NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    land_group text DEFAULT ''::text NOT NULL,
    CONSTRAINT land_use_land_group_check CHECK ((land_group = ANY (ARRAY['industry'::text, 'housing_services'::text, 'other'::text])))
);


--
-- Name: COLUMN land_use.plan_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_use.plan_id IS '规划; Plan';


--
-- Name: COLUMN land_use.code; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_use.code IS '用途代码; Code';


--
-- Name: COLUMN land_use.code_set; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_use.code_set IS '版本; Code set';


--
-- Name: COLUMN land_use.name; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_use.name IS '名称; Name';


--
-- Name: COLUMN land_use.land_group; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.land_use.land_group IS '分组：industry 产业用地、housing_services 居住及公服用地、other 其他用地; Group';


--
-- Name: land_balance(text, date, text, date, double precision, double precision); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_balance(plan text, as_of date, basis text DEFAULT 'declared'::text, known date DEFAULT NULL::date, on_track double precision DEFAULT 0.95, behind double precision DEFAULT 0.75) RETURNS TABLE(zone text, zone_name text, parent text, measure text, target_ha double precision, actual_ha double precision, measured_ha double precision, declared_ha double precision, percent double precision, expected_ha double precision, remaining_ha double precision, needed_ha_per_year double precision, forecast_ha double precision, status text, events integer, source_document text, source_place text, source_line integer)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH summed AS (
          SELECT t.zone_id,
             t.kind,
             t.land_use,
             t.land_use_set,
             ((t.day >= p.starts_on) AND (t.day <= p.ends_on)) AS in_period,
             sum(t.events) AS events,
             sum(t.measured_m2) AS measured_m2,
             sum(t.declared_ha) AS declared_ha,
             sum(t.reserve_events) AS reserve_events,
             sum(t.reserve_m2) AS reserve_m2,
             sum(t.reserve_ha) AS reserve_ha
            FROM (landplan.plan p
              CROSS JOIN LATERAL landplan.told_until(land_balance.plan, land_balance.as_of, land_balance.known) t(plan_id, zone_id, day, kind, land_use, land_use_set, events, measured_m2, declared_ha, reserve_events, reserve_m2, reserve_ha))
           WHERE (p.plan_id = land_balance.plan)
           GROUP BY t.zone_id, t.kind, t.land_use, t.land_use_set, ((t.day >= p.starts_on) AND (t.day <= p.ends_on))
         ), day AS (
          SELECT s.zone_id,
             s.kind,
             s.land_use,
             s.land_use_set,
             s.in_period,
             s.events,
             s.measured_m2,
             s.declared_ha,
             s.reserve_events,
             s.reserve_m2,
             s.reserve_ha,
             COALESCE(u.land_group, 'other'::text) AS land_group
            FROM (summed s
              LEFT JOIN landplan.land_use u ON (((u.plan_id = land_balance.plan) AND (u.code = s.land_use) AND (u.code_set = s.land_use_set))))
         ), total AS (
          SELECT d.zone_id,
             m.measure,
             landplan.ha(sum(m.m2)) AS measured_ha,
             sum(m.ha) AS declared_ha,
             (sum(m.events))::integer AS events
            FROM (day d
              CROSS JOIN LATERAL ( VALUES (
                         CASE
                             WHEN d.in_period THEN d.kind
                             ELSE NULL::text
                         END,d.measured_m2,d.declared_ha,d.events), (
                         CASE
                             WHEN (d.in_period AND (d.kind = 'supply'::text) AND (d.land_group <> 'other'::text)) THEN ('supply_'::text || d.land_group)
                             ELSE NULL::text
                         END,d.measured_m2,d.declared_ha,d.events), ('reserve'::text,d.reserve_m2,d.reserve_ha,d.reserve_events)) m(measure, m2, ha, events))
           WHERE (m.measure IS NOT NULL)
           GROUP BY d.zone_id, m.measure
         ), compared AS (
          SELECT z.zone_id,
             z.name,
             z.parent_id,
             t.path,
             m.measure,
             m.place,
             COALESCE(s.measured_ha, (0)::double precision) AS measured_ha,
             COALESCE(s.declared_ha, (0)::double precision) AS declared_ha,
                 CASE land_balance.basis
                     WHEN 'measured'::text THEN COALESCE(s.measured_ha, (0)::double precision)
                     WHEN 'declared'::text THEN COALESCE(s.declared_ha, (0)::double precision)
                     ELSE landplan.refuse(('basis is declared or measured, not '::text || land_balance.basis))
                 END AS actual_ha,
             COALESCE(s.events, 0) AS events,
             g.target_ha,
             g.expected_ha,
             g.source_document,
             g.source_place,
             g.source_line,
             p.starts_on,
             (LEAST(land_balance.as_of, p.ends_on) - p.starts_on) AS days_gone,
             (p.ends_on - LEAST(land_balance.as_of, p.ends_on)) AS days_left
            FROM (((((landplan.plan p
              JOIN landplan.zone z USING (plan_id))
              JOIN landplan.zone_tree(land_balance.plan) t(zone_id, depth, path) USING (zone_id))
              CROSS JOIN landplan.measures() m(measure, place))
              LEFT JOIN total s ON (((s.zone_id = z.zone_id) AND (s.measure = m.measure))))
              LEFT JOIN landplan.land_target(land_balance.plan, land_balance.as_of) g(zone_id, measure, target_ha, expected_ha, source_document, source_place, source_line) ON (((g.zone_id = z.zone_id) AND (g.measure = m.measure))))
           WHERE (p.plan_id = land_balance.plan)
         ), line AS (
          SELECT c.zone_id,
             c.name,
             c.parent_id,
             c.path,
             c.measure,
             c.place,
             c.measured_ha,
             c.declared_ha,
             c.actual_ha,
             c.events,
             c.target_ha,
             c.expected_ha,
             c.source_document,
             c.source_place,
             c.source_line,
             c.starts_on,
             c.days_gone,
             c.days_left,
                 CASE
                     WHEN (c.actual_ha < c.target_ha) THEN (c.target_ha - c.actual_ha)
                     WHEN (c.target_ha IS NOT NULL) THEN (0)::double precision
                     ELSE NULL::double precision
                 END AS remaining_ha
            FROM compared c
         )
  SELECT l.zone_id,
     l.name,
     l.parent_id,
     l.measure,
     l.target_ha,
     l.actual_ha,
     l.measured_ha,
     l.declared_ha,
     (((100)::double precision * l.actual_ha) / NULLIF(l.target_ha, (0)::double precision)),
     l.expected_ha,
     l.remaining_ha,
         CASE
             WHEN (l.days_left > 0) THEN ((l.remaining_ha / (l.days_left)::double precision) * (landplan.days_per_year())::double precision)
             ELSE NULL::double precision
         END AS "case",
         CASE
             WHEN ((l.measure <> 'reserve'::text) AND (l.days_gone > 0)) THEN (l.actual_ha + ((l.actual_ha / (l.days_gone)::double precision) * (l.days_left)::double precision))
             ELSE NULL::double precision
         END AS "case",
         CASE
             WHEN ((l.target_ha IS NULL) OR (land_balance.as_of < l.starts_on)) THEN NULL::text
             WHEN (l.actual_ha >= (l.target_ha - (0.000001)::double precision)) THEN 'done'::text
             WHEN (l.actual_ha >= ((land_balance.on_track * l.expected_ha) - (0.000001)::double precision)) THEN 'on track'::text
             WHEN (l.actual_ha >= ((land_balance.behind * l.expected_ha) - (0.000001)::double precision)) THEN 'behind'::text
             ELSE 'at risk'::text
         END AS "case",
     l.events,
     l.source_document,
     l.source_place,
     l.source_line
    FROM line l
   ORDER BY l.path, l.place;
END;


--
-- Name: FUNCTION land_balance(plan text, as_of date, basis text, known date, on_track double precision, behind double precision); Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON FUNCTION landplan.land_balance(plan text, as_of date, basis text, known date, on_track double precision, behind double precision) IS '对账：plan 规划、as_of 截至日期、basis declared 申报或 measured 量算、known 只计该日前登记的；公顷';


--
-- Name: land_held_overlapping(text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_held_overlapping(plan text, as_of date, known date DEFAULT NULL::date) RETURNS TABLE(event_id text, place_id bigint, kind text, happened_on date, land_use text, land_use_set text, declared_ha double precision, measured_m2 double precision, counted public.geometry, held public.geometry)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH overlapping AS MATERIALIZED (
          SELECT c_1.event_id,
             c_1.place_id,
             c_1.kind,
             c_1.happened_on,
             c_1.land_use,
             c_1.land_use_set,
             c_1.declared_ha,
             c_1.measured_m2,
             c_1.extent,
             c_1.counted,
             ( SELECT public.st_union(q.outline) AS st_union
                    FROM (landplan.near_places(c_1.place_id) n(place_id)
                      JOIN landplan.place q ON ((q.place_id = n.place_id)))
                   WHERE (EXISTS ( SELECT
                            FROM landplan.events_in_force(land_held_overlapping.plan, land_held_overlapping.known) f(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids, contract_no, supervision_no, price_10k_cny, responsible_unit, whole, batch_id)
                           WHERE ((f.place_id = n.place_id) AND (f.kind <> c_1.kind) AND (f.happened_on <= land_held_overlapping.as_of) AND (ROW(f.happened_on, f.event_id) > ROW(c_1.happened_on, c_1.event_id)))))) AS gone
            FROM landplan.land_overlapping(land_held_overlapping.plan, land_held_overlapping.known) c_1(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, extent, counted)
           WHERE ((c_1.happened_on <= land_held_overlapping.as_of) AND (NOT public.st_isempty(c_1.counted)))
         )
  SELECT c.event_id,
     c.place_id,
     c.kind,
     c.happened_on,
     c.land_use,
     c.land_use_set,
     c.declared_ha,
     c.measured_m2,
     c.counted,
         CASE
             WHEN (c.gone IS NULL) THEN c.counted
             ELSE landplan.land_polygons(public.st_difference(c.counted, c.gone))
         END AS land_polygons
    FROM overlapping c;
END;


--
-- Name: land_shares_at(text, bigint[], date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_shares_at(plan text, places bigint[], known date DEFAULT NULL::date) RETURNS SETOF landplan.land_share
    LANGUAGE plpgsql STABLE
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
declare
    overlapping bigint[] := array(
        select distinct o.place_id from landplan.place_overlap o where o.place_id = any (places)
    );
    near bigint[] := landplan.with_neighbours(overlapping);
begin
    return query select * from landplan.isolated_shares(plan, known, places);
    if overlapping <> '{}' then
        return query select * from landplan.overlapping_shares(plan, known, overlapping, near);
    end if;
end
$$;


--
-- Name: with_neighbours(bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.with_neighbours(places bigint[]) RETURNS bigint[]
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT ARRAY( SELECT unnest(with_neighbours.places) AS unnest
         UNION
          SELECT o.other_id
            FROM landplan.place_overlap o
           WHERE (o.place_id = ANY (with_neighbours.places))) AS "array";
END;


--
-- Name: places_unknown(text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.places_unknown(plan text, as_of date, known date) RETURNS bigint[]
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT landplan.with_neighbours(landplan.with_neighbours(ARRAY( SELECT e.place_id
            FROM landplan.land_event e
           WHERE ((e.plan_id = places_unknown.plan) AND (e.recorded_on > places_unknown.known) AND (e.happened_on <= places_unknown.as_of) AND (e.place_id IS NOT NULL))
         UNION ALL
          SELECT c.place_id
            FROM (landplan.land_event e
              JOIN landplan.land_event c ON (((c.plan_id = places_unknown.plan) AND (c.event_id = e.corrects))))
           WHERE ((e.plan_id = places_unknown.plan) AND (e.recorded_on > places_unknown.known) AND (c.happened_on <= places_unknown.as_of) AND (c.place_id IS NOT NULL))))) AS with_neighbours;
END;


--
-- Name: land_shares_known(text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_shares_known(plan text, as_of date, known date DEFAULT NULL::date) RETURNS SETOF landplan.land_share
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH unknown AS MATERIALIZED (
          SELECT
                 CASE
                     WHEN (land_shares_known.known IS NOT NULL) THEN landplan.places_unknown(land_shares_known.plan, land_shares_known.as_of, land_shares_known.known)
                     ELSE NULL::bigint[]
                 END AS places
         )
  SELECT s.plan_id,
     s.zone_id,
     s.place_id,
     s.event_id,
     s.kind,
     s.happened_on,
     s.land_use,
     s.land_use_set,
     s.measured_m2,
     s.declared_ha,
     s.reserve_m2,
     s.reserve_ha,
     s.reserve_events
    FROM landplan.land_share s
   WHERE ((s.plan_id = land_shares_known.plan) AND (s.happened_on <= land_shares_known.as_of) AND ((land_shares_known.known IS NULL) OR (NOT (s.place_id IN ( SELECT unnest(u.places) AS unnest
            FROM unknown u)))))
 UNION ALL
  SELECT r.plan_id,
     r.zone_id,
     r.place_id,
     r.event_id,
     r.kind,
     r.happened_on,
     r.land_use,
     r.land_use_set,
     r.measured_m2,
     r.declared_ha,
     r.reserve_m2,
     r.reserve_ha,
     r.reserve_events
    FROM landplan.land_shares_at(land_shares_known.plan, ( SELECT u.places
            FROM unknown u), land_shares_known.known) r(plan_id, zone_id, place_id, event_id, kind, happened_on, land_use, land_use_set, measured_m2, declared_ha, reserve_m2, reserve_ha, reserve_events)
   WHERE ((land_shares_known.known IS NOT NULL) AND (r.happened_on <= land_shares_known.as_of));
END;


--
-- Name: land_in_reserve(text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_in_reserve(plan text, as_of date, known date DEFAULT NULL::date) RETURNS TABLE(zone_id text, event_id text, measured_m2 double precision, declared_ha double precision)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH held AS MATERIALIZED (
          SELECT h.event_id,
             h.place_id,
             (h.declared_ha / h.measured_m2) AS rate,
             h.measured_m2,
             h.held,
             public.st_area((h.held)::public.geography) AS held_m2
            FROM landplan.land_held_overlapping(land_in_reserve.plan, land_in_reserve.as_of, land_in_reserve.known) h(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, counted, held)
           WHERE ((h.kind = 'storage'::text) AND (NOT public.st_isempty(h.held)))
         ), piece AS MATERIALIZED (
          SELECT i.zone_id,
             h.event_id,
             h.rate,
                 CASE
                     WHEN (i.inside_m2 = h.measured_m2) THEN h.held_m2
                     ELSE landplan.area_in(z.outline, h.held)
                 END AS m2
            FROM ((landplan.zone z
              JOIN landplan.place_zone i ON (((i.zone_id = z.zone_id) AND (i.plan_id = land_in_reserve.plan))))
              JOIN held h ON ((h.place_id = i.place_id)))
           WHERE (z.plan_id = land_in_reserve.plan)
         )
  SELECT s.zone_id,
     s.event_id,
     s.measured_m2,
     s.declared_ha
    FROM landplan.land_shares_known(land_in_reserve.plan, land_in_reserve.as_of, land_in_reserve.known) s(plan_id, zone_id, place_id, event_id, kind, happened_on, land_use, land_use_set, measured_m2, declared_ha, reserve_m2, reserve_ha, reserve_events)
   WHERE ((s.kind = 'storage'::text) AND (s.measured_m2 > (0)::double precision) AND (NOT (EXISTS ( SELECT
            FROM landplan.place_overlap o
           WHERE ((o.plan_id = land_in_reserve.plan) AND (o.place_id = s.place_id))))) AND (NOT (EXISTS ( SELECT
            FROM landplan.land_shares_known(land_in_reserve.plan, land_in_reserve.as_of, land_in_reserve.known) t(plan_id, zone_id, place_id, event_id, kind, happened_on, land_use, land_use_set, measured_m2, declared_ha, reserve_m2, reserve_ha, reserve_events)
           WHERE ((t.place_id = s.place_id) AND (t.zone_id = s.zone_id) AND (t.kind = 'supply'::text) AND (ROW(t.happened_on, t.event_id) > ROW(s.happened_on, s.event_id)))))))
 UNION ALL
  SELECT p.zone_id,
     p.event_id,
     p.m2,
     (p.m2 * p.rate)
    FROM piece p
   WHERE (p.m2 > (0)::double precision);
END;


--
-- Name: owner_shares(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.owner_shares(plan text) RETURNS TABLE(event_id text, owner_kind text, share double precision)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH owned AS (
          SELECT e.event_id,
             c.owner_kind,
             sum(landplan.area_in(q.outline, p.outline)) AS m2
            FROM (((landplan.land_event e
              JOIN landplan.place p USING (plan_id, place_id))
              JOIN landplan.parcel c ON (((c.plan_id = owner_shares.plan) AND (c.parcel_id = ANY (e.parcel_ids)))))
              JOIN landplan.place q ON (((q.plan_id = owner_shares.plan) AND (q.place_id = c.place_id))))
           WHERE ((e.plan_id = owner_shares.plan) AND (cardinality(e.parcel_ids) > 1))
           GROUP BY e.event_id, c.owner_kind
         )
  SELECT o.event_id,
     o.owner_kind,
     COALESCE((o.m2 / NULLIF(sum(o.m2) OVER of_event, (0)::double precision)), ((1.0 / (count(*) OVER of_event)::numeric))::double precision) AS "coalesce"
    FROM owned o
   WINDOW of_event AS (PARTITION BY o.event_id);
END;


--
-- Name: land_by_key(text, text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_by_key(plan text, series text, as_of date, known date DEFAULT NULL::date) RETURNS TABLE(zone_id text, measure text, key text, name text, measured_ha double precision, declared_ha double precision, events integer)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH land AS (
          SELECT s.zone_id,
             s.kind,
             s.event_id,
             s.measured_m2,
             s.declared_ha
            FROM (landplan.plan p
              CROSS JOIN LATERAL landplan.land_shares_known(land_by_key.plan, land_by_key.as_of, land_by_key.known) s(plan_id, zone_id, place_id, event_id, kind, happened_on, land_use, land_use_set, measured_m2, declared_ha, reserve_m2, reserve_ha, reserve_events))
           WHERE ((p.plan_id = land_by_key.plan) AND ((s.happened_on >= p.starts_on) AND (s.happened_on <= p.ends_on)) AND (s.measured_m2 > (0)::double precision))
         UNION ALL
          SELECT r.zone_id,
             'reserve'::text,
             r.event_id,
             r.measured_m2,
             r.declared_ha
            FROM landplan.land_in_reserve(land_by_key.plan, land_by_key.as_of, land_by_key.known) r(zone_id, event_id, measured_m2, declared_ha)
         ), keyed AS (
          SELECT l.zone_id,
             l.kind,
             l.measured_m2,
             l.declared_ha,
             e.land_use,
             e.land_use_set,
                 CASE land_by_key.series
                     WHEN 'method'::text THEN e.method
                     WHEN 'owner_kind'::text THEN COALESCE(o.owner_kind, c.owner_kind, ''::text)
                     ELSE ''::text
                 END AS key,
             COALESCE(o.share, (1)::double precision) AS share
            FROM (((land l
              JOIN landplan.land_event e ON (((e.plan_id = land_by_key.plan) AND (e.event_id = l.event_id))))
              LEFT JOIN landplan.parcel c ON (((land_by_key.series = 'owner_kind'::text) AND (cardinality(e.parcel_ids) = 1) AND (c.plan_id = land_by_key.plan) AND (c.parcel_id = e.parcel_ids[1]))))
              LEFT JOIN landplan.owner_shares(land_by_key.plan) o(event_id, owner_kind, share) ON (((land_by_key.series = 'owner_kind'::text) AND (o.event_id = l.event_id))))
         ), summed AS (
          SELECT k.zone_id,
             k.kind,
             k.land_use,
             k.land_use_set,
             k.key,
             landplan.ha(sum((k.measured_m2 * k.share))) AS measured_ha,
             sum((k.declared_ha * k.share)) AS declared_ha,
             count(*) FILTER (WHERE landplan.is_land((k.measured_m2 * k.share))) AS events
            FROM keyed k
           WHERE (k.share > (0)::double precision)
           GROUP BY k.zone_id, k.kind, k.land_use, k.land_use_set, k.key
         ), named AS (
          SELECT s.zone_id,
             s.kind,
             s.land_use,
             s.land_use_set,
             s.key,
             s.measured_ha,
             s.declared_ha,
             s.events,
             COALESCE(u.land_group, 'other'::text) AS land_group,
             COALESCE(u.name, ''::text) AS name
            FROM (summed s
              LEFT JOIN landplan.land_use u ON (((u.plan_id = land_by_key.plan) AND (u.code = s.land_use) AND (u.code_set = s.land_use_set))))
         ), told AS (
          SELECT n.zone_id,
             m.measure,
             n.measured_ha,
             n.declared_ha,
             n.events,
                 CASE
                     WHEN ((land_by_key.series <> 'land_use'::text) OR (n.land_use = ''::text)) THEN n.key
                     ELSE concat_ws('/'::text, n.land_group, n.land_use, n.land_use_set)
                 END AS key,
                 CASE land_by_key.series
                     WHEN 'land_use'::text THEN n.name
                     ELSE ''::text
                 END AS name
            FROM (named n
              CROSS JOIN LATERAL ( VALUES (n.kind), (
                         CASE
                             WHEN ((n.kind = 'supply'::text) AND (n.land_group <> 'other'::text)) THEN ('supply_'::text || n.land_group)
                             ELSE NULL::text
                         END)) m(measure))
           WHERE (m.measure IS NOT NULL)
         )
  SELECT t.zone_id,
     t.measure,
     t.key,
     t.name,
     sum(t.measured_ha) AS sum,
     sum(t.declared_ha) AS sum,
     (sum(t.events))::integer AS sum
    FROM told t
   GROUP BY t.zone_id, t.measure, t.key, t.name;
END;


--
-- Name: land_by_year(text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_by_year(plan text, as_of date, known date DEFAULT NULL::date) RETURNS TABLE(zone_id text, measure text, year integer, measured_ha double precision, declared_ha double precision, events integer)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH summed AS (
          SELECT t.zone_id,
             t.kind,
             t.land_use,
             t.land_use_set,
             (EXTRACT(year FROM t.day))::integer AS year,
             sum(t.events) AS events,
             sum(t.measured_m2) AS measured_m2,
             sum(t.declared_ha) AS declared_ha
            FROM (landplan.plan p
              CROSS JOIN LATERAL landplan.told_until(land_by_year.plan, land_by_year.as_of, land_by_year.known) t(plan_id, zone_id, day, kind, land_use, land_use_set, events, measured_m2, declared_ha, reserve_events, reserve_m2, reserve_ha))
           WHERE ((p.plan_id = land_by_year.plan) AND ((t.day >= p.starts_on) AND (t.day <= p.ends_on)))
           GROUP BY t.zone_id, t.kind, t.land_use, t.land_use_set, ((EXTRACT(year FROM t.day))::integer)
         )
  SELECT s.zone_id,
     m.measure,
     s.year,
     landplan.ha(sum(s.measured_m2)) AS ha,
     sum(s.declared_ha) AS sum,
     (sum(s.events))::integer AS sum
    FROM ((summed s
      LEFT JOIN landplan.land_use u ON (((u.plan_id = land_by_year.plan) AND (u.code = s.land_use) AND (u.code_set = s.land_use_set))))
      CROSS JOIN LATERAL ( VALUES (s.kind), (
                 CASE
                     WHEN (s.kind = 'supply'::text) THEN ('supply_'::text || u.land_group)
                     ELSE NULL::text
                 END)) m(measure))
   WHERE (m.measure <> 'supply_other'::text)
   GROUP BY s.zone_id, m.measure, s.year;
END;


--
-- Name: land_taken(text, date, bigint[], bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_taken(plan text, known date DEFAULT NULL::date, among bigint[] DEFAULT NULL::bigint[], near bigint[] DEFAULT NULL::bigint[]) RETURNS TABLE(event_id text, place_id bigint, happened_on date, land_use text, land_use_set text, stored_by text, stored_at bigint, stored_ha double precision, stored_m2 double precision, held_before public.geometry, held_after public.geometry)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH overlapping AS MATERIALIZED (
          SELECT land_overlapping.event_id,
             land_overlapping.place_id,
             land_overlapping.kind,
             land_overlapping.happened_on,
             land_overlapping.land_use,
             land_overlapping.land_use_set,
             land_overlapping.declared_ha,
             land_overlapping.measured_m2,
             land_overlapping.extent,
             land_overlapping.counted
            FROM landplan.land_overlapping(land_taken.plan, land_taken.known, land_taken.near) land_overlapping(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, extent, counted)
         ), pair AS MATERIALIZED (
          SELECT e.event_id,
             e.place_id,
             e.happened_on,
             e.land_use,
             e.land_use_set,
             e.extent,
             s.event_id AS stored_by,
             s.place_id AS stored_at,
             s.declared_ha,
             s.measured_m2,
             s.counted,
             ( SELECT public.st_union(q.outline) AS st_union
                    FROM (landplan.near_places(s.place_id) n_1(place_id)
                      JOIN landplan.place q ON ((q.place_id = n_1.place_id)))
                   WHERE (EXISTS ( SELECT
                            FROM landplan.events_in_force(land_taken.plan, land_taken.known) f(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids, contract_no, supervision_no, price_10k_cny, responsible_unit, whole, batch_id)
                           WHERE ((f.place_id = n_1.place_id) AND (f.kind = 'supply'::text) AND (ROW(f.happened_on, f.event_id) > ROW(s.happened_on, s.event_id)) AND (ROW(f.happened_on, f.event_id) < ROW(e.happened_on, e.event_id)))))) AS gone
            FROM ((overlapping e
              CROSS JOIN LATERAL landplan.near_places(e.place_id) n(place_id))
              JOIN overlapping s ON (((s.place_id = n.place_id) AND (s.kind = 'storage'::text) AND (ROW(s.happened_on, s.event_id) < ROW(e.happened_on, e.event_id)) AND (NOT public.st_isempty(s.counted)))))
           WHERE ((e.kind = 'supply'::text) AND ((land_taken.among IS NULL) OR (e.place_id = ANY (land_taken.among))) AND (NOT (EXISTS ( SELECT
                    FROM landplan.events_in_force(land_taken.plan, land_taken.known) f(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids, contract_no, supervision_no, price_10k_cny, responsible_unit, whole, batch_id)
                   WHERE ((f.place_id = s.place_id) AND (f.kind = 'supply'::text) AND (ROW(f.happened_on, f.event_id) > ROW(s.happened_on, s.event_id)) AND (ROW(f.happened_on, f.event_id) < ROW(e.happened_on, e.event_id)))))))
         )
  SELECT p.event_id,
     p.place_id,
     p.happened_on,
     p.land_use,
     p.land_use_set,
     p.stored_by,
     p.stored_at,
     p.declared_ha,
     p.measured_m2,
         CASE
             WHEN (p.gone IS NULL) THEN p.counted
             ELSE landplan.land_polygons(public.st_difference(p.counted, p.gone))
         END AS land_polygons,
     landplan.land_polygons(public.st_difference(p.counted,
         CASE
             WHEN (p.gone IS NULL) THEN p.extent
             ELSE public.st_union(p.gone, p.extent)
         END)) AS land_polygons
    FROM pair p
   WHERE public.st_intersects(p.counted, p.extent);
END;


--
-- Name: land_conflicts(text, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_conflicts(plan text, known date DEFAULT NULL::date) RETURNS TABLE(event_id text, kind text, conflict text, happened_on date, area_m2 double precision, other_events text[], outline public.geometry)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH isolated AS MATERIALIZED (
          SELECT land_isolated.event_id,
             land_isolated.place_id,
             land_isolated.kind,
             land_isolated.happened_on,
             land_isolated.land_use,
             land_isolated.land_use_set,
             land_isolated.declared_ha,
             land_isolated.stored_by,
             land_isolated.stored_ha,
             land_isolated.until
            FROM landplan.land_isolated(land_conflicts.plan, land_conflicts.known) land_isolated(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, stored_by, stored_ha, until)
         ), isolated_event AS (
          SELECT e.event_id,
             e.place_id,
             e.kind,
             e.happened_on,
             (a.event_id IS NOT NULL) AS newly,
             a.stored_by
            FROM (landplan.events_in_force(land_conflicts.plan, land_conflicts.known) e(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids, contract_no, supervision_no, price_10k_cny, responsible_unit, whole, batch_id)
              LEFT JOIN isolated a USING (event_id))
           WHERE (NOT (EXISTS ( SELECT
                    FROM landplan.place_overlap o
                   WHERE ((o.plan_id = land_conflicts.plan) AND (o.place_id = e.place_id)))))
         ), isolated_run AS (
          SELECT e.event_id,
             e.place_id,
             e.kind,
             e.happened_on,
             e.newly,
             e.stored_by,
             count(*) FILTER (WHERE e.newly) OVER (PARTITION BY e.place_id ORDER BY e.happened_on, e.event_id ROWS UNBOUNDED PRECEDING) AS run
            FROM isolated_event e
         ), isolated_told AS (
          SELECT r.event_id,
             r.place_id,
             r.kind,
             r.happened_on,
             r.newly,
             r.stored_by,
             r.run,
             first_value(r.event_id) OVER (PARTITION BY r.place_id, r.run ORDER BY r.happened_on, r.event_id) AS last_new
            FROM isolated_run r
         ), isolated_found AS (
          SELECT e.event_id,
             e.place_id,
             e.kind,
                 CASE e.kind
                     WHEN 'storage'::text THEN 'stored_twice'::text
                     ELSE 'supplied_twice'::text
                 END AS conflict,
             e.happened_on,
                 CASE
                     WHEN (e.run > 0) THEN e.last_new
                     ELSE NULL::text
                 END AS other
            FROM isolated_told e
           WHERE (NOT e.newly)
         UNION ALL
          SELECT e.event_id,
             e.place_id,
             e.kind,
                 CASE
                     WHEN (later.event_id IS NULL) THEN 'supplied_without_storage'::text
                     ELSE 'supplied_before_storage'::text
                 END AS "case",
             e.happened_on,
             later.event_id
            FROM (isolated_event e
              LEFT JOIN LATERAL ( SELECT f_1.event_id
                    FROM landplan.events_in_force(land_conflicts.plan, land_conflicts.known) f_1(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids, contract_no, supervision_no, price_10k_cny, responsible_unit, whole, batch_id)
                   WHERE ((f_1.place_id = e.place_id) AND (f_1.kind = 'storage'::text) AND (ROW(f_1.happened_on, f_1.event_id) > ROW(e.happened_on, e.event_id)))
                   ORDER BY f_1.happened_on, f_1.event_id
                  LIMIT 1) later ON (true))
           WHERE (e.newly AND (e.kind = 'supply'::text) AND (e.stored_by IS NULL))
         ), overlapping AS MATERIALIZED (
          SELECT land_overlapping.event_id,
             land_overlapping.place_id,
             land_overlapping.kind,
             land_overlapping.happened_on,
             land_overlapping.land_use,
             land_overlapping.land_use_set,
             land_overlapping.declared_ha,
             land_overlapping.measured_m2,
             land_overlapping.extent,
             land_overlapping.counted
            FROM landplan.land_overlapping(land_conflicts.plan, land_conflicts.known) land_overlapping(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, extent, counted)
         ), in_reserve AS (
          SELECT t.event_id,
             public.st_union(t.held_before) AS outline
            FROM landplan.land_taken(land_conflicts.plan, land_conflicts.known) t(event_id, place_id, happened_on, land_use, land_use_set, stored_by, stored_at, stored_ha, stored_m2, held_before, held_after)
           GROUP BY t.event_id
         ), unstored AS (
          SELECT c.event_id,
             c.place_id,
             c.kind,
             c.happened_on,
                 CASE
                     WHEN (t.outline IS NULL) THEN c.counted
                     ELSE landplan.land_polygons(public.st_difference(c.counted, t.outline))
                 END AS outline,
             ( SELECT public.st_union(s.extent) AS st_union
                    FROM overlapping s
                   WHERE ((s.kind = 'storage'::text) AND (s.extent OPERATOR(public.&&) c.extent) AND (ROW(s.happened_on, s.event_id) > ROW(c.happened_on, c.event_id)))) AS stored_later
            FROM (overlapping c
              LEFT JOIN in_reserve t USING (event_id))
           WHERE (c.kind = 'supply'::text)
         ), overlapping_found AS (
          SELECT c.event_id,
             c.kind,
                 CASE c.kind
                     WHEN 'storage'::text THEN 'stored_twice'::text
                     ELSE 'supplied_twice'::text
                 END AS conflict,
             c.happened_on,
             landplan.land_polygons(public.st_difference(c.extent, c.counted)) AS outline
            FROM overlapping c
         UNION ALL
          SELECT u.event_id,
             u.kind,
             'supplied_before_storage'::text,
             u.happened_on,
             landplan.land_polygons(public.st_intersection(u.outline, u.stored_later)) AS land_polygons
            FROM unstored u
           WHERE (u.stored_later IS NOT NULL)
         UNION ALL
          SELECT u.event_id,
             u.kind,
             'supplied_without_storage'::text,
             u.happened_on,
                 CASE
                     WHEN (u.stored_later IS NULL) THEN u.outline
                     ELSE landplan.land_polygons(public.st_difference(u.outline, u.stored_later))
                 END AS land_polygons
            FROM unstored u
         ), found AS (
          SELECT a.event_id,
             a.kind,
             a.conflict,
             a.happened_on,
             p.measured_m2 AS area_m2,
             array_remove(ARRAY[a.other], NULL::text) AS other_events,
             p.outline
            FROM (isolated_found a
              JOIN landplan.place p ON (((p.plan_id = land_conflicts.plan) AND (p.place_id = a.place_id))))
         UNION ALL
          SELECT c.event_id,
             c.kind,
             c.conflict,
             c.happened_on,
             public.st_area((c.outline)::public.geography) AS st_area,
             ARRAY( SELECT f_1.event_id
                    FROM overlapping f_1
                   WHERE ((c.conflict <> 'supplied_without_storage'::text) AND (f_1.kind =
                         CASE c.conflict
                             WHEN 'supplied_before_storage'::text THEN 'storage'::text
                             ELSE c.kind
                         END) AND (f_1.extent OPERATOR(public.&&) c.outline) AND ((ROW(f_1.happened_on, f_1.event_id) < ROW(c.happened_on, c.event_id)) = (c.conflict <> 'supplied_before_storage'::text)) AND (f_1.event_id <> c.event_id) AND landplan.is_land(public.st_area((landplan.land_polygons(public.st_intersection(f_1.extent, c.outline)))::public.geography)))
                   ORDER BY f_1.happened_on, f_1.event_id) AS "array",
             c.outline
            FROM overlapping_found c
           WHERE landplan.is_land(public.st_area((c.outline)::public.geography))
         )
  SELECT f.event_id,
     f.kind,
     f.conflict,
     f.happened_on,
     f.area_m2,
     f.other_events,
     f.outline
    FROM found f
   ORDER BY f.happened_on, f.event_id, f.conflict;
END;


--
-- Name: land_counted(text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_counted(plan text, as_of date, known date DEFAULT NULL::date) RETURNS TABLE(zone_id text, measure text, event_id text, measured_ha double precision, declared_ha double precision)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH counted AS (
          SELECT s.plan_id,
             s.zone_id,
             s.place_id,
             s.event_id,
             s.kind,
             s.happened_on,
             s.land_use,
             s.land_use_set,
             s.measured_m2,
             s.declared_ha,
             s.reserve_m2,
             s.reserve_ha,
             s.reserve_events,
             COALESCE(u.land_group, 'other'::text) AS land_group
            FROM ((landplan.plan p
              CROSS JOIN LATERAL landplan.land_shares_known(land_counted.plan, land_counted.as_of, land_counted.known) s(plan_id, zone_id, place_id, event_id, kind, happened_on, land_use, land_use_set, measured_m2, declared_ha, reserve_m2, reserve_ha, reserve_events))
              LEFT JOIN landplan.land_use u ON (((u.plan_id = land_counted.plan) AND (u.code = s.land_use) AND (u.code_set = s.land_use_set))))
           WHERE ((p.plan_id = land_counted.plan) AND ((s.happened_on >= p.starts_on) AND (s.happened_on <= p.ends_on)) AND (s.measured_m2 > (0)::double precision))
         )
  SELECT c.zone_id,
     m.measure,
     c.event_id,
     landplan.ha(c.measured_m2) AS ha,
     c.declared_ha
    FROM (counted c
      CROSS JOIN LATERAL ( VALUES (c.kind), (
                 CASE
                     WHEN ((c.kind = 'supply'::text) AND (c.land_group <> 'other'::text)) THEN ('supply_'::text || c.land_group)
                     ELSE NULL::text
                 END)) m(measure))
   WHERE (m.measure IS NOT NULL)
 UNION ALL
  SELECT r.zone_id,
     'reserve'::text,
     r.event_id,
     landplan.ha(r.measured_m2) AS ha,
     r.declared_ha
    FROM landplan.land_in_reserve(land_counted.plan, land_counted.as_of, land_counted.known) r(zone_id, event_id, measured_m2, declared_ha);
END;


--
-- Name: FUNCTION land_counted(plan text, as_of date, known date); Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON FUNCTION landplan.land_counted(plan text, as_of date, known date) IS '对账明细：每个数字由哪些事件相加而成；公顷';


--
-- Name: land_held(text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_held(plan text, as_of date, known date DEFAULT NULL::date) RETURNS TABLE(event_id text, place_id bigint, kind text, happened_on date, land_use text, land_use_set text, declared_ha double precision, measured_m2 double precision, counted public.geometry, held public.geometry)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT a.event_id,
     a.place_id,
     a.kind,
     a.happened_on,
     a.land_use,
     a.land_use_set,
     a.declared_ha,
     p.measured_m2,
     p.outline,
         CASE
             WHEN ((a.until IS NULL) OR (a.until > land_held.as_of)) THEN p.outline
             ELSE public.st_geomfromtext('MULTIPOLYGON EMPTY'::text, 4490)
         END AS st_geomfromtext
    FROM (landplan.land_isolated(land_held.plan, land_held.known) a(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, stored_by, stored_ha, until)
      JOIN landplan.place p ON (((p.plan_id = land_held.plan) AND (p.place_id = a.place_id))))
   WHERE (a.happened_on <= land_held.as_of)
 UNION ALL
  SELECT h.event_id,
     h.place_id,
     h.kind,
     h.happened_on,
     h.land_use,
     h.land_use_set,
     h.declared_ha,
     h.measured_m2,
     h.counted,
     h.held
    FROM landplan.land_held_overlapping(land_held.plan, land_held.as_of, land_held.known) h(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, counted, held);
END;


--
-- Name: FUNCTION land_held(plan text, as_of date, known date); Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON FUNCTION landplan.land_held(plan text, as_of date, known date) IS '截至一日仍在库（storage）与已供应（supply）的土地，逐笔事件，不重叠';


--
-- Name: land_misfits(text, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_misfits(plan text, known date DEFAULT NULL::date) RETURNS TABLE(misfit text, subject_id text, other_ids text[], area_m2 double precision, outline public.geometry)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH found AS (
          SELECT 'parcels_overlap'::text AS misfit,
             one.parcel_id AS subject_id,
             ARRAY[other.parcel_id] AS other_ids,
             o.overlap_m2 AS area_m2,
             landplan.land_polygons(public.st_intersection(p.outline, q.outline)) AS outline
            FROM ((((landplan.place_overlap o
              JOIN landplan.parcel one ON (((one.plan_id = land_misfits.plan) AND (one.place_id = o.place_id))))
              JOIN landplan.parcel other ON (((other.plan_id = land_misfits.plan) AND (other.place_id = o.other_id) AND (other.parcel_id > one.parcel_id))))
              JOIN landplan.place p ON (((p.plan_id = land_misfits.plan) AND (p.place_id = o.place_id))))
              JOIN landplan.place q ON (((q.plan_id = land_misfits.plan) AND (q.place_id = o.other_id))))
           WHERE ((o.plan_id = land_misfits.plan) AND landplan.is_land(o.overlap_m2))
         UNION ALL
          SELECT 'outside_parcel'::text,
             e.event_id,
             e.parcel_ids,
             public.st_area((r.outline)::public.geography) AS st_area,
             r.outline
            FROM ((landplan.events_in_force(land_misfits.plan, land_misfits.known) e(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids, contract_no, supervision_no, price_10k_cny, responsible_unit, whole, batch_id)
              JOIN landplan.place p USING (plan_id, place_id))
              CROSS JOIN LATERAL ( SELECT landplan.land_polygons(public.st_difference(p.outline, public.st_union(q.outline))) AS outline
                    FROM (landplan.parcel c
                      JOIN landplan.place q USING (plan_id, place_id))
                   WHERE ((c.plan_id = land_misfits.plan) AND (c.parcel_id = ANY (e.parcel_ids)))) r)
           WHERE ((e.parcel_ids <> '{}'::text[]) AND (NOT (EXISTS ( SELECT
                    FROM landplan.parcel c
                   WHERE ((c.plan_id = land_misfits.plan) AND (c.place_id = e.place_id) AND (c.parcel_id = ANY (e.parcel_ids)))))))
         )
  SELECT f.misfit,
     f.subject_id,
     f.other_ids,
     f.area_m2,
     f.outline
    FROM found f
   WHERE landplan.is_land(f.area_m2)
   ORDER BY f.misfit, f.subject_id, f.other_ids;
END;


--
-- Name: land_replay(text, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_replay(plan text, known date DEFAULT NULL::date) RETURNS TABLE(event_id text, kind text, happened_on date, land_use text, land_use_set text, declared_ha double precision, measured_m2 double precision, extent public.geometry, counted public.geometry)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT e.event_id,
     e.kind,
     e.happened_on,
     e.land_use,
     e.land_use_set,
     e.declared_ha,
     p.measured_m2,
     p.outline,
         CASE
             WHEN (a.event_id IS NOT NULL) THEN p.outline
             ELSE public.st_geomfromtext('MULTIPOLYGON EMPTY'::text, 4490)
         END AS st_geomfromtext
    FROM ((landplan.events_in_force(land_replay.plan, land_replay.known) e(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids, contract_no, supervision_no, price_10k_cny, responsible_unit, whole, batch_id)
      JOIN landplan.place p USING (plan_id, place_id))
      LEFT JOIN landplan.land_isolated(land_replay.plan, land_replay.known) a(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, stored_by, stored_ha, until) USING (event_id))
   WHERE (NOT (EXISTS ( SELECT
            FROM landplan.place_overlap o
           WHERE ((o.plan_id = land_replay.plan) AND (o.place_id = e.place_id)))))
 UNION ALL
  SELECT c.event_id,
     c.kind,
     c.happened_on,
     c.land_use,
     c.land_use_set,
     c.declared_ha,
     c.measured_m2,
     c.extent,
     c.counted
    FROM landplan.land_overlapping(land_replay.plan, land_replay.known) c(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, extent, counted);
END;


--
-- Name: land_series(text, text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_series(plan text, series text, as_of date, known date DEFAULT NULL::date) RETURNS TABLE(zone text, zone_name text, measure text, key text, name text, declared_ha double precision, measured_ha double precision, events integer)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH told AS (
          SELECT k.zone_id,
             k.measure,
             k.key,
             k.name,
             k.declared_ha,
             k.measured_ha,
             k.events
            FROM landplan.land_by_key(land_series.plan, land_series.series, land_series.as_of, land_series.known) k(zone_id, measure, key, name, measured_ha, declared_ha, events)
           WHERE (land_series.series <> 'year'::text)
         UNION ALL
          SELECT z_1.zone_id,
             m_1.measure,
             (d.year)::text AS year,
             ''::text,
             COALESCE(y.declared_ha, (0)::double precision) AS "coalesce",
             COALESCE(y.measured_ha, (0)::double precision) AS "coalesce",
             COALESCE(y.events, 0) AS "coalesce"
            FROM ((((landplan.plan p
              JOIN landplan.zone z_1 USING (plan_id))
              JOIN landplan.measures() m_1(measure, place) ON ((m_1.measure <> 'reserve'::text)))
              CROSS JOIN LATERAL generate_series((EXTRACT(year FROM p.starts_on))::integer, (EXTRACT(year FROM LEAST(land_series.as_of, p.ends_on)))::integer) d(year))
              LEFT JOIN landplan.land_by_year(land_series.plan, land_series.as_of, land_series.known) y(zone_id, measure, year, measured_ha, declared_ha, events) ON (((y.zone_id = z_1.zone_id) AND (y.measure = m_1.measure) AND (y.year = d.year))))
           WHERE ((p.plan_id = land_series.plan) AND (land_series.series = 'year'::text))
         )
  SELECT z.zone_id,
     z.name,
     s.measure,
     s.key,
     s.name,
     s.declared_ha,
     s.measured_ha,
     s.events
    FROM (((told s
      JOIN landplan.zone z ON (((z.plan_id = land_series.plan) AND (z.zone_id = s.zone_id))))
      JOIN landplan.zone_tree(land_series.plan) t(zone_id, depth, path) ON ((t.zone_id = z.zone_id)))
      JOIN landplan.measures() m(measure, place) USING (measure))
   ORDER BY t.path, m.place,
         CASE
             WHEN (land_series.series = 'year'::text) THEN s.key
             ELSE NULL::text
         END, (round((s.declared_ha)::numeric, 6)) DESC, (s.key COLLATE "C");
END;


--
-- Name: FUNCTION land_series(plan text, series text, as_of date, known date); Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON FUNCTION landplan.land_series(plan text, series text, as_of date, known date) IS '序列：各片区各指标按年度（year）、方式（method）、用途（land_use）或权属（owner_kind）分列；公顷';


--
-- Name: overlapping_shares(text, date, bigint[], bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.overlapping_shares(plan text, known date DEFAULT NULL::date, among bigint[] DEFAULT NULL::bigint[], near bigint[] DEFAULT NULL::bigint[]) RETURNS SETOF landplan.land_share
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH overlapping AS MATERIALIZED (
          SELECT c.event_id,
             c.place_id,
             c.kind,
             c.happened_on,
             c.land_use,
             c.land_use_set,
             c.declared_ha,
             c.measured_m2,
             c.extent,
             c.counted,
             public.st_area((c.counted)::public.geography) AS counted_m2
            FROM landplan.land_overlapping(overlapping_shares.plan, overlapping_shares.known, overlapping_shares.among) c(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, extent, counted)
           WHERE (NOT public.st_isempty(c.counted))
         ), taken AS MATERIALIZED (
          SELECT t_1.event_id,
             t_1.place_id,
             t_1.happened_on,
             t_1.land_use,
             t_1.land_use_set,
             t_1.stored_by,
             t_1.stored_at,
             t_1.stored_ha,
             t_1.stored_m2,
             t_1.held_before,
             t_1.held_after,
             public.st_area((t_1.held_before)::public.geography) AS before_m2,
             public.st_area((t_1.held_after)::public.geography) AS after_m2
            FROM landplan.land_taken(overlapping_shares.plan, overlapping_shares.known, overlapping_shares.among, overlapping_shares.near) t_1(event_id, place_id, happened_on, land_use, land_use_set, stored_by, stored_at, stored_ha, stored_m2, held_before, held_after)
           WHERE (NOT public.st_isempty(t_1.held_before))
         ), counted AS MATERIALIZED (
          SELECT i.zone_id,
             c.place_id,
             c.event_id,
             c.kind,
             c.happened_on,
             c.land_use,
             c.land_use_set,
             (c.declared_ha / c.measured_m2) AS rate,
                 CASE
                     WHEN (i.inside_m2 = c.measured_m2) THEN c.counted_m2
                     ELSE landplan.area_in(z.outline, c.counted)
                 END AS m2
            FROM ((landplan.zone z
              JOIN landplan.place_zone i ON (((i.zone_id = z.zone_id) AND (i.plan_id = overlapping_shares.plan))))
              JOIN overlapping c ON ((c.place_id = i.place_id)))
           WHERE (z.plan_id = overlapping_shares.plan)
         ), left_over AS MATERIALIZED (
          SELECT i.zone_id,
             t_1.place_id,
             t_1.event_id,
             t_1.happened_on,
             t_1.land_use,
             t_1.land_use_set,
             (t_1.stored_ha / t_1.stored_m2) AS rate,
                 CASE
                     WHEN (i.inside_m2 = t_1.stored_m2) THEN t_1.before_m2
                     ELSE landplan.area_in(z.outline, t_1.held_before)
                 END AS before_m2,
                 CASE
                     WHEN (i.inside_m2 = t_1.stored_m2) THEN t_1.after_m2
                     ELSE landplan.area_in(z.outline, t_1.held_after)
                 END AS after_m2
            FROM ((landplan.zone z
              JOIN landplan.place_zone i ON (((i.zone_id = z.zone_id) AND (i.plan_id = overlapping_shares.plan))))
              JOIN taken t_1 ON ((t_1.stored_at = i.place_id)))
           WHERE (z.plan_id = overlapping_shares.plan)
         ), told AS (
          SELECT c.zone_id,
             c.place_id,
             c.event_id,
             c.kind,
             c.happened_on,
             c.land_use,
             c.land_use_set,
             c.m2,
             (c.m2 * c.rate) AS ha,
                 CASE c.kind
                     WHEN 'storage'::text THEN c.m2
                     ELSE (0)::double precision
                 END AS reserve_m2,
                 CASE c.kind
                     WHEN 'storage'::text THEN (c.m2 * c.rate)
                     ELSE (0)::double precision
                 END AS reserve_ha,
                 CASE
                     WHEN ((c.kind = 'storage'::text) AND landplan.is_land(c.m2)) THEN 1
                     ELSE 0
                 END AS reserve_events
            FROM counted c
           WHERE (c.m2 > (0)::double precision)
         UNION ALL
          SELECT l.zone_id,
             l.place_id,
             l.event_id,
             'supply'::text,
             l.happened_on,
             l.land_use,
             l.land_use_set,
             0,
             0,
             (l.after_m2 - l.before_m2),
             ((l.after_m2 - l.before_m2) * l.rate),
                 CASE
                     WHEN (landplan.is_land(l.before_m2) AND (NOT landplan.is_land(l.after_m2))) THEN '-1'::integer
                     ELSE 0
                 END AS "case"
            FROM left_over l
           WHERE (l.before_m2 > (0)::double precision)
         )
  SELECT overlapping_shares.plan AS plan,
     t.zone_id,
     t.place_id,
     t.event_id,
     t.kind,
     t.happened_on,
     t.land_use,
     t.land_use_set,
     sum(t.m2) AS sum,
     sum(t.ha) AS sum,
     sum(t.reserve_m2) AS sum,
     sum(t.reserve_ha) AS sum,
     (sum(t.reserve_events))::integer AS sum
    FROM told t
   GROUP BY t.zone_id, t.place_id, t.event_id, t.kind, t.happened_on, t.land_use, t.land_use_set;
END;


--
-- Name: land_shares(text, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_shares(plan text, known date DEFAULT NULL::date) RETURNS SETOF landplan.land_share
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT a.plan_id,
     a.zone_id,
     a.place_id,
     a.event_id,
     a.kind,
     a.happened_on,
     a.land_use,
     a.land_use_set,
     a.measured_m2,
     a.declared_ha,
     a.reserve_m2,
     a.reserve_ha,
     a.reserve_events
    FROM landplan.isolated_shares(land_shares.plan, land_shares.known) a(plan_id, zone_id, place_id, event_id, kind, happened_on, land_use, land_use_set, measured_m2, declared_ha, reserve_m2, reserve_ha, reserve_events)
 UNION ALL
  SELECT c.plan_id,
     c.zone_id,
     c.place_id,
     c.event_id,
     c.kind,
     c.happened_on,
     c.land_use,
     c.land_use_set,
     c.measured_m2,
     c.declared_ha,
     c.reserve_m2,
     c.reserve_ha,
     c.reserve_events
    FROM landplan.overlapping_shares(land_shares.plan, land_shares.known) c(plan_id, zone_id, place_id, event_id, kind, happened_on, land_use, land_use_set, measured_m2, declared_ha, reserve_m2, reserve_ha, reserve_events);
END;


--
-- Name: lock_ledger(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.lock_ledger(plan text) RETURNS void
    LANGUAGE sql
    AS $$
    insert into landplan.ledger (plan_id, revision) values (plan, 1)
    on conflict (plan_id) do update set revision = ledger.revision + 1;
$$;


--
-- Name: measure_place(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.measure_place() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if not st_isvalid(new.outline) or st_isempty(new.outline) then
        raise exception 'outline of a place is empty or not valid: %', st_isvalidreason(new.outline)
            using errcode = 'check_violation';
    end if;
    new.measured_m2 := st_area(new.outline::geography);
    return new;
end
$$;


--
-- Name: merge_events(text, bigint); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.merge_events(plan text, batch bigint) RETURNS bigint
    LANGUAGE plpgsql
    AS $_$
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
        insert into landplan.land_event (plan_id, place_id, batch_id, whole, %1$s)
        select $1, case when kind <> 'reversal' then place_id end, $2, whole, %1$s
        from incoming_event
        $merge$,
        landplan.told_columns('landplan.land_event')
    ) using plan, batch;
    get diagnostics added = row_count;
    truncate incoming_event;
    return added;
end
$_$;


--
-- Name: merge_parcels(text, bigint); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.merge_parcels(plan text, batch bigint, OUT added bigint, OUT changed bigint) RETURNS record
    LANGUAGE plpgsql
    AS $_$
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
        insert into landplan.parcel as p (plan_id, place_id, batch_id, %1$s)
        select $1, place_id, $2, %1$s from incoming_parcel
        on conflict (plan_id, parcel_id) do update
        set (place_id, batch_id, %1$s) = (excluded.place_id, excluded.batch_id, %2$s)
        where (p.place_id, %3$s) is distinct from (excluded.place_id, %2$s)
        $merge$,
        landplan.told_columns('landplan.parcel'),
        landplan.told_columns('landplan.parcel', 'excluded.'),
        landplan.told_columns('landplan.parcel', 'p.')
    ) using plan, batch;
    get diagnostics changed = row_count;
    changed := changed - added;
    truncate incoming_parcel;
end
$_$;


--
-- Name: merge_zones(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.merge_zones(plan text) RETURNS void
    LANGUAGE plpgsql
    AS $$
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


--
-- Name: normal_outline(public.geometry); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.normal_outline(outline public.geometry) RETURNS public.geometry
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN public.st_normalize(public.st_removerepeatedpoints(outline));


--
-- Name: overlap_m2(public.geometry, public.geometry); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.overlap_m2(one public.geometry, other public.geometry) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN public.st_relate(one, other, 'T********'::text) THEN public.st_area((landplan.land_polygons(public.st_intersection(one, other)))::public.geography) ELSE (0)::double precision END;


--
-- Name: overlapping_places(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.overlapping_places(plan text) RETURNS TABLE(place_id bigint)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT DISTINCT o.place_id
    FROM landplan.place_overlap o
   WHERE (o.plan_id = overlapping_places.plan);
END;


--
-- Name: parcel_status_replayed(text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.parcel_status_replayed(plan text, as_of date, known date) RETURNS TABLE(parcel_id text, state text, in_reserve_m2 double precision, supplied_m2 double precision, reserve_outline public.geometry)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH isolated AS (
          SELECT a.place_id,
             a.kind
            FROM landplan.land_isolated(parcel_status_replayed.plan, parcel_status_replayed.known) a(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, stored_by, stored_ha, until)
           WHERE ((a.happened_on <= parcel_status_replayed.as_of) AND ((a.until IS NULL) OR (a.until > parcel_status_replayed.as_of)))
         ), held AS MATERIALIZED (
          SELECT h.place_id,
             h.kind,
             h.held
            FROM landplan.land_held_overlapping(parcel_status_replayed.plan, parcel_status_replayed.as_of, parcel_status_replayed.known) h(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, counted, held)
           WHERE (NOT public.st_isempty(h.held))
         ), near AS (
          SELECT o.place_id,
             o.other_id
            FROM landplan.place_overlap o
           WHERE (o.plan_id = parcel_status_replayed.plan)
         UNION ALL
          SELECT c_1.place_id,
             c_1.place_id
            FROM landplan.overlapping_places(parcel_status_replayed.plan) c_1(place_id)
         ), piece AS (
          SELECT n.place_id,
             h.kind,
             landplan.land_polygons(public.st_intersection(p.outline, h.held)) AS outline
            FROM ((near n
              JOIN held h ON ((h.place_id = n.other_id)))
              JOIN landplan.place p ON (((p.plan_id = parcel_status_replayed.plan) AND (p.place_id = n.place_id))))
           WHERE (n.place_id IN ( SELECT c_1.place_id
                    FROM landplan.parcel c_1
                   WHERE (c_1.plan_id = parcel_status_replayed.plan)))
         ), measured AS (
          SELECT a.place_id,
                 CASE a.kind
                     WHEN 'storage'::text THEN p.measured_m2
                     ELSE (0)::double precision
                 END AS in_reserve_m2,
                 CASE a.kind
                     WHEN 'supply'::text THEN p.measured_m2
                     ELSE (0)::double precision
                 END AS supplied_m2,
                 CASE a.kind
                     WHEN 'storage'::text THEN p.outline
                     ELSE NULL::public.geometry
                 END AS reserve_outline
            FROM (isolated a
              JOIN landplan.place p ON (((p.plan_id = parcel_status_replayed.plan) AND (p.place_id = a.place_id))))
         UNION ALL
          SELECT i.place_id,
             COALESCE(sum(public.st_area((i.outline)::public.geography)) FILTER (WHERE (i.kind = 'storage'::text)), (0)::double precision) AS "coalesce",
             COALESCE(sum(public.st_area((i.outline)::public.geography)) FILTER (WHERE (i.kind = 'supply'::text)), (0)::double precision) AS "coalesce",
             public.st_union(i.outline) FILTER (WHERE (i.kind = 'storage'::text)) AS st_union
            FROM piece i
           GROUP BY i.place_id
         )
  SELECT c.parcel_id,
     landplan.parcel_state(COALESCE(m.in_reserve_m2, (0)::double precision), COALESCE(m.supplied_m2, (0)::double precision)) AS parcel_state,
     COALESCE(m.in_reserve_m2, (0)::double precision) AS "coalesce",
     COALESCE(m.supplied_m2, (0)::double precision) AS "coalesce",
         CASE
             WHEN landplan.is_land(m.in_reserve_m2) THEN landplan.land_polygons(m.reserve_outline)
             ELSE NULL::public.geometry
         END AS "case"
    FROM (landplan.parcel c
      LEFT JOIN measured m USING (place_id))
   WHERE (c.plan_id = parcel_status_replayed.plan);
END;


--
-- Name: parcel_status(text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.parcel_status(plan text, as_of date, known date DEFAULT NULL::date) RETURNS TABLE(parcel_id text, state text, in_reserve_m2 double precision, supplied_m2 double precision, reserve_outline public.geometry)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT c.parcel_id,
     COALESCE(h.state, 'not_stored'::text) AS "coalesce",
     COALESCE(h.in_reserve_m2, (0)::double precision) AS "coalesce",
     COALESCE(h.supplied_m2, (0)::double precision) AS "coalesce",
         CASE
             WHEN landplan.is_land(h.in_reserve_m2) THEN COALESCE(h.reserve_outline, p.outline)
             ELSE NULL::public.geometry
         END AS "case"
    FROM ((landplan.parcel c
      LEFT JOIN landplan.place p ON ((p.place_id = c.place_id)))
      LEFT JOIN landplan.parcel_history h ON (((h.plan_id = parcel_status.plan) AND (h.place_id = c.place_id) AND (h.parcel_id = c.parcel_id) AND (h.from_on <= parcel_status.as_of) AND ((h.until_on IS NULL) OR (h.until_on > parcel_status.as_of)))))
   WHERE ((c.plan_id = parcel_status.plan) AND (parcel_status.known IS NULL))
 UNION ALL
  SELECT r.parcel_id,
     r.state,
     r.in_reserve_m2,
     r.supplied_m2,
     r.reserve_outline
    FROM landplan.parcel_status_replayed(parcel_status.plan, parcel_status.as_of, parcel_status.known) r(parcel_id, state, in_reserve_m2, supplied_m2, reserve_outline)
   WHERE (parcel_status.known IS NOT NULL);
END;


--
-- Name: FUNCTION parcel_status(plan text, as_of date, known date); Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON FUNCTION landplan.parcel_status(plan text, as_of date, known date) IS '截至一日各地块的状态、在库与已供应面积（平方米）';


--
-- Name: parcels_came(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.parcels_came() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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


--
-- Name: parcels_changed(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.parcels_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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


--
-- Name: parcels_redrawn(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.parcels_redrawn() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare
    several record;
    came bigint;
begin
    update landplan.land_event e set place_id = f.place_id
    from stale s
    join fresh f using (plan_id, parcel_id)
    where f.place_id <> s.place_id
      and e.plan_id = s.plan_id and e.place_id = s.place_id
      and e.whole and e.parcel_ids = array[s.parcel_id];
    for several in
        select distinct e.plan_id, e.parcel_ids, e.place_id
        from stale s
        join fresh f using (plan_id, parcel_id)
        join landplan.land_event e
          on e.plan_id = s.plan_id and e.parcel_ids @> array[s.parcel_id]
         and e.whole and cardinality(e.parcel_ids) > 1
        where f.place_id <> s.place_id
    loop
        continue when landplan.is_whole(several.plan_id, several.place_id, several.parcel_ids);
        insert into landplan.place (plan_id, outline)
        values (
            several.plan_id, landplan.whole_parcels(several.plan_id, several.parcel_ids)
        )
        returning place_id into came;
        update landplan.land_event e set place_id = came
        where e.plan_id = several.plan_id and e.place_id = several.place_id
          and e.whole and e.parcel_ids = several.parcel_ids;
    end loop;
    return null;
end
$$;


--
-- Name: places_came(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.places_came() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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


--
-- Name: project; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.project (
    plan_id text NOT NULL,
    project_id text NOT NULL,
    "position" integer NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    category text DEFAULT ''::text NOT NULL,
    stage text DEFAULT ''::text NOT NULL,
    zone_id text,
    site_area_m2 double precision,
    floor_area_m2 double precision,
    investment_10k_cny double precision,
    point public.geometry(Point,4490),
    note text DEFAULT ''::text NOT NULL,
    outline public.geometry(Geometry,4490),
    geometry_quality text DEFAULT ''::text NOT NULL
);


--
-- Name: COLUMN project.plan_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.project.plan_id IS '规划; Plan';


--
-- Name: COLUMN project.project_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.project.project_id IS '项目编号; Project id';


--
-- Name: COLUMN project."position"; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.project."position" IS '次序; Order in the package';


--
-- Name: COLUMN project.name; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.project.name IS '项目; Project';


--
-- Name: COLUMN project.category; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.project.category IS '类别; Category';


--
-- Name: COLUMN project.stage; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.project.stage IS '阶段：储备、开工、在建、投产; Stage';


--
-- Name: COLUMN project.zone_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.project.zone_id IS '片区; Zone';


--
-- Name: COLUMN project.site_area_m2; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.project.site_area_m2 IS '用地（平方米）; Site, m²';


--
-- Name: COLUMN project.floor_area_m2; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.project.floor_area_m2 IS '建筑（平方米）; Floor, m²';


--
-- Name: COLUMN project.investment_10k_cny; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.project.investment_10k_cny IS '总投资（万元）; Investment, ×10,000 CNY';


--
-- Name: COLUMN project.point; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.project.point IS '点位; Point';


--
-- Name: COLUMN project.note; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.project.note IS '说明; Note';


--
-- Name: COLUMN project.outline; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.project.outline IS '图形; Shape';


--
-- Name: COLUMN project.geometry_quality; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.project.geometry_quality IS '边界质量：official 正式、digitised 数字化、schematic 示意; Quality of the outline';


--
-- Name: project_record; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.project_record (
    record_id bigint NOT NULL,
    plan_id text NOT NULL,
    project_id text NOT NULL,
    happened_on date NOT NULL,
    stage text,
    invested_10k_cny double precision,
    note text DEFAULT ''::text NOT NULL,
    recorded_by text DEFAULT ''::text NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    corrects bigint,
    CONSTRAINT project_record_one_thing_check CHECK ((num_nonnulls(stage, invested_10k_cny) = 1))
);


--
-- Name: project_now(text, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.project_now(plan text, as_of date DEFAULT NULL::date) RETURNS TABLE(project_id text, stage text, stage_on date, invested_10k_cny double precision, invested_on date)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH in_force AS (
          SELECT r.record_id,
             r.plan_id,
             r.project_id,
             r.happened_on,
             r.stage,
             r.invested_10k_cny,
             r.note,
             r.recorded_by,
             r.recorded_at,
             r.corrects
            FROM landplan.project_record r
           WHERE ((r.plan_id = project_now.plan) AND ((project_now.as_of IS NULL) OR (r.happened_on <= project_now.as_of)) AND (NOT (EXISTS ( SELECT
                    FROM landplan.project_record c
                   WHERE (c.corrects = r.record_id)))))
         ), last_stage AS (
          SELECT DISTINCT ON (r.project_id) r.project_id,
             r.stage,
             r.happened_on
            FROM in_force r
           WHERE (r.stage IS NOT NULL)
           ORDER BY r.project_id, r.happened_on DESC, r.record_id DESC
         ), last_invested AS (
          SELECT DISTINCT ON (r.project_id) r.project_id,
             r.invested_10k_cny,
             r.happened_on
            FROM in_force r
           WHERE (r.invested_10k_cny IS NOT NULL)
           ORDER BY r.project_id, r.happened_on DESC, r.record_id DESC
         )
  SELECT j.project_id,
     COALESCE(s.stage, j.stage) AS "coalesce",
     s.happened_on,
     i.invested_10k_cny,
     i.happened_on
    FROM ((landplan.project j
      LEFT JOIN last_stage s USING (project_id))
      LEFT JOIN last_invested i USING (project_id))
   WHERE (j.plan_id = project_now.plan);
END;


--
-- Name: record_history(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.record_history(plan text) RETURNS TABLE(record_id bigint, subject text, subject_name text, what text, value text, happened_on text, note text, recorded_by text, recorded_at text, in_force boolean)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT r.record_id,
     r.project_id,
     COALESCE(j.name, r.project_id) AS "coalesce",
         CASE
             WHEN (r.stage IS NULL) THEN 'invested_10k_cny'::text
             ELSE 'stage'::text
         END AS "case",
     COALESCE(r.stage, (r.invested_10k_cny)::text) AS "coalesce",
     (r.happened_on)::text AS happened_on,
     r.note,
     r.recorded_by,
     to_char((r.recorded_at AT TIME ZONE 'Asia/Shanghai'::text), 'YYYY-MM-DD HH24:MI:SS'::text) AS to_char,
     (NOT (EXISTS ( SELECT
            FROM landplan.project_record c
           WHERE (c.corrects = r.record_id))))
    FROM (landplan.project_record r
      LEFT JOIN landplan.project j ON (((j.plan_id = r.plan_id) AND (j.project_id = r.project_id))))
   WHERE (r.plan_id = record_history.plan)
 UNION ALL
  SELECT r.record_id,
     r.zone_id,
     (r.indicator ||
         CASE r.scope
             WHEN ''::text THEN ''::text
             ELSE (('（'::text || r.scope) || '）'::text)
         END),
     'indicator'::text,
     (r.value)::text AS value,
     (r.year)::text AS year,
     r.note,
     r.recorded_by,
     to_char((r.recorded_at AT TIME ZONE 'Asia/Shanghai'::text), 'YYYY-MM-DD HH24:MI:SS'::text) AS to_char,
     (NOT (EXISTS ( SELECT
            FROM landplan.indicator_record c
           WHERE ((c.plan_id = r.plan_id) AND (c.zone_id = r.zone_id) AND (c.indicator = r.indicator) AND (c.scope = r.scope) AND (c.year = r.year) AND (c.record_id > r.record_id)))))
    FROM landplan.indicator_record r
   WHERE (r.plan_id = record_history.plan)
  ORDER BY 9, 1;
END;


--
-- Name: refresh_history(text, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.refresh_history(plan text, among bigint[] DEFAULT NULL::bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
declare
    overlapping bigint[];
begin
    if among = '{}' then return; end if;
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


--
-- Name: refresh_places(text, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.refresh_places(plan text, among bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
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


--
-- Name: refresh_shares(text, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.refresh_shares(plan text, among bigint[] DEFAULT NULL::bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
declare
    reached bigint[];
    old landplan.land_share[];
    new landplan.land_share[];
    gone landplan.land_share[];
    come landplan.land_share[];
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


--
-- Name: refresh_zones(text, text[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.refresh_zones(plan text, changed text[]) RETURNS void
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
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


--
-- Name: refuse_by_hand(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.refuse_by_hand() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if landplan.is_keeping() then return null; end if;
    raise exception 'landplan.% follows from the ledger: it is not changed by hand', tg_table_name
        using errcode = 'restrict_violation',
              hint = 'Record an event, or compute all of it anew: landplan db refresh.';
end
$$;


--
-- Name: refuse_change(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'the ledger is append-only: record an event that corrects %', old.event_id
        using errcode = 'restrict_violation';
end
$$;


--
-- Name: refuse_delete(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.refuse_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'DELETE' and pg_trigger_depth() > 1 then return null; end if;
    raise exception 'landplan.% is append-only: its rows go with their plan only', tg_table_name
        using errcode = 'restrict_violation';
end
$$;


--
-- Name: refuse_event_change(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.refuse_event_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    before landplan.land_event := old;
begin
    before.place_id := new.place_id;
    if old.whole and new is not distinct from before
       and landplan.is_whole(new.plan_id, new.place_id, new.parcel_ids) then
        return new;
    end if;
    raise exception 'the ledger is append-only: record an event that corrects %', old.event_id
        using errcode = 'restrict_violation';
end
$$;


--
-- Name: refuse_new_outline(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.refuse_new_outline() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'landplan.place is append-only: a changed outline is a new place'
        using errcode = 'restrict_violation';
end
$$;


--
-- Name: refuse_record_change(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.refuse_record_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'DELETE' and pg_trigger_depth() > 1 then return old; end if;
    raise exception 'records are append-only: record a correction instead of changing %', old.record_id
        using errcode = 'restrict_violation';
end
$$;


--
-- Name: refuse_truncate(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.refuse_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'landplan.% is append-only: it is not truncated', tg_table_name
        using errcode = 'restrict_violation';
end
$$;


--
-- Name: refuse_unknown(text, text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.refuse_unknown(what text, named text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    if named is not null then
        raise exception 'there is no % %', what, named using errcode = 'foreign_key_violation';
    end if;
end
$$;


--
-- Name: remove_land(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.remove_land() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
declare
    its text;
    was text := landplan.set_keeping('on');
begin
    foreach its in array array[
        'event_counted', 'reserve_piece', 'parcel_history', 'zone_month', 'zone_day', 'land_share',
        'place_overlap', 'place_zone', 'land_event', 'parcel', 'place', 'batch', 'ledger'
    ]
    loop
        execute format('delete from landplan.%I where plan_id = $1', its) using old.plan_id;
    end loop;
    perform landplan.set_keeping(was);
    return old;
end
$_$;


--
-- Name: remove_records(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.remove_records() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    delete from landplan.project_record r where r.plan_id = old.plan_id;
    delete from landplan.indicator_record r where r.plan_id = old.plan_id;
    return old;
end
$$;


--
-- Name: same_outline(public.geometry, public.geometry); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.same_outline(one public.geometry, other public.geometry) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((one OPERATOR(public.=) other) OR ((one OPERATOR(public.~=) other) AND (landplan.normal_outline(one) OPERATOR(public.=) landplan.normal_outline(other))));


--
-- Name: set_keeping(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.set_keeping(value text) RETURNS text
    LANGUAGE plpgsql
    AS $$
declare
    was text := coalesce(current_setting('landplan.keeping', true), '');
begin
    perform set_config('landplan.keeping', value, true);
    return was;
end
$$;


--
-- Name: stage_days(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.stage_days() RETURNS void
    LANGUAGE sql
    AS $$
    create temp table if not exists incoming_day (like landplan.zone_day) on commit drop;
$$;


--
-- Name: stage_ledger(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.stage_ledger() RETURNS void
    LANGUAGE plpgsql
    AS $$
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


--
-- Name: stage_zones(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.stage_zones() RETURNS void
    LANGUAGE sql
    AS $$
    create temp table if not exists incoming_zone (
        zone_id text, position integer, name text, parent_id text, declared_ha double precision,
        geometry_quality text, note text, source_document text, source_place text,
        source_line integer, outline geometry(MultiPolygon, 4490), zone_set text
    ) on commit drop;
$$;


--
-- Name: stored_differences(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.stored_differences(plan text) RETURNS TABLE(what text, subject_id text, zone_id text, stored double precision, computed double precision)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH place_area AS (
          SELECT 'place_area'::text AS "?column?",
             (p.place_id)::text AS place_id,
             NULL::text AS text,
             p.measured_m2,
                 CASE
                     WHEN public.st_isvalid(p.outline) THEN public.st_area((p.outline)::public.geography)
                     ELSE NULL::double precision
                 END AS computed
            FROM landplan.place p
           WHERE (p.plan_id = stored_differences.plan)
         ), inside AS (
          SELECT z.zone_id,
             p.place_id,
             public.st_area((landplan.land_polygons(public.st_intersection(z.outline, p.outline)))::public.geography) AS m2
            FROM (landplan.zone z
              JOIN landplan.place p ON (((p.plan_id = stored_differences.plan) AND (z.outline OPERATOR(public.&&) p.outline))))
           WHERE (z.plan_id = stored_differences.plan)
         ), place_zone AS (
          SELECT 'place_zone'::text AS "?column?",
             (COALESCE(s.place_id, i.place_id))::text AS "coalesce",
             COALESCE(s.zone_id, i.zone_id) AS "coalesce",
             COALESCE(s.inside_m2, (0)::double precision) AS "coalesce",
             COALESCE(i.m2, (0)::double precision) AS "coalesce"
            FROM (( SELECT t.plan_id,
                     t.zone_id,
                     t.place_id,
                     t.inside_m2
                    FROM landplan.place_zone t
                   WHERE (t.plan_id = stored_differences.plan)) s
              FULL JOIN inside i USING (place_id, zone_id))
         ), meeting AS (
          SELECT p.place_id,
             o.place_id AS other_id,
             landplan.overlap_m2(p.outline, o.outline) AS m2
            FROM (landplan.place p
              JOIN landplan.place o ON (((o.plan_id = stored_differences.plan) AND (o.outline OPERATOR(public.&&) p.outline) AND (o.place_id <> p.place_id))))
           WHERE (p.plan_id = stored_differences.plan)
         ), place_overlap AS (
          SELECT 'place_overlap'::text AS "?column?",
             ((COALESCE(s.place_id, m.place_id) || ' '::text) || COALESCE(s.other_id, m.other_id)) AS "?column?",
             NULL::text AS text,
             COALESCE(s.overlap_m2, (0)::double precision) AS "coalesce",
             COALESCE(m.m2, (0)::double precision) AS "coalesce"
            FROM (( SELECT t.plan_id,
                     t.place_id,
                     t.other_id,
                     t.overlap_m2
                    FROM landplan.place_overlap t
                   WHERE (t.plan_id = stored_differences.plan)) s
              FULL JOIN meeting m USING (place_id, other_id))
         ), share AS (
          SELECT COALESCE(s.event_id, c.event_id) AS event_id,
             COALESCE(s.zone_id, c.zone_id) AS zone_id,
             s.measured_m2 AS stored_m2,
             c.measured_m2 AS computed_m2,
             s.declared_ha AS stored_ha,
             c.declared_ha AS computed_ha,
             s.reserve_m2 AS stored_reserve_m2,
             c.reserve_m2 AS computed_reserve_m2,
             s.reserve_ha AS stored_reserve_ha,
             c.reserve_ha AS computed_reserve_ha,
             s.reserve_events AS stored_events,
             c.reserve_events AS computed_events
            FROM (( SELECT t.plan_id,
                     t.zone_id,
                     t.place_id,
                     t.event_id,
                     t.kind,
                     t.happened_on,
                     t.land_use,
                     t.land_use_set,
                     t.measured_m2,
                     t.declared_ha,
                     t.reserve_m2,
                     t.reserve_ha,
                     t.reserve_events
                    FROM landplan.land_share t
                   WHERE (t.plan_id = stored_differences.plan)) s
              FULL JOIN landplan.land_shares(stored_differences.plan) c(plan_id, zone_id, place_id, event_id, kind, happened_on, land_use, land_use_set, measured_m2, declared_ha, reserve_m2, reserve_ha, reserve_events) USING (event_id, zone_id))
         ), land_share AS (
          SELECT f_1.what,
             h.event_id,
             h.zone_id,
             COALESCE(f_1.stored, (0)::double precision) AS "coalesce",
             COALESCE(f_1.computed, (0)::double precision) AS "coalesce"
            FROM (share h
              CROSS JOIN LATERAL ( VALUES ('share_m2'::text,h.stored_m2,h.computed_m2), ('share_ha'::text,landplan.m2(h.stored_ha),landplan.m2(h.computed_ha)), ('share_reserve_m2'::text,h.stored_reserve_m2,h.computed_reserve_m2), ('share_reserve_ha'::text,landplan.m2(h.stored_reserve_ha),landplan.m2(h.computed_reserve_ha)), ('share_reserve_events'::text,h.stored_events,h.computed_events)) f_1(what, stored, computed))
         ), summed AS (
          SELECT s.zone_id,
             s.happened_on AS day,
             s.kind,
             s.land_use,
             s.land_use_set,
             sum(s.measured_m2) AS m2,
             sum(s.declared_ha) AS ha,
             sum(s.reserve_m2) AS reserve_m2,
             sum(s.reserve_ha) AS reserve_ha,
             count(*) FILTER (WHERE landplan.is_land(s.measured_m2)) AS events,
             sum(s.reserve_events) AS reserve_events
            FROM landplan.land_share s
           WHERE (s.plan_id = stored_differences.plan)
           GROUP BY s.zone_id, s.happened_on, s.kind, s.land_use, s.land_use_set
         ), zone_day AS (
          SELECT f_1.what,
             (COALESCE(d.day, c.day))::text AS "coalesce",
             COALESCE(d.zone_id, c.zone_id) AS "coalesce",
             COALESCE(f_1.stored, (0)::double precision) AS "coalesce",
             COALESCE(f_1.computed, (0)::double precision) AS "coalesce"
            FROM ((( SELECT t.plan_id,
                     t.zone_id,
                     t.day,
                     t.kind,
                     t.land_use,
                     t.land_use_set,
                     t.events,
                     t.measured_m2,
                     t.declared_ha,
                     t.reserve_events,
                     t.reserve_m2,
                     t.reserve_ha
                    FROM landplan.zone_day t
                   WHERE (t.plan_id = stored_differences.plan)) d
              FULL JOIN summed c USING (zone_id, day, kind, land_use, land_use_set))
              CROSS JOIN LATERAL ( VALUES ('day_m2'::text,d.measured_m2,c.m2), ('day_ha'::text,landplan.m2(d.declared_ha),landplan.m2(c.ha)), ('day_reserve_m2'::text,d.reserve_m2,c.reserve_m2), ('day_reserve_ha'::text,landplan.m2(d.reserve_ha),landplan.m2(c.reserve_ha)), ('day_events'::text,d.events,c.events), ('day_reserve_events'::text,d.reserve_events,c.reserve_events)) f_1(what, stored, computed))
         ), months AS (
          SELECT d.zone_id,
             landplan.month_of(d.day) AS month,
             d.kind,
             d.land_use,
             d.land_use_set,
             sum(d.measured_m2) AS m2,
             sum(d.declared_ha) AS ha,
             sum(d.reserve_m2) AS reserve_m2,
             sum(d.reserve_ha) AS reserve_ha,
             sum(d.events) AS events,
             sum(d.reserve_events) AS reserve_events
            FROM landplan.zone_day d
           WHERE (d.plan_id = stored_differences.plan)
           GROUP BY d.zone_id, (landplan.month_of(d.day)), d.kind, d.land_use, d.land_use_set
         ), zone_month AS (
          SELECT f_1.what,
             (COALESCE(m.month, c.month))::text AS "coalesce",
             COALESCE(m.zone_id, c.zone_id) AS "coalesce",
             COALESCE(f_1.stored, (0)::double precision) AS "coalesce",
             COALESCE(f_1.computed, (0)::double precision) AS "coalesce"
            FROM ((( SELECT t.plan_id,
                     t.zone_id,
                     t.month,
                     t.kind,
                     t.land_use,
                     t.land_use_set,
                     t.events,
                     t.measured_m2,
                     t.declared_ha,
                     t.reserve_events,
                     t.reserve_m2,
                     t.reserve_ha
                    FROM landplan.zone_month t
                   WHERE (t.plan_id = stored_differences.plan)) m
              FULL JOIN months c USING (zone_id, month, kind, land_use, land_use_set))
              CROSS JOIN LATERAL ( VALUES ('month_m2'::text,m.measured_m2,c.m2), ('month_ha'::text,landplan.m2(m.declared_ha),landplan.m2(c.ha)), ('month_reserve_m2'::text,m.reserve_m2,c.reserve_m2), ('month_reserve_ha'::text,landplan.m2(m.reserve_ha),landplan.m2(c.reserve_ha)), ('month_events'::text,m.events,c.events), ('month_reserve_events'::text,m.reserve_events,c.reserve_events)) f_1(what, stored, computed))
         ), found(what, subject_id, zone_id, stored, computed) AS (
          SELECT place_area."?column?",
             place_area.place_id,
             place_area.text,
             place_area.measured_m2,
             place_area.computed
            FROM place_area
         UNION ALL
          SELECT place_zone."?column?",
             place_zone."coalesce",
             place_zone.coalesce_1 AS "coalesce",
             place_zone.coalesce_2 AS "coalesce",
             place_zone.coalesce_3 AS "coalesce"
            FROM place_zone place_zone("?column?", "coalesce", coalesce_1, coalesce_2, coalesce_3)
         UNION ALL
          SELECT place_overlap."?column?",
             place_overlap."?column?_1" AS "?column?",
             place_overlap.text,
             place_overlap."coalesce",
             place_overlap.coalesce_1 AS "coalesce"
            FROM place_overlap place_overlap("?column?", "?column?_1", text, "coalesce", coalesce_1)
         UNION ALL
          SELECT land_share.what,
             land_share.event_id,
             land_share.zone_id,
             land_share."coalesce",
             land_share.coalesce_1 AS "coalesce"
            FROM land_share land_share(what, event_id, zone_id, "coalesce", coalesce_1)
         UNION ALL
          SELECT zone_day.what,
             zone_day."coalesce",
             zone_day.coalesce_1 AS "coalesce",
             zone_day.coalesce_2 AS "coalesce",
             zone_day.coalesce_3 AS "coalesce"
            FROM zone_day zone_day(what, "coalesce", coalesce_1, coalesce_2, coalesce_3)
         UNION ALL
          SELECT zone_month.what,
             zone_month."coalesce",
             zone_month.coalesce_1 AS "coalesce",
             zone_month.coalesce_2 AS "coalesce",
             zone_month.coalesce_3 AS "coalesce"
            FROM zone_month zone_month(what, "coalesce", coalesce_1, coalesce_2, coalesce_3)
         UNION ALL
          SELECT history_differences.what,
             history_differences.subject_id,
             history_differences.zone_id,
             history_differences.stored,
             history_differences.computed
            FROM landplan.history_differences(stored_differences.plan) history_differences(what, subject_id, zone_id, stored, computed)
         )
  SELECT f.what,
     f.subject_id,
     f.zone_id,
     f.stored,
     f.computed
    FROM found f
   WHERE ((f.computed IS NULL) OR (abs((f.stored - f.computed)) > (0.01)::double precision))
   ORDER BY f.what, f.subject_id, f.zone_id;
END;


--
-- Name: sum_months(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.sum_months(plan text) RETURNS void
    LANGUAGE sql
    AS $$
    delete from landplan.zone_month m where m.plan_id = plan;
    insert into landplan.zone_month
    select plan, d.zone_id, landplan.month_of(d.day), d.kind, d.land_use, d.land_use_set,
           sum(d.events), sum(d.measured_m2), sum(d.declared_ha),
           sum(d.reserve_events), sum(d.reserve_m2), sum(d.reserve_ha)
    from landplan.zone_day d
    where d.plan_id = plan
    group by d.zone_id, landplan.month_of(d.day), d.kind, d.land_use, d.land_use_set;
$$;


--
-- Name: today(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.today() RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN ((now() AT TIME ZONE 'Asia/Shanghai'::text))::date;


--
-- Name: FUNCTION today(); Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON FUNCTION landplan.today() IS '北京时间的今天';


--
-- Name: told_columns(regclass, text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.told_columns(ledger regclass, before text DEFAULT ''::text) RETURNS text
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT string_agg((told_columns.before || quote_ident((pg_attribute.attname)::text)), ', '::text ORDER BY pg_attribute.attnum) AS string_agg
    FROM pg_attribute
   WHERE ((pg_attribute.attrelid = (told_columns.ledger)::oid) AND (pg_attribute.attnum > 0) AND (NOT pg_attribute.attisdropped) AND (pg_attribute.attname <> ALL (ARRAY['plan_id'::name, 'place_id'::name, 'batch_id'::name, 'whole'::name])));
END;


--
-- Name: zone_misfits(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.zone_misfits(plan text) RETURNS TABLE(zone_id text, other_id text, misfit text, area_m2 double precision)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH found AS (
          SELECT z.zone_id,
             p.zone_id AS other_id,
             'outside_parent'::text AS misfit,
             public.st_area((landplan.land_polygons(public.st_difference(z.outline, p.outline)))::public.geography) AS area_m2
            FROM (landplan.zone z
              JOIN landplan.zone p ON (((p.plan_id = z.plan_id) AND (p.zone_id = z.parent_id))))
           WHERE (z.plan_id = zone_misfits.plan)
         UNION ALL
          SELECT z.zone_id,
             s.zone_id,
             'overlaps_sibling'::text,
             public.st_area((landplan.land_polygons(public.st_intersection(z.outline, s.outline)))::public.geography) AS st_area
            FROM (landplan.zone z
              JOIN landplan.zone s ON (((s.plan_id = z.plan_id) AND (s.zone_set = z.zone_set) AND (NOT (s.parent_id IS DISTINCT FROM z.parent_id)) AND (s."position" > z."position") AND (s.outline OPERATOR(public.&&) z.outline))))
           WHERE (z.plan_id = zone_misfits.plan)
         )
  SELECT f.zone_id,
     f.other_id,
     f.misfit,
     f.area_m2
    FROM found f
   WHERE landplan.is_land(f.area_m2);
END;


--
-- Name: zones_came(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.zones_came() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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


--
-- Name: zones_changed(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.zones_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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


--
-- Name: alembic_version; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.alembic_version (
    version_num character varying(32) NOT NULL
);


--
-- Name: batch; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.batch (
    batch_id bigint NOT NULL,
    plan_id text NOT NULL,
    command text DEFAULT ''::text NOT NULL,
    files jsonb DEFAULT '[]'::jsonb NOT NULL,
    counts jsonb DEFAULT '{}'::jsonb NOT NULL,
    loaded_by text DEFAULT CURRENT_USER NOT NULL,
    loaded_at timestamp with time zone DEFAULT now() NOT NULL,
    landplan_version text DEFAULT ''::text NOT NULL
);


--
-- Name: batch_batch_id_seq; Type: SEQUENCE; Schema: landplan; Owner: -
--

ALTER TABLE landplan.batch ALTER COLUMN batch_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME landplan.batch_batch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: document; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.document (
    plan_id text NOT NULL,
    document_id text NOT NULL,
    "position" integer NOT NULL,
    title text DEFAULT ''::text NOT NULL,
    issuer text DEFAULT ''::text NOT NULL,
    issued_on text DEFAULT ''::text NOT NULL
);


--
-- Name: finding; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.finding (
    plan_id text NOT NULL,
    "position" integer NOT NULL,
    kind text DEFAULT ''::text NOT NULL,
    source_document text,
    source_place text,
    source_line integer,
    subject text DEFAULT ''::text NOT NULL,
    detail_zh text DEFAULT ''::text NOT NULL,
    detail_en text DEFAULT ''::text NOT NULL
);


--
-- Name: COLUMN finding.plan_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.finding.plan_id IS '规划; Plan';


--
-- Name: COLUMN finding."position"; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.finding."position" IS '次序; Order in the package';


--
-- Name: COLUMN finding.kind; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.finding.kind IS '种类; Kind';


--
-- Name: COLUMN finding.source_document; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.finding.source_document IS '文件; Document';


--
-- Name: COLUMN finding.source_place; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.finding.source_place IS '位置; Place';


--
-- Name: COLUMN finding.source_line; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.finding.source_line IS '行; Line';


--
-- Name: COLUMN finding.subject; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.finding.subject IS '对象; Subject';


--
-- Name: COLUMN finding.detail_zh; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.finding.detail_zh IS '问题; Finding, in Chinese';


--
-- Name: COLUMN finding.detail_en; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.finding.detail_en IS '问题（英文）; Finding, in English';


--
-- Name: indicator_record_record_id_seq; Type: SEQUENCE; Schema: landplan; Owner: -
--

ALTER TABLE landplan.indicator_record ALTER COLUMN record_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME landplan.indicator_record_record_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: investment; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.investment (
    plan_id text NOT NULL,
    node text NOT NULL,
    "position" integer NOT NULL,
    parent text,
    name text DEFAULT ''::text NOT NULL,
    project_count integer,
    total_10k_cny double precision,
    period_10k_cny double precision,
    note text DEFAULT ''::text NOT NULL,
    source_document text,
    source_place text,
    source_line integer
);


--
-- Name: COLUMN investment.plan_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.investment.plan_id IS '规划; Plan';


--
-- Name: COLUMN investment.node; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.investment.node IS '类别编号; Node';


--
-- Name: COLUMN investment."position"; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.investment."position" IS '次序; Order in the package';


--
-- Name: COLUMN investment.parent; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.investment.parent IS '上级类别; Parent';


--
-- Name: COLUMN investment.name; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.investment.name IS '类别; Category';


--
-- Name: COLUMN investment.project_count; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.investment.project_count IS '项目数; Projects';


--
-- Name: COLUMN investment.total_10k_cny; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.investment.total_10k_cny IS '总投资（万元）; Investment, ×10,000 CNY';


--
-- Name: COLUMN investment.period_10k_cny; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.investment.period_10k_cny IS '期内投资（万元）; Investment in the period, ×10,000 CNY';


--
-- Name: COLUMN investment.note; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.investment.note IS '说明; Note';


--
-- Name: COLUMN investment.source_document; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.investment.source_document IS '出处：文件; Source: document';


--
-- Name: COLUMN investment.source_place; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.investment.source_place IS '出处：位置; Source: place';


--
-- Name: COLUMN investment.source_line; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.investment.source_line IS '出处：行; Source: line';


--
-- Name: kept; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.kept (
    only_row boolean DEFAULT true NOT NULL,
    computed_by text NOT NULL,
    CONSTRAINT kept_only_row_check CHECK (only_row)
);


--
-- Name: ledger; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.ledger (
    plan_id text NOT NULL,
    revision bigint NOT NULL
);


--
-- Name: place_place_id_seq; Type: SEQUENCE; Schema: landplan; Owner: -
--

ALTER TABLE landplan.place ALTER COLUMN place_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME landplan.place_place_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: project_record_record_id_seq; Type: SEQUENCE; Schema: landplan; Owner: -
--

ALTER TABLE landplan.project_record ALTER COLUMN record_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME landplan.project_record_record_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: project_source; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.project_source (
    plan_id text NOT NULL,
    project_id text NOT NULL,
    "position" integer NOT NULL,
    source_document text,
    source_place text,
    source_line integer
);


--
-- Name: structure_part; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.structure_part (
    plan_id text NOT NULL,
    structure_id text NOT NULL,
    "position" integer NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    kind text DEFAULT ''::text NOT NULL,
    level text DEFAULT ''::text NOT NULL,
    zone_ids text[] NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    outline public.geometry(Geometry,4490),
    geometry_quality text DEFAULT ''::text NOT NULL,
    source_document text,
    source_place text,
    source_line integer,
    CONSTRAINT structure_part_kind_check CHECK ((kind = ANY (ARRAY['axis'::text, 'belt'::text, 'area'::text, 'core'::text, 'point'::text])))
);


--
-- Name: COLUMN structure_part.plan_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.structure_part.plan_id IS '规划; Plan';


--
-- Name: COLUMN structure_part.structure_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.structure_part.structure_id IS '编号; Structure id';


--
-- Name: COLUMN structure_part."position"; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.structure_part."position" IS '次序; Order in the package';


--
-- Name: COLUMN structure_part.name; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.structure_part.name IS '名称; Name';


--
-- Name: COLUMN structure_part.kind; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.structure_part.kind IS '类型：axis 轴、belt 带、area 片区、core 核、point 点; Kind';


--
-- Name: COLUMN structure_part.level; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.structure_part.level IS '层级：区、市; Level';


--
-- Name: COLUMN structure_part.zone_ids; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.structure_part.zone_ids IS '依托片区; Rests on';


--
-- Name: COLUMN structure_part.note; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.structure_part.note IS '说明; Note';


--
-- Name: COLUMN structure_part.outline; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.structure_part.outline IS '图形; Shape';


--
-- Name: COLUMN structure_part.geometry_quality; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.structure_part.geometry_quality IS '边界质量：official 正式、digitised 数字化、schematic 示意; Quality of the outline';


--
-- Name: COLUMN structure_part.source_document; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.structure_part.source_document IS '出处：文件; Source: document';


--
-- Name: COLUMN structure_part.source_place; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.structure_part.source_place IS '出处：位置; Source: place';


--
-- Name: COLUMN structure_part.source_line; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.structure_part.source_line IS '出处：行; Source: line';


--
-- Name: v_balance; Type: VIEW; Schema: landplan; Owner: -
--

CREATE VIEW landplan.v_balance AS
 SELECT p.plan_id,
    p.sample,
    LEAST(landplan.today(), p.ends_on) AS as_of,
    b.zone,
    b.zone_name,
    b.parent,
    b.measure,
    b.target_ha,
    b.actual_ha,
    b.measured_ha,
    b.declared_ha,
    b.percent,
    b.expected_ha,
    b.remaining_ha,
    b.needed_ha_per_year,
    b.forecast_ha,
    b.status,
    b.events,
    b.source_document,
    b.source_place,
    b.source_line
   FROM (landplan.plan p
     CROSS JOIN LATERAL landplan.land_balance(p.plan_id, LEAST(landplan.today(), p.ends_on)) b(zone, zone_name, parent, measure, target_ha, actual_ha, measured_ha, declared_ha, percent, expected_ha, remaining_ha, needed_ha_per_year, forecast_ha, status, events, source_document, source_place, source_line));


--
-- Name: VIEW v_balance; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON VIEW landplan.v_balance IS '对账：各片区收储、供应（产业、居住及公服）与已储未供，对照规划目标；sample 为真者是样例台账';


--
-- Name: v_event; Type: VIEW; Schema: landplan; Owner: -
--

CREATE VIEW landplan.v_event AS
 SELECT e.plan_id,
    p.sample,
    e.event_id,
    e.kind,
    e.happened_on,
    e.recorded_on,
    e.method,
    e.land_use,
    e.land_use_set,
    e.declared_ha,
    landplan.ha(l.measured_m2) AS measured_ha,
    landplan.ha(
        CASE
            WHEN (e.kind = 'reversal'::text) THEN NULL::double precision
            WHEN (k.event_id IS NULL) THEN l.measured_m2
            ELSE k.counted_m2
        END) AS counted_ha,
    e.document_no,
    e.corrects,
    ((e.kind <> 'reversal'::text) AND ((k.event_id IS NULL) OR (k.counted_m2 IS NOT NULL))) AS in_force,
    e.parcel_ids,
    l.outline,
    e.contract_no,
    e.supervision_no,
    e.price_10k_cny,
    e.responsible_unit
   FROM (((landplan.land_event e
     LEFT JOIN landplan.plan p ON ((p.plan_id = e.plan_id)))
     LEFT JOIN landplan.place l ON ((l.place_id = e.place_id)))
     LEFT JOIN landplan.event_counted k ON (((k.place_id = e.place_id) AND (k.event_id = e.event_id))));


--
-- Name: VIEW v_event; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON VIEW landplan.v_event IS '台账：每笔收储、供应与更正；counted_ha 为新增计入的量算面积';


--
-- Name: COLUMN v_event.plan_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.plan_id IS '规划; Plan';


--
-- Name: COLUMN v_event.sample; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.sample IS '样例台账; Whether the ledger is a sample';


--
-- Name: COLUMN v_event.event_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.event_id IS '事件号; Event';


--
-- Name: COLUMN v_event.kind; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.kind IS '类型：storage 收储、supply 供应、reversal 冲销; Kind';


--
-- Name: COLUMN v_event.happened_on; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.happened_on IS '日期; Date';


--
-- Name: COLUMN v_event.recorded_on; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.recorded_on IS '登记日期; Recorded on';


--
-- Name: COLUMN v_event.method; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.method IS '方式; Method';


--
-- Name: COLUMN v_event.land_use; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.land_use IS '用途; Land use';


--
-- Name: COLUMN v_event.land_use_set; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.land_use_set IS '用途版本; Code set of the land use';


--
-- Name: COLUMN v_event.declared_ha; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.declared_ha IS '申报面积（公顷）; Declared area, ha';


--
-- Name: COLUMN v_event.measured_ha; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.measured_ha IS '量算面积（公顷）; Measured area, ha';


--
-- Name: COLUMN v_event.counted_ha; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.counted_ha IS '新增计入（量算）（公顷）; Newly counted, measured, ha';


--
-- Name: COLUMN v_event.document_no; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.document_no IS '文号; Document';


--
-- Name: COLUMN v_event.corrects; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.corrects IS '更正; Corrects';


--
-- Name: COLUMN v_event.in_force; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.in_force IS '有效; In force';


--
-- Name: COLUMN v_event.parcel_ids; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.parcel_ids IS '地块; Parcels';


--
-- Name: COLUMN v_event.outline; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.outline IS '边界; Outline';


--
-- Name: COLUMN v_event.contract_no; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.contract_no IS '合同编号; Contract';


--
-- Name: COLUMN v_event.supervision_no; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.supervision_no IS '电子监管号; Supervision no.';


--
-- Name: COLUMN v_event.price_10k_cny; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.price_10k_cny IS '成交价款（万元）; Price, ×10,000 CNY';


--
-- Name: COLUMN v_event.responsible_unit; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.responsible_unit IS '责任单位; Responsible unit';


--
-- Name: v_indicator; Type: VIEW; Schema: landplan; Owner: -
--

CREATE VIEW landplan.v_indicator AS
 SELECT p.plan_id,
    f.zone_id,
    f.indicator,
    f.parent_indicator,
    f.scope,
    f.unit,
    f.year,
    f.value,
    f.value_to,
    f.role,
    f.span,
    f.kind,
    f.note,
    f.source_document,
    f.source_place,
    f.source_line,
    f.recorded_by,
    f.recorded_at,
    z.name AS zone_name
   FROM ((landplan.plan p
     CROSS JOIN LATERAL landplan.indicator_figures(p.plan_id) f(zone_id, indicator, parent_indicator, scope, unit, year, value, value_to, role, span, kind, note, source_document, source_place, source_line, recorded_by, recorded_at))
     LEFT JOIN landplan.zone z ON (((z.plan_id = p.plan_id) AND (z.zone_id = f.zone_id))));


--
-- Name: VIEW v_indicator; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON VIEW landplan.v_indicator IS '指标：基期、历年、目标与登记的数值，逐个注明出处或登记人';


--
-- Name: COLUMN v_indicator.plan_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_indicator.plan_id IS '规划; Plan';


--
-- Name: COLUMN v_indicator.zone_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_indicator.zone_id IS '片区; Zone';


--
-- Name: COLUMN v_indicator.indicator; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_indicator.indicator IS '指标; Indicator';


--
-- Name: COLUMN v_indicator.parent_indicator; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_indicator.parent_indicator IS '上级指标; Parent indicator';


--
-- Name: COLUMN v_indicator.scope; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_indicator.scope IS '统计口径; Scope';


--
-- Name: COLUMN v_indicator.unit; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_indicator.unit IS '单位; Unit';


--
-- Name: COLUMN v_indicator.year; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_indicator.year IS '年份; Year';


--
-- Name: COLUMN v_indicator.value; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_indicator.value IS '数值; Value';


--
-- Name: COLUMN v_indicator.value_to; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_indicator.value_to IS '数值上限; Value, upper end';


--
-- Name: COLUMN v_indicator.role; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_indicator.role IS '作用：base 基期、actual 实际、goal 目标; Role';


--
-- Name: COLUMN v_indicator.span; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_indicator.span IS '时段：year 当年、period_total 期内累计、period_mean 期内年均; Span';


--
-- Name: COLUMN v_indicator.kind; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_indicator.kind IS '性质：binding 约束性、expected 预期性、planned 计划; Kind';


--
-- Name: COLUMN v_indicator.note; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_indicator.note IS '说明; Note';


--
-- Name: COLUMN v_indicator.source_document; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_indicator.source_document IS '出处：文件; Source: document';


--
-- Name: COLUMN v_indicator.source_place; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_indicator.source_place IS '出处：位置; Source: place';


--
-- Name: COLUMN v_indicator.source_line; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_indicator.source_line IS '出处：行; Source: line';


--
-- Name: COLUMN v_indicator.recorded_by; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_indicator.recorded_by IS '登记人; Recorded by';


--
-- Name: COLUMN v_indicator.recorded_at; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_indicator.recorded_at IS '登记时间; Recorded at';


--
-- Name: COLUMN v_indicator.zone_name; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_indicator.zone_name IS '片区名称; Zone name';


--
-- Name: v_investment; Type: VIEW; Schema: landplan; Owner: -
--

CREATE VIEW landplan.v_investment AS
 SELECT i.plan_id,
    i.node,
    i.parent,
    i."position",
    i.name,
    i.project_count,
    i.total_10k_cny,
    i.period_10k_cny,
    i.note,
    i.source_document,
    i.source_place,
    i.source_line
   FROM landplan.investment i;


--
-- Name: VIEW v_investment; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON VIEW landplan.v_investment IS '重大项目投资分类：个数、总投资、期内投资（万元）';


--
-- Name: COLUMN v_investment.plan_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_investment.plan_id IS '规划; Plan';


--
-- Name: COLUMN v_investment.node; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_investment.node IS '类别编号; Node';


--
-- Name: COLUMN v_investment.parent; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_investment.parent IS '上级类别; Parent';


--
-- Name: COLUMN v_investment."position"; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_investment."position" IS '次序; Order in the package';


--
-- Name: COLUMN v_investment.name; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_investment.name IS '类别; Category';


--
-- Name: COLUMN v_investment.project_count; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_investment.project_count IS '项目数; Projects';


--
-- Name: COLUMN v_investment.total_10k_cny; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_investment.total_10k_cny IS '总投资（万元）; Investment, ×10,000 CNY';


--
-- Name: COLUMN v_investment.period_10k_cny; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_investment.period_10k_cny IS '期内投资（万元）; Investment in the period, ×10,000 CNY';


--
-- Name: COLUMN v_investment.note; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_investment.note IS '说明; Note';


--
-- Name: COLUMN v_investment.source_document; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_investment.source_document IS '出处：文件; Source: document';


--
-- Name: COLUMN v_investment.source_place; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_investment.source_place IS '出处：位置; Source: place';


--
-- Name: COLUMN v_investment.source_line; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_investment.source_line IS '出处：行; Source: line';


--
-- Name: v_parcel; Type: VIEW; Schema: landplan; Owner: -
--

CREATE VIEW landplan.v_parcel AS
 SELECT c.plan_id,
    p.sample,
    c.parcel_id,
    c.name,
    c.owner_kind,
    c.land_use,
    c.land_use_set,
    COALESCE(h.state, 'not_stored'::text) AS state,
    c.declared_ha,
    landplan.ha(l.measured_m2) AS measured_ha,
    landplan.ha(COALESCE(h.in_reserve_m2, (0)::double precision)) AS in_reserve_ha,
    landplan.ha(COALESCE(h.supplied_m2, (0)::double precision)) AS supplied_ha,
    l.outline,
    c.established_on
   FROM (((landplan.parcel c
     LEFT JOIN landplan.plan p ON ((p.plan_id = c.plan_id)))
     LEFT JOIN landplan.place l ON ((l.place_id = c.place_id)))
     LEFT JOIN LATERAL ( SELECT max(s.state) AS state,
            max(s.in_reserve_m2) AS in_reserve_m2,
            max(s.supplied_m2) AS supplied_m2
           FROM landplan.parcel_history s
          WHERE ((s.place_id = c.place_id) AND (s.parcel_id = c.parcel_id) AND (s.from_on <= LEAST(( SELECT landplan.today() AS today), p.ends_on)) AND ((s.until_on IS NULL) OR (s.until_on > LEAST(( SELECT landplan.today() AS today), p.ends_on))))) h ON (true));


--
-- Name: VIEW v_parcel; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON VIEW landplan.v_parcel IS '地块：现状（not_stored 未收储、in_reserve 在库、partly_supplied 部分出库、supplied 已出库）';


--
-- Name: COLUMN v_parcel.plan_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_parcel.plan_id IS '规划; Plan';


--
-- Name: COLUMN v_parcel.sample; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_parcel.sample IS '样例台账; Whether the ledger is a sample';


--
-- Name: COLUMN v_parcel.parcel_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_parcel.parcel_id IS '地块编号; Parcel';


--
-- Name: COLUMN v_parcel.name; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_parcel.name IS '名称; Name';


--
-- Name: COLUMN v_parcel.owner_kind; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_parcel.owner_kind IS '权属：state 国有、collective 集体; Owner';


--
-- Name: COLUMN v_parcel.land_use; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_parcel.land_use IS '用途; Land use';


--
-- Name: COLUMN v_parcel.land_use_set; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_parcel.land_use_set IS '用途版本; Code set of the land use';


--
-- Name: COLUMN v_parcel.state; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_parcel.state IS '状态：not_stored 未收储、in_reserve 在库、partly_supplied 部分出库、supplied 已出库; State';


--
-- Name: COLUMN v_parcel.declared_ha; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_parcel.declared_ha IS '申报面积（公顷）; Declared area, ha';


--
-- Name: COLUMN v_parcel.measured_ha; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_parcel.measured_ha IS '量算面积（公顷）; Measured area, ha';


--
-- Name: COLUMN v_parcel.in_reserve_ha; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_parcel.in_reserve_ha IS '在库（公顷）; In reserve, ha';


--
-- Name: COLUMN v_parcel.supplied_ha; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_parcel.supplied_ha IS '已出库（公顷）; Supplied, ha';


--
-- Name: COLUMN v_parcel.outline; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_parcel.outline IS '边界; Outline';


--
-- Name: COLUMN v_parcel.established_on; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_parcel.established_on IS '设立日期; Established on';


--
-- Name: v_parcel_history; Type: VIEW; Schema: landplan; Owner: -
--

CREATE VIEW landplan.v_parcel_history AS
 SELECT c.plan_id,
    p.sample,
    c.parcel_id,
    c.name,
    c.owner_kind,
    h.from_on,
    h.until_on,
    h.state,
    landplan.ha(h.in_reserve_m2) AS in_reserve_ha,
    landplan.ha(h.supplied_m2) AS supplied_ha,
    l.outline
   FROM (((landplan.parcel_history h
     JOIN landplan.parcel c ON (((c.plan_id = h.plan_id) AND (c.parcel_id = h.parcel_id))))
     LEFT JOIN landplan.plan p ON ((p.plan_id = c.plan_id)))
     LEFT JOIN landplan.place l ON ((l.place_id = h.place_id)))
UNION ALL
 SELECT c.plan_id,
    p.sample,
    c.parcel_id,
    c.name,
    c.owner_kind,
    NULL::date AS from_on,
    ( SELECT min(h.from_on) AS min
           FROM landplan.parcel_history h
          WHERE ((h.place_id = c.place_id) AND (h.parcel_id = c.parcel_id))) AS until_on,
    'not_stored'::text AS state,
    0 AS in_reserve_ha,
    0 AS supplied_ha,
    l.outline
   FROM ((landplan.parcel c
     LEFT JOIN landplan.plan p ON ((p.plan_id = c.plan_id)))
     LEFT JOIN landplan.place l ON ((l.place_id = c.place_id)));


--
-- Name: VIEW v_parcel_history; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON VIEW landplan.v_parcel_history IS '地块沿革：状态不变的各段日期，含起日（空为自始）、不含止日（空为至今），附边界';


--
-- Name: v_project; Type: VIEW; Schema: landplan; Owner: -
--

CREATE VIEW landplan.v_project AS
 SELECT j.plan_id,
    j.project_id,
    j.name,
    j.category,
    n.stage,
    j.zone_id,
    z.name AS zone_name,
    j.site_area_m2,
    j.floor_area_m2,
    j.investment_10k_cny,
    j.note,
    COALESCE(j.point, public.st_pointonsurface(z.outline)) AS point,
    ((j.point IS NULL) AND (j.outline IS NULL)) AS known_only_by_zone,
    n.stage_on,
    n.invested_10k_cny,
    n.invested_on,
    j.outline,
    j.geometry_quality
   FROM (((landplan.plan p
     CROSS JOIN LATERAL landplan.project_now(p.plan_id) n(project_id, stage, stage_on, invested_10k_cny, invested_on))
     JOIN landplan.project j ON (((j.plan_id = p.plan_id) AND (j.project_id = n.project_id))))
     LEFT JOIN landplan.zone z ON (((z.plan_id = j.plan_id) AND (z.zone_id = j.zone_id))));


--
-- Name: VIEW v_project; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON VIEW landplan.v_project IS '重大项目：现阶段、累计完成投资（万元）；known_only_by_zone 为真者仅知所在片区，点为示意';


--
-- Name: COLUMN v_project.plan_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_project.plan_id IS '规划; Plan';


--
-- Name: COLUMN v_project.project_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_project.project_id IS '项目编号; Project id';


--
-- Name: COLUMN v_project.name; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_project.name IS '项目; Project';


--
-- Name: COLUMN v_project.category; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_project.category IS '类别; Category';


--
-- Name: COLUMN v_project.stage; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_project.stage IS '阶段：储备、开工、在建、投产; Stage';


--
-- Name: COLUMN v_project.zone_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_project.zone_id IS '片区; Zone';


--
-- Name: COLUMN v_project.zone_name; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_project.zone_name IS '片区名称; Zone name';


--
-- Name: COLUMN v_project.site_area_m2; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_project.site_area_m2 IS '用地（平方米）; Site, m²';


--
-- Name: COLUMN v_project.floor_area_m2; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_project.floor_area_m2 IS '建筑（平方米）; Floor, m²';


--
-- Name: COLUMN v_project.investment_10k_cny; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_project.investment_10k_cny IS '总投资（万元）; Investment, ×10,000 CNY';


--
-- Name: COLUMN v_project.note; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_project.note IS '说明; Note';


--
-- Name: COLUMN v_project.point; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_project.point IS '点位; Point';


--
-- Name: COLUMN v_project.known_only_by_zone; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_project.known_only_by_zone IS '仅知所在片区; Known only by its zone';


--
-- Name: COLUMN v_project.stage_on; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_project.stage_on IS '阶段始于; Since';


--
-- Name: COLUMN v_project.invested_10k_cny; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_project.invested_10k_cny IS '已完成（万元）; Invested, ×10,000 CNY';


--
-- Name: COLUMN v_project.invested_on; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_project.invested_on IS '投资截至; Invested by';


--
-- Name: COLUMN v_project.outline; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_project.outline IS '图形; Shape';


--
-- Name: COLUMN v_project.geometry_quality; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_project.geometry_quality IS '边界质量：official 正式、digitised 数字化、schematic 示意; Quality of the outline';


--
-- Name: v_reserve; Type: VIEW; Schema: landplan; Owner: -
--

CREATE VIEW landplan.v_reserve AS
 SELECT h.plan_id,
    p.sample,
    h.held_by AS event_id,
    h.from_on AS stored_on,
    h.reserve_ha AS declared_ha,
    landplan.ha(h.in_reserve_m2) AS measured_ha,
    l.outline
   FROM ((landplan.parcel_history h
     JOIN landplan.plan p ON ((p.plan_id = h.plan_id)))
     LEFT JOIN landplan.place l ON ((l.place_id = h.place_id)))
  WHERE ((h.reserve_ha IS NOT NULL) AND (h.from_on <= LEAST(( SELECT landplan.today() AS today), p.ends_on)) AND ((h.until_on IS NULL) OR (h.until_on > LEAST(( SELECT landplan.today() AS today), p.ends_on))))
UNION ALL
 SELECT r.plan_id,
    p.sample,
    r.event_id,
    e.happened_on AS stored_on,
    r.reserve_ha AS declared_ha,
    landplan.ha(r.measured_m2) AS measured_ha,
    r.outline
   FROM ((landplan.reserve_piece r
     JOIN landplan.plan p ON ((p.plan_id = r.plan_id)))
     LEFT JOIN landplan.land_event e ON (((e.plan_id = r.plan_id) AND (e.event_id = r.event_id))))
  WHERE (landplan.is_land(r.measured_m2) AND (r.from_on <= LEAST(( SELECT landplan.today() AS today), p.ends_on)) AND ((r.until_on IS NULL) OR (r.until_on > LEAST(( SELECT landplan.today() AS today), p.ends_on))));


--
-- Name: VIEW v_reserve; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON VIEW landplan.v_reserve IS '已储未供：每笔收储尚在库的部分、面积（公顷）与边界';


--
-- Name: COLUMN v_reserve.declared_ha; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_reserve.declared_ha IS '尚在库部分的申报面积，按边界比例折算';


--
-- Name: v_structure; Type: VIEW; Schema: landplan; Owner: -
--

CREATE VIEW landplan.v_structure AS
 SELECT s.plan_id,
    s.structure_id,
    s."position",
    s.name,
    s.kind,
    s.level,
    s.zone_ids,
    ARRAY( SELECT z.name
           FROM (unnest(s.zone_ids) WITH ORDINALITY t(zone_id, n)
             JOIN landplan.zone z ON (((z.plan_id = s.plan_id) AND (z.zone_id = t.zone_id))))
          ORDER BY t.n) AS zone_names,
    s.note,
    s.geometry_quality,
    s.source_document,
    s.source_place,
    s.source_line,
    s.outline
   FROM landplan.structure_part s;


--
-- Name: VIEW v_structure; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON VIEW landplan.v_structure IS '空间结构：轴、带、片区、核、点及其所依托的片区；轴、带的线为示意，其余以片区边界为准';


--
-- Name: COLUMN v_structure.plan_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_structure.plan_id IS '规划; Plan';


--
-- Name: COLUMN v_structure.structure_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_structure.structure_id IS '编号; Structure id';


--
-- Name: COLUMN v_structure."position"; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_structure."position" IS '次序; Order in the package';


--
-- Name: COLUMN v_structure.name; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_structure.name IS '名称; Name';


--
-- Name: COLUMN v_structure.kind; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_structure.kind IS '类型：axis 轴、belt 带、area 片区、core 核、point 点; Kind';


--
-- Name: COLUMN v_structure.level; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_structure.level IS '层级：区、市; Level';


--
-- Name: COLUMN v_structure.zone_ids; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_structure.zone_ids IS '依托片区; Rests on';


--
-- Name: COLUMN v_structure.zone_names; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_structure.zone_names IS '依托片区名称; Names of the zones';


--
-- Name: COLUMN v_structure.note; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_structure.note IS '说明; Note';


--
-- Name: COLUMN v_structure.geometry_quality; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_structure.geometry_quality IS '边界质量：official 正式、digitised 数字化、schematic 示意; Quality of the outline';


--
-- Name: COLUMN v_structure.source_document; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_structure.source_document IS '出处：文件; Source: document';


--
-- Name: COLUMN v_structure.source_place; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_structure.source_place IS '出处：位置; Source: place';


--
-- Name: COLUMN v_structure.source_line; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_structure.source_line IS '出处：行; Source: line';


--
-- Name: COLUMN v_structure.outline; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_structure.outline IS '图形; Shape';


--
-- Name: v_zone; Type: VIEW; Schema: landplan; Owner: -
--

CREATE VIEW landplan.v_zone AS
 SELECT z.plan_id,
    z.zone_set,
    z.zone_id,
    z.name,
    z.parent_id,
    t.depth,
    z.declared_ha,
    landplan.ha(z.measured_m2) AS measured_ha,
    z.geometry_quality,
    z.source_document,
    z.source_place,
    z.source_line,
    z.note,
    z.outline
   FROM ((landplan.plan p
     CROSS JOIN LATERAL landplan.zone_tree(p.plan_id) t(zone_id, depth, path))
     JOIN landplan.zone z ON (((z.plan_id = p.plan_id) AND (z.zone_id = t.zone_id))));


--
-- Name: VIEW v_zone; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON VIEW landplan.v_zone IS '片区：所属划分、名称、上级、公布面积与量算面积（公顷）、边界质量、出处';


--
-- Name: COLUMN v_zone.plan_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_zone.plan_id IS '规划; Plan';


--
-- Name: COLUMN v_zone.zone_set; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_zone.zone_set IS '片区划分; Zone set';


--
-- Name: COLUMN v_zone.zone_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_zone.zone_id IS '片区编号; Zone id';


--
-- Name: COLUMN v_zone.name; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_zone.name IS '名称; Name';


--
-- Name: COLUMN v_zone.parent_id; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_zone.parent_id IS '上级片区; Parent zone';


--
-- Name: COLUMN v_zone.depth; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_zone.depth IS '层级; Depth in the tree of zones';


--
-- Name: COLUMN v_zone.declared_ha; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_zone.declared_ha IS '公布面积（公顷）; Declared area, ha';


--
-- Name: COLUMN v_zone.measured_ha; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_zone.measured_ha IS '量算面积（公顷）; Measured area, ha';


--
-- Name: COLUMN v_zone.geometry_quality; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_zone.geometry_quality IS '边界质量：official 正式、digitised 数字化、schematic 示意; Quality of the outline';


--
-- Name: COLUMN v_zone.source_document; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_zone.source_document IS '出处：文件; Source: document';


--
-- Name: COLUMN v_zone.source_place; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_zone.source_place IS '出处：位置; Source: place';


--
-- Name: COLUMN v_zone.source_line; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_zone.source_line IS '出处：行; Source: line';


--
-- Name: COLUMN v_zone.note; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_zone.note IS '说明; Note';


--
-- Name: COLUMN v_zone.outline; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_zone.outline IS '边界; Outline';


--
-- Data for Name: alembic_version; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.alembic_version (version_num) FROM stdin;
0012
\.


--
-- Data for Name: batch; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.batch (batch_id, plan_id, command, files, counts, loaded_by, loaded_at, landplan_version) FROM stdin;
1	small	load	[{"name": "land_use.csv", "bytes": 100, "sha256": "98df7f3209f74e645b9e2299fb21d8ed072eefd26afb97064b3dda17239b8b97"}, {"name": "ledger/events.geojson", "bytes": 3463, "sha256": "a1f580c28b0f3a87c12af910bab14f8bee072c1f9add8eba47b55d36d4bbbaf0"}, {"name": "ledger/parcels.geojson", "bytes": 2356, "sha256": "9ed4f45239ee48463ff42c66b78f1a54a84ed321974314621936ef24be6a3d84"}, {"name": "plan.yaml", "bytes": 137, "sha256": "9eb26e09e57cb925299dd73ac22e3191efc34b0f68feedcbc328e8bd5f42afc9"}, {"name": "targets.csv", "bytes": 136, "sha256": "aa29dd0b38b8c7cb8686c4497caacb6d77ad21506bd2a7fcebf1714c19aaa46f"}, {"name": "zones.csv", "bytes": 179, "sha256": "8f7f4ada40a4ff43f57284ba3664f1af96b296187abf7e2da7be47bae6daad84"}, {"name": "zones.geojson", "bytes": 6295, "sha256": "f4a8fb797a0871c2627dedd769f56aebbdca6b44247d4d0f060a50dea968a452"}]	{"plan": {"same": 0, "added": 1, "changed": 0, "removed": 0}, "zones": {"same": 0, "added": 3, "changed": 0, "removed": 0}, "events": {"same": 0, "added": 10, "changed": 0, "removed": 0}, "parcels": {"same": 0, "added": 5, "changed": 0, "removed": 0}, "targets": {"same": 0, "added": 2, "changed": 0, "removed": 0}, "findings": {"same": 0, "added": 0, "changed": 0, "removed": 0}, "projects": {"same": 0, "added": 0, "changed": 0, "removed": 0}, "schedule": {"same": 0, "added": 0, "changed": 0, "removed": 0}, "documents": {"same": 0, "added": 1, "changed": 0, "removed": 0}, "land_uses": {"same": 0, "added": 2, "changed": 0, "removed": 0}, "structure": {"same": 0, "added": 0, "changed": 0, "removed": 0}, "indicators": {"same": 0, "added": 0, "changed": 0, "removed": 0}, "investment": {"same": 0, "added": 0, "changed": 0, "removed": 0}, "project_sources": {"same": 0, "added": 0, "changed": 0, "removed": 0}}	root	2026-11-26 18:04:54.958399+00	0.1.0
\.


--
-- Data for Name: document; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.document (plan_id, document_id, "position", title, issuer, issued_on) FROM stdin;
small	doc	0	文件		
\.


--
-- Data for Name: event_counted; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.event_counted (plan_id, event_id, place_id, counted_m2) FROM stdin;
small	E6	4	\N
small	E8	5	\N
small	E2	7	9999.999037412488
small	E9	5	39999.9981277161
small	E3	8	19999.99878871951
small	E1	1	39999.987323488596
small	E10	15	19999.99904593959
\.


--
-- Data for Name: finding; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.finding (plan_id, "position", kind, source_document, source_place, source_line, subject, detail_zh, detail_en) FROM stdin;
\.


--
-- Data for Name: indicator; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.indicator (plan_id, "position", zone_id, indicator, parent_indicator, scope, unit, year, value, value_to, role, span, kind, note, source_document, source_place, source_line) FROM stdin;
\.


--
-- Data for Name: indicator_record; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.indicator_record (record_id, plan_id, zone_id, indicator, scope, year, value, note, recorded_by, recorded_at) FROM stdin;
\.


--
-- Data for Name: investment; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.investment (plan_id, node, "position", parent, name, project_count, total_10k_cny, period_10k_cny, note, source_document, source_place, source_line) FROM stdin;
\.


--
-- Data for Name: kept; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.kept (only_row, computed_by) FROM stdin;
t	9d088d9ccfd31c4d8216bcb1f9fa3523a800aed64b0fbddf3af2e379605844a3
\.


--
-- Data for Name: land_event; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.land_event (plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids, contract_no, supervision_no, price_10k_cny, responsible_unit, whole, batch_id) FROM stdin;
small	E7	reversal	2022-03-01	2022-03-01				0		E6	\N	{P4}			\N		f	1
small	E1	storage	2021-03-01	2021-03-01				4		\N	1	{P1}			\N		t	1
small	E4	storage	2021-06-15	2021-06-15				4		\N	3	{P3}			\N		t	1
small	E5	supply	2023-02-20	2023-02-20		0701	2023	4		\N	3	{P3}			\N		t	1
small	E6	storage	2022-01-10	2022-01-10				2		\N	4	{P4}			\N		t	1
small	E8	storage	2023-07-01	2023-07-01				4		\N	5	{P5}			\N		t	1
small	E9	storage	2023-07-01	2023-08-01				3.5		E8	5	{P5}			\N		t	1
small	E3	storage	2022-09-01	2022-09-01				4		\N	8	{P1,P2}			\N		f	1
small	E2	supply	2022-05-15	2022-05-15		1001	2023	1		\N	7	{P1}			\N		f	1
small	E10	supply	2024-11-30	2024-11-30		1001	2023	2		\N	15	{P5}			\N		f	1
\.


--
-- Data for Name: land_share; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.land_share (plan_id, zone_id, place_id, event_id, kind, happened_on, land_use, land_use_set, measured_m2, declared_ha, reserve_m2, reserve_ha, reserve_events) FROM stdin;
small	west	3	E4	storage	2021-06-15			20000.00443846574	1.9999994865883435	20000.00443846574	1.9999994865883435	1
small	east	3	E5	supply	2023-02-20	0701	2023	20000.014706703787	2.0000005134116567	-20000.014706703787	-2.0000005134116567	-1
small	west	3	E5	supply	2023-02-20	0701	2023	20000.00443846574	1.9999994865883435	-20000.00443846574	-1.9999994865883435	-1
small	all	8	E3	storage	2022-09-01			19999.99878871951	2.0000005123007454	19999.99878871951	2.0000005123007454	1
small	all	7	E2	supply	2022-05-15	1001	2023	9999.999037412488	1	-9999.999037412486	-1.000000220657084	0
small	east	3	E4	storage	2021-06-15			20000.014706703787	2.0000005134116567	20000.014706703787	2.0000005134116567	1
small	west	8	E3	storage	2022-09-01			19999.99878871951	2.0000005123007454	19999.99878871951	2.0000005123007454	1
small	all	1	E1	storage	2021-03-01			39999.987323488596	4.000000000011921	39999.987323488596	4.000000000011921	1
small	west	1	E1	storage	2021-03-01			39999.987323488596	4.000000000011921	39999.987323488596	4.000000000011921	1
small	all	3	E5	supply	2023-02-20	0701	2023	40000.01914516953	4	-40000.01914516953	-4	-1
small	west	7	E2	supply	2022-05-15	1001	2023	9999.999037412488	1	-9999.999037412486	-1.000000220657084	0
small	all	3	E4	storage	2021-06-15			40000.01914516953	4	40000.01914516953	4	1
small	east	5	E9	storage	2023-07-01			39999.9981277161	3.500000000005606	39999.9981277161	3.500000000005606	1
small	all	15	E10	supply	2024-11-30	1001	2023	19999.99904593959	1.999999999994486	-19999.99904593959	-1.7499999984349377	0
small	east	15	E10	supply	2024-11-30	1001	2023	19999.99904593959	1.999999999994486	-19999.99904593959	-1.7499999984349377	0
small	all	5	E9	storage	2023-07-01			39999.9981277161	3.500000000005606	39999.9981277161	3.500000000005606	1
\.


--
-- Data for Name: land_use; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.land_use (plan_id, code, code_set, name, land_group) FROM stdin;
small	1001	2023	工业用地	industry
small	0701	2023	住宅用地	housing_services
\.


--
-- Data for Name: ledger; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.ledger (plan_id, revision) FROM stdin;
small	7
\.


--
-- Data for Name: parcel; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.parcel (plan_id, parcel_id, name, owner_kind, declared_ha, land_use, land_use_set, established_on, place_id, batch_id) FROM stdin;
small	P1	P1	state	4			2015-01-01	1	1
small	P2	P2	collective	4			2015-01-01	2	1
small	P3	P3	state	4			2015-01-01	3	1
small	P4	P4	state	2			2015-01-01	4	1
small	P5	P5	state	4			2015-01-01	5	1
\.


--
-- Data for Name: parcel_history; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.parcel_history (plan_id, place_id, from_on, until_on, reserve_ha, parcel_id, state, in_reserve_m2, supplied_m2, held_by, reserve_outline) FROM stdin;
small	3	2021-06-15	2023-02-20	4	P3	in_reserve	40000.01914516953	0	E4	\N
small	3	2023-02-20	\N	\N	P3	supplied	0	40000.01914516953	\N	\N
small	1	2021-03-01	2022-05-15	\N	P1	in_reserve	39999.98732336939	0	\N	\N
small	1	2022-05-15	\N	\N	P1	partly_supplied	29999.98828607611	9999.999037412488	\N	01060000208A11000001000000010300000001000000090000009A99999999595C405F47E9C0DC263740D4D34C99A9595C40D664DCC0DC2637402EFBFE98B9595C403CBDB5C0DC263740C505F198B9595C40BF4C7493A12637405B10E398B9595C4043DC3266662637406BDE3E99A9595C40DD83596666263740AF4F4599A9595C405AF49A93A12637409A99999999595C40E3D6A793A12637409A99999999595C405F47E9C0DC263740
small	2	2022-09-01	\N	\N	P2	in_reserve	19999.99878871951	0	\N	01060000208A11000001000000010300000001000000070000005B10E398B9595C4043DC326666263740C505F198B9595C40BF4C7493A12637402EFBFE98B9595C403CBDB5C0DC2637406935B298C9595C408F5075C0DC263740DABB9C98C9595C4013E03393A12637402C558898C9595C40966FF265662637405B10E398B9595C4043DC326666263740
small	5	2023-07-01	2024-11-30	\N	P5	in_reserve	39999.99812765203	0	\N	\N
small	5	2024-11-30	\N	\N	P5	partly_supplied	19999.99908177651	19999.99904593959	\N	01060000208A11000001000000010300000001000000070000009E7AEB96795A5C40EC1EFC6BC9273740DAB18896795A5C4070AEBA3E8E273740F6FB2696795A5C40F33D79115327374051CC6596695A5C40E76DD91253273740F110C196695A5C4064DE1A408E27374090551C97695A5C405D03586DC92737409E7AEB96795A5C40EC1EFC6BC9273740
\.


--
-- Data for Name: place; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.place (plan_id, place_id, measured_m2, outline) FROM stdin;
small	1	39999.98732336939	01060000208A11000001000000010300000001000000090000006BDE3E99A9595C40DD835966662637409A99999999595C4066666666662637409A99999999595C40E3D6A793A12637409A99999999595C405F47E9C0DC263740D4D34C99A9595C40D664DCC0DC2637402EFBFE98B9595C403CBDB5C0DC263740C505F198B9595C40BF4C7493A12637405B10E398B9595C4043DC3266662637406BDE3E99A9595C40DD83596666263740
small	2	40000.00270595358	01060000208A11000001000000010300000001000000090000002C558898C9595C40966FF265662637405B10E398B9595C4043DC326666263740C505F198B9595C40BF4C7493A12637402EFBFE98B9595C403CBDB5C0DC2637406935B298C9595C408F5075C0DC263740A46F6598D9595C40D11E1BC0DC263740D1844998D9595C4054AED992A12637401D872C98D9595C40D83D9865662637402C558898C9595C40966FF26566263740
small	3	40000.01914516953	01060000208A110000010000000103000000010000000900000042FE0996395A5C40600651616626374071B96496295A5C400D224A62662637403D13A496295A5C408A928B8FA1263740086DE396295A5C400603CDBCDC26374043A79696395A5C40DC32D8BBDC2637407EE14996495A5C401E52C5BADC2637404892FC95495A5C40A1E1838DA12637401343AF95495A5C40257142606626374042FE0996395A5C406006516166263740
small	4	20000.001868724605	01060000208A1100000100000001030000000100000007000000B73B7D9A995A5C4017081900DE293740BECF6F9A895A5C402FC2AC01DE293740C709D99A895A5C4029E7E92E192A3740E6F9ED9A995A5C40112D562D192A374004EA029BA95A5C40E7ADA82B192A374091BA8B9AA95A5C40EE886BFEDD293740B73B7D9A995A5C4017081900DE293740
small	5	39999.99812765203	01060000208A110000010000000103000000010000000900000051CC6596695A5C40E76DD91253273740AD9CA496595A5C40478D1B14532737400870F996595A5C40C3FD5C418E27374082304D97595A5C40406E9E6EC927374090551C97695A5C405D03586DC92737409E7AEB96795A5C40EC1EFC6BC9273740DAB18896795A5C4070AEBA3E8E273740F6FB2696795A5C40F33D79115327374051CC6596695A5C40E76DD91253273740
small	8	39999.98733142736	01060000208A11000001000000010300000001000000090000005B10E398B9595C4043DC3266662637406BDE3E99A9595C40DD83596666263740AF4F4599A9595C405AF49A93A1263740D4D34C99A9595C40D664DCC0DC2637402EFBFE98B9595C403CBDB5C0DC2637406935B298C9595C408F5075C0DC263740DABB9C98C9595C4013E03393A12637402C558898C9595C40966FF265662637405B10E398B9595C4043DC326666263740
small	7	9999.999037412488	01060000208A11000001000000010300000001000000050000009A99999999595C4066666666662637409A99999999595C40E3D6A793A1263740AF4F4599A9595C405AF49A93A12637406BDE3E99A9595C40DD835966662637409A99999999595C406666666666263740
small	15	19999.99904599473	01060000208A1100000100000001030000000100000007000000AD9CA496595A5C40478D1B14532737400870F996595A5C40C3FD5C418E27374082304D97595A5C40406E9E6EC927374090551C97695A5C405D03586DC9273740F110C196695A5C4064DE1A408E27374051CC6596695A5C40E76DD91253273740AD9CA496595A5C40478D1B1453273740
\.


--
-- Data for Name: place_overlap; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.place_overlap (plan_id, place_id, other_id, overlap_m2) FROM stdin;
small	8	1	19999.988542767453
small	8	2	19999.99878871951
small	7	1	9999.999037412488
small	15	5	19999.99904593959
small	1	8	19999.988542767453
small	2	8	19999.99878871951
small	1	7	9999.999037412488
small	5	15	19999.99904593959
\.


--
-- Data for Name: place_zone; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.place_zone (plan_id, zone_id, place_id, inside_m2) FROM stdin;
small	all	1	39999.98732336939
small	all	2	40000.00270595358
small	all	3	40000.01914516953
small	all	4	20000.001868724605
small	all	5	39999.99812765203
small	east	3	20000.014706703787
small	east	4	20000.001868724605
small	east	5	39999.99812765203
small	west	1	39999.98732336939
small	west	2	40000.00270595358
small	west	3	20000.00443846574
small	all	8	39999.98733142736
small	all	7	9999.999037412488
small	all	15	19999.99904599473
small	east	15	19999.99904599473
small	west	8	39999.98733142736
small	west	7	9999.999037412488
\.


--
-- Data for Name: plan; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.plan (plan_id, title, starts_on, ends_on, sample, crs) FROM stdin;
small	小规划	2021-01-01	2025-12-31	t	EPSG:4490
\.


--
-- Data for Name: project; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.project (plan_id, project_id, "position", name, category, stage, zone_id, site_area_m2, floor_area_m2, investment_10k_cny, point, note, outline, geometry_quality) FROM stdin;
\.


--
-- Data for Name: project_record; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.project_record (record_id, plan_id, project_id, happened_on, stage, invested_10k_cny, note, recorded_by, recorded_at, corrects) FROM stdin;
\.


--
-- Data for Name: project_source; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.project_source (plan_id, project_id, "position", source_document, source_place, source_line) FROM stdin;
\.


--
-- Data for Name: reserve_piece; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.reserve_piece (plan_id, event_id, place_id, from_on, until_on, reserve_ha, measured_m2, outline) FROM stdin;
small	E1	1	2021-03-01	2022-05-15	4.000000000011921	39999.987323488596	01060000208A11000001000000010300000001000000090000006BDE3E99A9595C40DD835966662637409A99999999595C4066666666662637409A99999999595C40E3D6A793A12637409A99999999595C405F47E9C0DC263740D4D34C99A9595C40D664DCC0DC2637402EFBFE98B9595C403CBDB5C0DC263740C505F198B9595C40BF4C7493A12637405B10E398B9595C4043DC3266662637406BDE3E99A9595C40DD83596666263740
small	E1	1	2022-05-15	\N	2.999999779354837	29999.98828607611	01060000208A11000001000000010300000001000000090000009A99999999595C405F47E9C0DC263740D4D34C99A9595C40D664DCC0DC2637402EFBFE98B9595C403CBDB5C0DC263740C505F198B9595C40BF4C7493A12637405B10E398B9595C4043DC3266662637406BDE3E99A9595C40DD83596666263740AF4F4599A9595C405AF49A93A12637409A99999999595C40E3D6A793A12637409A99999999595C405F47E9C0DC263740
small	E3	8	2022-09-01	\N	2.0000005123007454	19999.99878871951	01060000208A11000001000000010300000001000000070000006935B298C9595C408F5075C0DC263740DABB9C98C9595C4013E03393A12637402C558898C9595C40966FF265662637405B10E398B9595C4043DC326666263740C505F198B9595C40BF4C7493A12637402EFBFE98B9595C403CBDB5C0DC2637406935B298C9595C408F5075C0DC263740
small	E9	5	2023-07-01	2024-11-30	3.500000000005606	39999.9981277161	01060000208A110000010000000103000000010000000900000051CC6596695A5C40E76DD91253273740AD9CA496595A5C40478D1B14532737400870F996595A5C40C3FD5C418E27374082304D97595A5C40406E9E6EC927374090551C97695A5C405D03586DC92737409E7AEB96795A5C40EC1EFC6BC9273740DAB18896795A5C4070AEBA3E8E273740F6FB2696795A5C40F33D79115327374051CC6596695A5C40E76DD91253273740
small	E9	5	2024-11-30	\N	1.7500000015706685	19999.99908177651	01060000208A11000001000000010300000001000000070000009E7AEB96795A5C40EC1EFC6BC9273740DAB18896795A5C4070AEBA3E8E273740F6FB2696795A5C40F33D79115327374051CC6596695A5C40E76DD91253273740F110C196695A5C4064DE1A408E27374090551C97695A5C405D03586DC92737409E7AEB96795A5C40EC1EFC6BC9273740
\.


--
-- Data for Name: structure_part; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.structure_part (plan_id, structure_id, "position", name, kind, level, zone_ids, note, outline, geometry_quality, source_document, source_place, source_line) FROM stdin;
\.


--
-- Data for Name: target; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.target (plan_id, zone_id, measure, year, value, unit, kind, source_document, source_place, source_line) FROM stdin;
small	west	storage	2025	10	公顷	planned	doc	表1	4
small	all	supply	2025	20	公顷	planned	doc	表1	5
\.


--
-- Data for Name: target_schedule; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.target_schedule (plan_id, zone_id, measure, year, value) FROM stdin;
\.


--
-- Data for Name: zone; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.zone (plan_id, zone_id, "position", name, parent_id, declared_ha, geometry_quality, source_document, source_place, source_line, note, outline, zone_set) FROM stdin;
small	all	0	全区	\N	400	schematic	doc	表1	1		01060000208A1100000100000001030000000100000051000000191ED592C95A5C40B44B14546626374028EC3093B95A5C400155F5556626374057A78B93A95A5C403D99BC57662637406775E793995A5C4066186A596626374096304294895A5C40FB86F95A66263740C5EB9C94795A5C40017C735C66263740D4B9F894695A5C40F5ABD35D6626374003755395595A5C4055CB155F662637401343AF95495A5C40257142606626374042FE0996395A5C40600651616626374071B96496295A5C400D224A62662637408087C096195A5C40252D256366263740AF421B97095A5C40AEBEEA6366263740BF107797F9595C40A23F926466263740EECBD197E9595C4084FB1F65662637401D872C98D9595C40D83D9865662637402C558898C9595C40966FF265662637405B10E398B9595C4043DC3266662637406BDE3E99A9595C40DD835966662637409A99999999595C4066666666662637409A99999999595C40E3D6A793A12637409A99999999595C405F47E9C0DC2637409A99999999595C40DCB72AEE172737409A99999999595C4058286C1B532737409A99999999595C40D598AD488E2737409A99999999595C405109EF75C92737409A99999999595C404B2E2CA3042837409A99999999595C40C89E6DD03F2837409A99999999595C40C1C3AAFD7A2837409A99999999595C40BBE8E72AB62837409A99999999595C40B40D2558F12837409A99999999595C40317E66852C2937409A99999999595C40A7579FB2672937409A99999999595C40A17CDCDFA22937409A99999999595C409AA1190DDE2937409A99999999595C4094C6563A192A37409A99999999595C400AA08F67542A37409A99999999595C4004C5CC948F2A37409A99999999595C407A9E05C2CA2A37409A99999999595C40F1773EEF052B37406C87CB99A9595C40689531EF052B37405E62FC99B9595C40CDED0AEF052B374031502E9AC9595C402181CAEE052B3740232B5F9AD9595C40624F70EE052B3740F518919AE9595C409258FCED052B3740E7F3C19AF9595C402D516AED052B3740BAE1F39A095A5C4039D0C2EC052B3740ABBC249B195A5C40B03EFDEB052B37407EAA569B295A5C40983322EB052B37407085879B395A5C40EB1729EA052B37404373B99B495A5C40B0821AE9052B3740344EEA9B595A5C40DFDCEDE7052B3740073C1C9C695A5C4080BDABE6052B3740F9164D9C795A5C408C8D4BE5052B3740CB047F9C895A5C408698D1E3052B3740BDDFAF9C995A5C406EDE3DE2052B374090CDE19CA95A5C40445F90E0052B374082A8129DB95A5C40091BC9DE052B37405496449DC95A5C40BC11E8DC052B37404671759DD95A5C405C43EDDA052B374045C8E89CD95A5C40E669B4ADCA2A3740431F5C9CD95A5C406F907B808F2A37404276CF9BD95A5C40766B3E53542A374040CD429BD95A5C40FF910526192A37403F24B69AD95A5C40066DC8F8DD2937403D7B299AD95A5C408F938FCBA22937403CD29C99D95A5C40956E529E672937403A291099D95A5C409C4915712C2937401A938498D95A5C40A224D843F128374018EAF797D95A5C40A9FF9A16B628374017416B97D95A5C40AFDA5DE97A2837401598DE96D95A5C40336A1CBC3F28374014EF5196D95A5C403945DF8E042837401246C595D95A5C40BDD49D61C9273740119D3895D95A5C40C3AF60348E2737400FF4AB94D95A5C40473F1F07532737400E4B1F94D95A5C40CACEDDD917273740EDB49393D95A5C404E5E9CACDC263740EB0B0793D95A5C40D1ED5A7FA1263740EA627A92D95A5C40557D195266263740191ED592C95A5C40B44B145466263740	
small	west	1	西片	all	200	schematic	doc	表1	2		01060000208A110000010000000103000000010000003D00000071B96496295A5C400D224A62662637408087C096195A5C40252D256366263740AF421B97095A5C40AEBEEA6366263740BF107797F9595C40A23F926466263740EECBD197E9595C4084FB1F65662637401D872C98D9595C40D83D9865662637402C558898C9595C40966FF265662637405B10E398B9595C4043DC3266662637406BDE3E99A9595C40DD835966662637409A99999999595C4066666666662637409A99999999595C40E3D6A793A12637409A99999999595C405F47E9C0DC2637409A99999999595C40DCB72AEE172737409A99999999595C4058286C1B532737409A99999999595C40D598AD488E2737409A99999999595C405109EF75C92737409A99999999595C404B2E2CA3042837409A99999999595C40C89E6DD03F2837409A99999999595C40C1C3AAFD7A2837409A99999999595C40BBE8E72AB62837409A99999999595C40B40D2558F12837409A99999999595C40317E66852C2937409A99999999595C40A7579FB2672937409A99999999595C40A17CDCDFA22937409A99999999595C409AA1190DDE2937409A99999999595C4094C6563A192A37409A99999999595C400AA08F67542A37409A99999999595C4004C5CC948F2A37409A99999999595C407A9E05C2CA2A37409A99999999595C40F1773EEF052B37406C87CB99A9595C40689531EF052B37405E62FC99B9595C40CDED0AEF052B374031502E9AC9595C402181CAEE052B3740232B5F9AD9595C40624F70EE052B3740F518919AE9595C409258FCED052B3740E7F3C19AF9595C402D516AED052B3740BAE1F39A095A5C4039D0C2EC052B3740ABBC249B195A5C40B03EFDEB052B37407EAA569B295A5C40983322EB052B37407085879B395A5C40EB1729EA052B374060BA419B395A5C40753EF0BCCA2A37406EDCFA9A395A5C40FE64B78F8F2A37405E11B59A395A5C40878B7E62542A37406D336E9A395A5C408E664135192A37405D68289A395A5C4094410408DE2937406B8AE199395A5C401E68CBDAA22937405BBF9B99395A5C4024438EAD672937406AE15499395A5C402B1E51802C2937405A160F99395A5C4031F91353F12837406838C898395A5C4038D4D625B6283740586D8298395A5C40BB6395F87A28374048A23C98395A5C40C23E58CB3F28374057C4F597395A5C40C8191B9E0428374046F9AF97395A5C404CA9D970C9273740551B6997395A5C40CF3898438E27374045502397395A5C40D5135B16532737405472DC96395A5C4059A319E91727374043A79696395A5C40DC32D8BBDC26374052C94F96395A5C4060C2968EA126374042FE0996395A5C40600651616626374071B96496295A5C400D224A6266263740	
small	east	2	东片	all	200	schematic	doc	表1	3		01060000208A110000010000000103000000010000003D000000191ED592C95A5C40B44B14546626374028EC3093B95A5C400155F5556626374057A78B93A95A5C403D99BC57662637406775E793995A5C4066186A596626374096304294895A5C40FB86F95A66263740C5EB9C94795A5C40017C735C66263740D4B9F894695A5C40F5ABD35D6626374003755395595A5C4055CB155F662637401343AF95495A5C40257142606626374042FE0996395A5C40600651616626374052C94F96395A5C4060C2968EA126374043A79696395A5C40DC32D8BBDC2637405472DC96395A5C4059A319E91727374045502397395A5C40D5135B1653273740551B6997395A5C40CF3898438E27374046F9AF97395A5C404CA9D970C927374057C4F597395A5C40C8191B9E0428374048A23C98395A5C40C23E58CB3F283740586D8298395A5C40BB6395F87A2837406838C898395A5C4038D4D625B62837405A160F99395A5C4031F91353F12837406AE15499395A5C402B1E51802C2937405BBF9B99395A5C4024438EAD672937406B8AE199395A5C401E68CBDAA22937405D68289A395A5C4094410408DE2937406D336E9A395A5C408E664135192A37405E11B59A395A5C40878B7E62542A37406EDCFA9A395A5C40FE64B78F8F2A374060BA419B395A5C40753EF0BCCA2A37407085879B395A5C40EB1729EA052B37404373B99B495A5C40B0821AE9052B3740344EEA9B595A5C40DFDCEDE7052B3740073C1C9C695A5C4080BDABE6052B3740F9164D9C795A5C408C8D4BE5052B3740CB047F9C895A5C408698D1E3052B3740BDDFAF9C995A5C406EDE3DE2052B374090CDE19CA95A5C40445F90E0052B374082A8129DB95A5C40091BC9DE052B37405496449DC95A5C40BC11E8DC052B37404671759DD95A5C405C43EDDA052B374045C8E89CD95A5C40E669B4ADCA2A3740431F5C9CD95A5C406F907B808F2A37404276CF9BD95A5C40766B3E53542A374040CD429BD95A5C40FF910526192A37403F24B69AD95A5C40066DC8F8DD2937403D7B299AD95A5C408F938FCBA22937403CD29C99D95A5C40956E529E672937403A291099D95A5C409C4915712C2937401A938498D95A5C40A224D843F128374018EAF797D95A5C40A9FF9A16B628374017416B97D95A5C40AFDA5DE97A2837401598DE96D95A5C40336A1CBC3F28374014EF5196D95A5C403945DF8E042837401246C595D95A5C40BDD49D61C9273740119D3895D95A5C40C3AF60348E2737400FF4AB94D95A5C40473F1F07532737400E4B1F94D95A5C40CACEDDD917273740EDB49393D95A5C404E5E9CACDC263740EB0B0793D95A5C40D1ED5A7FA1263740EA627A92D95A5C40557D195266263740191ED592C95A5C40B44B145466263740	
\.


--
-- Data for Name: zone_day; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.zone_day (plan_id, zone_id, day, kind, land_use, land_use_set, events, measured_m2, declared_ha, reserve_events, reserve_m2, reserve_ha) FROM stdin;
small	west	2022-05-15	supply	1001	2023	1	9999.999037412488	1	0	-9999.999037412486	-1.000000220657084
small	all	2022-09-01	storage			1	19999.99878871951	2.0000005123007454	1	19999.99878871951	2.0000005123007454
small	west	2021-06-15	storage			1	20000.00443846574	1.9999994865883435	1	20000.00443846574	1.9999994865883435
small	east	2023-02-20	supply	0701	2023	1	20000.014706703787	2.0000005134116567	-1	-20000.014706703787	-2.0000005134116567
small	west	2022-09-01	storage			1	19999.99878871951	2.0000005123007454	1	19999.99878871951	2.0000005123007454
small	all	2022-05-15	supply	1001	2023	1	9999.999037412488	1	0	-9999.999037412486	-1.000000220657084
small	east	2024-11-30	supply	1001	2023	1	19999.99904593959	1.999999999994486	0	-19999.99904593959	-1.7499999984349377
small	west	2023-02-20	supply	0701	2023	1	20000.00443846574	1.9999994865883435	-1	-20000.00443846574	-1.9999994865883435
small	west	2021-03-01	storage			1	39999.987323488596	4.000000000011921	1	39999.987323488596	4.000000000011921
small	east	2021-06-15	storage			1	20000.014706703787	2.0000005134116567	1	20000.014706703787	2.0000005134116567
small	all	2024-11-30	supply	1001	2023	1	19999.99904593959	1.999999999994486	0	-19999.99904593959	-1.7499999984349377
small	east	2023-07-01	storage			1	39999.9981277161	3.500000000005606	1	39999.9981277161	3.500000000005606
small	all	2021-06-15	storage			1	40000.01914516953	4	1	40000.01914516953	4
small	all	2023-07-01	storage			1	39999.9981277161	3.500000000005606	1	39999.9981277161	3.500000000005606
small	all	2023-02-20	supply	0701	2023	1	40000.01914516953	4	-1	-40000.01914516953	-4
small	all	2021-03-01	storage			1	39999.987323488596	4.000000000011921	1	39999.987323488596	4.000000000011921
\.


--
-- Data for Name: zone_month; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.zone_month (plan_id, zone_id, month, kind, land_use, land_use_set, events, measured_m2, declared_ha, reserve_events, reserve_m2, reserve_ha) FROM stdin;
small	west	2023-02-01	supply	0701	2023	1	20000.00443846574	1.9999994865883435	-1	-20000.00443846574	-1.9999994865883435
small	all	2022-09-01	storage			1	19999.99878871951	2.0000005123007454	1	19999.99878871951	2.0000005123007454
small	all	2021-06-01	storage			1	40000.01914516953	4	1	40000.01914516953	4
small	west	2021-06-01	storage			1	20000.00443846574	1.9999994865883435	1	20000.00443846574	1.9999994865883435
small	east	2021-06-01	storage			1	20000.014706703787	2.0000005134116567	1	20000.014706703787	2.0000005134116567
small	west	2022-09-01	storage			1	19999.99878871951	2.0000005123007454	1	19999.99878871951	2.0000005123007454
small	east	2024-11-01	supply	1001	2023	1	19999.99904593959	1.999999999994486	0	-19999.99904593959	-1.7499999984349377
small	all	2022-05-01	supply	1001	2023	1	9999.999037412488	1	0	-9999.999037412486	-1.000000220657084
small	east	2023-02-01	supply	0701	2023	1	20000.014706703787	2.0000005134116567	-1	-20000.014706703787	-2.0000005134116567
small	west	2021-03-01	storage			1	39999.987323488596	4.000000000011921	1	39999.987323488596	4.000000000011921
small	west	2022-05-01	supply	1001	2023	1	9999.999037412488	1	0	-9999.999037412486	-1.000000220657084
small	east	2023-07-01	storage			1	39999.9981277161	3.500000000005606	1	39999.9981277161	3.500000000005606
small	all	2023-07-01	storage			1	39999.9981277161	3.500000000005606	1	39999.9981277161	3.500000000005606
small	all	2021-03-01	storage			1	39999.987323488596	4.000000000011921	1	39999.987323488596	4.000000000011921
small	all	2023-02-01	supply	0701	2023	1	40000.01914516953	4	-1	-40000.01914516953	-4
small	all	2024-11-01	supply	1001	2023	1	19999.99904593959	1.999999999994486	0	-19999.99904593959	-1.7499999984349377
\.


--
-- Name: batch_batch_id_seq; Type: SEQUENCE SET; Schema: landplan; Owner: -
--

SELECT pg_catalog.setval('landplan.batch_batch_id_seq', 1, true);


--
-- Name: indicator_record_record_id_seq; Type: SEQUENCE SET; Schema: landplan; Owner: -
--

SELECT pg_catalog.setval('landplan.indicator_record_record_id_seq', 1, false);


--
-- Name: place_place_id_seq; Type: SEQUENCE SET; Schema: landplan; Owner: -
--

SELECT pg_catalog.setval('landplan.place_place_id_seq', 15, true);


--
-- Name: project_record_record_id_seq; Type: SEQUENCE SET; Schema: landplan; Owner: -
--

SELECT pg_catalog.setval('landplan.project_record_record_id_seq', 1, false);


--
-- Name: alembic_version alembic_version_pkc; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);


--
-- Name: batch batch_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.batch
    ADD CONSTRAINT batch_pkey PRIMARY KEY (batch_id);


--
-- Name: document document_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (plan_id, document_id);


--
-- Name: event_counted event_counted_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.event_counted
    ADD CONSTRAINT event_counted_pkey PRIMARY KEY (place_id, event_id);


--
-- Name: finding finding_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.finding
    ADD CONSTRAINT finding_pkey PRIMARY KEY (plan_id, "position");


--
-- Name: indicator indicator_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.indicator
    ADD CONSTRAINT indicator_pkey PRIMARY KEY (plan_id, "position");


--
-- Name: indicator_record indicator_record_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.indicator_record
    ADD CONSTRAINT indicator_record_pkey PRIMARY KEY (record_id);


--
-- Name: investment investment_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.investment
    ADD CONSTRAINT investment_pkey PRIMARY KEY (plan_id, node);


--
-- Name: kept kept_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.kept
    ADD CONSTRAINT kept_pkey PRIMARY KEY (only_row);


--
-- Name: land_event land_event_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.land_event
    ADD CONSTRAINT land_event_pkey PRIMARY KEY (plan_id, event_id);


--
-- Name: land_share land_share_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.land_share
    ADD CONSTRAINT land_share_pkey PRIMARY KEY (place_id, event_id, zone_id);


--
-- Name: land_use land_use_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.land_use
    ADD CONSTRAINT land_use_pkey PRIMARY KEY (plan_id, code, code_set);


--
-- Name: ledger ledger_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.ledger
    ADD CONSTRAINT ledger_pkey PRIMARY KEY (plan_id);


--
-- Name: parcel_history parcel_history_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.parcel_history
    ADD CONSTRAINT parcel_history_pkey PRIMARY KEY (place_id, from_on, parcel_id);


--
-- Name: parcel parcel_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.parcel
    ADD CONSTRAINT parcel_pkey PRIMARY KEY (plan_id, parcel_id);


--
-- Name: place_overlap place_overlap_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.place_overlap
    ADD CONSTRAINT place_overlap_pkey PRIMARY KEY (place_id, other_id);


--
-- Name: place place_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.place
    ADD CONSTRAINT place_pkey PRIMARY KEY (place_id);


--
-- Name: place_zone place_zone_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.place_zone
    ADD CONSTRAINT place_zone_pkey PRIMARY KEY (place_id, zone_id);


--
-- Name: plan plan_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.plan
    ADD CONSTRAINT plan_pkey PRIMARY KEY (plan_id);


--
-- Name: project project_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.project
    ADD CONSTRAINT project_pkey PRIMARY KEY (plan_id, project_id);


--
-- Name: project_record project_record_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.project_record
    ADD CONSTRAINT project_record_pkey PRIMARY KEY (record_id);


--
-- Name: project_source project_source_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.project_source
    ADD CONSTRAINT project_source_pkey PRIMARY KEY (plan_id, project_id, "position");


--
-- Name: reserve_piece reserve_piece_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.reserve_piece
    ADD CONSTRAINT reserve_piece_pkey PRIMARY KEY (place_id, event_id, from_on);


--
-- Name: structure_part structure_part_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.structure_part
    ADD CONSTRAINT structure_part_pkey PRIMARY KEY (plan_id, structure_id);


--
-- Name: target target_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.target
    ADD CONSTRAINT target_pkey PRIMARY KEY (plan_id, zone_id, measure, year);


--
-- Name: target_schedule target_schedule_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.target_schedule
    ADD CONSTRAINT target_schedule_pkey PRIMARY KEY (plan_id, zone_id, measure, year);


--
-- Name: zone_day zone_day_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.zone_day
    ADD CONSTRAINT zone_day_pkey PRIMARY KEY (plan_id, day, zone_id, kind, land_use, land_use_set);


--
-- Name: zone_month zone_month_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.zone_month
    ADD CONSTRAINT zone_month_pkey PRIMARY KEY (plan_id, month, zone_id, kind, land_use, land_use_set);


--
-- Name: zone zone_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.zone
    ADD CONSTRAINT zone_pkey PRIMARY KEY (plan_id, zone_id);


--
-- Name: batch_plan_id_idx; Type: INDEX; Schema: landplan; Owner: -
--

CREATE INDEX batch_plan_id_idx ON landplan.batch USING btree (plan_id, batch_id);


--
-- Name: indicator_record_zone_idx; Type: INDEX; Schema: landplan; Owner: -
--

CREATE INDEX indicator_record_zone_idx ON landplan.indicator_record USING btree (plan_id, zone_id, indicator);


--
-- Name: land_event_corrects_idx; Type: INDEX; Schema: landplan; Owner: -
--

CREATE UNIQUE INDEX land_event_corrects_idx ON landplan.land_event USING btree (plan_id, corrects) WHERE (corrects IS NOT NULL);


--
-- Name: land_event_place_idx; Type: INDEX; Schema: landplan; Owner: -
--

CREATE INDEX land_event_place_idx ON landplan.land_event USING btree (place_id, happened_on, event_id);


--
-- Name: land_event_recorded_on_idx; Type: INDEX; Schema: landplan; Owner: -
--

CREATE INDEX land_event_recorded_on_idx ON landplan.land_event USING btree (plan_id, recorded_on);


--
-- Name: land_event_several_idx; Type: INDEX; Schema: landplan; Owner: -
--

CREATE INDEX land_event_several_idx ON landplan.land_event USING gin (parcel_ids) WHERE (whole AND (cardinality(parcel_ids) > 1));


--
-- Name: parcel_place_id_idx; Type: INDEX; Schema: landplan; Owner: -
--

CREATE INDEX parcel_place_id_idx ON landplan.parcel USING btree (place_id);


--
-- Name: place_outline_idx; Type: INDEX; Schema: landplan; Owner: -
--

CREATE INDEX place_outline_idx ON landplan.place USING gist (outline);


--
-- Name: project_point_idx; Type: INDEX; Schema: landplan; Owner: -
--

CREATE INDEX project_point_idx ON landplan.project USING gist (point);


--
-- Name: project_record_project_idx; Type: INDEX; Schema: landplan; Owner: -
--

CREATE INDEX project_record_project_idx ON landplan.project_record USING btree (plan_id, project_id);


--
-- Name: reserve_piece_outline_idx; Type: INDEX; Schema: landplan; Owner: -
--

CREATE INDEX reserve_piece_outline_idx ON landplan.reserve_piece USING gist (outline);


--
-- Name: zone_outline_idx; Type: INDEX; Schema: landplan; Owner: -
--

CREATE INDEX zone_outline_idx ON landplan.zone USING gist (outline);


--
-- Name: batch batch_append_only; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER batch_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON landplan.batch FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_delete();


--
-- Name: event_counted event_counted_not_by_hand; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER event_counted_not_by_hand BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON landplan.event_counted FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_by_hand();


--
-- Name: indicator_record indicator_record_append_only; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER indicator_record_append_only BEFORE DELETE OR UPDATE ON landplan.indicator_record FOR EACH ROW EXECUTE FUNCTION landplan.refuse_record_change();


--
-- Name: indicator_record indicator_record_not_truncated; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER indicator_record_not_truncated BEFORE TRUNCATE ON landplan.indicator_record FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_truncate();


--
-- Name: land_event land_event_append_only; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER land_event_append_only BEFORE UPDATE ON landplan.land_event FOR EACH ROW EXECUTE FUNCTION landplan.refuse_event_change();


--
-- Name: land_event land_event_moved; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER land_event_moved AFTER UPDATE ON landplan.land_event REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.events_moved();


--
-- Name: land_event land_event_names_known; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER land_event_names_known AFTER INSERT ON landplan.land_event REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.check_event_names();


--
-- Name: land_event land_event_no_ring; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER land_event_no_ring AFTER INSERT ON landplan.land_event REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.check_event_rings();


--
-- Name: land_event land_event_not_deleted; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER land_event_not_deleted BEFORE DELETE ON landplan.land_event FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_delete();


--
-- Name: land_event land_event_not_truncated; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER land_event_not_truncated BEFORE TRUNCATE ON landplan.land_event FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_truncate();


--
-- Name: land_event land_event_refreshes; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER land_event_refreshes AFTER INSERT ON landplan.land_event REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.events_came();


--
-- Name: land_event land_event_whole; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER land_event_whole AFTER INSERT ON landplan.land_event REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.check_whole_events();


--
-- Name: land_share land_share_not_by_hand; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER land_share_not_by_hand BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON landplan.land_share FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_by_hand();


--
-- Name: parcel parcel_change_names_known; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER parcel_change_names_known AFTER UPDATE ON landplan.parcel REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.check_parcel_names();


--
-- Name: parcel parcel_changed; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER parcel_changed AFTER UPDATE ON landplan.parcel REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.parcels_changed();


--
-- Name: parcel_history parcel_history_not_by_hand; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER parcel_history_not_by_hand BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON landplan.parcel_history FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_by_hand();


--
-- Name: parcel parcel_names_known; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER parcel_names_known AFTER INSERT ON landplan.parcel REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.check_parcel_names();


--
-- Name: parcel parcel_not_deleted; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER parcel_not_deleted BEFORE DELETE OR TRUNCATE ON landplan.parcel FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_delete();


--
-- Name: parcel parcel_redrawn; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER parcel_redrawn AFTER UPDATE ON landplan.parcel REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.parcels_redrawn();


--
-- Name: parcel parcel_refreshes; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER parcel_refreshes AFTER INSERT ON landplan.parcel REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.parcels_came();


--
-- Name: place place_append_only; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER place_append_only BEFORE UPDATE ON landplan.place FOR EACH ROW EXECUTE FUNCTION landplan.refuse_new_outline();


--
-- Name: place place_areas_true; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER place_areas_true AFTER INSERT ON landplan.place REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.check_place_areas();


--
-- Name: place place_measured; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER place_measured BEFORE INSERT ON landplan.place FOR EACH ROW WHEN ((new.measured_m2 IS NULL)) EXECUTE FUNCTION landplan.measure_place();


--
-- Name: place place_names_known; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER place_names_known AFTER INSERT ON landplan.place REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.check_place_names();


--
-- Name: place place_not_deleted; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER place_not_deleted BEFORE DELETE ON landplan.place FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_delete();


--
-- Name: place place_not_truncated; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER place_not_truncated BEFORE TRUNCATE ON landplan.place FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_truncate();


--
-- Name: place_overlap place_overlap_not_by_hand; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER place_overlap_not_by_hand BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON landplan.place_overlap FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_by_hand();


--
-- Name: place place_refreshes; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER place_refreshes AFTER INSERT ON landplan.place REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.places_came();


--
-- Name: place_zone place_zone_not_by_hand; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER place_zone_not_by_hand BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON landplan.place_zone FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_by_hand();


--
-- Name: plan plan_takes_its_land; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER plan_takes_its_land BEFORE DELETE ON landplan.plan FOR EACH ROW EXECUTE FUNCTION landplan.remove_land();


--
-- Name: plan plan_takes_its_records; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER plan_takes_its_records BEFORE DELETE ON landplan.plan FOR EACH ROW EXECUTE FUNCTION landplan.remove_records();


--
-- Name: project_record project_record_append_only; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER project_record_append_only BEFORE DELETE OR UPDATE ON landplan.project_record FOR EACH ROW EXECUTE FUNCTION landplan.refuse_record_change();


--
-- Name: project_record project_record_not_truncated; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER project_record_not_truncated BEFORE TRUNCATE ON landplan.project_record FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_truncate();


--
-- Name: reserve_piece reserve_piece_not_by_hand; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER reserve_piece_not_by_hand BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON landplan.reserve_piece FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_by_hand();


--
-- Name: zone zone_came; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER zone_came AFTER INSERT ON landplan.zone REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.zones_came();


--
-- Name: zone zone_changed; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER zone_changed AFTER UPDATE ON landplan.zone REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.zones_changed();


--
-- Name: zone_day zone_day_not_by_hand; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER zone_day_not_by_hand BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON landplan.zone_day FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_by_hand();


--
-- Name: zone_month zone_month_not_by_hand; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER zone_month_not_by_hand BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON landplan.zone_month FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_by_hand();


--
-- Name: zone zone_went; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER zone_went AFTER DELETE ON landplan.zone REFERENCING OLD TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.zones_came();


--
-- Name: document document_plan_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.document
    ADD CONSTRAINT document_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES landplan.plan(plan_id);


--
-- Name: finding finding_plan_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.finding
    ADD CONSTRAINT finding_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES landplan.plan(plan_id);


--
-- Name: indicator indicator_plan_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.indicator
    ADD CONSTRAINT indicator_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES landplan.plan(plan_id);


--
-- Name: indicator indicator_plan_id_zone_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.indicator
    ADD CONSTRAINT indicator_plan_id_zone_id_fkey FOREIGN KEY (plan_id, zone_id) REFERENCES landplan.zone(plan_id, zone_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: indicator_record indicator_record_plan_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.indicator_record
    ADD CONSTRAINT indicator_record_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES landplan.plan(plan_id);


--
-- Name: investment investment_plan_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.investment
    ADD CONSTRAINT investment_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES landplan.plan(plan_id);


--
-- Name: land_use land_use_plan_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.land_use
    ADD CONSTRAINT land_use_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES landplan.plan(plan_id);


--
-- Name: project project_plan_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.project
    ADD CONSTRAINT project_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES landplan.plan(plan_id);


--
-- Name: project project_plan_id_zone_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.project
    ADD CONSTRAINT project_plan_id_zone_id_fkey FOREIGN KEY (plan_id, zone_id) REFERENCES landplan.zone(plan_id, zone_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: project_record project_record_corrects_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.project_record
    ADD CONSTRAINT project_record_corrects_fkey FOREIGN KEY (corrects) REFERENCES landplan.project_record(record_id);


--
-- Name: project_record project_record_plan_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.project_record
    ADD CONSTRAINT project_record_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES landplan.plan(plan_id);


--
-- Name: project_source project_source_plan_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.project_source
    ADD CONSTRAINT project_source_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES landplan.plan(plan_id);


--
-- Name: project_source project_source_plan_id_project_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.project_source
    ADD CONSTRAINT project_source_plan_id_project_id_fkey FOREIGN KEY (plan_id, project_id) REFERENCES landplan.project(plan_id, project_id) ON DELETE CASCADE;


--
-- Name: structure_part structure_part_plan_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.structure_part
    ADD CONSTRAINT structure_part_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES landplan.plan(plan_id);


--
-- Name: target target_plan_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.target
    ADD CONSTRAINT target_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES landplan.plan(plan_id);


--
-- Name: target target_plan_id_zone_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.target
    ADD CONSTRAINT target_plan_id_zone_id_fkey FOREIGN KEY (plan_id, zone_id) REFERENCES landplan.zone(plan_id, zone_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: target_schedule target_schedule_plan_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.target_schedule
    ADD CONSTRAINT target_schedule_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES landplan.plan(plan_id);


--
-- Name: target_schedule target_schedule_plan_id_zone_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.target_schedule
    ADD CONSTRAINT target_schedule_plan_id_zone_id_fkey FOREIGN KEY (plan_id, zone_id) REFERENCES landplan.zone(plan_id, zone_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: zone zone_plan_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.zone
    ADD CONSTRAINT zone_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES landplan.plan(plan_id);


--
-- Name: zone zone_plan_id_parent_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.zone
    ADD CONSTRAINT zone_plan_id_parent_id_fkey FOREIGN KEY (plan_id, parent_id) REFERENCES landplan.zone(plan_id, zone_id) DEFERRABLE INITIALLY DEFERRED;


--
-- PostgreSQL database dump complete
--


