-- Alarm instances that have ever left their quiet state, and alarms that cannot be evaluated. Folded from facts:
-- a look that changes nothing writes nothing. `position` tells an engine that somebody else has decided.
-- up
create table alarm_instance (
  instance text primary key,
  workload text not null,
  alarm text not null,
  labels jsonb not null,
  state text not null check (state in ('ok', 'pending', 'firing', 'recovering', 'nodata')),
  since timestamptz not null,
  raised_at timestamptz,
  blind boolean not null,
  reason text,
  group_key text,
  value double precision,
  version text not null,
  last_tick timestamptz not null,
  position bigint not null
);
create index alarm_instance_by_workload on alarm_instance (workload, position);
create table alarm_rule_health (
  workload text not null,
  alarm text not null,
  error text not null,
  since timestamptz not null,
  primary key (workload, alarm)
);
-- down
drop table alarm_rule_health;
drop table alarm_instance;
