-- Why: the keeper of a community gives a person a way to sign in without ever holding a password of theirs. An invitation waits for
-- whoever has the one-time code, or for whoever proves the telephone number; what stands in accounts next door is neither
-- read nor changed by it. One per person: a new one replaces the one before.
create table sessions.invitation (
  community  uuid not null,
  person     uuid not null,
  -- SHA-256 of a one-time code of 80 random bits
  code_hash  bytea unique,
  -- E.164
  phone      text check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  -- the session that proved the number; nobody else may accept
  session    uuid references sessions.session (id) on delete set null,
  expires_at timestamptz not null,
  primary key (community, person),
  check ((code_hash is null) <> (phone is null))
);
create index on sessions.invitation (phone);
create index on sessions.invitation (session);
alter table sessions.invitation enable row level security;
alter table sessions.invitation force row level security;
create policy sessions_only on sessions.invitation to banyan_sessions using (true) with check (true);
grant select, insert, update, delete on sessions.invitation to banyan_sessions;
