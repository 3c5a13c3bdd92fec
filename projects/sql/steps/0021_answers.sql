-- 形象进度 of projects, and what was answered to warnings.
--
-- in:    the schema as of 0020
-- out:   the column and the table that projects/tables.py describes (a test compares the two)
-- units: progress_percent 0 to 100

alter table landplan.project_record
    add column progress_percent double precision,
    add constraint project_record_progress_percent_check check (progress_percent between 0 and 100),
    drop constraint project_record_one_thing_check,
    add constraint project_record_one_thing_check
        check (num_nonnulls(stage, invested_10k_cny, progress_percent) = 1);

create table landplan.warning_answer (
    answer_id bigint generated always as identity,
    plan_id text not null,
    warning text not null,
    told text default '' not null,
    action text default '' not null,
    assignee text default '' not null,
    note text default '' not null,
    answered_by text default '' not null,
    answered_at timestamp with time zone default now() not null,
    constraint warning_answer_pkey primary key (answer_id),
    constraint warning_answer_action_check check (action in ('assign', 'note', 'done', 'reopen')),
    constraint warning_answer_plan_id_fkey foreign key(plan_id) references landplan.plan (plan_id)
);
create index warning_answer_warning_idx on landplan.warning_answer (plan_id, warning);
