-- Problems: what keeps coming back until its cause is gone, and what helps until then.
-- up
create table problem (
  id text primary key,
  workload text not null,
  number integer not null,
  title text not null,
  state text not null,
  group_key text,
  owner text not null,
  reason text not null,
  opened_by text not null,
  opened_at timestamptz not null,
  moved_at timestamptz not null,
  cause text,
  workaround text,
  fix_by timestamptz,
  risk_owner text,
  accepted_until timestamptz,
  unique (workload, number)
);
create index problem_by_group on problem (workload, group_key);
create table problem_move (
  problem text not null references problem (id),
  position bigint not null,
  from_state text not null,
  to_state text not null,
  reason text not null,
  by text not null,
  at timestamptz not null,
  primary key (problem, position)
);
create table problem_incident (
  problem text not null references problem (id),
  incident text not null,
  linked_at timestamptz not null,
  by text not null,
  primary key (problem, incident)
);
create index problem_incident_by_incident on problem_incident (incident);
-- down
drop table problem_incident;
drop table problem_move;
drop table problem;
