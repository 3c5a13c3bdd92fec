-- The rights of the roles landplan_reader and landplan_editor, given anew where the server has them.
--
-- in:    the schema landplan, its owner at work (another one changes nothing); the two roles (landplan db
--        roles makes them)
-- out:   both may read every view and function and what these stand on, but no table with row-level
--        security: people, their log-ins and tokens, the audit, jobs. The editor may besides record land:
--        places, events and parcels are added, and of a parcel what is no name and no load is changed;
--        what follows from that, triggers keep (refresh.sql). Any other right on tables and views of the
--        schema's owner is taken from them
-- units: none

do $$
declare
    who text;
    one record;
begin
    if not landplan.is_owner() then return; end if;  -- nobody else can give what belongs to it
    foreach who in array array['landplan_reader', 'landplan_editor'] loop
        continue when to_regrole(who) is null;
        execute format('grant usage on schema landplan to %I', who);
        for one in
            select c.oid::regclass as relation, c.relrowsecurity as closed
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace and c.relowner = n.nspowner
            where n.nspname = 'landplan' and c.relkind in ('r', 'v', 'm')
        loop
            execute format('revoke all on table %s from %I', one.relation, who);
            if not one.closed then
                execute format('grant select on table %s to %I', one.relation, who);
            end if;
        end loop;
        for one in
            select p.oid::regprocedure as routine
            from pg_proc p
            join pg_namespace n on n.oid = p.pronamespace and p.proowner = n.nspowner
            where n.nspname = 'landplan' and p.prorettype <> 'trigger'::regtype
              and (p.provolatile <> 'v' or who = 'landplan_editor')
        loop
            execute format('grant execute on routine %s to %I', one.routine, who);
        end loop;
    end loop;
    if to_regrole('landplan_editor') is not null then
        grant insert on landplan.place, landplan.parcel, landplan.land_event to landplan_editor;
        grant update (
            name, owner_kind, declared_ha, land_use, land_use_set, established_on, place_id, further
        ) on landplan.parcel to landplan_editor;
    end if;
end
$$;
