-- The views that others have built on functions and views of the schema, as statements that make them again.
--
-- in:    :schema, :names of functions and views; a search path of pg_catalog alone, so that every name in a
--        definition has its schema
-- out:   only views without triggers and rules of their own. relation: its name; statement, in the order in which they are to be run, each view before those
--        that stand on it: what it shows, whose it is, who may use it, what it says of itself
-- units: none

with recursive ours as (
    select 'pg_class'::regclass as kind, c.oid from pg_class c
    where c.relnamespace = to_regnamespace(:schema) and c.relkind = 'v' and c.relname = any (:names)
    union all
    select 'pg_proc'::regclass, p.oid from pg_proc p
    where p.pronamespace = to_regnamespace(:schema) and p.proname = any (:names)
),
standing as (
    select r.ev_class as oid, 1 as depth
    from ours o
    join pg_depend d on d.refclassid = o.kind and d.refobjid = o.oid
    join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
    where r.ev_class not in (select o.oid from ours o)
    union
    select r.ev_class, s.depth + 1
    from standing s
    join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = s.oid
    join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
    where r.ev_class <> s.oid
),
theirs as (
    select c.oid, c.oid::regclass::text as relation, c.relowner, c.relacl, c.reloptions,
           max(s.depth) as depth
    from standing s
    join pg_class c on c.oid = s.oid
    where c.relkind = 'v' and not c.relhastriggers
      and (select count(*) from pg_rewrite r where r.ev_class = c.oid) = 1
    group by c.oid
),
said as (
    select relation, depth, 1 as turn, format(
               'create view %s%s as %s', relation,
               ' with (' || array_to_string(reloptions, ', ') || ')', pg_get_viewdef(oid)
           ) as statement
    from theirs
    union all
    select relation, depth, 2, format('alter view %s owner to %s', relation, relowner::regrole)
    from theirs
    union all
    select relation, depth, 3, format(
               'grant %s%s on %s to %s%s', g.privilege_type,
               ' (' || quote_ident(g.attname) || ')', relation,
               case g.grantee when 0 then 'public' else g.grantee::regrole::text end,
               case when g.is_grantable then ' with grant option' else '' end
           )
    from theirs t
    cross join lateral (
        select null as attname, g.* from aclexplode(t.relacl) g
        union all
        select a.attname, g.* from pg_attribute a, aclexplode(a.attacl) g where a.attrelid = t.oid
    ) g
    where g.grantee <> relowner
    union all
    select relation, depth, 4, case
               when a.attname is null then format('comment on view %s is %L', relation, e.description)
               else format('comment on column %s.%I is %L', relation, a.attname, e.description)
           end
    from theirs t
    join pg_description e on e.classoid = 'pg_class'::regclass and e.objoid = t.oid
    left join pg_attribute a on a.attrelid = t.oid and a.attnum = e.objsubid and e.objsubid > 0
)
select relation, statement from said order by depth, relation, turn, statement;
