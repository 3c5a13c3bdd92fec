-- What an import brings besides the columns of ours, what was before it, and what was taken back.
--
-- in:    the schema as of 0016
-- out:   parcel.further, land_event.further: attributes by the names of the file that brought them,
--        null where there are none. landplan.batch_was: what a row was before a load changed it, null
--        where the load added it. batch.undoes: the load that this one took back
-- units: none

alter table landplan.parcel add column further jsonb;
alter table landplan.land_event add column further jsonb;
alter table landplan.batch add column undoes bigint;

create table landplan.batch_was (
    plan_id text not null,
    batch_id bigint not null,
    kind text not null,
    row_id text not null,
    was jsonb,
    constraint batch_was_pkey primary key (batch_id, kind, row_id)
);
create index batch_was_written_by_idx on landplan.batch_was (((was ->> 'batch_id')::bigint))
    where kind = 'parcel';
