-- How long telemetry is kept is declared in the model, so tables no longer know it: whole days are dropped by a
-- worker that follows our clock (docs/decisions/0012). Before the samples of a day go, one row for each series and
-- five minutes stays. Rows of a bucket that is rolled up twice are the same, and the one with most samples counts.
-- up
alter table tel.samples remove ttl;
alter table tel.logs remove ttl;
alter table tel.spans remove ttl;
alter table tel.service_calls remove ttl;

create table tel.samples_5m (
  series_id UInt64 codec(Delta, ZSTD(1)),
  b DateTime codec(DoubleDelta, ZSTD(1)),
  n UInt32 codec(T64, ZSTD(1)),
  s Float64 codec(Gorilla, ZSTD(1)),
  mn Float64 codec(Gorilla, ZSTD(1)),
  mx Float64 codec(Gorilla, ZSTD(1)),
  last Float64 codec(Gorilla, ZSTD(1))
) engine = ReplacingMergeTree(n)
partition by toYYYYMM(b)
order by (series_id, b)
settings fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 120;
-- down
drop table if exists tel.samples_5m;
alter table tel.service_calls modify ttl toDateTime(ts) + interval 14 day delete;
alter table tel.spans modify ttl toDateTime(ts) + interval 14 day delete;
alter table tel.logs modify ttl toDateTime(ts) + interval 30 day delete;
alter table tel.samples modify ttl toDateTime(ts) + interval 15 day delete;
