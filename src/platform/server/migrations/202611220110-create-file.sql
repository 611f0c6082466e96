-- Why: photos and documents stand on disk under the hash of their content; this table says which community holds which.
-- A hash alone opens nothing: the row of one's own community does.
create table platform.file (
  community  uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  -- sha256 of the stored bytes (after re-encoding), hexadecimal
  hash       text not null check (hash ~ '^[0-9a-f]{64}$'),
  media_type text not null,
  bytes      integer not null check (bytes between 1 and 20971520),
  -- pixels; null for documents
  width      integer,
  height     integer,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (community, hash)
);
alter table platform.file enable row level security;
alter table platform.file force row level security;
create policy own_community on platform.file
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, delete on platform.file to banyan_app;
