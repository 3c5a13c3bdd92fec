-- The audit only grows.
--
-- in:    landplan.audit
-- out:   a trigger that refuses to change, delete or truncate its rows: for everybody, the owner of
--        the table too, and while triggers are put aside for a replica. Who owns a table can drop
--        it or its triggers; PostgreSQL knows no guard against that
-- units: none

create or replace function landplan.refuse_audit_change() returns trigger language plpgsql as $$
begin
    raise exception 'landplan.audit is append-only: what was done stays told'
        using errcode = 'restrict_violation';
end
$$;
comment on function landplan.refuse_audit_change is '触发器：审计记录只增不改';

create or replace trigger audit_append_only before update or delete or truncate on landplan.audit
    for each statement execute function landplan.refuse_audit_change();
alter table landplan.audit enable always trigger audit_append_only;
