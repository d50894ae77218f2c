-- What alarms tell beside their value, and what other systems send: each delivery once for a day with the answer that
-- it was given, the events that are no alerts, and who asks to be let in. Additive: the former version ignores it.
-- up
alter table alarm_instance
  add column added_labels jsonb not null default '{}',
  add column annotations jsonb not null default '{}';
alter table incident_alarm
  add column labels jsonb not null default '{}',
  add column annotations jsonb not null default '{}',
  add column announced boolean not null default true;
create table delivery (
  workload text not null,
  source text not null,
  delivery_id text not null,
  received_at timestamptz not null,
  status integer not null,
  answer jsonb not null,
  primary key (workload, source, delivery_id)
);
create index delivery_by_time on delivery (received_at);
create table received_event (
  id text primary key,
  position bigint not null,
  workload text not null,
  source text not null,
  type text not null,
  title text not null,
  severity text,
  identity text,
  state text,
  labels jsonb not null,
  url text not null,
  occurred_at timestamptz not null
);
create index received_event_by_time on received_event (workload, occurred_at desc);
create table source_subscription (
  workload text not null,
  source text not null,
  topic text not null,
  url text not null,
  asked_at timestamptz not null,
  confirmed_at timestamptz,
  confirmed_by text,
  primary key (workload, source, topic)
);
-- down
drop table source_subscription, received_event, delivery;
alter table incident_alarm drop column labels, drop column annotations, drop column announced;
alter table alarm_instance drop column added_labels, drop column annotations;
