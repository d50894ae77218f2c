-- Words are looked for in any case of letters, so the index of words is one of the lower case. Templates of
-- lines are learned while lines arrive; a template that becomes more general is written again, and the newest
-- row counts. An attribute is one of the record or one of its resource, so both have an index of their values. A call from one service to another is kept as a row of its own when both its spans have arrived,
-- so the map of services needs no join.
-- up
alter table tel.logs add index if not exists ix_words lower(body) type tokenbf_v1(32768, 3, 0) granularity 1;
alter table tel.logs drop index if exists ix_body;
alter table tel.logs materialize index ix_words;
alter table tel.logs add index if not exists ix_rv mapValues(resource) type bloom_filter(0.01) granularity 1;
alter table tel.logs materialize index ix_rv;

create table tel.log_templates (
  template_id UInt64,
  service LowCardinality(String),
  template String codec(ZSTD(1)),
  first_seen DateTime64(3),
  updated DateTime64(3)
) engine = ReplacingMergeTree(updated)
order by (service, template_id)
ttl toDateTime(updated) + interval 400 day delete
settings fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 120;

create table tel.service_calls (
  ts DateTime64(9) codec(Delta, ZSTD(1)),
  caller LowCardinality(String),
  callee LowCardinality(String),
  release LowCardinality(String),
  duration_ns UInt64 codec(T64, ZSTD(1)),
  failed UInt8 codec(ZSTD(1)),
  span_id FixedString(8) codec(ZSTD(1))
) engine = MergeTree
partition by toDate(ts)
order by (toStartOfHour(ts), caller, callee, ts)
ttl toDateTime(ts) + interval 14 day delete
settings ttl_only_drop_parts = 1, fsync_after_insert = 1, fsync_part_directory = 1,
  old_parts_lifetime = 120;
-- down
drop table if exists tel.service_calls;
drop table if exists tel.log_templates;
alter table tel.logs add index if not exists ix_body body type tokenbf_v1(32768, 3, 0) granularity 1;
alter table tel.logs drop index if exists ix_words;
alter table tel.logs drop index if exists ix_rv;
