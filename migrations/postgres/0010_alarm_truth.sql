-- Alarms that flap, whose source is silent, whose samples come late, whose instances are too many; resources that
-- recorded changes have removed; how far a node has looked when it hands alarms over. Additive: the former version
-- ignores all of it.
-- up
alter table alarm_instance
  add column stale boolean not null default false,
  add column changes jsonb not null default '[]',
  add column flapping jsonb;
alter table alarm_rule_health add column dropped integer not null default 0;
create table alarm_tally (
  workload text not null,
  alarm text not null,
  flappings integer not null,
  flapping_changes integer not null,
  late_samples bigint not null,
  late_at timestamptz,
  primary key (workload, alarm)
);
create table removed_resource (
  workload text not null,
  resource text not null,
  labels jsonb not null,
  change_id text not null,
  removed_at timestamptz not null,
  primary key (workload, resource)
);
create table alarm_watch (
  key text primary key,
  looked_at timestamptz not null
);
-- down
drop table alarm_watch, removed_resource, alarm_tally;
alter table alarm_rule_health drop column dropped;
alter table alarm_instance drop column stale, drop column changes, drop column flapping;
