-- Who may use the system. Secrets are kept as hashes only, and never enter the ledger.
-- up
create table account (
  name text primary key,
  role text not null,
  password_hash text,
  made_at timestamptz not null default now()
);
create table session (
  hash text primary key,
  account text not null references account (name) on delete cascade,
  made_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create table api_token (
  hash text primary key,
  label text not null,
  account text not null references account (name) on delete cascade,
  made_at timestamptz not null default now()
);
create table sign_in_link (
  hash text primary key,
  account text not null references account (name) on delete cascade,
  expires_at timestamptz not null
);
-- down
drop table sign_in_link, api_token, session, account;
