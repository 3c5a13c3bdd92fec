-- Who owns functions and views, and who may use them, as statements that say it again.
--
-- in:    :schema, :names of functions and views
-- out:   name; statement, in the order in which they are to be run. Those made anew belong to who
--        makes them, and the whole world may call a new function
-- units: none

with one as (
    select c.relname as name, 'table' as kind, 'view' as altered, c.relowner as owner,
           c.relacl as acl
    from pg_class c
    where c.relnamespace = to_regnamespace(:schema) and c.relname = any (:names)
      and c.relkind = 'v'
    union all
    select p.proname, 'routine', 'routine', p.proowner, p.proacl
    from pg_proc p
    where p.pronamespace = to_regnamespace(:schema) and p.proname = any (:names)
      and p.prorettype <> 'trigger'::regtype
),
said as (
    select name, 1 as turn, format('alter %s %I.%I owner to %s', altered, cast(:schema as text),
                                   name, owner::regrole) as statement
    from one
    where owner <> current_user::regrole
    union all
    select name, 2, format('revoke all on routine %I.%I from public', cast(:schema as text), name)
    from one
    where kind = 'routine' and acl is not null
    union all
    select name, 3, format('grant %s on %s %I.%I to %s%s', g.privilege_type, kind,
                           cast(:schema as text), name,
                           case g.grantee when 0 then 'public' else g.grantee::regrole::text end,
                           case when g.is_grantable then ' with grant option' else '' end)
    from one, aclexplode(one.acl) g
    where g.grantee <> owner
)
select name, statement from said order by turn, name, statement;
