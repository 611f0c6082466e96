-- Why: one register instead of six spreadsheets. Personal data stands in tiers: basic rows in the scope of a grid, needs in a scope of
-- their own, identity numbers encrypted and never synced. What an import did is kept, so that it can be taken back as a whole.
create schema register;
grant usage on schema register to banyan_app;

create table register.household (
  community     uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id            uuid not null,
  dwelling      uuid, -- community.dwelling; null while the door is not known
  grid          uuid not null, -- community.grid
  door          text not null check (length(door) <= 40),
  door_key      text collate "C" not null, -- door with padded numbers: sorts as people walk
  tenure        text not null check (length(tenure) between 1 and 20),
  head_name     text not null default '' check (length(head_name) <= 60),
  size          integer not null default 0 check (size >= 0),
  vulnerability integer not null default 0 check (vulnerability >= 0),
  verified_at   timestamptz,
  verified_by   uuid,
  import        uuid, -- the import that brought it
  version       bigint not null,
  scope         text not null generated always as ('grid:' || grid::text) stored,
  primary key (community, id)
);
create index household_by_door on register.household (community, door_key, id);
create index household_by_dwelling on register.household (community, dwelling);
create index household_feed on register.household (community, scope, version);

create table register.resident (
  community  uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id         uuid not null,
  household  uuid not null,
  grid       uuid not null,
  door       text not null,
  door_key   text collate "C" not null,
  name       text not null check (length(name) between 1 and 60),
  other_name text not null default '' check (length(other_name) <= 120), -- the name in another script
  pinyin     text not null default '', -- computed when written: zhangguilan
  initials   text not null default '', -- zgl
  sex        text check (sex in ('female', 'male')),
  birth_date date,
  birth_year smallint check (birth_year between 1880 and 2200), -- where only an age is known
  phone      text not null default '' check (length(phone) <= 64),
  relation   text not null default '' check (length(relation) <= 40),
  moved_in   date,
  left_at    timestamptz, -- moved away or died: no longer listed or synced, kept until erased
  left_why   text check (left_why in ('moved', 'died')),
  import     uuid,
  version    bigint not null,
  scope      text not null generated always as ('grid:' || grid::text) stored,
  sought     text not null generated always as (lower(name || ' ' || other_name || ' ' || pinyin || ' ' || initials || ' ' || phone || ' ' || door)) stored,
  primary key (community, id),
  foreign key (community, household) references register.household (community, id),
  check ((left_at is null) = (left_why is null))
);
create index resident_by_household on register.resident (community, household);
create index resident_by_door on register.resident (community, door_key, id) where left_at is null;
create index resident_feed on register.resident (community, scope, version);

-- Sensitive: read with duty register.readNeeds in that grid only.
create table register.need (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  resident  uuid not null,
  household uuid not null,
  grid      uuid not null,
  code      text not null check (code ~ '^[a-z][a-z_]{1,31}$'),
  detail    text not null default '' check (length(detail) <= 200),
  source    text not null default 'staff' check (length(source) <= 20), -- staff, import, door
  since     timestamptz not null,
  ended_at  timestamptz,
  import    uuid,
  version   bigint not null,
  scope     text not null generated always as ('needs:' || grid::text) stored,
  primary key (community, id),
  foreign key (community, resident) references register.resident (community, id),
  foreign key (community, household) references register.household (community, id)
);
create unique index need_once on register.need (community, resident, code) where ended_at is null;
create index need_by_resident on register.need (community, resident);
create index need_by_household on register.need (community, household);
create index need_by_code on register.need (community, code, grid) where ended_at is null;
create index need_feed on register.need (community, scope, version);

create table register.contact (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  household uuid not null,
  resident  uuid, -- whose contact it is; null: the whole household's
  grid      uuid not null,
  name      text not null check (length(name) between 1 and 60),
  phone     text not null check (length(phone) between 3 and 24),
  relation  text not null default '' check (length(relation) <= 40),
  import    uuid,
  version   bigint not null,
  scope     text not null generated always as ('grid:' || grid::text) stored,
  primary key (community, id),
  foreign key (community, household) references register.household (community, id),
  foreign key (community, resident) references register.resident (community, id)
);
create index contact_by_household on register.contact (community, household);
create index contact_by_resident on register.contact (community, resident) where resident is not null;
create index contact_feed on register.contact (community, scope, version);

-- Who looks after whom: another resident, or someone who acts here (staff, volunteer).
create table register.care_link (
  community      uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id             uuid not null,
  resident       uuid not null,
  household      uuid not null,
  grid           uuid not null,
  carer_resident uuid,
  carer_person   uuid, -- community.person
  note           text not null default '' check (length(note) <= 200),
  version        bigint not null,
  scope          text not null generated always as ('grid:' || grid::text) stored,
  primary key (community, id),
  foreign key (community, resident) references register.resident (community, id),
  foreign key (community, household) references register.household (community, id),
  foreign key (community, carer_resident) references register.resident (community, id),
  check ((carer_resident is null) <> (carer_person is null))
);
create index care_link_by_resident on register.care_link (community, resident);
create index care_link_by_household on register.care_link (community, household);
create index care_link_by_carer on register.care_link (community, carer_resident) where carer_resident is not null;
create index care_link_feed on register.care_link (community, scope, version);

-- Identity numbers: AES-256-GCM, found again by a keyed hash. Never synced, masked in every list; each look is recorded.
create table register.identity (
  community   uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  resident    uuid not null,
  cipher      bytea not null, -- nonce (12) + tag (16) + ciphertext
  key_id      text not null check (length(key_id) between 1 and 40),
  blind_index bytea not null,
  masked      text not null check (length(masked) <= 40),
  valid       boolean not null, -- does the check digit (GB 11643-1999) agree?
  version     bigint not null,
  primary key (community, resident),
  foreign key (community, resident) references register.resident (community, id)
);
create index identity_by_number on register.identity (community, blind_index);

create table register.identity_look (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  resident  uuid not null,
  looked_by uuid not null,
  reason    text not null check (length(reason) between 2 and 200),
  looked_at timestamptz not null,
  primary key (community, id)
);
create index identity_look_by_resident on register.identity_look (community, resident, looked_at);

create table register.import (
  community         uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id                uuid not null,
  file_name         text not null check (length(file_name) <= 200),
  file_sha256       text not null check (length(file_sha256) = 64),
  imported_at       timestamptz not null,
  imported_by       uuid,
  rows              integer not null,
  residents_added   integer not null,
  residents_changed integer not null,
  households_added  integer not null,
  needs_added       integer not null,
  not_imported      jsonb not null, -- names of the columns that may not be kept
  undone_at         timestamptz,
  undone_by         uuid,
  kept_rows         integer not null default 0, -- rows left in place when it was taken back, because they had changed since
  version           bigint not null,
  primary key (community, id)
);

-- What rows said before an import changed them, so that it can be taken back. Rows it brought carry its id themselves.
create table register.import_change (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  import    uuid not null,
  entity    text not null check (entity in ('household', 'resident', 'identity')),
  id        uuid not null,
  before    jsonb, -- null: there was none (an identity number)
  primary key (community, import, entity, id),
  foreign key (community, import) references register.import (community, id)
);

-- Two records that may be one person. A person decides.
create table register.duplicate (
  community  uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id         uuid not null,
  first      uuid not null,
  second     uuid not null,
  reason     text not null check (length(reason) <= 40),
  state      text not null default 'open' check (state in ('open', 'merged', 'kept')),
  import     uuid,
  found_at   timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  version    bigint not null,
  primary key (community, id),
  unique (community, first, second)
);
create index duplicate_open on register.duplicate (community, state, found_at);

-- What a field said before it was corrected, and records that were merged into another. Basic tier; no identity numbers.
create table register.former (
  community   uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id          uuid not null,
  resident    uuid not null, -- the record that lives on
  was         uuid not null, -- the record it comes from: the same, or the one merged into it
  fields      jsonb not null, -- the replaced values
  parallel    boolean not null default false, -- someone else changed the record meanwhile
  replaced_at timestamptz not null,
  replaced_by uuid,
  primary key (community, id)
);
create index former_by_resident on register.former (community, resident, replaced_at);

do $$
declare t text;
begin
  foreach t in array array['household', 'resident', 'need', 'contact', 'care_link', 'identity', 'identity_look', 'import', 'import_change', 'duplicate', 'former'] loop
    execute format('alter table register.%I enable row level security', t);
    execute format('alter table register.%I force row level security', t);
    execute format(
      'create policy own_community on register.%I using (community = nullif(current_setting(''app.community'', true), '''')::uuid)'
      ' with check (community = nullif(current_setting(''app.community'', true), '''')::uuid)', t);
  end loop;
end $$;
grant select, insert, update, delete on register.household, register.resident, register.need, register.contact, register.care_link, register.identity,
  register.duplicate, register.import_change to banyan_app;
grant select, insert, update on register.import to banyan_app;
grant select, insert on register.identity_look, register.former to banyan_app;
