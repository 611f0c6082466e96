-- Why: every write of a community is decided once and written down once. The head serialises a community's writers and
-- carries the version that phones use as a cursor; the journal is the record; payloads stand apart so that they can be
-- destroyed (end of an emergency, erasure) without breaking the hash chain, which covers a salted commitment only.
create schema platform;
grant usage on schema platform to banyan_app;

create table platform.head (
  community         uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  version           bigint not null default 0,
  hash              bytea not null default '\x'::bytea,
  authority_version bigint not null default 0,
  -- changes when the database is restored from a backup: phones then push again what had been acknowledged
  epoch             uuid not null default gen_random_uuid(),
  primary key (community)
);
alter table platform.head enable row level security;
alter table platform.head force row level security;
create policy own_community on platform.head
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on platform.head to banyan_app;

create table platform.journal (
  community   uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  version     bigint not null,
  id          uuid not null,
  device      uuid,
  dseq        integer not null,
  name        text not null,
  ver         integer not null,
  actor_kind  text not null,
  actor       uuid,
  position    uuid,
  status      text not null,
  problem     jsonb,
  claimed_at  text not null,
  recorded_at timestamptz not null,
  incident    uuid,
  entity      uuid,
  params      jsonb not null,
  commitment  bytea not null,
  hash        bytea not null,
  primary key (community, version),
  unique (community, id)
);
create index on platform.journal (community, incident, version) where incident is not null;
create index on platform.journal (community, entity, version) where entity is not null;
alter table platform.journal enable row level security;
alter table platform.journal force row level security;
create policy own_community on platform.journal
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
-- no update, no delete: nobody rewrites the journal
grant select, insert on platform.journal to banyan_app;

create table platform.payload (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  version   bigint not null,
  salt      bytea not null,
  payload   jsonb not null,
  primary key (community, version)
);
alter table platform.payload enable row level security;
alter table platform.payload force row level security;
create policy own_community on platform.payload
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, delete on platform.payload to banyan_app;

create table platform.device (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  device    uuid not null,
  actor     uuid not null,
  last_dseq integer not null,
  seen_at   timestamptz not null,
  primary key (community, device)
);
alter table platform.device enable row level security;
alter table platform.device force row level security;
create policy own_community on platform.device
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on platform.device to banyan_app;

-- What phones must forget: `delete` (gone for all) or `leave` (gone from this scope, e.g. a household moved to another grid).
create table platform.tombstone (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  version   bigint not null,
  entity    text not null,
  id        uuid not null,
  scope     text not null,
  kind      text not null,
  primary key (community, version, entity, id, scope)
);
create index on platform.tombstone (community, scope, version);
alter table platform.tombstone enable row level security;
alter table platform.tombstone force row level security;
create policy own_community on platform.tombstone
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert on platform.tombstone to banyan_app;
