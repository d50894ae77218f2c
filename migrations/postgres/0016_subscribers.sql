-- Who follows a status page, and the work of telling them. Addresses stand here alone, so that they can be erased:
-- facts name the subscriber. What each was told is a row and no fact, since one update has a hundred thousand of them.
-- Additive: the former version ignores all of it.
-- up
create table subscriber (
  number bigint generated always as identity primary key,
  id text not null unique,
  workload text not null,
  page text not null,
  -- In the order of confirmation, from 1 on each page; null until then.
  seq bigint,
  kind text not null,
  -- Null once it is erased.
  address text,
  -- Names of components; all of them when empty.
  components text[] not null default '{}',
  wished text[] not null default '{}',
  nonce text,
  tries integer not null default 0,
  asked_at timestamptz not null,
  confirmed_at timestamptz,
  unsubscribed_at timestamptz,
  unique (workload, page, kind, address),
  unique (workload, page, seq)
);
create table fan_out (
  id text primary key,
  position bigint not null,
  workload text not null,
  page text not null,
  component text not null,
  said text not null,
  update_seq integer not null,
  message jsonb not null,
  -- What the page offers, as it was.
  offer jsonb not null,
  published_at timestamptz not null,
  up_to bigint not null,
  cursor bigint not null default 0,
  is_complete boolean not null default false,
  total integer,
  tenths integer not null default 0,
  state text not null default 'running',
  reason text,
  released_by text,
  closed_by text,
  -- Messages by state when it ended; they themselves are kept for ninety days.
  counts jsonb,
  started_at timestamptz not null,
  ended_at timestamptz
);
create index fan_out_by_page on fan_out (workload, page, position);
create index fan_out_in_work on fan_out (position) where ended_at is null;
-- One message to one subscriber. Its job is a fan_out, or an asking: `ask_` and the nonce.
create table subscriber_message (
  fan_out text collate "C" not null,
  subscriber bigint not null references subscriber (number) on delete cascade,
  channel text not null,
  state text not null default 'queued',
  attempts smallint not null default 0,
  maybe_told boolean not null default false,
  epoch bigint not null default 0,
  next_at timestamptz not null,
  reason text,
  primary key (fan_out, subscriber, channel)
);
create index subscriber_message_due on subscriber_message (fan_out, next_at) where state = 'queued';
create index subscriber_message_in_hand on subscriber_message (epoch) where state = 'sending';
create index subscriber_message_by_subscriber on subscriber_message (subscriber);
-- Signs links of messages. Whoever can read it could write these tables as well.
create table link_key (
  singleton boolean primary key default true check (singleton),
  key bytea not null
);
-- down
drop table link_key, subscriber_message, fan_out, subscriber;
