-- Drills: what is in hand, each action with its intent and outcome, and what was expected. All are projections.
-- up
create table drill (
  id text primary key,
  workload text not null,
  number integer not null,
  environment text not null,
  experiment text not null,
  title text not null,
  spec jsonb not null,
  signals jsonb not null,
  state text not null check (
    state in ('checking', 'injecting', 'reverting', 'finished')),
  started_by text not null,
  started_at timestamptz not null,
  started_position bigint not null,
  fault_at timestamptz,
  alarm_instance text,
  alarm_group text,
  alarm_correlation text,
  incident text,
  run text,
  aborted_reason text,
  reverting_at timestamptz,
  reverted boolean,
  outcome text,
  reason text,
  score double precision,
  finished_at timestamptz,
  finished_position bigint,
  unique (workload, number)
);
create unique index drill_one_in_environment on drill (workload, environment) where state <> 'finished';
create index drill_by_experiment on drill (workload, experiment, started_at desc);
create index drill_by_incident on drill (incident);

create table drill_activity (
  drill text not null references drill (id),
  phase text not null check (phase in ('method', 'rollback')),
  place integer not null,
  name text not null,
  state text not null check (state in ('attempted', 'succeeded', 'failed')),
  attempt integer not null,
  epoch bigint not null,
  attempted_at timestamptz not null,
  ended_at timestamptz,
  retry_at timestamptz,
  output text,
  reason text,
  primary key (drill, phase, place)
);

create table drill_check (
  drill text not null references drill (id),
  moment text not null check (moment in ('before', 'after')),
  met boolean not null,
  probes jsonb not null,
  checked_at timestamptz not null,
  primary key (drill, moment)
);

create table drill_expectation (
  drill text not null references drill (id),
  name text not null,
  place integer not null,
  title text not null,
  limit_ms double precision not null,
  weight double precision not null,
  state text not null check (state in ('open', 'met', 'missed')),
  met_at timestamptz,
  after_ms double precision,
  because text,
  reason text,
  primary key (drill, name)
);
-- down
drop table drill_expectation, drill_check, drill_activity, drill;
