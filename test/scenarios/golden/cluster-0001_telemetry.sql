create table if not exists tel.series on cluster `telemetry` (
  series_id UInt64,
  tenant LowCardinality(String) default '',
  name LowCardinality(String),
  type Enum8('unknown' = 0, 'counter' = 1, 'gauge' = 2, 'histogram' = 3, 'summary' = 4),
  unit LowCardinality(String),
  labels Map(LowCardinality(String), String),
  first_seen DateTime64(3),
  last_seen DateTime64(3),
  index ix_lk mapKeys(labels) type bloom_filter(0.01) granularity 1,
  index ix_lv mapValues(labels) type bloom_filter(0.01) granularity 1
) engine = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/tel/series', '{replica}', last_seen)
order by (tenant, name, series_id)
settings fsync_after_insert = 1, fsync_part_directory = 1,
  old_parts_lifetime = 120;

create table if not exists tel.samples on cluster `telemetry` (
  series_id UInt64 codec(Delta, ZSTD(1)),
  ts DateTime64(3) codec(DoubleDelta, ZSTD(1)),
  value Float64 codec(Gorilla, ZSTD(1))
) engine = ReplicatedMergeTree('/clickhouse/tables/{shard}/tel/samples', '{replica}')
partition by toDate(ts)
order by (series_id, ts)
ttl toDateTime(ts) + interval 15 day delete
settings ttl_only_drop_parts = 1, fsync_after_insert = 1, fsync_part_directory = 1,
  old_parts_lifetime = 120;

create table if not exists tel.logs on cluster `telemetry` (
  ts DateTime64(9) codec(Delta, ZSTD(1)),
  observed DateTime64(3) codec(Delta, ZSTD(1)),
  tenant LowCardinality(String) default '',
  service LowCardinality(String),
  host LowCardinality(String),
  severity UInt8,
  trace_id String codec(ZSTD(1)),
  span_id String codec(ZSTD(1)),
  pattern_id UInt64 default 0 codec(ZSTD(1)),
  body String codec(ZSTD(1)),
  attrs Map(LowCardinality(String), String) codec(ZSTD(1)),
  resource Map(LowCardinality(String), String) codec(ZSTD(1)),
  index ix_body body type tokenbf_v1(32768, 3, 0) granularity 1,
  index ix_trace trace_id type bloom_filter(0.01) granularity 1,
  index ix_av mapValues(attrs) type bloom_filter(0.01) granularity 1
) engine = ReplicatedMergeTree('/clickhouse/tables/{shard}/tel/logs', '{replica}')
partition by toDate(ts)
order by (tenant, service, toStartOfFiveMinutes(ts), ts)
ttl toDateTime(ts) + interval 30 day delete
settings ttl_only_drop_parts = 1, fsync_after_insert = 1, fsync_part_directory = 1,
  old_parts_lifetime = 120;

create table if not exists tel.spans on cluster `telemetry` (
  ts DateTime64(9) codec(Delta, ZSTD(1)),
  trace_id FixedString(16) codec(ZSTD(1)),
  span_id FixedString(8) codec(ZSTD(1)),
  parent_id FixedString(8) codec(ZSTD(1)),
  tenant LowCardinality(String) default '',
  service LowCardinality(String),
  name LowCardinality(String),
  kind UInt8,
  duration_ns UInt64 codec(T64, ZSTD(1)),
  status UInt8,
  status_message String codec(ZSTD(1)),
  attrs Map(LowCardinality(String), String) codec(ZSTD(1)),
  resource Map(LowCardinality(String), String) codec(ZSTD(1)),
  events Nested(ts DateTime64(9), name LowCardinality(String), attrs Map(LowCardinality(String), String)),
  index ix_trace trace_id type bloom_filter(0.001) granularity 1
) engine = ReplicatedMergeTree('/clickhouse/tables/{shard}/tel/spans', '{replica}')
partition by toDate(ts)
order by (tenant, service, name, toStartOfHour(ts), ts)
ttl toDateTime(ts) + interval 14 day delete
settings ttl_only_drop_parts = 1, fsync_after_insert = 1, fsync_part_directory = 1,
  old_parts_lifetime = 120;

create table if not exists tel.series_all on cluster `telemetry` as tel.series engine = Distributed(`telemetry`, 'tel', 'series', series_id);

create table if not exists tel.samples_all on cluster `telemetry` as tel.samples engine = Distributed(`telemetry`, 'tel', 'samples', series_id);

create table if not exists tel.logs_all on cluster `telemetry` as tel.logs engine = Distributed(`telemetry`, 'tel', 'logs', cityHash64(ts, service, host));

create table if not exists tel.spans_all on cluster `telemetry` as tel.spans engine = Distributed(`telemetry`, 'tel', 'spans', cityHash64(trace_id));
