-- Hectares, what is land at all, and what day it is; the same rules are in gis/geometry/area.py.
--
-- in:    areas in m² or in hectares; a unit as documents print it
-- out:   functions ha, m2, is_land, ha_per_unit, days_per_year, today, refuse
-- units: as the names say

create or replace function landplan.ha(m2 double precision) returns double precision
language sql immutable parallel safe
return m2 / 10000;
comment on function landplan.ha is '平方米换算为公顷';

create or replace function landplan.m2(ha double precision) returns double precision
language sql immutable parallel safe
return ha * 10000;
comment on function landplan.m2 is '公顷换算为平方米';

-- Pieces up to 1 m² are the noise of digitising: they sum in, but are no event and change no state.
create or replace function landplan.is_land(m2 double precision) returns boolean
language sql immutable parallel safe
return m2 > 1;

create or replace function landplan.ha_per_unit(unit text) returns numeric
language sql immutable parallel safe
return case unit when '亩' then 1 / 15.0 when '平方公里' then 100 else 1 end;
comment on function landplan.ha_per_unit is '文件所印面积单位合多少公顷';

create or replace function landplan.days_per_year() returns numeric
language sql immutable parallel safe
return 365.25;
comment on function landplan.days_per_year is '一年的平均日数';

-- The land lies in China: a day begins there at midnight of Beijing, wherever the server is.
create or replace function landplan.today() returns date
language sql stable parallel safe
return (now() at time zone 'Asia/Shanghai')::date;

-- Stop a query that cannot be meant; where a figure was asked for.
create or replace function landplan.refuse(reason text, hint text default '')
returns double precision language plpgsql parallel safe as $$
begin
    raise exception '%', reason using errcode = 'invalid_parameter_value', hint = refuse.hint;
end
$$;
comment on function landplan.refuse is '以所给理由报错，用于不应如此的查询';

comment on function landplan.today is '北京时间的今天';
comment on function landplan.is_land is '超过 1 平方米才算一块地；更小的是数字化误差，只计入合计';
