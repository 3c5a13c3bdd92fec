-- Work done in the background: what was asked for, how far it is, what it brought and what it made.
--
-- in:    the schema landplan
-- out:   the tables of projects/jobs/tables.py. Each has row-level security without a policy:
--        whoever is not the owner of the tables sees no row of them. A job names its plan and who
--        asked for it by their names, so that neither is held by it
-- units: bytes

create table landplan.job (
    job_id bigint generated always as identity primary key,
    kind text not null,
    plan_id text not null,
    asked jsonb not null default '{}',
    asked_by text not null default '',
    asked_as text not null default '',
    asked_from text not null default '',
    asked_at timestamptz not null default now(),
    state text not null default 'waiting',
    started_at timestamptz,
    ended_at timestamptz,
    step_zh text not null default '',
    step_en text not null default '',
    done bigint,
    total bigint,
    error_zh text not null default '',
    error_en text not null default '',
    result jsonb not null default '{}',
    constraint job_state_check check (state in ('waiting', 'running', 'done', 'failed'))
);
create index job_state_idx on landplan.job (state, job_id) where ended_at is null;
create index job_kind_idx on landplan.job (kind, job_id);

create table landplan.job_file (
    job_id bigint not null references landplan.job on delete cascade,
    file_no integer not null,
    name text not null,
    bytes bigint not null,
    made boolean not null,
    constraint job_file_pkey primary key (job_id, file_no)
);

create table landplan.job_chunk (
    job_id bigint not null,
    file_no integer not null,
    chunk_no integer not null,
    content bytea not null,
    constraint job_chunk_pkey primary key (job_id, file_no, chunk_no),
    constraint job_chunk_job_id_fkey foreign key (job_id, file_no)
        references landplan.job_file on delete cascade
);
alter table landplan.job_chunk alter column content set storage external;

create table landplan.job_problem (
    job_id bigint not null references landplan.job on delete cascade,
    problem_no integer not null,
    severity text not null,
    told jsonb not null,
    constraint job_problem_pkey primary key (job_id, problem_no)
);
create index job_problem_severity_idx on landplan.job_problem (job_id, severity, problem_no);

alter table landplan.job enable row level security;
alter table landplan.job_file enable row level security;
alter table landplan.job_chunk enable row level security;
alter table landplan.job_problem enable row level security;
