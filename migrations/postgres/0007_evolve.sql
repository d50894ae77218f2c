-- What is learned from what happened, what is changed because of it, and what people say to the review.
-- up
create table retrospective (
  id text primary key,
  workload text not null,
  number integer not null,
  incident text not null unique,
  incident_number integer not null,
  title text not null,
  priority text not null,
  outcomes jsonb not null,
  owner text not null,
  drill text,
  state text not null check (state in ('open', 'closed')),
  timeline jsonb not null,
  occurred_at timestamptz not null,
  detected_at timestamptz not null,
  acknowledged_at timestamptz,
  resolved_at timestamptz not null,
  ttd_ms double precision not null,
  tta_ms double precision,
  ttr_ms double precision not null,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  closed_at timestamptz,
  closed_by text,
  summary text,
  no_lesson text,
  unique (workload, number)
);
create index retrospective_by_time on retrospective (workload, opened_at desc);

create table lesson (
  id text primary key,
  workload text not null,
  number integer not null,
  statement text not null,
  context text not null,
  kind text not null,
  surprised boolean not null,
  source_kind text not null,
  source_id text,
  retrospective text,
  applies_to jsonb not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  unique (workload, number)
);
create index lesson_by_retrospective on lesson (retrospective);
create table lesson_acknowledgement (
  lesson text not null references lesson (id),
  by text not null,
  team text,
  at timestamptz not null,
  primary key (lesson, by)
);

create table improvement (
  id text primary key,
  workload text not null,
  number integer not null,
  title text not null,
  driver text not null,
  problem text not null,
  hypothesis text not null,
  target jsonb,
  evaluate_at timestamptz,
  effort_hours double precision,
  owner text not null,
  retrospective text,
  lesson text,
  state text not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  moved_at timestamptz not null,
  before jsonb,
  after jsonb,
  verdict_reason text,
  unique (workload, number)
);
create index improvement_by_retrospective on improvement (retrospective);
create table improvement_move (
  improvement text not null references improvement (id),
  position bigint not null,
  from_state text not null,
  to_state text not null,
  reason text not null,
  by text not null,
  at timestamptz not null,
  primary key (improvement, position)
);

create table review_reason (
  workload text not null,
  practice text not null,
  answer text not null,
  driver text not null,
  text text not null,
  given_by text not null,
  given_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (workload, practice)
);
create table review_milestone (
  id text primary key,
  workload text not null,
  name text not null,
  position bigint not null,
  answers jsonb not null,
  recorded_by text not null,
  recorded_at timestamptz not null
);
create index review_milestone_by_time on review_milestone (workload, recorded_at desc);
-- down
drop table review_milestone, review_reason, improvement_move, improvement, lesson_acknowledgement, lesson,
  retrospective;
