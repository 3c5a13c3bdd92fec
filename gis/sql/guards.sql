-- The ledger and the records only grow: what the migrations guard row by row, guarded as a whole.
--
-- in:    the tables of the schema landplan
-- out:   triggers that refuse to truncate the append-only tables, or to change an event's parcels

create or replace function landplan.refuse_truncate() returns trigger language plpgsql as $$
begin
    raise exception 'landplan.% is append-only: it is not truncated', tg_table_name
        using errcode = 'restrict_violation';
end
$$;

create or replace trigger land_event_not_truncated before truncate on landplan.land_event
    for each statement execute function landplan.refuse_truncate();
create or replace trigger land_event_parcel_not_truncated
    before truncate on landplan.land_event_parcel
    for each statement execute function landplan.refuse_truncate();
create or replace trigger project_record_not_truncated before truncate on landplan.project_record
    for each statement execute function landplan.refuse_truncate();
create or replace trigger indicator_record_not_truncated
    before truncate on landplan.indicator_record
    for each statement execute function landplan.refuse_truncate();

create or replace trigger land_event_parcel_append_only
    before update or delete on landplan.land_event_parcel
    for each row execute function landplan.refuse_change();
