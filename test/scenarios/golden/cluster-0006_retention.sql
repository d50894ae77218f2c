alter table tel.samples on cluster `telemetry` remove ttl;

alter table tel.logs on cluster `telemetry` remove ttl;

alter table tel.spans on cluster `telemetry` remove ttl;

alter table tel.service_calls on cluster `telemetry` remove ttl;

create table if not exists tel.samples_5m on cluster `telemetry` (
  series_id UInt64 codec(Delta, ZSTD(1)),
  b DateTime codec(DoubleDelta, ZSTD(1)),
  n UInt32 codec(T64, ZSTD(1)),
  s Float64 codec(Gorilla, ZSTD(1)),
  mn Float64 codec(Gorilla, ZSTD(1)),
  mx Float64 codec(Gorilla, ZSTD(1)),
  last Float64 codec(Gorilla, ZSTD(1))
) engine = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/tel/samples_5m', '{replica}', n)
partition by toYYYYMM(b)
order by (series_id, b)
settings fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 120;

create table if not exists tel.samples_5m_all on cluster `telemetry` as tel.samples_5m engine = Distributed(`telemetry`, 'tel', 'samples_5m', series_id);
