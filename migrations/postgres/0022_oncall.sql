-- A person takes the place of another in a rotation for a while. Additive.
-- up
create table oncall_override (
  id text primary key,
  workload text not null,
  rotation text not null,
  person text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  reason text not null,
  set_by text not null,
  set_at timestamptz not null
);
create index oncall_override_ends on oncall_override (workload, ends_at);

-- down
drop table oncall_override;
