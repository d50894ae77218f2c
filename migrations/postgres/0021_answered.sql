-- A page may be answered by its own link, without signing in, and only once.

-- up
alter table notification add column answered_at timestamptz;

-- down
alter table notification drop column answered_at;
