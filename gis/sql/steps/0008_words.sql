-- Routines whose names said crowded and alone say overlapping and isolated, as the trade does.
--
-- in:    a schema of an earlier landplan, or one without routines
-- out:   the same routines under their new names: what stands on them, and who may use them, stays

do $$
declare
    old record;
begin
    for old in
        select p.oid::regprocedure as routine, n.new_name
        from (values
            ('land_alone', 'land_isolated'),
            ('land_crowded', 'land_overlapping'),
            ('land_held_crowded', 'land_held_overlapping'),
            ('crowded_places', 'overlapping_places'),
            ('alone_shares', 'isolated_shares'),
            ('crowded_shares', 'overlapping_shares'),
            ('add_crowded_shares', 'add_overlapping_shares')
        ) n (old_name, new_name)
        join pg_proc p on p.proname = n.old_name
            and p.pronamespace = 'landplan'::regnamespace
    loop
        execute format('alter function %s rename to %I', old.routine, old.new_name);
    end loop;
end
$$;
