alter table tel.flows on cluster `telemetry` remove ttl;

alter table tel.activity on cluster `telemetry` remove ttl;
