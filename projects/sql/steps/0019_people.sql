-- People: accounts, their sessions and tokens, guesses at passwords, and the audit of what was done.
--
-- in:    the schema landplan
-- out:   the tables of projects/people/tables.py. Each has row-level security without a policy:
--        whoever is not the owner of the tables, or acts for it, sees no row of them, whatever
--        else the schema's tables are open for. The audit names people by their names then, and
--        belongs to no plan, so that nothing takes it away
-- units: none

create table landplan.person (
    person_id bigint generated always as identity primary key,
    name text not null,
    name_key text not null unique,
    role text not null,
    password_hash text not null,
    created_at timestamptz not null default now(),
    disabled_at timestamptz,
    constraint person_role_check check (role in ('viewer', 'editor', 'administrator'))
);

create table landplan.person_session (
    token_hash bytea primary key,
    person_id bigint not null references landplan.person,
    address text not null default '',
    started_at timestamptz not null default now(),
    seen_at timestamptz not null default now(),
    ended_at timestamptz
);
create index person_session_person_id_idx on landplan.person_session (person_id);

create table landplan.person_token (
    token_id bigint generated always as identity primary key,
    person_id bigint not null references landplan.person,
    label text not null default '',
    role text not null,
    token_hash bytea not null unique,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz,
    revoked_at timestamptz,
    constraint person_token_role_check check (role in ('viewer', 'editor', 'administrator'))
);
create index person_token_person_id_idx on landplan.person_token (person_id);

create table landplan.password_guess (
    kind text not null,
    key_hash bytea not null,
    failures integer not null,
    failed_at timestamptz not null default now(),
    constraint password_guess_pkey primary key (kind, key_hash),
    constraint password_guess_kind_check check (kind in ('name', 'address'))
);

create table landplan.audit (
    audit_id bigint generated always as identity primary key,
    happened_at timestamptz not null default now(),
    person text not null default '',
    role text not null default '',
    address text not null default '',
    action text not null default '',
    subject text not null default '',
    details jsonb not null default '{}'
);
create index audit_happened_at_idx on landplan.audit (happened_at);
create index audit_person_idx on landplan.audit (person, audit_id);
create index audit_action_idx on landplan.audit (action, audit_id);

alter table landplan.person enable row level security;
alter table landplan.person_session enable row level security;
alter table landplan.person_token enable row level security;
alter table landplan.password_guess enable row level security;
alter table landplan.audit enable row level security;
