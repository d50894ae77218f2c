-- Deployments as told by pipelines and tools: the unit of change that charts, suspects and reviews refer to.
-- up
create table deployment (
  id text primary key,
  workload text not null,
  environment text not null,
  component text not null,
  version text not null,
  previous text,
  outcome text not null,
  delivery_id text not null,
  finished_at timestamptz not null,
  unique (workload, delivery_id)
);
create index deployment_by_time on deployment (workload, finished_at);
-- down
drop table deployment;
