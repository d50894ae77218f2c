create table if not exists tel.flows on cluster `telemetry` (
  start DateTime64(3) codec(Delta, ZSTD(1)),
  finish DateTime64(3) codec(Delta, ZSTD(1)),
  tenant LowCardinality(String) default '',
  host LowCardinality(String),
  iface LowCardinality(String),
  direction LowCardinality(String),
  src IPv6 codec(ZSTD(1)),
  dst IPv6 codec(ZSTD(1)),
  sport UInt16,
  dport UInt16,
  proto UInt8,
  packets UInt64 codec(T64, ZSTD(1)),
  bytes UInt64 codec(T64, ZSTD(1)),
  action Enum8('unknown' = 0, 'accept' = 1, 'reject' = 2),
  tcp_flags UInt16,
  attrs Map(LowCardinality(String), String) codec(ZSTD(1))
) engine = ReplicatedMergeTree('/clickhouse/tables/{shard}/tel/flows', '{replica}')
partition by toDate(start)
order by (tenant, toStartOfHour(start), dst, dport, src)
ttl toDateTime(start) + interval 30 day delete
settings ttl_only_drop_parts = 1, fsync_after_insert = 1, fsync_part_directory = 1,
  old_parts_lifetime = 120;

create table if not exists tel.activity on cluster `telemetry` (
  ts DateTime64(3) codec(Delta, ZSTD(1)),
  tenant LowCardinality(String) default '',
  id String codec(ZSTD(1)),
  actor String codec(ZSTD(1)),
  actor_kind LowCardinality(String),
  address String codec(ZSTD(1)),
  agent String codec(ZSTD(1)),
  source LowCardinality(String),
  action LowCardinality(String),
  target String codec(ZSTD(1)),
  outcome Enum8('ok' = 1, 'denied' = 2, 'error' = 3),
  reason String codec(ZSTD(1)),
  attrs Map(LowCardinality(String), String) codec(ZSTD(1)),
  raw String codec(ZSTD(3)),
  index ix_actor actor type bloom_filter(0.01) granularity 1,
  index ix_target target type bloom_filter(0.01) granularity 1
) engine = ReplicatedMergeTree('/clickhouse/tables/{shard}/tel/activity', '{replica}')
partition by toYYYYMM(ts)
order by (tenant, toStartOfHour(ts), source, action, ts)
ttl toDateTime(ts) + interval 400 day delete
settings ttl_only_drop_parts = 1, fsync_after_insert = 1, fsync_part_directory = 1,
  old_parts_lifetime = 120;

create table if not exists tel.flows_all on cluster `telemetry` as tel.flows engine = Distributed(`telemetry`, 'tel', 'flows', cityHash64(start, src, dst));

create table if not exists tel.activity_all on cluster `telemetry` as tel.activity engine = Distributed(`telemetry`, 'tel', 'activity', cityHash64(ts, source, actor));
