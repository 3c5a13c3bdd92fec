-- When each table of a plan was last changed, from which a plan's version follows.
--
-- in:    the schema as of 0017
-- out:   landplan.plan_change: a row for each plan and table; a plan that is there has changed now.
--        Without a foreign key: the rows stay when a plan goes, so that one loaded by its name goes
--        on from there
-- units: changed in microseconds since 1970, greater at each change

create table landplan.plan_change (
    plan_id text not null,
    what text not null,
    changed bigint not null,
    constraint plan_change_pkey primary key (plan_id, what)
);
insert into landplan.plan_change
select p.plan_id, 'plan', (extract(epoch from clock_timestamp()) * 1000000)::bigint
from landplan.plan p;
