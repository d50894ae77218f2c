-- Flows and activity are let go by the worker that follows the model, as samples, logs and spans are since 0006.
-- up
alter table tel.flows remove ttl;
alter table tel.activity remove ttl;
-- down
alter table tel.activity modify ttl toDateTime(ts) + interval 400 day delete;
alter table tel.flows modify ttl toDateTime(start) + interval 30 day delete;
