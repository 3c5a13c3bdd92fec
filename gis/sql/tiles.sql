-- Tiles of the land: parcels with the days on which they changed, and sums in cells.
--
-- in:    landplan.parcel, place, parcel_history and ledger of one plan; z, x, y as in
--        st_tileenvelope, z from 0 to 20
-- out:   functions tiles_go_stale, which refresh_history calls; bring_tiles, which makes what is
--        missing or stale of tile_parcel and tile_part; parcel_tile, land_tile, tile_cells,
--        some_tile_cells, keep_grid_tile: what a tile shows
-- units: m² on the ellipsoid; days from 2000-01-01; `changes`: 4 × day + state, by its place in
--        parcel_states(), from 0; `changed_in`: months from 2000-01; `_by`: m² more than before
--
-- A change of the ledger only notes its places; the next to ask for a tile makes them anew, before
-- it sees any. So loads wait for no tile, and a tile is never older than the ledger.

create or replace function landplan.tile_day(day date) returns integer
language sql immutable parallel safe
return day - date '2000-01-01';
comment on function landplan.tile_day is '自 2000-01-01 起的日数，瓦片用';

create or replace function landplan.tile_month(day date) returns integer
language sql immutable parallel safe
return 12 * (extract(year from day)::integer - 2000) + extract(month from day)::integer - 1;
comment on function landplan.tile_month is '自 2000-01 起的月数，瓦片用';

-- Degrees are taken as they are: between CGCS2000 and WGS 84 lie centimetres, and no grid says which.
create or replace function landplan.on_the_web(outline geometry) returns geometry
language sql immutable parallel safe
return st_transform(st_setsrid(outline, 4326), 3857);
comment on function landplan.on_the_web is '边界转为网络地图坐标（EPSG:3857）';

-- A metre's place among 2^24 cells of the world's width (20 037 508.34 m is half of it).
create or replace function landplan.tile_cell(metres double precision) returns integer
language sql immutable parallel safe
return least(greatest(floor((metres / 40075016.685578488 + 0.5) * 16777216), 0), 16777215)::integer;
comment on function landplan.tile_cell is '网络地图坐标在 2^24 个格中的序号';

-- Something changed at places: null, anywhere. Noted whether tiles are there or not: another session
-- may be making them, of what was there before.
create or replace function landplan.tiles_go_stale(plan text, among bigint[])
returns void language sql as $$
    insert into landplan.tile_stale (plan_id, place_id)
    select plan, unnest(coalesce(among, array[null::bigint]));
$$;
comment on function landplan.tiles_go_stale is '记下瓦片须重做的边界';

-- Parcels as tiles draw them, in the order of a curve that fills the plane: near ones lie together.
-- Of a parcel in reserve with a part only, the part is told apart and the rest was not stored.
create or replace function landplan.tile_parcels(plan text, among bigint[] default null)
returns setof landplan.tile_parcel language sql stable
begin atomic
    with span as (
        select h.place_id, h.parcel_id, h.from_on,
               case when h.state = 'in_reserve' and h.reserve_outline is not null
                    then 'not_stored' else h.state end as ground,
               h.in_reserve_m2 - lag(h.in_reserve_m2, 1, 0) over line as reserve_by,
               h.supplied_m2 - lag(h.supplied_m2, 1, 0) over line as supplied_by
        from landplan.parcel_history h
        where h.plan_id = plan and (among is null or h.place_id = any (among))
        window line as (partition by h.place_id, h.parcel_id order by h.from_on)
    ),
    told as (
        select s.place_id, s.parcel_id,
               array_agg(4 * landplan.tile_day(s.from_on)
                         + array_position(landplan.parcel_states(), s.ground) - 1
                         order by s.from_on) as changes,
               array_agg(landplan.tile_month(s.from_on) order by s.from_on) as changed_in,
               array_agg(s.reserve_by order by s.from_on) as reserve_by,
               array_agg(s.supplied_by order by s.from_on) as supplied_by
        from span s
        group by s.place_id, s.parcel_id
    )
    select plan, c.place_id, c.parcel_id,
           landplan.tile_cell(st_x(st_centroid(o.outline))),
           landplan.tile_cell(-st_y(st_centroid(o.outline))),
           l.measured_m2, coalesce(t.changes, '{}'), coalesce(t.changed_in, '{}'),
           coalesce(t.reserve_by, '{}'), coalesce(t.supplied_by, '{}'), o.outline
    from landplan.parcel c
    join landplan.place l on l.place_id = c.place_id
    cross join lateral (select landplan.on_the_web(l.outline) as outline offset 0) o
    left join told t on t.place_id = c.place_id and t.parcel_id = c.parcel_id
    where c.plan_id = plan and (among is null or c.place_id = any (among))
    order by o.outline;
end;
comment on function landplan.tile_parcels is '瓦片所绘的地块及其状态变化';

create or replace function landplan.tile_parts(plan text, among bigint[] default null)
returns setof landplan.tile_part language sql stable
begin atomic
    select plan, h.place_id, h.parcel_id, landplan.tile_day(h.from_on),
           landplan.tile_day(h.until_on), landplan.on_the_web(h.reserve_outline)
    from landplan.parcel_history h
    where h.plan_id = plan and h.reserve_outline is not null
      and (among is null or h.place_id = any (among));
end;
comment on function landplan.tile_parts is '瓦片所绘的部分在库范围';

-- The zoom from which half of the parcels have 100 pixels and more: sooner they are told by cells.
create or replace function landplan.parcels_from_zoom(plan text) returns integer language sql stable
begin atomic
    select least(greatest(ceil(log(
        2, (156543.03392804097 * 10 / sqrt(percentile_cont(0.5) within group (
            order by st_area(t.outline)
        )))::numeric
    )), 0), 20)::integer
    from landplan.tile_parcel t
    where t.plan_id = plan;
end;
comment on function landplan.parcels_from_zoom is '自哪一级起逐宗绘出地块，更小的级别按格汇总';

-- Cells of the grid at each zoom in which some places lie are summed anew when they are asked for.
create or replace function landplan.drop_grid_tiles(plan text, among bigint[])
returns void language sql as $$
    delete from landplan.tile_grid g
    using (
        select distinct z.z, t.cell_x >> (24 - z.z) as x, t.cell_y >> (24 - z.z) as y
        from landplan.tile_parcel t
        cross join generate_series(0, 20) z (z)
        where t.plan_id = plan and t.place_id = any (among)
    ) o
    where g.plan_id = plan and g.z = o.z and g.x = o.x and g.y = o.y;
$$;
comment on function landplan.drop_grid_tiles is '删除若干边界所在的汇总格瓦片';

-- Returns how many parcels more there are.
create or replace function landplan.make_some_tiles(plan text, stale bigint[]) returns bigint
language plpgsql set plan_cache_mode = force_custom_plan as $$
declare
    went bigint;
    came bigint;
begin
    perform landplan.drop_grid_tiles(plan, stale);
    delete from landplan.tile_parcel t where t.place_id = any (stale);
    get diagnostics went = row_count;
    delete from landplan.tile_part t where t.place_id = any (stale);
    insert into landplan.tile_parcel select * from landplan.tile_parcels(plan, stale);
    get diagnostics came = row_count;
    insert into landplan.tile_part select * from landplan.tile_parts(plan, stale);
    perform landplan.drop_grid_tiles(plan, stale);
    return came - went;
end
$$;
comment on function landplan.make_some_tiles is '重做若干边界的瓦片内容；返回地块增加数';

create or replace function landplan.make_all_tiles(plan text) returns void
language plpgsql set plan_cache_mode = force_custom_plan as $$
begin
    delete from landplan.tile_grid g where g.plan_id = plan;
    delete from landplan.tile_parcel t where t.plan_id = plan;
    delete from landplan.tile_part t where t.plan_id = plan;
    insert into landplan.tile_parcel select * from landplan.tile_parcels(plan);
    insert into landplan.tile_part select * from landplan.tile_parts(plan);
    analyze landplan.tile_parcel, landplan.tile_part;
end
$$;
comment on function landplan.make_all_tiles is '重做一个规划的全部瓦片内容';

-- Whether a plan's tiles are to be made of all of its land: there were none, or something changed
-- nobody knows where.
create or replace function landplan.tiles_made_whole(plan text) returns boolean language sql stable
return coalesce((select t.parcels from landplan.tile_plan t where t.plan_id = plan), 0) = 0
    or exists (
        select from landplan.tile_stale s where s.plan_id = plan and s.place_id is null
    );
comment on function landplan.tiles_made_whole is '瓦片内容是否须整个规划重做';

-- Make what is missing or stale. Where another session is at some places its end is waited for, as long
-- as lock_timeout says; false where that is too long, and at once where it makes all of the land. A load
-- into an empty plan notes no places, so what was made of none is made whole. Looking for the zoom
-- among a million parcels takes a second: after a change of some places it is looked for where they are
-- few, or their number has come to another twentieth of a power of ten.
create or replace function landplan.bring_tiles(plan text) returns boolean language plpgsql
security definer set search_path from current as $$
declare
    was text;
    reached bigint;
    made landplan.tile_plan;
    stale bigint[];
    of_all boolean;
    now_there bigint;
begin
    if landplan.tiles_made_whole(plan) then
        if not pg_try_advisory_xact_lock(5147220, hashtext(plan)) then return false; end if;
    else
        begin
            perform pg_advisory_xact_lock(5147220, hashtext(plan));
        exception when lock_not_available then
            return false;
        end;
    end if;
    -- the revision first: what comes after it is made now, and once more for the next revision
    select coalesce(max(l.revision), 0) into reached from landplan.ledger l where l.plan_id = plan;
    select * into made from landplan.tile_plan t where t.plan_id = plan;
    if made.revision = reached then return true; end if;
    was := landplan.set_keeping('on');
    with gone as (delete from landplan.tile_stale s where s.plan_id = plan returning s.place_id)
    select array(select distinct g.place_id from gone g) into stale;
    of_all := coalesce(made.parcels, 0) = 0 or array_position(stale, null) is not null;
    if of_all then
        perform landplan.make_all_tiles(plan);
        select count(*) into now_there from landplan.tile_parcel p where p.plan_id = plan;
    else
        now_there := made.parcels + landplan.make_some_tiles(plan, stale);
    end if;
    if of_all or now_there < 10000
        or floor(20 * log(greatest(now_there, 1))) <> floor(20 * log(made.parcels))
    then
        made.parcels_from_zoom := coalesce(landplan.parcels_from_zoom(plan), 0);
    end if;
    insert into landplan.tile_plan as t (plan_id, revision, version, parcels, parcels_from_zoom)
    values (plan, reached, gen_random_uuid(), now_there, made.parcels_from_zoom)
    on conflict (plan_id) do update set (revision, version, parcels, parcels_from_zoom) = (
        excluded.revision, excluded.version, excluded.parcels, excluded.parcels_from_zoom
    );
    perform landplan.set_keeping(was);
    return true;
end
$$;
comment on function landplan.bring_tiles is '补齐缺失或过时的瓦片内容；另有会话正在整个重做则返回假';

-- Two units a pixel as long as parcels are small on the screen, and corners by an eighth of a pixel
-- at most: by a whole one they lost up to 3 % of their area.
create or replace function landplan.tile_shape(outline geometry, z integer, x integer, y integer)
returns geometry language sql immutable parallel safe
return case
    when z >= 16 then st_asmvtgeom(outline, st_tileenvelope(z, x, y), 1024, 32)
    else st_asmvtgeom(
        st_simplify(outline, 19567.87924100512 / (1 << z), true), st_tileenvelope(z, x, y), 512, 16
    )
end;
comment on function landplan.tile_shape is '边界在一个瓦片内的图形';

-- A tile's square with 8 pixels around: edges of parcels begin and end there, unseen.
create or replace function landplan.around_tile(z integer, x integer, y integer) returns geometry
language sql immutable parallel safe
return st_tileenvelope(z, x, y, margin => 8 / 256.0);
comment on function landplan.around_tile is '一个瓦片及其四周的范围';

-- What the map's own page draws. Layer `parcels`: the first four changes, and further ones as a
-- text; layer `parts`: what is in reserve where that is not all of a parcel, from day to day. The
-- id of a feature is its place. With `among` the parcels that it names alone, each from the day that
-- it has there (`since`); null, on any day. It is no array, as the planner cannot know its length.
create or replace function landplan.parcel_tile(
    plan text, z integer, x integer, y integer,
    among jsonb default null
)
returns bytea language plpgsql stable parallel safe as $$
declare
    ring geometry := landplan.around_tile(z, x, y);
    extent integer := case when z >= 16 then 1024 else 512 end;
    parcels bytea;
    parts bytea;
begin
    select st_asmvt(f, 'parcels', extent, 'outline', 'id') into parcels
    from (
        select t.place_id as id, t.changes[1] as c1, t.changes[2] as c2, t.changes[3] as c3,
               t.changes[4] as c4, nullif(array_to_string(t.changes[5:], ' '), '') as more,
               landplan.tile_day((among ->> t.parcel_id)::date) as since,
               landplan.tile_shape(t.outline, z, x, y) as outline
        from landplan.tile_parcel t
        where t.plan_id = plan and t.outline && ring and (among is null or among ? t.parcel_id)
    ) f
    where f.outline is not null;
    select st_asmvt(f, 'parts', extent, 'outline', 'id') into parts
    from (
        select t.place_id as id, t.from_day, t.until_day,
               landplan.tile_shape(t.outline, z, x, y) as outline
        from landplan.tile_part t
        where t.plan_id = plan and t.outline && ring
          and (among is null or among ? t.parcel_id)
    ) f
    where f.outline is not null;
    return coalesce(parcels, '') || coalesce(parts, '');
end
$$;
comment on function landplan.parcel_tile is '本站地图的地块瓦片（MVT）；among 只要这些地块，各自 since 起';

-- For other programs: parcels with their state on a day, and what they are.
create or replace function landplan.land_tile(
    plan text, z integer, x integer, y integer, as_of date
)
returns bytea language sql stable parallel safe
begin atomic
    select coalesce(st_asmvt(f, 'parcels', case when z >= 16 then 1024 else 512 end, 'outline', 'id'), '')
    from (
        select t.place_id as id, t.parcel_id, c.name, c.owner_kind, c.land_use, c.declared_ha,
               landplan.ha(t.measured_m2) as measured_ha,
               coalesce(h.state, 'not_stored') as state,
               landplan.ha(coalesce(h.in_reserve_m2, 0)) as in_reserve_ha,
               landplan.ha(coalesce(h.supplied_m2, 0)) as supplied_ha,
               landplan.tile_shape(t.outline, z, x, y) as outline
        from landplan.tile_parcel t
        join landplan.parcel c on c.plan_id = plan and c.parcel_id = t.parcel_id
        left join landplan.parcel_history h
          on h.place_id = t.place_id and h.parcel_id = t.parcel_id
         and h.from_on <= as_of and (h.until_on is null or h.until_on > as_of)
        where t.plan_id = plan and t.outline && landplan.around_tile(z, x, y)
    ) f
    where f.outline is not null;
end;
comment on function landplan.land_tile is '供其他程序的地块瓦片（MVT），带截至一日的状态';

-- The 16 × 16 cells of a tile, row by row: the land in each (month null), and by how much what was
-- in reserve and what was supplied changed there, month by month. A parcel is in the cell of its
-- centroid, all of it.
create or replace function landplan.tile_cells(plan text, z integer, x integer, y integer)
returns table (
    cell integer, month integer, measured_m2 double precision, reserve_by double precision,
    supplied_by double precision
) language sql stable
begin atomic
    with land as materialized (
        select 16 * ((t.cell_y >> (20 - z)) & 15) + ((t.cell_x >> (20 - z)) & 15) as cell,
               t.measured_m2, t.changed_in, t.reserve_by, t.supplied_by
        from landplan.tile_parcel t
        where t.plan_id = plan and t.outline && st_tileenvelope(z, x, y)
          and t.cell_x >> (24 - z) = x and t.cell_y >> (24 - z) = y
    )
    select l.cell, null::integer, sum(l.measured_m2), 0, 0 from land l group by l.cell
    union all
    select c.cell, c.month, 0, sum(c.reserve_by), sum(c.supplied_by)
    from (
        select l.cell, unnest(l.changed_in) as month, unnest(l.reserve_by) as reserve_by,
               unnest(l.supplied_by) as supplied_by
        from land l
    ) c
    group by c.cell, c.month;
end;
comment on function landplan.tile_cells is '一个瓦片各格的土地面积及逐月增减';

-- The same of the parcels that `among` names, each from the day that it has there (null: on any day)
-- and only while it is in one of some states (null: in any). `land_by`: how much more of the land is shown; month null: what
-- is shown before any change.
create or replace function landplan.some_tile_cells(
    plan text, z integer, x integer, y integer, among jsonb, states text[]
)
returns table (
    cell integer, month integer, land_by double precision, reserve_by double precision,
    supplied_by double precision
) language sql stable
begin atomic
    with land as materialized (
        select 16 * ((t.cell_y >> (20 - z)) & 15) + ((t.cell_x >> (20 - z)) & 15) as cell,
               t.place_id, t.parcel_id, t.measured_m2, (among ->> t.parcel_id)::date as since
        from landplan.tile_parcel t
        where t.plan_id = plan and t.outline && st_tileenvelope(z, x, y)
          and t.cell_x >> (24 - z) = x and t.cell_y >> (24 - z) = y and among ? t.parcel_id
    ),
    history as materialized (
        select l.cell, l.place_id, l.parcel_id, l.measured_m2, l.since, h.from_on, h.until_on,
               h.state, h.in_reserve_m2, h.supplied_m2
        from land l
        left join landplan.parcel_history h
          on h.place_id = l.place_id and h.parcel_id = l.parcel_id
    ),
    span as (
        select h.cell, h.measured_m2, h.since, h.from_on, h.until_on, h.state, h.in_reserve_m2,
               h.supplied_m2
        from history h
        where h.from_on is not null
        union all
        -- until its first span it was not stored
        select h.cell, h.measured_m2, h.since, null, min(h.from_on), 'not_stored', 0, 0
        from history h
        group by h.place_id, h.parcel_id, h.cell, h.measured_m2, h.since
    ),
    shown as (
        select s.cell, greatest(s.from_on, s.since) as from_on, s.until_on, s.measured_m2,
               s.in_reserve_m2, s.supplied_m2
        from span s
        where (states is null or s.state = any (states))
          and (s.since is null or s.until_on is null or s.until_on > s.since)
    ),
    change as (
        select s.cell, landplan.tile_month(s.from_on) as month, s.measured_m2 as land_by,
               s.in_reserve_m2 as reserve_by, s.supplied_m2 as supplied_by
        from shown s
        union all
        select s.cell, landplan.tile_month(s.until_on), -s.measured_m2, -s.in_reserve_m2,
               -s.supplied_m2
        from shown s
        where s.until_on is not null
    )
    select c.cell, c.month, sum(c.land_by), sum(c.reserve_by), sum(c.supplied_by)
    from change c
    group by c.cell, c.month;
end;
comment on function landplan.some_tile_cells is '一个瓦片各格中若干地块的面积及逐月增减，可自某日起、限于若干状态';

-- Keep a tile of cells, if what it was made of has not been made anew meanwhile. Who may not write
-- the ledger keeps nothing: others would be shown it.
create or replace function landplan.keep_grid_tile(
    plan text, made uuid, z integer, x integer, y integer, cells bytea
)
returns void language plpgsql security definer set search_path from current as $$
declare
    was text;
begin
    if not has_table_privilege(session_user, 'landplan.land_event', 'insert') then return; end if;
    was := landplan.set_keeping('on');
    insert into landplan.tile_grid (plan_id, z, x, y, cells)
    select t.plan_id, keep_grid_tile.z, keep_grid_tile.x, keep_grid_tile.y, keep_grid_tile.cells
    from landplan.tile_plan t where t.plan_id = plan and t.version = made
    for share
    on conflict do nothing;
    perform landplan.set_keeping(was);
end
$$;
comment on function landplan.keep_grid_tile is '存下一个汇总格瓦片；无权写台账者不存';
