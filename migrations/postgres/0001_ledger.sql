-- The ledger holds everything that happened; all other tables are computed from it or hold work in hand.
-- up
create table ledger (
  position bigint primary key,
  id text not null unique,
  type text not null,
  source text not null,
  subject text not null,
  time timestamptz not null,
  recorded_at timestamptz not null,
  actor text not null,
  cause text,
  correlation text not null,
  data jsonb not null,
  hash bytea not null
);
create index ledger_by_subject on ledger (subject, position);
create index ledger_by_type on ledger (type, position);
create index ledger_by_correlation on ledger (correlation, position);

-- One row. Whoever appends holds it until the commit, so positions have no gaps and no fact overtakes another.
create table ledger_head (
  singleton boolean primary key default true check (singleton),
  position bigint not null,
  hash bytea not null,
  recorded_at timestamptz not null
);
insert into ledger_head (position, hash, recorded_at) values (0, decode(repeat('00', 32), 'hex'), to_timestamp(0));

create table ledger_key (
  id text primary key,
  public_key text not null,
  made_at timestamptz not null default now()
);
create table ledger_signature (
  position bigint primary key,
  hash bytea not null,
  key text not null references ledger_key (id),
  signature bytea not null,
  signed_at timestamptz not null default now()
);

create function ledger_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger ledger_append_only before update or delete on ledger
  for each row execute function ledger_is_append_only();
create trigger ledger_never_truncated before truncate on ledger
  for each statement execute function ledger_is_append_only();

-- How far each reaction has answered; moved in the same transaction as its answers.
create table reaction_cursor (
  name text primary key,
  position bigint not null,
  attempts integer not null default 0,
  error text
);
create table reaction_parked (
  name text not null,
  position bigint not null,
  error text not null,
  parked_at timestamptz not null default now(),
  primary key (name, position)
);

-- Waiting: a projection of timer facts.
create table timer (
  key text primary key,
  purpose text not null,
  due_at timestamptz not null,
  data jsonb not null,
  set_by text not null,
  correlation text not null
);
create index timer_by_due on timer (due_at);

-- Work in hand: who holds it, until when, and the number that fences off a holder that woke up too late.
create table lease (
  key text primary key,
  owner text not null,
  epoch bigint not null,
  until timestamptz not null
);

-- The running system may append and read facts, never change them. Where roles cannot be made the trigger stands alone.
do $$
begin
  -- Roles belong to the whole server: another database may be making this one at the same moment.
  for attempt in 1..20 loop
    begin
      if not exists (select from pg_roles where rolname = 'opsplane_runtime') then
        create role opsplane_runtime nologin;
      end if;
      execute format('grant opsplane_runtime to %I', current_user);
      exit;
    exception when unique_violation or duplicate_object or internal_error then
      if attempt = 20 then raise; end if;
      perform pg_sleep(0.05);
    end;
  end loop;
  grant usage on schema public to opsplane_runtime;
  grant select, insert, update, delete, truncate on all tables in schema public to opsplane_runtime;
  alter default privileges in schema public grant select, insert, update, delete, truncate on tables to opsplane_runtime;
  alter default privileges in schema public grant usage, select on sequences to opsplane_runtime;
  revoke update, delete, truncate on ledger from opsplane_runtime;
exception when insufficient_privilege then
  raise notice 'this user may not make roles; the append-only trigger protects the ledger alone';
end $$;
-- down
drop table lease, timer, reaction_parked, reaction_cursor, ledger_signature, ledger_key, ledger_head, ledger;
drop function ledger_is_append_only;
