-- Why: a copy on a phone opens only with a half of its key that the server gives for a limited time, a lost phone must be
-- told to forget, and the desk must see whose work has not arrived. Those are facts about one browser of one person, whatever name
-- its commands are numbered under at the moment.
create table platform.registered_device (
  community     uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  device        uuid not null,
  person        uuid not null,
  -- SubjectPublicKeyInfo of an ECDSA P-256 key, base64: proves that an exported outbox comes from this device
  public_key    text not null check (length(public_key) <= 400),
  kind          text not null,
  registered_at timestamptz not null,
  seen_at       timestamptz not null,
  -- null: it keeps no copy
  lease_until   timestamptz,
  -- what it said of its outbox when it was last heard
  numbers_as    uuid not null,
  last_dseq     integer not null,
  unsent        integer not null check (unsent >= 0),
  unsent_since  timestamptz,
  wipe_asked_at timestamptz,
  wiped_at      timestamptz,
  primary key (community, device)
);
create index on platform.registered_device (community, person);
alter table platform.registered_device enable row level security;
alter table platform.registered_device force row level security;
create policy own_community on platform.registered_device
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update, delete on platform.registered_device to banyan_app;
