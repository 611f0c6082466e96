-- Why: a phone without a network names a photo by the hash of what it holds, long before the server has it and writes it anew
-- (without place and time). This says which kept file came of which original, so that the name used in a command finds the picture.
create table platform.file_origin (
  community  uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  -- sha256 of the bytes as they were sent, hexadecimal
  origin     text not null check (origin ~ '^[0-9a-f]{64}$'),
  hash       text not null,
  created_at timestamptz not null default now(),
  primary key (community, origin),
  foreign key (community, hash) references platform.file on delete cascade
);
alter table platform.file_origin enable row level security;
alter table platform.file_origin force row level security;
create policy own_community on platform.file_origin
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, delete on platform.file_origin to banyan_app;
