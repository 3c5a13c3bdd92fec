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

COMMENT ON SCHEMA landplan IS 'landplan 8669dd60269f44cc';


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


SET default_tablespace = '';

SET default_table_access_method = heap;

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
    measured_m2 double precision GENERATED ALWAYS AS (public.st_area((extent)::public.geography)) STORED,
    document_no text DEFAULT ''::text NOT NULL,
    corrects text COLLATE pg_catalog."C",
    extent public.geometry(MultiPolygon,4490),
    CONSTRAINT land_event_corrects_check CHECK (((kind <> 'reversal'::text) OR (corrects IS NOT NULL))),
    CONSTRAINT land_event_extent_check CHECK (((kind = 'reversal'::text) = (extent IS NULL))),
    CONSTRAINT land_event_kind_check CHECK ((kind = ANY (ARRAY['storage'::text, 'supply'::text, 'reversal'::text]))),
    CONSTRAINT land_event_recorded_on_check CHECK ((recorded_on >= happened_on)),
    CONSTRAINT land_event_valid_check CHECK ((public.st_isvalid(extent) AND (NOT public.st_isempty(extent))))
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
     e.measured_m2,
     e.document_no,
     e.corrects,
     e.extent
    FROM landplan.land_event e
   WHERE ((e.plan_id = events_in_force.plan) AND (e.kind <> 'reversal'::text) AND ((events_in_force.known IS NULL) OR (e.recorded_on <= events_in_force.known)) AND (NOT (EXISTS ( SELECT
            FROM landplan.land_event c
           WHERE ((c.plan_id = e.plan_id) AND (c.corrects = e.event_id) AND ((events_in_force.known IS NULL) OR (c.recorded_on <= events_in_force.known)))))));
END;


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
-- Name: land_step(public.geometry, public.geometry, boolean); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_step(state public.geometry, extent public.geometry, gains boolean) RETURNS public.geometry
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN gains THEN COALESCE(public.st_union(state, extent), extent) WHEN (state IS NOT NULL) THEN public.st_difference(state, extent) ELSE NULL::public.geometry END;


--
-- Name: land_state(public.geometry, boolean); Type: AGGREGATE; Schema: landplan; Owner: -
--

CREATE AGGREGATE landplan.land_state(extent public.geometry, gains boolean) (
    SFUNC = landplan.land_step,
    STYPE = public.geometry
);


--
-- Name: land_replay(text, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_replay(plan text, known date DEFAULT NULL::date) RETURNS TABLE(event_id text, kind text, happened_on date, land_use text, land_use_set text, declared_ha double precision, measured_m2 double precision, extent public.geometry, counted public.geometry)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH before AS (
          SELECT e_1.event_id,
             landplan.land_state(f.extent, (f.kind = e_1.kind) ORDER BY f.happened_on, (f.event_id COLLATE "C")) AS state
            FROM (landplan.events_in_force(land_replay.plan, land_replay.known) e_1(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, measured_m2, document_no, corrects, extent)
              JOIN landplan.events_in_force(land_replay.plan, land_replay.known) f(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, measured_m2, document_no, corrects, extent) ON (((f.extent OPERATOR(public.&&) e_1.extent) AND (ROW(f.happened_on, (f.event_id COLLATE "C")) < ROW(e_1.happened_on, (e_1.event_id COLLATE "C"))) AND public.st_intersects(f.extent, e_1.extent))))
           GROUP BY e_1.event_id
         )
  SELECT e.event_id,
     e.kind,
     e.happened_on,
     e.land_use,
     e.land_use_set,
     e.declared_ha,
     e.measured_m2,
     e.extent,
         CASE
             WHEN (b.state IS NULL) THEN e.extent
             ELSE landplan.land_polygons(public.st_difference(e.extent, b.state))
         END AS land_polygons
    FROM (landplan.events_in_force(land_replay.plan, land_replay.known) e(plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, measured_m2, document_no, corrects, extent)
      LEFT JOIN before b USING (event_id));
END;


--
-- Name: land_held(text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_held(plan text, as_of date, known date DEFAULT NULL::date) RETURNS TABLE(event_id text, kind text, happened_on date, land_use text, land_use_set text, declared_ha double precision, measured_m2 double precision, counted public.geometry, held public.geometry)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH replay AS MATERIALIZED (
          SELECT r.event_id,
             r.kind,
             r.happened_on,
             r.land_use,
             r.land_use_set,
             r.declared_ha,
             r.measured_m2,
             r.extent,
             r.counted
            FROM landplan.land_replay(land_held.plan, land_held.known) r(event_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, extent, counted)
           WHERE (r.happened_on <= land_held.as_of)
         ), taken AS (
          SELECT e_1.event_id,
             public.st_union(f.extent) AS outline
            FROM (replay e_1
              JOIN replay f ON (((f.kind <> e_1.kind) AND (f.extent OPERATOR(public.&&) e_1.counted) AND (ROW(f.happened_on, (f.event_id COLLATE "C")) > ROW(e_1.happened_on, (e_1.event_id COLLATE "C"))) AND public.st_intersects(f.extent, e_1.counted))))
           GROUP BY e_1.event_id
         )
  SELECT e.event_id,
     e.kind,
     e.happened_on,
     e.land_use,
     e.land_use_set,
     e.declared_ha,
     e.measured_m2,
     e.counted,
         CASE
             WHEN (t.outline IS NULL) THEN e.counted
             ELSE landplan.land_polygons(public.st_difference(e.counted, t.outline))
         END AS land_polygons
    FROM (replay e
      LEFT JOIN taken t USING (event_id));
END;


--
-- Name: FUNCTION land_held(plan text, as_of date, known date); Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON FUNCTION landplan.land_held(plan text, as_of date, known date) IS '截至一日仍在库（storage）与已供应（supply）的土地，逐笔事件，不重叠';


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
-- Name: land_counted(text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_counted(plan text, as_of date, known date DEFAULT NULL::date) RETURNS TABLE(zone_id text, measure text, event_id text, measured_ha double precision, declared_ha double precision)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH held AS MATERIALIZED (
          SELECT h.event_id,
             h.kind,
             h.happened_on,
             h.land_use,
             h.land_use_set,
             h.declared_ha,
             h.measured_m2,
             h.counted,
             h.held,
             COALESCE(u.land_group, 'other'::text) AS land_group,
             ((h.happened_on >= p.starts_on) AND (h.happened_on <= p.ends_on)) AS in_period
            FROM ((landplan.land_held(land_counted.plan, land_counted.as_of, land_counted.known) h(event_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, counted, held)
              JOIN landplan.plan p ON ((p.plan_id = land_counted.plan)))
              LEFT JOIN landplan.land_use u ON (((u.plan_id = land_counted.plan) AND (u.code = h.land_use) AND (u.code_set = h.land_use_set))))
         ), inside AS (
          SELECT z.zone_id,
             h.event_id,
             h.kind,
             h.happened_on,
             h.land_use,
             h.land_use_set,
             h.declared_ha,
             h.measured_m2,
             h.counted,
             h.held,
             h.land_group,
             h.in_period,
                 CASE
                     WHEN h.in_period THEN landplan.area_in(z.outline, h.counted)
                     ELSE NULL::double precision
                 END AS counted_m2,
                 CASE
                     WHEN (h.kind = 'storage'::text) THEN landplan.area_in(z.outline, h.held)
                     ELSE NULL::double precision
                 END AS held_m2
            FROM (landplan.zone z
              JOIN held h ON (((z.outline OPERATOR(public.&&) h.counted) AND public.st_intersects(z.outline, h.counted))))
           WHERE (z.plan_id = land_counted.plan)
         )
  SELECT i.zone_id,
     m.measure,
     i.event_id,
     (m.m2 / (10000)::double precision),
     ((i.declared_ha * m.m2) / i.measured_m2)
    FROM (inside i
      CROSS JOIN LATERAL ( VALUES (i.kind,i.counted_m2), (
                 CASE
                     WHEN ((i.kind = 'supply'::text) AND (i.land_group <> 'other'::text)) THEN ('supply_'::text || i.land_group)
                     ELSE NULL::text
                 END,i.counted_m2), ('reserve'::text,i.held_m2)) m(measure, m2))
   WHERE ((m.measure IS NOT NULL) AND (m.m2 > (0)::double precision));
END;


--
-- Name: FUNCTION land_counted(plan text, as_of date, known date); Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON FUNCTION landplan.land_counted(plan text, as_of date, known date) IS '对账明细：每个数字由哪些事件相加而成；公顷';


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
-- Name: land_balance(text, date, text, date, double precision, double precision); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_balance(plan text, as_of date, basis text DEFAULT 'declared'::text, known date DEFAULT NULL::date, on_track double precision DEFAULT 0.95, behind double precision DEFAULT 0.75) RETURNS TABLE(zone text, zone_name text, parent text, measure text, target_ha double precision, actual_ha double precision, measured_ha double precision, declared_ha double precision, percent double precision, expected_ha double precision, remaining_ha double precision, needed_ha_per_year double precision, forecast_ha double precision, status text, events integer, source_document text, source_place text, source_line integer)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH total AS (
          SELECT c.zone_id,
             c.measure,
             sum(c.measured_ha) AS measured_ha,
             sum(c.declared_ha) AS declared_ha,
             (count(*) FILTER (WHERE (c.measured_ha > (0.0001)::double precision)))::integer AS events
            FROM landplan.land_counted(land_balance.plan, land_balance.as_of, land_balance.known) c(zone_id, measure, event_id, measured_ha, declared_ha)
           GROUP BY c.zone_id, c.measure
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
-- Name: land_conflicts(text, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.land_conflicts(plan text, known date DEFAULT NULL::date) RETURNS TABLE(event_id text, kind text, conflict text, happened_on date, area_m2 double precision, other_events text[], outline public.geometry)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH replay AS MATERIALIZED (
          SELECT land_replay.event_id,
             land_replay.kind,
             land_replay.happened_on,
             land_replay.land_use,
             land_replay.land_use_set,
             land_replay.declared_ha,
             land_replay.measured_m2,
             land_replay.extent,
             land_replay.counted
            FROM landplan.land_replay(land_conflicts.plan, land_conflicts.known) land_replay(event_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, extent, counted)
         ), repeated AS (
          SELECT r.event_id,
             r.kind,
                 CASE r.kind
                     WHEN 'storage'::text THEN 'stored_twice'::text
                     ELSE 'supplied_twice'::text
                 END AS conflict,
             r.happened_on,
             landplan.land_polygons(public.st_difference(r.extent, r.counted)) AS outline
            FROM replay r
         ), stored_before AS (
          SELECT r.event_id,
             landplan.land_state(f.extent, (f.kind = 'storage'::text) ORDER BY f.happened_on, (f.event_id COLLATE "C")) AS reserve
            FROM (replay r
              JOIN replay f ON (((f.extent OPERATOR(public.&&) r.extent) AND (ROW(f.happened_on, (f.event_id COLLATE "C")) < ROW(r.happened_on, (r.event_id COLLATE "C"))) AND public.st_intersects(f.extent, r.extent))))
           WHERE (r.kind = 'supply'::text)
           GROUP BY r.event_id
         ), unstored AS (
          SELECT r.event_id,
             r.kind,
             'supplied_without_storage'::text AS "?column?",
             r.happened_on,
                 CASE
                     WHEN (b.reserve IS NULL) THEN r.counted
                     ELSE landplan.land_polygons(public.st_difference(r.counted, b.reserve))
                 END AS land_polygons
            FROM (replay r
              LEFT JOIN stored_before b USING (event_id))
           WHERE (r.kind = 'supply'::text)
         ), found AS (
          SELECT repeated.event_id,
             repeated.kind,
             repeated.conflict,
             repeated.happened_on,
             repeated.outline
            FROM repeated
         UNION ALL
          SELECT unstored.event_id,
             unstored.kind,
             unstored."?column?",
             unstored.happened_on,
             unstored.land_polygons
            FROM unstored
         )
  SELECT c.event_id,
     c.kind,
     c.conflict,
     c.happened_on,
     public.st_area((c.outline)::public.geography) AS st_area,
     ARRAY( SELECT f.event_id
            FROM replay f
           WHERE ((c.conflict <> 'supplied_without_storage'::text) AND (f.kind = c.kind) AND (f.extent OPERATOR(public.&&) c.outline) AND (ROW(f.happened_on, (f.event_id COLLATE "C")) < ROW(c.happened_on, (c.event_id COLLATE "C"))) AND (public.st_area((landplan.land_polygons(public.st_intersection(f.extent, c.outline)))::public.geography) > (1)::double precision))
           ORDER BY f.happened_on, (f.event_id COLLATE "C")) AS "array",
     c.outline
    FROM found c
   WHERE (public.st_area((c.outline)::public.geography) > (1)::double precision)
   ORDER BY c.happened_on, (c.event_id COLLATE "C");
END;


--
-- Name: parcel; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.parcel (
    plan_id text NOT NULL,
    parcel_id text NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    owner_kind text DEFAULT ''::text NOT NULL,
    declared_ha double precision NOT NULL,
    measured_m2 double precision GENERATED ALWAYS AS (public.st_area((outline)::public.geography)) STORED,
    land_use text DEFAULT ''::text NOT NULL,
    land_use_set text DEFAULT ''::text NOT NULL,
    established_on date,
    outline public.geometry(MultiPolygon,4490) NOT NULL,
    CONSTRAINT parcel_owner_kind_check CHECK ((owner_kind = ANY (ARRAY['state'::text, 'collective'::text]))),
    CONSTRAINT parcel_valid_check CHECK ((public.st_isvalid(outline) AND (NOT public.st_isempty(outline))))
);


--
-- Name: parcel_status(text, date, date); Type: FUNCTION; Schema: landplan; Owner: -
--

CREATE FUNCTION landplan.parcel_status(plan text, as_of date, known date DEFAULT NULL::date) RETURNS TABLE(parcel_id text, state text, in_reserve_m2 double precision, supplied_m2 double precision, reserve_outline public.geometry)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 WITH held AS MATERIALIZED (
          SELECT h.kind,
             h.held
            FROM landplan.land_held(parcel_status.plan, parcel_status.as_of, parcel_status.known) h(event_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, counted, held)
           WHERE (NOT public.st_isempty(h.held))
         ), piece AS (
          SELECT p.parcel_id,
             h.kind,
             landplan.land_polygons(public.st_intersection(p.outline, h.held)) AS outline
            FROM (landplan.parcel p
              JOIN held h ON (((p.outline OPERATOR(public.&&) h.held) AND public.st_intersects(p.outline, h.held))))
           WHERE (p.plan_id = parcel_status.plan)
         ), measured AS (
          SELECT p.parcel_id,
             COALESCE(sum(public.st_area((i.outline)::public.geography)) FILTER (WHERE (i.kind = 'storage'::text)), (0)::double precision) AS in_reserve_m2,
             COALESCE(sum(public.st_area((i.outline)::public.geography)) FILTER (WHERE (i.kind = 'supply'::text)), (0)::double precision) AS supplied_m2,
             public.st_union(i.outline) FILTER (WHERE (i.kind = 'storage'::text)) AS reserve_outline
            FROM (landplan.parcel p
              LEFT JOIN piece i USING (parcel_id))
           WHERE (p.plan_id = parcel_status.plan)
           GROUP BY p.parcel_id
         )
  SELECT m.parcel_id,
         CASE
             WHEN ((m.in_reserve_m2 <= (1)::double precision) AND (m.supplied_m2 <= (1)::double precision)) THEN 'not_stored'::text
             WHEN (m.supplied_m2 <= (1)::double precision) THEN 'in_reserve'::text
             WHEN (m.in_reserve_m2 <= (1)::double precision) THEN 'supplied'::text
             ELSE 'partly_supplied'::text
         END AS "case",
     m.in_reserve_m2,
     m.supplied_m2,
         CASE
             WHEN (m.in_reserve_m2 > (1)::double precision) THEN landplan.land_polygons(m.reserve_outline)
             ELSE NULL::public.geometry
         END AS "case"
    FROM measured m;
END;


--
-- Name: FUNCTION parcel_status(plan text, as_of date, known date); Type: COMMENT; Schema: landplan; Owner: -
--

COMMENT ON FUNCTION landplan.parcel_status(plan text, as_of date, known date) IS '截至一日各地块的状态、在库与已供应面积（平方米）';


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
-- Name: land_event_parcel; Type: TABLE; Schema: landplan; Owner: -
--

CREATE TABLE landplan.land_event_parcel (
    plan_id text NOT NULL,
    event_id text NOT NULL COLLATE pg_catalog."C",
    parcel_id text NOT NULL
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
    (e.measured_m2 / (10000)::double precision) AS measured_ha,
    (public.st_area((r.counted)::public.geography) / (10000)::double precision) AS counted_ha,
    e.document_no,
    e.corrects,
    (r.event_id IS NOT NULL) AS in_force,
    e.extent AS outline
   FROM ((landplan.plan p
     JOIN landplan.land_event e USING (plan_id))
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
    (c.measured_m2 / (10000)::double precision) AS measured_ha,
    (s.in_reserve_m2 / (10000)::double precision) AS in_reserve_ha,
    (s.supplied_m2 / (10000)::double precision) AS supplied_ha,
    c.outline
   FROM ((landplan.plan p
     CROSS JOIN LATERAL landplan.parcel_status(p.plan_id, LEAST(CURRENT_DATE, p.ends_on)) s(parcel_id, state, in_reserve_m2, supplied_m2, reserve_outline))
     JOIN landplan.parcel c ON (((c.plan_id = p.plan_id) AND (c.parcel_id = s.parcel_id))));


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
     CROSS JOIN LATERAL landplan.land_held(p.plan_id, LEAST(CURRENT_DATE, p.ends_on)) h(event_id, kind, happened_on, land_use, land_use_set, declared_ha, measured_m2, counted, held))
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
0003
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

COPY landplan.land_event (plan_id, event_id, kind, happened_on, recorded_on, method, land_use, land_use_set, declared_ha, document_no, corrects, extent) FROM stdin;
small	E1	storage	2021-03-01	2021-03-01				4		\N	01060000208A11000001000000010300000001000000090000006BDE3E99A9595C40DD835966662637409A99999999595C4066666666662637409A99999999595C40E3D6A793A12637409A99999999595C405F47E9C0DC263740D4D34C99A9595C40D664DCC0DC2637402EFBFE98B9595C403CBDB5C0DC263740C505F198B9595C40BF4C7493A12637405B10E398B9595C4043DC3266662637406BDE3E99A9595C40DD83596666263740
small	E2	supply	2022-05-15	2022-05-15		1001	2023	1		\N	01060000208A11000001000000010300000001000000050000009A99999999595C4066666666662637409A99999999595C40E3D6A793A1263740AF4F4599A9595C405AF49A93A12637406BDE3E99A9595C40DD835966662637409A99999999595C406666666666263740
small	E3	storage	2022-09-01	2022-09-01				4		\N	01060000208A11000001000000010300000001000000090000005B10E398B9595C4043DC3266662637406BDE3E99A9595C40DD83596666263740AF4F4599A9595C405AF49A93A1263740D4D34C99A9595C40D664DCC0DC2637402EFBFE98B9595C403CBDB5C0DC2637406935B298C9595C408F5075C0DC263740DABB9C98C9595C4013E03393A12637402C558898C9595C40966FF265662637405B10E398B9595C4043DC326666263740
small	E4	storage	2021-06-15	2021-06-15				4		\N	01060000208A110000010000000103000000010000000900000042FE0996395A5C40600651616626374071B96496295A5C400D224A62662637403D13A496295A5C408A928B8FA1263740086DE396295A5C400603CDBCDC26374043A79696395A5C40DC32D8BBDC2637407EE14996495A5C401E52C5BADC2637404892FC95495A5C40A1E1838DA12637401343AF95495A5C40257142606626374042FE0996395A5C406006516166263740
small	E5	supply	2023-02-20	2023-02-20		0701	2023	4		\N	01060000208A110000010000000103000000010000000900000042FE0996395A5C40600651616626374071B96496295A5C400D224A62662637403D13A496295A5C408A928B8FA1263740086DE396295A5C400603CDBCDC26374043A79696395A5C40DC32D8BBDC2637407EE14996495A5C401E52C5BADC2637404892FC95495A5C40A1E1838DA12637401343AF95495A5C40257142606626374042FE0996395A5C406006516166263740
small	E6	storage	2022-01-10	2022-01-10				2		\N	01060000208A1100000100000001030000000100000007000000B73B7D9A995A5C4017081900DE293740BECF6F9A895A5C402FC2AC01DE293740C709D99A895A5C4029E7E92E192A3740E6F9ED9A995A5C40112D562D192A374004EA029BA95A5C40E7ADA82B192A374091BA8B9AA95A5C40EE886BFEDD293740B73B7D9A995A5C4017081900DE293740
small	E7	reversal	2022-03-01	2022-03-01				0		E6	\N
small	E8	storage	2023-07-01	2023-07-01				4		\N	01060000208A110000010000000103000000010000000900000051CC6596695A5C40E76DD91253273740AD9CA496595A5C40478D1B14532737400870F996595A5C40C3FD5C418E27374082304D97595A5C40406E9E6EC927374090551C97695A5C405D03586DC92737409E7AEB96795A5C40EC1EFC6BC9273740DAB18896795A5C4070AEBA3E8E273740F6FB2696795A5C40F33D79115327374051CC6596695A5C40E76DD91253273740
small	E9	storage	2023-07-01	2023-08-01				3.5		E8	01060000208A110000010000000103000000010000000900000051CC6596695A5C40E76DD91253273740AD9CA496595A5C40478D1B14532737400870F996595A5C40C3FD5C418E27374082304D97595A5C40406E9E6EC927374090551C97695A5C405D03586DC92737409E7AEB96795A5C40EC1EFC6BC9273740DAB18896795A5C4070AEBA3E8E273740F6FB2696795A5C40F33D79115327374051CC6596695A5C40E76DD91253273740
small	E10	supply	2024-11-30	2024-11-30		1001	2023	2		\N	01060000208A1100000100000001030000000100000007000000AD9CA496595A5C40478D1B14532737400870F996595A5C40C3FD5C418E27374082304D97595A5C40406E9E6EC927374090551C97695A5C405D03586DC9273740F110C196695A5C4064DE1A408E27374051CC6596695A5C40E76DD91253273740AD9CA496595A5C40478D1B1453273740
\.


--
-- Data for Name: land_event_parcel; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.land_event_parcel (plan_id, event_id, parcel_id) FROM stdin;
small	E1	P1
small	E2	P1
small	E3	P1
small	E3	P2
small	E4	P3
small	E5	P3
small	E6	P4
small	E7	P4
small	E8	P5
small	E9	P5
small	E10	P5
\.


--
-- Data for Name: land_use; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.land_use (plan_id, code, code_set, name, land_group) FROM stdin;
small	1001	2023	工业用地	industry
small	0701	2023	住宅用地	housing_services
\.


--
-- Data for Name: parcel; Type: TABLE DATA; Schema: landplan; Owner: -
--

COPY landplan.parcel (plan_id, parcel_id, name, owner_kind, declared_ha, land_use, land_use_set, established_on, outline) FROM stdin;
small	P1	P1	state	4			2015-01-01	01060000208A11000001000000010300000001000000090000006BDE3E99A9595C40DD835966662637409A99999999595C4066666666662637409A99999999595C40E3D6A793A12637409A99999999595C405F47E9C0DC263740D4D34C99A9595C40D664DCC0DC2637402EFBFE98B9595C403CBDB5C0DC263740C505F198B9595C40BF4C7493A12637405B10E398B9595C4043DC3266662637406BDE3E99A9595C40DD83596666263740
small	P2	P2	collective	4			2015-01-01	01060000208A11000001000000010300000001000000090000002C558898C9595C40966FF265662637405B10E398B9595C4043DC326666263740C505F198B9595C40BF4C7493A12637402EFBFE98B9595C403CBDB5C0DC2637406935B298C9595C408F5075C0DC263740A46F6598D9595C40D11E1BC0DC263740D1844998D9595C4054AED992A12637401D872C98D9595C40D83D9865662637402C558898C9595C40966FF26566263740
small	P3	P3	state	4			2015-01-01	01060000208A110000010000000103000000010000000900000042FE0996395A5C40600651616626374071B96496295A5C400D224A62662637403D13A496295A5C408A928B8FA1263740086DE396295A5C400603CDBCDC26374043A79696395A5C40DC32D8BBDC2637407EE14996495A5C401E52C5BADC2637404892FC95495A5C40A1E1838DA12637401343AF95495A5C40257142606626374042FE0996395A5C406006516166263740
small	P4	P4	state	2			2015-01-01	01060000208A1100000100000001030000000100000007000000B73B7D9A995A5C4017081900DE293740BECF6F9A895A5C402FC2AC01DE293740C709D99A895A5C4029E7E92E192A3740E6F9ED9A995A5C40112D562D192A374004EA029BA95A5C40E7ADA82B192A374091BA8B9AA95A5C40EE886BFEDD293740B73B7D9A995A5C4017081900DE293740
small	P5	P5	state	4			2015-01-01	01060000208A110000010000000103000000010000000900000051CC6596695A5C40E76DD91253273740AD9CA496595A5C40478D1B14532737400870F996595A5C40C3FD5C418E27374082304D97595A5C40406E9E6EC927374090551C97695A5C405D03586DC92737409E7AEB96795A5C40EC1EFC6BC9273740DAB18896795A5C4070AEBA3E8E273740F6FB2696795A5C40F33D79115327374051CC6596695A5C40E76DD91253273740
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
-- Name: indicator_record_record_id_seq; Type: SEQUENCE SET; Schema: landplan; Owner: -
--

SELECT pg_catalog.setval('landplan.indicator_record_record_id_seq', 1, false);


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
-- Name: land_event_parcel land_event_parcel_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.land_event_parcel
    ADD CONSTRAINT land_event_parcel_pkey PRIMARY KEY (plan_id, event_id, parcel_id);


--
-- Name: land_event land_event_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.land_event
    ADD CONSTRAINT land_event_pkey PRIMARY KEY (plan_id, event_id);


--
-- Name: land_use land_use_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.land_use
    ADD CONSTRAINT land_use_pkey PRIMARY KEY (plan_id, code, code_set);


--
-- Name: parcel parcel_pkey; Type: CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.parcel
    ADD CONSTRAINT parcel_pkey PRIMARY KEY (plan_id, parcel_id);


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

CREATE UNIQUE INDEX land_event_corrects_idx ON landplan.land_event USING btree (plan_id, corrects);


--
-- Name: land_event_extent_idx; Type: INDEX; Schema: landplan; Owner: -
--

CREATE INDEX land_event_extent_idx ON landplan.land_event USING gist (extent);


--
-- Name: land_event_parcel_parcel_id_idx; Type: INDEX; Schema: landplan; Owner: -
--

CREATE INDEX land_event_parcel_parcel_id_idx ON landplan.land_event_parcel USING btree (plan_id, parcel_id);


--
-- Name: parcel_outline_idx; Type: INDEX; Schema: landplan; Owner: -
--

CREATE INDEX parcel_outline_idx ON landplan.parcel USING gist (outline);


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
-- Name: land_event land_event_not_truncated; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER land_event_not_truncated BEFORE TRUNCATE ON landplan.land_event FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_truncate();


--
-- Name: land_event_parcel land_event_parcel_append_only; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER land_event_parcel_append_only BEFORE DELETE OR UPDATE ON landplan.land_event_parcel FOR EACH ROW EXECUTE FUNCTION landplan.refuse_change();


--
-- Name: land_event_parcel land_event_parcel_not_truncated; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER land_event_parcel_not_truncated BEFORE TRUNCATE ON landplan.land_event_parcel FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_truncate();


--
-- Name: project_record project_record_append_only; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER project_record_append_only BEFORE DELETE OR UPDATE ON landplan.project_record FOR EACH ROW EXECUTE FUNCTION landplan.refuse_record_change();


--
-- Name: project_record project_record_not_truncated; Type: TRIGGER; Schema: landplan; Owner: -
--

CREATE TRIGGER project_record_not_truncated BEFORE TRUNCATE ON landplan.project_record FOR EACH STATEMENT EXECUTE FUNCTION landplan.refuse_truncate();


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
-- Name: land_event_parcel land_event_parcel_plan_id_event_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.land_event_parcel
    ADD CONSTRAINT land_event_parcel_plan_id_event_id_fkey FOREIGN KEY (plan_id, event_id) REFERENCES landplan.land_event(plan_id, event_id);


--
-- Name: land_event_parcel land_event_parcel_plan_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.land_event_parcel
    ADD CONSTRAINT land_event_parcel_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES landplan.plan(plan_id);


--
-- Name: land_event_parcel land_event_parcel_plan_id_parcel_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.land_event_parcel
    ADD CONSTRAINT land_event_parcel_plan_id_parcel_id_fkey FOREIGN KEY (plan_id, parcel_id) REFERENCES landplan.parcel(plan_id, parcel_id);


--
-- Name: land_event land_event_plan_id_corrects_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.land_event
    ADD CONSTRAINT land_event_plan_id_corrects_fkey FOREIGN KEY (plan_id, corrects) REFERENCES landplan.land_event(plan_id, event_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: land_event land_event_plan_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.land_event
    ADD CONSTRAINT land_event_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES landplan.plan(plan_id);


--
-- Name: land_use land_use_plan_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.land_use
    ADD CONSTRAINT land_use_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES landplan.plan(plan_id);


--
-- Name: parcel parcel_plan_id_fkey; Type: FK CONSTRAINT; Schema: landplan; Owner: -
--

ALTER TABLE ONLY landplan.parcel
    ADD CONSTRAINT parcel_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES landplan.plan(plan_id);


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


