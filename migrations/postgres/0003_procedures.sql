-- Runs of procedures and their steps: projections of facts. The three tables at the end are work in hand.
-- up
create table procedure_run (
  id text primary key,
  workload text not null,
  procedure text not null,
  environment text not null,
  title text not null,
  kind text not null,
  state text not null,
  trigger text not null,
  alarm text,
  incident text,
  dedupe text unique,
  params jsonb not null,
  dry boolean not null,
  hash text not null,
  plan jsonb not null,
  started_by text not null,
  correlation text not null,
  fact text not null,
  created_at timestamptz not null,
  cancel_reason text,
  reason text,
  ended_at timestamptz
);
create index procedure_run_open on procedure_run (id) where ended_at is null;
create index procedure_run_by_procedure on procedure_run (workload, procedure, created_at);
create index procedure_run_by_incident on procedure_run (incident) where incident is not null;
create table procedure_step (
  run text not null references procedure_run (id) on delete cascade,
  step text not null,
  ordinal bigint not null,
  state text not null,
  attempt integer not null,
  effect text not null,
  compensates text,
  summary text,
  outputs jsonb not null,
  waiting jsonb,
  answers jsonb not null,
  started_at timestamptz not null,
  retry_at timestamptz,
  ended_at timestamptz,
  done_position bigint,
  primary key (run, step)
);
-- When a run wants attention again; none means now.
create table procedure_wake (
  run text primary key,
  at timestamptz not null
);
create table step_process (
  run text not null,
  step text not null,
  process_group integer not null,
  host text not null,
  primary key (run, step)
);
create table step_output (
  run text not null,
  step text not null,
  line bigint generated always as identity,
  attempt integer not null,
  stream text not null,
  at timestamptz not null,
  text text not null,
  primary key (run, step, line)
);
-- down
drop table step_output, step_process, procedure_wake, procedure_step, procedure_run;
