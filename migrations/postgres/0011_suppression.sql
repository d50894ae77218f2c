-- What people have said is to be quiet, and the open alarms with the reasons for which nobody is told of them.
-- Additive: the former version tells of every alarm.
-- up
create table silence (
  id text primary key,
  workload text not null,
  kind text not null,
  matchers jsonb not null,
  expression text,
  components jsonb not null,
  environments jsonb not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  repeats jsonb,
  created_by text not null,
  created_at timestamptz not null,
  reason text not null,
  change text,
  ended_at timestamptz,
  ended_by text,
  ended_reason text
);
create index silence_workload on silence (workload, ended_at);
create table open_alarm (
  instance text primary key,
  workload text not null,
  alarm text not null,
  labels jsonb not null,
  severity text,
  opened_at timestamptz not null,
  raised jsonb,
  lost jsonb,
  reasons jsonb not null default '[]',
  suppressed_at timestamptz
);
create index open_alarm_workload on open_alarm (workload);
-- down
drop table open_alarm, silence;
