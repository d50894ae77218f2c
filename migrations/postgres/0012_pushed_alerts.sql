-- Alerts that other systems send are kept as they said them last, with when each system was heard, since an alert
-- that ends because its source fell silent has not ended. They repeat themselves every minute, so they are no facts.
-- up
create table pushed_alert (
  workload text not null,
  source text not null,
  fingerprint text not null,
  labels jsonb not null,
  annotations jsonb not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  received_at timestamptz not null,
  said_at timestamptz not null,
  url text not null,
  primary key (workload, source, fingerprint)
);
create table pushed_source (
  workload text not null,
  source text not null,
  heard_at timestamptz not null,
  primary key (workload, source)
);
-- down
drop table pushed_source;
drop table pushed_alert;
