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

COMMENT ON SCHEMA landplan IS 'landplan bbf6eb6f5c479e83';


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
    insert into landplan.zone_day as d (
        plan_id, zone_id, day, kind, land_use, land_use_set, events, measured_m2, declared_ha,
        reserve_events, reserve_m2, reserve_ha
    )
    select plan, s.zone_id, s.happened_on, s.kind, s.land_use, s.land_use_set,
           sign * count(*) filter (where s.measured_m2 > 1),
           sign * sum(s.measured_m2), sign * sum(s.declared_ha),
           sign * sum(s.reserve_events), sign * sum(s.reserve_m2), sign * sum(s.reserve_ha)
    from unnest(shares) s
    group by s.zone_id, s.happened_on, s.kind, s.land_use, s.land_use_set
    on conflict (plan_id, zone_id, day, kind, land_use, land_use_set) do update set
        events = d.events + excluded.events,
        measured_m2 = d.measured_m2 + excluded.measured_m2,
        declared_ha = d.declared_ha + excluded.declared_ha,
        reserve_events = d.reserve_events + excluded.reserve_events,
        reserve_m2 = d.reserve_m2 + excluded.reserve_m2,
        reserve_ha = d.reserve_ha + excluded.reserve_ha;
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
    AS $$
begin
    return query
    select i.event_id
    from incoming_event i
    join landplan.land_event e on e.plan_id = plan and e.event_id = i.event_id
    left join landplan.place l on l.plan_id = plan and l.place_id = e.place_id
    where (i.kind, i.happened_on, i.recorded_on, i.method, i.land_use, i.land_use_set,
           i.declared_ha, i.document_no, i.corrects, i.parcel_ids)
          is distinct from
          (e.kind, e.happened_on, e.recorded_on, e.method, e.land_use, e.land_use_set,
           e.declared_ha, e.document_no, e.corrects, e.parcel_ids)
       or case
           when i.kind = 'reversal' then false
           when i.outline is not null then i.outline is distinct from l.outline
           when cardinality(i.parcel_ids) = 1 then not exists (
               select from landplan.parcel p
               where p.plan_id = plan and p.parcel_id = i.parcel_ids[1]
                 and p.place_id = e.place_id
           )
           else not st_equals(l.outline, landplan.whole_parcels(plan, i.parcel_ids))
       end
    order by i.event_id;
end
$$;


--
-- Name: check_event_names(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.check_event_names() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
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
-- Name: check_parcel_names(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.check_parcel_names() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform landplan.refuse_unknown('place', (
        select n.place_id::text from fresh n
        left join landplan.place p using (plan_id, place_id)
        where p.place_id is null limit 1
    ));
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
-- Name: place_overlap; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.place_overlap (
    plan_id text NOT NULL,
    place_id bigint NOT NULL,
    other_id bigint NOT NULL,
    overlap_m2 double precision NOT NULL
);


--
-- Name: crowded_places(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.crowded_places(plan text) RETURNS TABLE(place_id bigint)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT DISTINCT o.place_id
    FROM landplan.place_overlap o
   WHERE (o.plan_id = crowded_places.plan);
END;


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
        perform landplan.refresh_shares(one.plan_id, one.places);
    end loop;
    return null;
end
$$;


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
    CONSTRAINT land_event_corrects_check CHECK (((kind <> 'reversal'::text) OR (corrects IS NOT NULL))),
    CONSTRAINT land_event_kind_check CHECK ((kind = ANY (ARRAY['storage'::text, 'supply'::text, 'reversal'::text]))),
    CONSTRAINT land_event_place_check CHECK (((kind = 'reversal'::text) = (place_id IS NULL))),
    CONSTRAINT land_event_recorded_on_check CHECK ((recorded_on >= happened_on))
);


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
     e.parcel_ids
    FROM landplan.land_event e
   WHERE ((e.plan_id = events_in_force.plan) AND (e.kind <> 'reversal'::text) AND ((events_in_force.known IS NULL) OR (e.recorded_on <= events_in_force.known)) AND (NOT (EXISTS ( SELECT
            FROM landplan.land_event c
           WHERE ((c.plan_id = e.plan_id) AND (c.corrects = e.event_id) AND ((events_in_force.known IS NULL) OR (c.recorded_on <= events_in_force.known)))))));
END;


--
-- Name: in_bulk(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.in_bulk() RETURNS boolean
    LANGUAGE sql STABLE
    RETURN (COALESCE(current_setting('landplan.bulk'::text, true), ''::text) = 'on'::text);


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
               -(case when s.measured_m2 > 1 then 1 else 0 end)::bigint, -s.measured_m2,
               -s.declared_ha, -s.reserve_events::bigint, -s.reserve_m2, -s.reserve_ha
        from landplan.land_share s
        where s.place_id = any (places) and s.happened_on <= as_of
        union all
        select plan, r.zone_id, r.happened_on, r.kind, r.land_use, r.land_use_set,
               (case when r.measured_m2 > 1 then 1 else 0 end)::bigint, r.measured_m2,
               r.declared_ha, r.reserve_events::bigint, r.reserve_m2, r.reserve_ha
        from landplan.land_shares(plan, known, places) r
        where r.happened_on <= as_of;
end
$$;


--
-- Name: land_alone(text, date, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_alone(plan text, known date DEFAULT NULL::date, among bigint[] DEFAULT NULL::bigint[]) RETURNS TABLE(event_id text, place_id bigint, kind text, happened_on date, land_use text, land_use_set text, declared_ha double precision, stored_by text, stored_ha double precision, until date)
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
             lag(e.kind) OVER line AS before
            FROM landplan.events_in_force(land_alone.plan, land_alone.known) e(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids)
           WHERE (((land_alone.among IS NULL) OR (e.place_id = ANY (land_alone.among))) AND (NOT (EXISTS ( SELECT
                    FROM landplan.place_overlap o
                   WHERE ((o.plan_id = land_alone.plan) AND (o.place_id = e.place_id))))))
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
-- Name: plan; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.plan (
    plan_id text NOT NULL,
    title text DEFAULT ''::text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    sample boolean NOT NULL,
    crs text DEFAULT ''::text NOT NULL,
    CONSTRAINT plan_period_check CHECK ((starts_on < ends_on))
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
             (t.value * (
                 CASE t.unit
                     WHEN '亩'::text THEN ((1)::numeric / 15.0)
                     WHEN '平方公里'::text THEN (100)::numeric
                     ELSE (1)::numeric
                 END)::double precision) AS target_ha
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
     (l.ha + (((l.next_ha - l.ha) * ((LEAST(GREATEST(land_target.as_of, w.starts_on), w.ends_on) - l.day))::double precision) / ((l.next_day - l.day))::double precision)),
     w.source_document,
     w.source_place,
     w.source_line
    FROM (wanted w
      JOIN leg l ON (((l.zone_id = w.zone_id) AND (l.measure = w.measure) AND (LEAST(GREATEST(land_target.as_of, w.starts_on), (w.ends_on - 1)) >= l.day) AND (LEAST(GREATEST(land_target.as_of, w.starts_on), (w.ends_on - 1)) < l.next_day))));
END;


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
    CONSTRAINT zone_geometry_quality_check CHECK ((geometry_quality = ANY (ARRAY['official'::text, 'digitised'::text, 'schematic'::text]))),
    CONSTRAINT zone_valid_check CHECK ((public.st_isvalid(outline) AND (NOT public.st_isempty(outline))))
);


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
-- Name: land_balance(text, date, text, date, double precision, double precision); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_balance(plan text, as_of date, basis text DEFAULT 'declared'::text, known date DEFAULT NULL::date, on_track double precision DEFAULT 0.95, behind double precision DEFAULT 0.75) RETURNS TABLE(zone text, zone_name text, parent text, measure text, target_ha double precision, actual_ha double precision, measured_ha double precision, declared_ha double precision, percent double precision, expected_ha double precision, remaining_ha double precision, needed_ha_per_year double precision, forecast_ha double precision, status text, events integer, source_document text, source_place text, source_line integer)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH summed AS (
          SELECT d.zone_id,
             d.kind,
             d.land_use,
             d.land_use_set,
             ((d.day >= p.starts_on) AND (d.day <= p.ends_on)) AS in_period,
             sum(d.events) AS events,
             sum(d.measured_m2) AS measured_m2,
             sum(d.declared_ha) AS declared_ha,
             sum(d.reserve_events) AS reserve_events,
             sum(d.reserve_m2) AS reserve_m2,
             sum(d.reserve_ha) AS reserve_ha
            FROM (landplan.plan p
              JOIN ( SELECT s.plan_id,
                     s.zone_id,
                     s.day,
                     s.kind,
                     s.land_use,
                     s.land_use_set,
                     s.events,
                     s.measured_m2,
                     s.declared_ha,
                     s.reserve_events,
                     s.reserve_m2,
                     s.reserve_ha
                    FROM landplan.zone_day s
                   WHERE ((s.plan_id = land_balance.plan) AND (s.day <= land_balance.as_of))
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
                    FROM landplan.known_differences(land_balance.plan, land_balance.as_of, land_balance.known) k(plan_id, zone_id, day, kind, land_use, land_use_set, events, measured_m2, declared_ha, reserve_events, reserve_m2, reserve_ha)) d USING (plan_id))
           WHERE (p.plan_id = land_balance.plan)
           GROUP BY d.zone_id, d.kind, d.land_use, d.land_use_set, ((d.day >= p.starts_on) AND (d.day <= p.ends_on))
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
             (sum(m.m2) / (10000)::double precision) AS measured_ha,
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
              CROSS JOIN ( VALUES ('storage'::text,1), ('supply'::text,2), ('supply_industry'::text,3), ('supply_housing_services'::text,4), ('reserve'::text,5)) m(measure, place))
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
             WHEN (l.days_left > 0) THEN ((l.remaining_ha / (l.days_left)::double precision) * (365.25)::double precision)
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
-- Name: land_crowded(text, date, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_crowded(plan text, known date DEFAULT NULL::date, among bigint[] DEFAULT NULL::bigint[]) RETURNS TABLE(event_id text, place_id bigint, kind text, happened_on date, land_use text, land_use_set text, declared_ha double precision, measured_m2 double precision, extent public.geometry, counted public.geometry)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH crowd AS MATERIALIZED (
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
             p.outline,
             p.measured_m2
            FROM (landplan.events_in_force(land_crowded.plan, land_crowded.known) e(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids)
              JOIN landplan.place p USING (plan_id, place_id))
           WHERE ((EXISTS ( SELECT
                    FROM landplan.place_overlap o
                   WHERE ((o.plan_id = land_crowded.plan) AND (o.place_id = e.place_id)))) AND ((land_crowded.among IS NULL) OR (e.place_id = ANY (land_crowded.among))))
         ), before AS (
          SELECT c_1.event_id,
             landplan.land_state(q.outline, (f.kind = c_1.kind) ORDER BY f.happened_on, f.event_id) AS state
            FROM (((crowd c_1
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
                     f_1.parcel_ids
                    FROM landplan.events_in_force(land_crowded.plan, land_crowded.known) f_1(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids)
                   WHERE ((f_1.place_id = n.place_id) AND (ROW(f_1.happened_on, f_1.event_id) < ROW(c_1.happened_on, c_1.event_id)))
                   ORDER BY f_1.happened_on DESC, f_1.event_id DESC
                  LIMIT 1) f)
              JOIN landplan.place q ON (((q.plan_id = land_crowded.plan) AND (q.place_id = f.place_id))))
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
    FROM (crowd c
      LEFT JOIN before b USING (event_id));
END;


--
-- Name: land_taken(text, date, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_taken(plan text, known date DEFAULT NULL::date, among bigint[] DEFAULT NULL::bigint[]) RETURNS TABLE(event_id text, place_id bigint, happened_on date, land_use text, land_use_set text, stored_by text, stored_at bigint, stored_ha double precision, stored_m2 double precision, held_before public.geometry, held_after public.geometry)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH crowd AS MATERIALIZED (
          SELECT land_crowded.event_id,
             land_crowded.place_id,
             land_crowded.kind,
             land_crowded.happened_on,
             land_crowded.land_use,
             land_crowded.land_use_set,
             land_crowded.declared_ha,
             land_crowded.measured_m2,
             land_crowded.extent,
             land_crowded.counted
            FROM landplan.land_crowded(land_taken.plan, land_taken.known,
                 CASE
                     WHEN (land_taken.among IS NOT NULL) THEN ARRAY( SELECT unnest(land_taken.among) AS unnest
                     UNION
                      SELECT o.other_id
                        FROM landplan.place_overlap o
                       WHERE ((o.plan_id = land_taken.plan) AND (o.place_id = ANY (land_taken.among))))
                     ELSE NULL::bigint[]
                 END) land_crowded(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, extent, counted)
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
                            FROM landplan.events_in_force(land_taken.plan, land_taken.known) f(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids)
                           WHERE ((f.place_id = n_1.place_id) AND (f.kind = 'supply'::text) AND (ROW(f.happened_on, f.event_id) > ROW(s.happened_on, s.event_id)) AND (ROW(f.happened_on, f.event_id) < ROW(e.happened_on, e.event_id)))))) AS gone
            FROM ((crowd e
              CROSS JOIN LATERAL landplan.near_places(e.place_id) n(place_id))
              JOIN crowd s ON (((s.place_id = n.place_id) AND (s.kind = 'storage'::text) AND (ROW(s.happened_on, s.event_id) < ROW(e.happened_on, e.event_id)) AND (NOT public.st_isempty(s.counted)))))
           WHERE ((e.kind = 'supply'::text) AND ((land_taken.among IS NULL) OR (e.place_id = ANY (land_taken.among))) AND (NOT (EXISTS ( SELECT
                    FROM landplan.events_in_force(land_taken.plan, land_taken.known) f(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids)
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
 WITH alone AS MATERIALIZED (
          SELECT land_alone.event_id,
             land_alone.place_id,
             land_alone.kind,
             land_alone.happened_on,
             land_alone.land_use,
             land_alone.land_use_set,
             land_alone.declared_ha,
             land_alone.stored_by,
             land_alone.stored_ha,
             land_alone.until
            FROM landplan.land_alone(land_conflicts.plan, land_conflicts.known) land_alone(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, stored_by, stored_ha, until)
         ), alone_event AS (
          SELECT e.event_id,
             e.place_id,
             e.kind,
             e.happened_on,
             (a.event_id IS NOT NULL) AS newly,
             a.stored_by
            FROM (landplan.events_in_force(land_conflicts.plan, land_conflicts.known) e(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids)
              LEFT JOIN alone a USING (event_id))
           WHERE (NOT (EXISTS ( SELECT
                    FROM landplan.place_overlap o
                   WHERE ((o.plan_id = land_conflicts.plan) AND (o.place_id = e.place_id)))))
         ), alone_found AS (
          SELECT e.event_id,
             e.place_id,
             e.kind,
                 CASE
                     WHEN e.newly THEN NULL::text
                     WHEN (e.kind = 'storage'::text) THEN 'stored_twice'::text
                     ELSE 'supplied_twice'::text
                 END AS conflict,
             e.happened_on,
             ( SELECT a.event_id
                    FROM alone a
                   WHERE ((a.place_id = e.place_id) AND (ROW(a.happened_on, a.event_id) < ROW(e.happened_on, e.event_id)))
                   ORDER BY a.happened_on DESC, a.event_id DESC
                  LIMIT 1) AS other
            FROM alone_event e
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
            FROM (alone_event e
              LEFT JOIN LATERAL ( SELECT f_1.event_id
                    FROM landplan.events_in_force(land_conflicts.plan, land_conflicts.known) f_1(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids)
                   WHERE ((f_1.place_id = e.place_id) AND (f_1.kind = 'storage'::text) AND (ROW(f_1.happened_on, f_1.event_id) > ROW(e.happened_on, e.event_id)))
                   ORDER BY f_1.happened_on, f_1.event_id
                  LIMIT 1) later ON (true))
           WHERE (e.newly AND (e.kind = 'supply'::text) AND (e.stored_by IS NULL))
         ), crowd AS MATERIALIZED (
          SELECT land_crowded.event_id,
             land_crowded.place_id,
             land_crowded.kind,
             land_crowded.happened_on,
             land_crowded.land_use,
             land_crowded.land_use_set,
             land_crowded.declared_ha,
             land_crowded.measured_m2,
             land_crowded.extent,
             land_crowded.counted
            FROM landplan.land_crowded(land_conflicts.plan, land_conflicts.known) land_crowded(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, extent, counted)
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
                    FROM crowd s
                   WHERE ((s.kind = 'storage'::text) AND (s.extent OPERATOR(public.&&) c.extent) AND (ROW(s.happened_on, s.event_id) > ROW(c.happened_on, c.event_id)))) AS stored_later
            FROM (crowd c
              LEFT JOIN in_reserve t USING (event_id))
           WHERE (c.kind = 'supply'::text)
         ), crowded_found AS (
          SELECT c.event_id,
             c.kind,
                 CASE c.kind
                     WHEN 'storage'::text THEN 'stored_twice'::text
                     ELSE 'supplied_twice'::text
                 END AS conflict,
             c.happened_on,
             landplan.land_polygons(public.st_difference(c.extent, c.counted)) AS outline
            FROM crowd c
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
            FROM (alone_found a
              JOIN landplan.place p ON (((p.plan_id = land_conflicts.plan) AND (p.place_id = a.place_id))))
         UNION ALL
          SELECT c.event_id,
             c.kind,
             c.conflict,
             c.happened_on,
             public.st_area((c.outline)::public.geography) AS st_area,
             ARRAY( SELECT f_1.event_id
                    FROM crowd f_1
                   WHERE ((c.conflict <> 'supplied_without_storage'::text) AND (f_1.kind =
                         CASE c.conflict
                             WHEN 'supplied_before_storage'::text THEN 'storage'::text
                             ELSE c.kind
                         END) AND (f_1.extent OPERATOR(public.&&) c.outline) AND ((ROW(f_1.happened_on, f_1.event_id) < ROW(c.happened_on, c.event_id)) = (c.conflict <> 'supplied_before_storage'::text)) AND (f_1.event_id <> c.event_id) AND (public.st_area((landplan.land_polygons(public.st_intersection(f_1.extent, c.outline)))::public.geography) > (1)::double precision))
                   ORDER BY f_1.happened_on, f_1.event_id) AS "array",
             c.outline
            FROM crowded_found c
           WHERE (public.st_area((c.outline)::public.geography) > (1)::double precision)
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
-- Name: land_held_crowded(text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_held_crowded(plan text, as_of date, known date DEFAULT NULL::date) RETURNS TABLE(event_id text, place_id bigint, kind text, happened_on date, land_use text, land_use_set text, declared_ha double precision, measured_m2 double precision, counted public.geometry, held public.geometry)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH crowd AS MATERIALIZED (
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
                            FROM landplan.events_in_force(land_held_crowded.plan, land_held_crowded.known) f(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids)
                           WHERE ((f.place_id = n.place_id) AND (f.kind <> c_1.kind) AND (f.happened_on <= land_held_crowded.as_of) AND (ROW(f.happened_on, f.event_id) > ROW(c_1.happened_on, c_1.event_id)))))) AS gone
            FROM landplan.land_crowded(land_held_crowded.plan, land_held_crowded.known) c_1(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, extent, counted)
           WHERE ((c_1.happened_on <= land_held_crowded.as_of) AND (NOT public.st_isempty(c_1.counted)))
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
    FROM crowd c;
END;


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
-- Name: land_shares(text, date, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_shares(plan text, known date DEFAULT NULL::date, among bigint[] DEFAULT NULL::bigint[]) RETURNS TABLE(zone_id text, place_id bigint, event_id text, kind text, happened_on date, land_use text, land_use_set text, measured_m2 double precision, declared_ha double precision, reserve_m2 double precision, reserve_ha double precision, reserve_events integer)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH crowd AS MATERIALIZED (
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
            FROM landplan.land_crowded(land_shares.plan, land_shares.known, land_shares.among) c(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, extent, counted)
           WHERE (NOT public.st_isempty(c.counted))
         ), taken AS MATERIALIZED (
          SELECT t.event_id,
             t.place_id,
             t.happened_on,
             t.land_use,
             t.land_use_set,
             t.stored_by,
             t.stored_at,
             t.stored_ha,
             t.stored_m2,
             t.held_before,
             t.held_after,
             public.st_area((t.held_before)::public.geography) AS before_m2,
             public.st_area((t.held_after)::public.geography) AS after_m2
            FROM landplan.land_taken(land_shares.plan, land_shares.known, land_shares.among) t(event_id, place_id, happened_on, land_use, land_use_set, stored_by, stored_at, stored_ha, stored_m2, held_before, held_after)
           WHERE (NOT public.st_isempty(t.held_before))
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
              JOIN landplan.place_zone i ON (((i.zone_id = z.zone_id) AND (i.plan_id = land_shares.plan))))
              JOIN crowd c ON ((c.place_id = i.place_id)))
           WHERE (z.plan_id = land_shares.plan)
         ), left_over AS MATERIALIZED (
          SELECT i.zone_id,
             t.place_id,
             t.event_id,
             t.happened_on,
             t.land_use,
             t.land_use_set,
             (t.stored_ha / t.stored_m2) AS rate,
                 CASE
                     WHEN (i.inside_m2 = t.stored_m2) THEN t.before_m2
                     ELSE landplan.area_in(z.outline, t.held_before)
                 END AS before_m2,
                 CASE
                     WHEN (i.inside_m2 = t.stored_m2) THEN t.after_m2
                     ELSE landplan.area_in(z.outline, t.held_after)
                 END AS after_m2
            FROM ((landplan.zone z
              JOIN landplan.place_zone i ON (((i.zone_id = z.zone_id) AND (i.plan_id = land_shares.plan))))
              JOIN taken t ON ((t.stored_at = i.place_id)))
           WHERE (z.plan_id = land_shares.plan)
         ), crowded AS (
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
                     WHEN ((c.kind = 'storage'::text) AND (c.m2 > (1)::double precision)) THEN 1
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
                     WHEN ((l.before_m2 > (1)::double precision) AND (l.after_m2 <= (1)::double precision)) THEN '-1'::integer
                     ELSE 0
                 END AS "case"
            FROM left_over l
           WHERE (l.before_m2 > (0)::double precision)
         )
  SELECT i.zone_id,
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
             WHEN (i.inside_m2 <= (1)::double precision) THEN 0
             WHEN (a.kind = 'storage'::text) THEN 1
             WHEN (a.stored_by IS NULL) THEN 0
             ELSE '-1'::integer
         END AS "case"
    FROM ((landplan.land_alone(land_shares.plan, land_shares.known, land_shares.among) a(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, stored_by, stored_ha, until)
      JOIN landplan.place p ON (((p.plan_id = land_shares.plan) AND (p.place_id = a.place_id))))
      JOIN landplan.place_zone i ON (((i.plan_id = land_shares.plan) AND (i.place_id = a.place_id))))
 UNION ALL
  SELECT t.zone_id,
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
    FROM crowded t
   GROUP BY t.zone_id, t.place_id, t.event_id, t.kind, t.happened_on, t.land_use, t.land_use_set;
END;


--
-- Name: places_unknown(text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.places_unknown(plan text, as_of date, known date) RETURNS bigint[]
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT ARRAY( WITH later AS (
                  SELECT unnest(ARRAY[e.place_id, c.place_id]) AS place_id
                    FROM (landplan.land_event e
                      LEFT JOIN landplan.land_event c ON (((c.plan_id = places_unknown.plan) AND (c.event_id = e.corrects))))
                   WHERE ((e.plan_id = places_unknown.plan) AND (e.recorded_on > places_unknown.known) AND ((e.happened_on <= places_unknown.as_of) OR (c.happened_on <= places_unknown.as_of)))
                 )
          SELECT l.place_id
            FROM later l
           WHERE (l.place_id IS NOT NULL)
         UNION
          SELECT o.other_id
            FROM (later l
              JOIN landplan.place_overlap o ON (((o.plan_id = places_unknown.plan) AND (o.place_id = l.place_id))))) AS "array";
END;


--
-- Name: land_shares_known(text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_shares_known(plan text, as_of date, known date DEFAULT NULL::date) RETURNS TABLE(zone_id text, place_id bigint, event_id text, kind text, happened_on date, land_use text, land_use_set text, measured_m2 double precision, declared_ha double precision, reserve_m2 double precision, reserve_ha double precision, reserve_events integer)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH unknown AS MATERIALIZED (
          SELECT
                 CASE
                     WHEN (land_shares_known.known IS NOT NULL) THEN landplan.places_unknown(land_shares_known.plan, land_shares_known.as_of, land_shares_known.known)
                     ELSE NULL::bigint[]
                 END AS places
         )
  SELECT s.zone_id,
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
   WHERE ((s.plan_id = land_shares_known.plan) AND (s.happened_on <= land_shares_known.as_of) AND ((land_shares_known.known IS NULL) OR (s.place_id <> ALL (( SELECT u.places
            FROM unknown u)::bigint[]))))
 UNION ALL
  SELECT r.zone_id,
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
    FROM landplan.land_shares(land_shares_known.plan, land_shares_known.known, ( SELECT u.places
            FROM unknown u)) r(zone_id, place_id, event_id, kind, happened_on, land_use, land_use_set, measured_m2, declared_ha, reserve_m2, reserve_ha, reserve_events)
   WHERE ((land_shares_known.known IS NOT NULL) AND (r.happened_on <= land_shares_known.as_of));
END;


--
-- Name: land_counted(text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_counted(plan text, as_of date, known date DEFAULT NULL::date) RETURNS TABLE(zone_id text, measure text, event_id text, measured_ha double precision, declared_ha double precision)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH counted AS (
          SELECT s.zone_id,
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
              CROSS JOIN LATERAL landplan.land_shares_known(land_counted.plan, land_counted.as_of, land_counted.known) s(zone_id, place_id, event_id, kind, happened_on, land_use, land_use_set, measured_m2, declared_ha, reserve_m2, reserve_ha, reserve_events))
              LEFT JOIN landplan.land_use u ON (((u.plan_id = land_counted.plan) AND (u.code = s.land_use) AND (u.code_set = s.land_use_set))))
           WHERE ((p.plan_id = land_counted.plan) AND ((s.happened_on >= p.starts_on) AND (s.happened_on <= p.ends_on)) AND (s.measured_m2 > (0)::double precision))
         ), in_reserve AS (
          SELECT i.zone_id,
             a.event_id,
             i.inside_m2 AS m2,
             (a.declared_ha / p.measured_m2) AS rate
            FROM ((landplan.land_alone(land_counted.plan, land_counted.known) a(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, stored_by, stored_ha, until)
              JOIN landplan.place p ON (((p.plan_id = land_counted.plan) AND (p.place_id = a.place_id))))
              JOIN landplan.place_zone i ON (((i.plan_id = land_counted.plan) AND (i.place_id = a.place_id))))
           WHERE ((a.kind = 'storage'::text) AND (a.happened_on <= land_counted.as_of) AND ((a.until IS NULL) OR (a.until > land_counted.as_of)))
         UNION ALL
          SELECT z.zone_id,
             h.event_id,
             landplan.area_in(z.outline, h.held) AS area_in,
             (h.declared_ha / h.measured_m2)
            FROM ((landplan.zone z
              JOIN landplan.place_zone i ON (((i.plan_id = land_counted.plan) AND (i.zone_id = z.zone_id))))
              JOIN landplan.land_held_crowded(land_counted.plan, land_counted.as_of, land_counted.known) h(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, counted, held) ON ((h.place_id = i.place_id)))
           WHERE ((z.plan_id = land_counted.plan) AND (h.kind = 'storage'::text) AND (NOT public.st_isempty(h.held)))
         )
  SELECT c.zone_id,
     m.measure,
     c.event_id,
     (c.measured_m2 / (10000)::double precision),
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
     (r.m2 / (10000)::double precision),
     (r.m2 * r.rate)
    FROM in_reserve r
   WHERE (r.m2 > (0)::double precision);
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
    FROM (landplan.land_alone(land_held.plan, land_held.known) a(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, stored_by, stored_ha, until)
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
    FROM landplan.land_held_crowded(land_held.plan, land_held.as_of, land_held.known) h(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, counted, held);
END;


--
-- Name: FUNCTION land_held(plan text, as_of date, known date); Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON FUNCTION landplan.land_held(plan text, as_of date, known date) IS '截至一日仍在库（storage）与已供应（supply）的土地，逐笔事件，不重叠';


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
    CONSTRAINT parcel_owner_kind_check CHECK ((owner_kind = ANY (ARRAY['state'::text, 'collective'::text])))
);


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
           WHERE ((o.plan_id = land_misfits.plan) AND (o.overlap_m2 > (1)::double precision))
         UNION ALL
          SELECT 'outside_parcel'::text,
             e.event_id,
             e.parcel_ids,
             public.st_area((r.outline)::public.geography) AS st_area,
             r.outline
            FROM ((landplan.events_in_force(land_misfits.plan, land_misfits.known) e(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids)
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
   WHERE (f.area_m2 > (1)::double precision)
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
    FROM ((landplan.events_in_force(land_replay.plan, land_replay.known) e(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids)
      JOIN landplan.place p USING (plan_id, place_id))
      LEFT JOIN landplan.land_alone(land_replay.plan, land_replay.known) a(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, stored_by, stored_ha, until) USING (event_id))
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
    FROM landplan.land_crowded(land_replay.plan, land_replay.known) c(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, extent, counted);
END;


--
-- Name: series_keys(text, text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.series_keys(plan text, series text) RETURNS TABLE(event_id text, key text, name text, share double precision)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH owned AS (
          SELECT e.event_id,
             c.owner_kind,
             1 AS m2
            FROM (landplan.land_event e
              JOIN landplan.parcel c ON (((c.plan_id = series_keys.plan) AND (c.parcel_id = e.parcel_ids[1]))))
           WHERE ((e.plan_id = series_keys.plan) AND (e.kind <> 'reversal'::text) AND (cardinality(e.parcel_ids) = 1))
         UNION ALL
          SELECT e.event_id,
             c.owner_kind,
             sum(landplan.area_in(q.outline, p.outline)) AS sum
            FROM (((landplan.land_event e
              JOIN landplan.place p USING (plan_id, place_id))
              JOIN landplan.parcel c ON (((c.plan_id = series_keys.plan) AND (c.parcel_id = ANY (e.parcel_ids)))))
              JOIN landplan.place q ON (((q.plan_id = series_keys.plan) AND (q.place_id = c.place_id))))
           WHERE ((e.plan_id = series_keys.plan) AND (cardinality(e.parcel_ids) > 1))
           GROUP BY e.event_id, c.owner_kind
         )
  SELECT e.event_id,
         CASE series_keys.series
             WHEN 'year'::text THEN (EXTRACT(year FROM e.happened_on))::text
             WHEN 'method'::text THEN e.method
             WHEN 'land_use'::text THEN
             CASE
                 WHEN (e.land_use = ''::text) THEN ''::text
                 ELSE concat_ws('/'::text, COALESCE(u.land_group, 'other'::text), e.land_use, e.land_use_set)
             END
             ELSE NULL::text
         END AS "case",
         CASE series_keys.series
             WHEN 'land_use'::text THEN COALESCE(u.name, ''::text)
             ELSE ''::text
         END AS "case",
     1
    FROM (landplan.land_event e
      LEFT JOIN landplan.land_use u ON (((u.plan_id = series_keys.plan) AND (u.code = e.land_use) AND (u.code_set = e.land_use_set))))
   WHERE ((e.plan_id = series_keys.plan) AND (series_keys.series = ANY (ARRAY['year'::text, 'method'::text, 'land_use'::text])))
 UNION ALL
  SELECT e.event_id,
     COALESCE(o.owner_kind, ''::text) AS "coalesce",
     ''::text,
     COALESCE((o.m2 / NULLIF(sum(o.m2) OVER of_event, (0)::double precision)), ((1.0 / (count(*) OVER of_event)::numeric))::double precision) AS "coalesce"
    FROM (landplan.land_event e
      LEFT JOIN owned o USING (event_id))
   WHERE ((e.plan_id = series_keys.plan) AND (series_keys.series = 'owner_kind'::text))
   WINDOW of_event AS (PARTITION BY e.event_id);
END;


--
-- Name: land_series(text, text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_series(plan text, series text, as_of date, known date DEFAULT NULL::date) RETURNS TABLE(zone text, zone_name text, measure text, key text, name text, declared_ha double precision, measured_ha double precision, events integer)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH told AS (
          SELECT c.zone_id,
             c.measure,
             k.key,
             k.name,
             sum((c.declared_ha * k.share) ORDER BY c.event_id) AS declared_ha,
             sum((c.measured_ha * k.share) ORDER BY c.event_id) AS measured_ha,
             (count(*) FILTER (WHERE ((c.measured_ha * k.share) > (0.0001)::double precision)))::integer AS events
            FROM (landplan.land_counted(land_series.plan, land_series.as_of, land_series.known) c(zone_id, measure, event_id, measured_ha, declared_ha)
              JOIN landplan.series_keys(land_series.plan, land_series.series) k(event_id, key, name, share) USING (event_id))
           WHERE ((k.share > (0)::double precision) AND ((land_series.series <> 'year'::text) OR (c.measure <> 'reserve'::text)))
           GROUP BY c.zone_id, c.measure, k.key, k.name
         UNION ALL
          SELECT z_1.zone_id,
             m.measure,
             (y.year)::text AS year,
             ''::text,
             0,
             0,
             0
            FROM (((landplan.plan p
              JOIN landplan.zone z_1 USING (plan_id))
              CROSS JOIN ( VALUES ('storage'::text), ('supply'::text), ('supply_industry'::text), ('supply_housing_services'::text)) m(measure))
              CROSS JOIN LATERAL generate_series((EXTRACT(year FROM p.starts_on))::integer, (EXTRACT(year FROM LEAST(land_series.as_of, p.ends_on)))::integer) y(year))
           WHERE ((p.plan_id = land_series.plan) AND (land_series.series = 'year'::text))
         )
  SELECT z.zone_id,
     z.name,
     s.measure,
     s.key,
     s.name,
     sum(s.declared_ha) AS sum,
     sum(s.measured_ha) AS sum,
     (sum(s.events))::integer AS sum
    FROM ((told s
      JOIN landplan.zone z ON (((z.plan_id = land_series.plan) AND (z.zone_id = s.zone_id))))
      JOIN landplan.zone_tree(land_series.plan) t(zone_id, depth, path) ON ((t.zone_id = z.zone_id)))
   GROUP BY z.zone_id, z.name, t.path, s.measure, s.key, s.name
   ORDER BY t.path, (array_position(ARRAY['storage'::text, 'supply'::text, 'supply_industry'::text, 'supply_housing_services'::text, 'reserve'::text], s.measure)),
         CASE
             WHEN (land_series.series = 'year'::text) THEN s.key
             ELSE NULL::text
         END, (sum(s.declared_ha)) DESC, (s.key COLLATE "C");
END;


--
-- Name: FUNCTION land_series(plan text, series text, as_of date, known date); Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON FUNCTION landplan.land_series(plan text, series text, as_of date, known date) IS '序列：各片区各指标按年度（year）、方式（method）、用途（land_use）或权属（owner_kind）分列；公顷';


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
-- Name: merge_events(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.merge_events(plan text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    delete from incoming_event i
    using landplan.land_event e
    where e.plan_id = plan and e.event_id = i.event_id;

    -- drawn as its one parcel, or not drawn: the parcel's place
    update incoming_event i set place_id = p.place_id, fresh = false
    from landplan.parcel p
    join landplan.place l using (plan_id, place_id)
    where p.plan_id = plan and i.parcel_ids = array[p.parcel_id]
      and i.kind <> 'reversal'
      and (i.outline is null or i.outline = l.outline);

    insert into landplan.place (plan_id, place_id, measured_m2, outline)
    select plan, i.place_id, case when i.outline is not null then i.measured_m2 end,
           coalesce(i.outline, landplan.whole_parcels(plan, i.parcel_ids))
    from incoming_event i
    where i.fresh and i.kind <> 'reversal';

    insert into landplan.land_event (
        plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set,
        declared_ha, document_no, corrects, parcel_ids, place_id
    )
    select plan, i.event_id, i.kind, i.happened_on, i.recorded_on, i.method, i.land_use,
           i.land_use_set, i.declared_ha, i.document_no, i.corrects, i.parcel_ids,
           case when i.kind <> 'reversal' then i.place_id end
    from incoming_event i;
    truncate incoming_event;
end
$$;


--
-- Name: merge_parcels(text); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.merge_parcels(plan text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    -- a parcel drawn as before keeps its place
    update incoming_parcel i set place_id = p.place_id, fresh = false
    from landplan.parcel p
    join landplan.place l using (plan_id, place_id)
    where p.plan_id = plan and p.parcel_id = i.parcel_id and l.outline = i.outline;

    insert into landplan.place (plan_id, place_id, measured_m2, outline)
    select plan, i.place_id, i.measured_m2, i.outline from incoming_parcel i where i.fresh;

    insert into landplan.parcel (
        plan_id, parcel_id, name, owner_kind, declared_ha, land_use, land_use_set, established_on,
        place_id
    )
    select plan, i.parcel_id, i.name, i.owner_kind, i.declared_ha, i.land_use, i.land_use_set,
           i.established_on, i.place_id
    from incoming_parcel i
    on conflict (plan_id, parcel_id) do update set
        name = excluded.name, owner_kind = excluded.owner_kind,
        declared_ha = excluded.declared_ha, land_use = excluded.land_use,
        land_use_set = excluded.land_use_set, established_on = excluded.established_on,
        place_id = excluded.place_id;
    truncate incoming_parcel;
end
$$;


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
        source_document, source_place, source_line, outline
    )
    select plan, i.zone_id, i.position, i.name, i.parent_id, i.declared_ha, i.geometry_quality,
           i.note, i.source_document, i.source_place, i.source_line, i.outline
    from incoming_zone i
    on conflict (plan_id, zone_id) do update set
        position = excluded.position, name = excluded.name, parent_id = excluded.parent_id,
        declared_ha = excluded.declared_ha, geometry_quality = excluded.geometry_quality,
        note = excluded.note, source_document = excluded.source_document,
        source_place = excluded.source_place, source_line = excluded.source_line,
        outline = excluded.outline;
    truncate incoming_zone;
end
$$;


--
-- Name: overlap_m2(public.geometry, public.geometry); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.overlap_m2(one public.geometry, other public.geometry) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN public.st_relate(one, other, 'T********'::text) THEN public.st_area((landplan.land_polygons(public.st_intersection(one, other)))::public.geography) ELSE (0)::double precision END;


--
-- Name: parcel_status(text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.parcel_status(plan text, as_of date, known date DEFAULT NULL::date) RETURNS TABLE(parcel_id text, state text, in_reserve_m2 double precision, supplied_m2 double precision, reserve_outline public.geometry)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH alone AS (
          SELECT a.place_id,
             a.kind
            FROM landplan.land_alone(parcel_status.plan, parcel_status.known) a(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, stored_by, stored_ha, until)
           WHERE ((a.happened_on <= parcel_status.as_of) AND ((a.until IS NULL) OR (a.until > parcel_status.as_of)))
         ), held AS MATERIALIZED (
          SELECT h.place_id,
             h.kind,
             h.held
            FROM landplan.land_held_crowded(parcel_status.plan, parcel_status.as_of, parcel_status.known) h(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, counted, held)
           WHERE (NOT public.st_isempty(h.held))
         ), near AS (
          SELECT o.place_id,
             o.other_id
            FROM landplan.place_overlap o
           WHERE (o.plan_id = parcel_status.plan)
         UNION ALL
          SELECT c_1.place_id,
             c_1.place_id
            FROM landplan.crowded_places(parcel_status.plan) c_1(place_id)
         ), piece AS (
          SELECT n.place_id,
             h.kind,
             landplan.land_polygons(public.st_intersection(p.outline, h.held)) AS outline
            FROM ((near n
              JOIN held h ON ((h.place_id = n.other_id)))
              JOIN landplan.place p ON (((p.plan_id = parcel_status.plan) AND (p.place_id = n.place_id))))
           WHERE (n.place_id IN ( SELECT c_1.place_id
                    FROM landplan.parcel c_1
                   WHERE (c_1.plan_id = parcel_status.plan)))
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
            FROM (alone a
              JOIN landplan.place p ON (((p.plan_id = parcel_status.plan) AND (p.place_id = a.place_id))))
         UNION ALL
          SELECT i.place_id,
             COALESCE(sum(public.st_area((i.outline)::public.geography)) FILTER (WHERE (i.kind = 'storage'::text)), (0)::double precision) AS "coalesce",
             COALESCE(sum(public.st_area((i.outline)::public.geography)) FILTER (WHERE (i.kind = 'supply'::text)), (0)::double precision) AS "coalesce",
             public.st_union(i.outline) FILTER (WHERE (i.kind = 'storage'::text)) AS st_union
            FROM piece i
           GROUP BY i.place_id
         )
  SELECT c.parcel_id,
         CASE
             WHEN ((COALESCE(m.in_reserve_m2, (0)::double precision) <= (1)::double precision) AND (COALESCE(m.supplied_m2, (0)::double precision) <= (1)::double precision)) THEN 'not_stored'::text
             WHEN (m.supplied_m2 <= (1)::double precision) THEN 'in_reserve'::text
             WHEN (m.in_reserve_m2 <= (1)::double precision) THEN 'supplied'::text
             ELSE 'partly_supplied'::text
         END AS "case",
     COALESCE(m.in_reserve_m2, (0)::double precision) AS "coalesce",
     COALESCE(m.supplied_m2, (0)::double precision) AS "coalesce",
         CASE
             WHEN (m.in_reserve_m2 > (1)::double precision) THEN landplan.land_polygons(m.reserve_outline)
             ELSE NULL::public.geometry
         END AS "case"
    FROM (landplan.parcel c
      LEFT JOIN measured m USING (place_id))
   WHERE (c.plan_id = parcel_status.plan);
END;


--
-- Name: FUNCTION parcel_status(plan text, as_of date, known date); Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON FUNCTION landplan.parcel_status(plan text, as_of date, known date) IS '截至一日各地块的状态、在库与已供应面积（平方米）';


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
        perform landplan.refresh_places(one.plan_id, one.places);
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
-- Name: refresh_places(text, bigint[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.refresh_places(plan text, among bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
begin
    perform landplan.lock_ledger(plan);
    insert into landplan.place_zone (plan_id, zone_id, place_id, inside_m2)
    select plan, i.zone_id, i.place_id, i.m2
    from (
        select z.zone_id, p.place_id, case
                   when st_covers(z.outline, p.outline) then p.measured_m2
                   else landplan.area_in(z.outline, p.outline) end as m2
        from landplan.zone z
        join landplan.place p on z.outline && p.outline
        where z.plan_id = plan and p.plan_id = plan and p.place_id = any (among)
    ) i
    where i.m2 > 0
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
    touched bigint[];
    old landplan.land_share[];
    new landplan.land_share[];
begin
    perform landplan.lock_ledger(plan);
    if among is null then
        delete from landplan.land_share s where s.plan_id = plan;
        delete from landplan.zone_day d where d.plan_id = plan;
        insert into landplan.land_share select plan, s.* from landplan.land_shares(plan) s;
        insert into landplan.zone_day
        select plan, s.zone_id, s.happened_on, s.kind, s.land_use, s.land_use_set,
               count(*) filter (where s.measured_m2 > 1), sum(s.measured_m2), sum(s.declared_ha),
               sum(s.reserve_events), sum(s.reserve_m2), sum(s.reserve_ha)
        from landplan.land_share s
        where s.plan_id = plan
        group by s.zone_id, s.happened_on, s.kind, s.land_use, s.land_use_set;
        return;
    end if;
    touched := array(
        select unnest(among)
        union
        select o.other_id from landplan.place_overlap o
        where o.plan_id = plan and o.place_id = any (among)
    );
    with gone as (
        delete from landplan.land_share s where s.place_id = any (touched)
        returning s.*
    )
    select array_agg(g) into old from gone g;
    with come as (
        insert into landplan.land_share
        select plan, s.* from landplan.land_shares(plan, null, touched) s
        returning *
    )
    select array_agg(c) into new from come c;
    perform landplan.add_to_days(plan, old, -1);
    perform landplan.add_to_days(plan, new, 1);
end
$$;


--
-- Name: refresh_zones(text, text[]); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.refresh_zones(plan text, changed text[]) RETURNS void
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
begin
    perform landplan.lock_ledger(plan);
    delete from landplan.place_zone i where i.plan_id = plan and i.zone_id = any (changed);
    insert into landplan.place_zone (plan_id, zone_id, place_id, inside_m2)
    select plan, i.zone_id, i.place_id, i.m2
    from (
        select z.zone_id, p.place_id, case
                   when st_covers(z.outline, p.outline) then p.measured_m2
                   else landplan.area_in(z.outline, p.outline) end as m2
        from landplan.zone z
        join landplan.place p on p.plan_id = plan and z.outline && p.outline
        where z.plan_id = plan and z.zone_id = any (changed)
    ) i
    where i.m2 > 0;
    perform landplan.refresh_shares(plan);
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
    raise exception 'landplan.% is not deleted from: the ledger names its rows', tg_table_name
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
-- Name: stage_ledger(); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.stage_ledger() RETURNS void
    LANGUAGE sql
    AS $$
    create temp table if not exists incoming_parcel (
        parcel_id text, name text, owner_kind text, declared_ha double precision, land_use text,
        land_use_set text, established_on date, measured_m2 double precision,
        outline geometry(MultiPolygon, 4490),
        place_id bigint default nextval('landplan.place_place_id_seq'),
        fresh boolean default true
    ) on commit drop;
    create temp table if not exists incoming_event (
        event_id text collate "C", kind text, happened_on date, recorded_on date, method text,
        land_use text, land_use_set text, declared_ha double precision, document_no text,
        corrects text collate "C", parcel_ids text[], measured_m2 double precision,
        outline geometry(MultiPolygon, 4490),
        place_id bigint default nextval('landplan.place_place_id_seq'),
        fresh boolean default true
    ) on commit drop;
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
        source_line integer, outline geometry(MultiPolygon, 4490)
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
             c.reserve_ha AS computed_reserve_ha
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
              FULL JOIN landplan.land_shares(stored_differences.plan) c(zone_id, place_id, event_id, kind, happened_on, land_use, land_use_set, measured_m2, declared_ha, reserve_m2, reserve_ha, reserve_events) USING (event_id, zone_id))
         ), land_share AS (
          SELECT f_1.what,
             h.event_id,
             h.zone_id,
             COALESCE(f_1.stored, (0)::double precision) AS "coalesce",
             COALESCE(f_1.computed, (0)::double precision) AS "coalesce"
            FROM (share h
              CROSS JOIN LATERAL ( VALUES ('share_m2'::text,h.stored_m2,h.computed_m2), ('share_ha'::text,(h.stored_ha * (10000)::double precision),(h.computed_ha * (10000)::double precision)), ('share_reserve_m2'::text,h.stored_reserve_m2,h.computed_reserve_m2), ('share_reserve_ha'::text,(h.stored_reserve_ha * (10000)::double precision),(h.computed_reserve_ha * (10000)::double precision))) f_1(what, stored, computed))
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
             count(*) FILTER (WHERE (s.measured_m2 > (1)::double precision)) AS events,
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
              CROSS JOIN LATERAL ( VALUES ('day_m2'::text,d.measured_m2,c.m2), ('day_ha'::text,(d.declared_ha * (10000)::double precision),(c.ha * (10000)::double precision)), ('day_reserve_m2'::text,d.reserve_m2,c.reserve_m2), ('day_reserve_ha'::text,(d.reserve_ha * (10000)::double precision),(c.reserve_ha * (10000)::double precision)), ('day_events'::text,d.events,c.events), ('day_reserve_events'::text,d.reserve_events,c.reserve_events)) f_1(what, stored, computed))
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
              JOIN landplan.zone s ON (((s.plan_id = z.plan_id) AND (NOT (s.parent_id IS DISTINCT FROM z.parent_id)) AND (s."position" > z."position") AND (s.outline OPERATOR(public.&&) z.outline))))
           WHERE (z.plan_id = zone_misfits.plan)
         )
  SELECT f.zone_id,
     f.other_id,
     f.misfit,
     f.area_m2
    FROM found f
   WHERE (f.area_m2 > (1)::double precision);
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
        perform landplan.refresh_zones(one.plan_id, one.zones);
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
        perform landplan.refresh_zones(one.plan_id, one.zones);
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
-- Name: v_balance; Type: VIEW; Schema: landplan; Owner: -
--

CREATE VIEW landplan.v_balance AS
 SELECT p.plan_id,
    p.sample,
    LEAST(CURRENT_DATE, p.ends_on) AS as_of,
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
     CROSS JOIN LATERAL landplan.land_balance(p.plan_id, LEAST(CURRENT_DATE, p.ends_on)) b(zone, zone_name, parent, measure, target_ha, actual_ha, measured_ha, declared_ha, percent, expected_ha, remaining_ha, needed_ha_per_year, forecast_ha, status, events, source_document, source_place, source_line));


--
-- Name: VIEW v_balance; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON VIEW landplan.v_balance IS '对账：各片区收储、供应（产业、居住及公服）与已储未供，对照规划目标；sample 为真者是样例台账';


--
-- Name: v_event; Type: VIEW; Schema: landplan; Owner: -
--

CREATE VIEW landplan.v_event AS
 WITH replay AS (
         SELECT p_1.plan_id,
            r_1.event_id,
            r_1.counted
           FROM (landplan.plan p_1
             CROSS JOIN LATERAL landplan.land_replay(p_1.plan_id) r_1(event_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, extent, counted))
        )
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
    (l.measured_m2 / (10000)::double precision) AS measured_ha,
    (public.st_area((r.counted)::public.geography) / (10000)::double precision) AS counted_ha,
    e.document_no,
    e.corrects,
    (r.event_id IS NOT NULL) AS in_force,
    e.parcel_ids,
    l.outline
   FROM (((landplan.plan p
     JOIN landplan.land_event e USING (plan_id))
     LEFT JOIN landplan.place l USING (plan_id, place_id))
     LEFT JOIN replay r ON (((r.plan_id = e.plan_id) AND (r.event_id = e.event_id))));


--
-- Name: VIEW v_event; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON VIEW landplan.v_event IS '台账：每笔收储、供应与更正；counted_ha 为新增计入的量算面积';


--
-- Name: COLUMN v_event.declared_ha; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON COLUMN landplan.v_event.declared_ha IS '整笔事件的申报面积';


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
-- Name: v_parcel; Type: VIEW; Schema: landplan; Owner: -
--

CREATE VIEW landplan.v_parcel AS
 SELECT p.plan_id,
    p.sample,
    c.parcel_id,
    c.name,
    c.owner_kind,
    c.land_use,
    c.land_use_set,
    s.state,
    c.declared_ha,
    (l.measured_m2 / (10000)::double precision) AS measured_ha,
    (s.in_reserve_m2 / (10000)::double precision) AS in_reserve_ha,
    (s.supplied_m2 / (10000)::double precision) AS supplied_ha,
    l.outline
   FROM (((landplan.plan p
     CROSS JOIN LATERAL landplan.parcel_status(p.plan_id, LEAST(CURRENT_DATE, p.ends_on)) s(parcel_id, state, in_reserve_m2, supplied_m2, reserve_outline))
     JOIN landplan.parcel c ON (((c.plan_id = p.plan_id) AND (c.parcel_id = s.parcel_id))))
     JOIN landplan.place l ON (((l.plan_id = c.plan_id) AND (l.place_id = c.place_id))));


--
-- Name: VIEW v_parcel; Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON VIEW landplan.v_parcel IS '地块：现状（not_stored 未收储、in_reserve 在库、partly_supplied 部分出库、supplied 已出库）';


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
-- Name: v_reserve; Type: VIEW; Schema: landplan; Owner: -
--

CREATE VIEW landplan.v_reserve AS
 SELECT p.plan_id,
    p.sample,
    h.event_id,
    h.happened_on AS stored_on,
    ((h.declared_ha * public.st_area((h.held)::public.geography)) / h.measured_m2) AS declared_ha,
    (public.st_area((h.held)::public.geography) / (10000)::double precision) AS measured_ha,
    h.held AS outline
   FROM (landplan.plan p
     CROSS JOIN LATERAL landplan.land_held(p.plan_id, LEAST(CURRENT_DATE, p.ends_on)) h(event_id, place_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, counted, held))
  WHERE ((h.kind = 'storage'::text) AND (public.st_area((h.held)::public.geography) > (1)::double precision));


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
-- Name: v_zone; Type: VIEW; Schema: landplan; Owner: -
--

CREATE VIEW landplan.v_zone AS
 SELECT z.plan_id,
    z.zone_id,
    z.name,
    z.parent_id,
    t.depth,
    z.declared_ha,
    (z.measured_m2 / (10000)::double precision) AS measured_ha,
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

COMMENT ON VIEW landplan.v_zone IS '片区：名称、上级、公布面积与量算面积（公顷）、边界质量、出处';


--
-- Data for Name: alembic_version; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.alembic_version (version_num) FROM stdin;
0004
\.


--
-- Data for Name: document; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.document (plan_id, document_id, "position", title, issuer, issued_on) FROM stdin;
small	doc	0	文件		
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
-- Data for Name: land_event; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.land_event (plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, place_id, parcel_ids) FROM stdin;
small	E2	supply	2022-05-15	2022-05-15		1001	2023	1		\N	7	{P1}
small	E3	storage	2022-09-01	2022-09-01				4		\N	8	{P1,P2}
small	E7	reversal	2022-03-01	2022-03-01				0		E6	\N	{P4}
small	E10	supply	2024-11-30	2024-11-30		1001	2023	2		\N	15	{P5}
small	E1	storage	2021-03-01	2021-03-01				4		\N	1	{P1}
small	E4	storage	2021-06-15	2021-06-15				4		\N	3	{P3}
small	E5	supply	2023-02-20	2023-02-20		0701	2023	4		\N	3	{P3}
small	E6	storage	2022-01-10	2022-01-10				2		\N	4	{P4}
small	E8	storage	2023-07-01	2023-07-01				4		\N	5	{P5}
small	E9	storage	2023-07-01	2023-08-01				3.5		E8	5	{P5}
\.


--
-- Data for Name: land_share; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.land_share (plan_id, zone_id, place_id, event_id, kind, happened_on, land_use, land_use_set, measured_m2, declared_ha, reserve_m2, reserve_ha, reserve_events) FROM stdin;
small	all	3	E4	storage	2021-06-15			40000.01914516953	4	40000.01914516953	4	1
small	east	3	E4	storage	2021-06-15			20000.014706703787	2.0000005134116567	20000.014706703787	2.0000005134116567	1
small	west	3	E4	storage	2021-06-15			20000.00443846574	1.9999994865883435	20000.00443846574	1.9999994865883435	1
small	all	3	E5	supply	2023-02-20	0701	2023	40000.01914516953	4	-40000.01914516953	-4	-1
small	east	3	E5	supply	2023-02-20	0701	2023	20000.014706703787	2.0000005134116567	-20000.014706703787	-2.0000005134116567	-1
small	west	3	E5	supply	2023-02-20	0701	2023	20000.00443846574	1.9999994865883435	-20000.00443846574	-1.9999994865883435	-1
small	all	1	E1	storage	2021-03-01			39999.987323488596	4.000000000011921	39999.987323488596	4.000000000011921	1
small	east	5	E9	storage	2023-07-01			39999.9981277161	3.500000000005606	39999.9981277161	3.500000000005606	1
small	east	15	E10	supply	2024-11-30	1001	2023	19999.99904593959	1.999999999994486	-19999.99904593959	-1.7499999984349377	0
small	all	8	E3	storage	2022-09-01			19999.99878871951	2.0000005123007454	19999.99878871951	2.0000005123007454	1
small	all	7	E2	supply	2022-05-15	1001	2023	9999.999037412488	1	-9999.999037412486	-1.000000220657084	0
small	west	1	E1	storage	2021-03-01			39999.987323488596	4.000000000011921	39999.987323488596	4.000000000011921	1
small	all	5	E9	storage	2023-07-01			39999.9981277161	3.500000000005606	39999.9981277161	3.500000000005606	1
small	west	8	E3	storage	2022-09-01			19999.99878871951	2.0000005123007454	19999.99878871951	2.0000005123007454	1
small	all	15	E10	supply	2024-11-30	1001	2023	19999.99904593959	1.999999999994486	-19999.99904593959	-1.7499999984349377	0
small	west	7	E2	supply	2022-05-15	1001	2023	9999.999037412488	1	-9999.999037412486	-1.000000220657084	0
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
small	6
\.


--
-- Data for Name: parcel; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.parcel (plan_id, parcel_id, name, owner_kind, declared_ha, land_use, land_use_set, established_on, place_id) FROM stdin;
small	P1	P1	state	4			2015-01-01	1
small	P2	P2	collective	4			2015-01-01	2
small	P3	P3	state	4			2015-01-01	3
small	P4	P4	state	2			2015-01-01	4
small	P5	P5	state	4			2015-01-01	5
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
small	7	9999.999037412488	01060000208A11000001000000010300000001000000050000009A99999999595C4066666666662637409A99999999595C40E3D6A793A1263740AF4F4599A9595C405AF49A93A12637406BDE3E99A9595C40DD835966662637409A99999999595C406666666666263740
small	8	39999.98733142736	01060000208A11000001000000010300000001000000090000005B10E398B9595C4043DC3266662637406BDE3E99A9595C40DD83596666263740AF4F4599A9595C405AF49A93A1263740D4D34C99A9595C40D664DCC0DC2637402EFBFE98B9595C403CBDB5C0DC2637406935B298C9595C408F5075C0DC263740DABB9C98C9595C4013E03393A12637402C558898C9595C40966FF265662637405B10E398B9595C4043DC326666263740
small	15	19999.99904599473	01060000208A1100000100000001030000000100000007000000AD9CA496595A5C40478D1B14532737400870F996595A5C40C3FD5C418E27374082304D97595A5C40406E9E6EC927374090551C97695A5C405D03586DC9273740F110C196695A5C4064DE1A408E27374051CC6596695A5C40E76DD91253273740AD9CA496595A5C40478D1B1453273740
\.


--
-- Data for Name: place_overlap; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.place_overlap (plan_id, place_id, other_id, overlap_m2) FROM stdin;
small	7	1	9999.999037412488
small	8	1	19999.988542767453
small	8	2	19999.99878871951
small	15	5	19999.99904593959
small	1	7	9999.999037412488
small	1	8	19999.988542767453
small	2	8	19999.99878871951
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
small	all	7	9999.999037412488
small	all	8	39999.98733142736
small	all	15	19999.99904599473
small	east	15	19999.99904599473
small	west	7	9999.999037412488
small	west	8	39999.98733142736
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

COPY landplan.zone (plan_id, zone_id, "position", name, parent_id, declared_ha, geometry_quality, source_document, source_place, source_line, note, outline) FROM stdin;
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
-- Name: document document_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (plan_id, document_id);


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
    ADD CONSTRAINT zone_day_pkey PRIMARY KEY (plan_id, zone_id, day, kind, land_use, land_use_set);


--
-- Name: zone zone_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.zone
    ADD CONSTRAINT zone_pkey PRIMARY KEY (plan_id, zone_id);


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
-- Name: zone_outline_idx; Type: INDEX; Schema: landplan; Owner: -
--

CREATE INDEX zone_outline_idx ON landplan.zone USING gist (outline);


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

CREATE TRIGGER land_event_append_only BEFORE DELETE OR UPDATE ON landplan.land_event FOR EACH ROW EXECUTE FUNCTION landplan.refuse_change();


--
-- Name: land_event land_event_names_known; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER land_event_names_known AFTER INSERT ON landplan.land_event REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.check_event_names();


--
-- Name: land_event land_event_not_truncated; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER land_event_not_truncated BEFORE TRUNCATE ON landplan.land_event FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_truncate();


--
-- Name: land_event land_event_refreshes; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER land_event_refreshes AFTER INSERT ON landplan.land_event REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.events_came();


--
-- Name: parcel parcel_change_names_known; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER parcel_change_names_known AFTER UPDATE ON landplan.parcel REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.check_parcel_names();


--
-- Name: parcel parcel_names_known; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER parcel_names_known AFTER INSERT ON landplan.parcel REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.check_parcel_names();


--
-- Name: parcel parcel_not_deleted; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER parcel_not_deleted BEFORE DELETE OR TRUNCATE ON landplan.parcel FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_delete();


--
-- Name: place place_append_only; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER place_append_only BEFORE DELETE OR UPDATE ON landplan.place FOR EACH ROW EXECUTE FUNCTION landplan.refuse_new_outline();


--
-- Name: place place_measured; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER place_measured BEFORE INSERT ON landplan.place FOR EACH ROW WHEN ((new.measured_m2 IS NULL)) EXECUTE FUNCTION landplan.measure_place();


--
-- Name: place place_names_known; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER place_names_known AFTER INSERT ON landplan.place REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.check_place_names();


--
-- Name: place place_not_truncated; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER place_not_truncated BEFORE TRUNCATE ON landplan.place FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_truncate();


--
-- Name: place place_refreshes; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER place_refreshes AFTER INSERT ON landplan.place REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.places_came();


--
-- Name: project_record project_record_append_only; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER project_record_append_only BEFORE DELETE OR UPDATE ON landplan.project_record FOR EACH ROW EXECUTE FUNCTION landplan.refuse_record_change();


--
-- Name: project_record project_record_not_truncated; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER project_record_not_truncated BEFORE TRUNCATE ON landplan.project_record FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_truncate();


--
-- Name: zone zone_came; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER zone_came AFTER INSERT ON landplan.zone REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.zones_came();


--
-- Name: zone zone_changed; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER zone_changed AFTER UPDATE ON landplan.zone REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION landplan.zones_changed();


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


