-- Applied revisions of each workload's model. Immutable: what is in force is the newest one.
-- up
create table model_revision (
  workload text not null,
  revision integer not null,
  hash text not null,
  manifest jsonb not null,
  changes jsonb not null,
  size jsonb not null,
  undo_of integer,
  applied_by text not null,
  applied_at timestamptz not null,
  fact text not null,
  primary key (workload, revision)
);
-- down
drop table model_revision;
