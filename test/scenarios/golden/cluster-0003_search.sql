alter table tel.logs on cluster `telemetry` add index if not exists ix_words lower(body) type tokenbf_v1(32768, 3, 0) granularity 1;

alter table tel.logs on cluster `telemetry` drop index if exists ix_body;

alter table tel.logs on cluster `telemetry` materialize index ix_words;

alter table tel.logs on cluster `telemetry` add index if not exists ix_rv mapValues(resource) type bloom_filter(0.01) granularity 1;

alter table tel.logs on cluster `telemetry` materialize index ix_rv;

create table if not exists tel.log_templates on cluster `telemetry` (
  template_id UInt64,
  service LowCardinality(String),
  template String codec(ZSTD(1)),
  first_seen DateTime64(3),
  updated DateTime64(3)
) engine = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/tel/log_templates', '{replica}', updated)
order by (service, template_id)
ttl toDateTime(updated) + interval 400 day delete
settings fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 120;

create table if not exists tel.service_calls on cluster `telemetry` (
  ts DateTime64(9) codec(Delta, ZSTD(1)),
  caller LowCardinality(String),
  callee LowCardinality(String),
  release LowCardinality(String),
  duration_ns UInt64 codec(T64, ZSTD(1)),
  failed UInt8 codec(ZSTD(1)),
  span_id FixedString(8) codec(ZSTD(1))
) engine = ReplicatedMergeTree('/clickhouse/tables/{shard}/tel/service_calls', '{replica}')
partition by toDate(ts)
order by (toStartOfHour(ts), caller, callee, ts)
ttl toDateTime(ts) + interval 14 day delete
settings ttl_only_drop_parts = 1, fsync_after_insert = 1, fsync_part_directory = 1,
  old_parts_lifetime = 120;

create table if not exists tel.log_templates_all on cluster `telemetry` as tel.log_templates engine = Distributed(`telemetry`, 'tel', 'log_templates', template_id);

create table if not exists tel.service_calls_all on cluster `telemetry` as tel.service_calls engine = Distributed(`telemetry`, 'tel', 'service_calls', cityHash64(caller, callee));
