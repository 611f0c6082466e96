-- Why: who is signed in. An account may belong to several communities and a session exists before any community is
-- chosen, so these rows have no community and row-level security by community cannot fit them. Instead they live in a
-- schema of their own that only the role banyan_sessions may touch: the application role has no grant here at all, and the
-- one policy on each table names that role alone. Names follow the idea, not the library: its "user" is our account,
-- its "account" our credential.
create schema sessions;
grant usage on schema sessions to banyan_sessions;

create table sessions.account (
  id                    uuid primary key,
  -- what the person typed at sign-up, lower case; never a real name
  username              text unique check (length(username) between 2 and 40),
  label                 text not null,
  -- the library wants one; ours is <id>@account.invalid (RFC 2606) and nothing is ever sent to it
  email                 text not null unique,
  email_verified        boolean not null default false,
  image                 text,
  -- E.164
  phone                 text unique check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  phone_verified        boolean not null default false,
  two_factor_enabled    boolean not null default false,
  created_at            timestamptz not null default now(),
  updated_at            timestamptz not null default now()
);

create table sessions.session (
  id         uuid primary key,
  account    uuid not null references sessions.account (id) on delete cascade,
  token      text not null unique,
  expires_at timestamptz not null,
  -- the library's columns; we hand it neither address nor browser, so both stay empty
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on sessions.session (account);
create index on sessions.session (expires_at);

create table sessions.credential (
  id                       uuid primary key,
  account                  uuid not null references sessions.account (id) on delete cascade,
  provider                 text not null,
  provider_account         text not null,
  -- scrypt, salted
  password                 text,
  access_token             text,
  refresh_token            text,
  id_token                 text,
  access_token_expires_at  timestamptz,
  refresh_token_expires_at timestamptz,
  scope                    text,
  created_at               timestamptz not null default now(),
  updated_at               timestamptz not null default now(),
  unique (provider, provider_account)
);
create index on sessions.credential (account);

create table sessions.verification (
  id         uuid primary key,
  identifier text not null,
  value      text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on sessions.verification (identifier);
create index on sessions.verification (expires_at);

create table sessions.two_factor (
  id                        uuid primary key,
  account                   uuid not null references sessions.account (id) on delete cascade,
  -- both encrypted with the server's secret
  secret                    text not null,
  backup_codes              text not null,
  verified                  boolean not null default true,
  failed_verification_count integer not null default 0,
  locked_until              timestamptz
);
create index on sessions.two_factor (account);

-- The person this account is in one community.
create table sessions.membership (
  community uuid not null,
  account   uuid not null references sessions.account (id) on delete cascade,
  person    uuid not null,
  since     timestamptz not null default now(),
  primary key (community, account),
  unique (community, person)
);
create index on sessions.membership (account);

-- Slow-down after wrong passwords and too many codes. The key is an HMAC of the name or number that was tried, whether or
-- not it exists, so that the answer is the same for both and the table names nobody.
create table sessions.attempt (
  key          bytea primary key,
  count        integer not null,
  last_at      timestamptz not null,
  locked_until timestamptz
);
create index on sessions.attempt (last_at);

do $$
declare name text;
begin
  foreach name in array array['account', 'session', 'credential', 'verification', 'two_factor', 'membership', 'attempt'] loop
    execute format('alter table sessions.%I enable row level security', name);
    execute format('alter table sessions.%I force row level security', name);
    execute format('create policy sessions_only on sessions.%I to banyan_sessions using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on sessions.%I to banyan_sessions', name);
  end loop;
end
$$;
