-- What the stored figures were computed by.
--
-- in:    the schema as of 0010
-- out:   the table kept, as gis/database/tables.py describes it, with no row: nothing says what
--        computed the figures that are there, so they are computed anew. Where a step 0006 other
--        than today's came first (it lived on no release), what today's makes is made
-- units: none

create table landplan.kept (
    only_row boolean default true not null,
    computed_by text not null,
    constraint kept_pkey primary key (only_row),
    constraint kept_only_row_check check (only_row)
);

do $$
begin
    if to_regclass('landplan.zone_month') is null then
        alter table landplan.zone_day
            drop constraint zone_day_pkey,
            add constraint zone_day_pkey
                primary key (plan_id, day, zone_id, kind, land_use, land_use_set);
        create table landplan.zone_month (like landplan.zone_day);
        alter table landplan.zone_month rename column day to month;
        alter table landplan.zone_month add constraint zone_month_pkey
            primary key (plan_id, month, zone_id, kind, land_use, land_use_set);
    end if;
end
$$;
