-- The response to an alarm: incidents, escalations, messages and what status pages say. All are projections.
-- up
create table incident (
  id text primary key,
  workload text not null,
  number integer not null,
  title text not null,
  group_key text not null,
  state text not null check (state in ('open', 'resolved')),
  severity text not null,
  priority text not null,
  priority_reason text not null,
  priority_by text,
  outcomes jsonb not null,
  alarm text,
  owner text not null,
  "procedure" text,
  occurred_at timestamptz not null,
  opened_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by text,
  acknowledged_until timestamptz,
  resolved_at timestamptz,
  resolved_by text,
  resolved_reason text,
  recurrence_of text,
  reopened_count integer not null default 0,
  unique (workload, number)
);
create unique index incident_open_by_group on incident (workload, group_key) where state = 'open';
create index incident_by_group on incident (workload, group_key, opened_at desc);
create index incident_by_time on incident (workload, opened_at desc);

create table incident_alarm (
  incident text not null references incident (id),
  instance text not null,
  alarm text not null,
  title text not null,
  raised_at timestamptz not null,
  cleared_at timestamptz,
  primary key (incident, instance)
);
create index incident_alarm_by_instance on incident_alarm (instance) where cleared_at is null;

create table escalation (
  incident text primary key,
  workload text not null,
  number integer not null,
  policy text,
  cycle integer not null,
  state text not null check (state in ('running', 'acknowledged', 'exhausted', 'stopped')),
  step integer not null,
  steps jsonb not null,
  fallback text not null,
  ack_ttl_ms bigint not null,
  due_at timestamptz,
  held_by text,
  held_until timestamptz,
  started_at timestamptz not null
);
create table escalation_step (
  incident text not null references escalation (incident),
  cycle integer not null,
  step integer not null,
  executed_at timestamptz not null,
  recipients jsonb not null,
  primary key (incident, cycle, step)
);

create table notification (
  id text primary key,
  position bigint not null unique,
  correlation text not null,
  workload text not null,
  incident text,
  purpose text not null,
  topic text not null,
  recipient text not null,
  channel text not null,
  address text not null,
  config jsonb not null,
  message jsonb not null,
  state text not null check (
    state in ('queued', 'sending', 'accepted', 'failed', 'expired', 'cancelled', 'superseded')),
  attempts integer not null default 0,
  epoch bigint,
  maybe_told boolean not null default false,
  recovery_of jsonb not null,
  recovered_by text,
  called_off text,
  reason text,
  queued_at timestamptz not null,
  attempted_at timestamptz,
  accepted_at timestamptz,
  next_attempt_at timestamptz,
  expires_at timestamptz not null
);
create index notification_waiting on notification (next_attempt_at, position) where state = 'queued';
create index notification_in_hand on notification (topic, channel, address, position)
  where state in ('queued', 'sending');
create index notification_by_topic on notification (topic, position);
create index notification_by_incident on notification (incident, position);

create table status_component (
  workload text not null,
  page text not null,
  component text not null,
  state text not null check (state in ('impacted', 'operational')),
  text text not null,
  since timestamptz not null,
  episode integer not null,
  when_over text,
  primary key (workload, page, component)
);
create table status_update (
  workload text not null,
  page text not null,
  seq integer not null,
  component text not null,
  state text not null,
  text text not null,
  episode integer not null,
  since timestamptz not null,
  published_at timestamptz not null,
  incident text not null,
  primary key (workload, page, seq)
);
create index status_update_by_incident on status_update (incident);
-- down
drop table status_update, status_component, notification, escalation_step, escalation, incident_alarm, incident;
