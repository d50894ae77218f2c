-- Escalations are sent on by triggers and people, wait for several people, and call third parties. Additive.
-- up
alter table escalation drop constraint escalation_state_check;
alter table escalation add constraint escalation_state_check
  check (state in ('running', 'acknowledged', 'snoozed', 'exhausted', 'stopped'));
alter table escalation
  add column triggers jsonb not null default '[]',
  add column zone text not null default 'UTC',
  add column ack_by_priority boolean not null default false,
  add column awaits jsonb not null default '[]',
  add column snoozed_until timestamptz,
  add column snoozed_by text;
create table escalation_trigger (
  incident text not null,
  trigger text not null,
  fired_at timestamptz not null,
  primary key (incident, trigger)
);
create table escalation_party (
  incident text not null,
  party text not null,
  called_at timestamptz not null,
  answer_by timestamptz not null,
  case_number text,
  case_by text,
  late_at timestamptz,
  primary key (incident, party)
);
-- down
drop table escalation_party, escalation_trigger;
update escalation set state = 'acknowledged' where state = 'snoozed';
alter table escalation
  drop column triggers, drop column zone, drop column ack_by_priority, drop column awaits,
  drop column snoozed_until, drop column snoozed_by;
alter table escalation drop constraint escalation_state_check;
alter table escalation add constraint escalation_state_check
  check (state in ('running', 'acknowledged', 'exhausted', 'stopped'));
