-- How people work on an incident: phase, roles, tasks, decisions, and when customers felt it.
-- up
create table response (
  incident text primary key,
  phase text not null,
  moved_at timestamptz,
  impact_from timestamptz,
  impact_to timestamptz,
  impact_reason text,
  impact_by text
);
create table response_role (
  incident text not null,
  role text not null,
  person text not null,
  since timestamptz not null,
  note text,
  primary key (incident, role)
);
create table response_task (
  id text primary key,
  incident text not null,
  body text not null,
  assignee text,
  added_by text not null,
  added_at timestamptz not null,
  outcome text,
  result text,
  ended_by text,
  ended_at timestamptz
);
create index response_task_by_incident on response_task (incident, added_at);
create table response_decision (
  id text primary key,
  incident text not null,
  question text not null,
  options jsonb not null,
  risk text,
  asked_of text,
  asked_by text not null,
  asked_at timestamptz not null,
  choice text,
  reason text,
  authority text,
  decided_by text,
  decided_at timestamptz
);
create index response_decision_by_incident on response_decision (incident, asked_at);
-- down
drop table response_decision;
drop table response_task;
drop table response_role;
drop table response;
