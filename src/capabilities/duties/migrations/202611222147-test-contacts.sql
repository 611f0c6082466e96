-- Why: a number never tried often fails when it is needed. A test asks everyone in some posts to confirm, those who do not are rung in the
-- order of the tree, and what was found stays.
create table duties.contact_test (
  community        uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id               uuid not null,
  title            text not null check (length(title) between 1 and 80),
  exercise         boolean not null,
  within_min       integer not null check (within_min between 5 and 1440),
  started_at       timestamptz not null,
  started_by       uuid not null,
  started_position uuid,
  closed_at        timestamptz,
  version          bigint not null,
  primary key (community, id)
);

create table duties.contact_call (
  community    uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  test         uuid not null,
  position     uuid not null,
  place        integer not null check (place between 1 and 20),
  organisation uuid not null,
  -- null: nobody is in the post
  person       uuid,
  outcome      text check (outcome in ('reached', 'notReached', 'wrongNumber')),
  at           timestamptz,
  by_phone     boolean,
  primary key (community, test, position, place),
  foreign key (community, test) references duties.contact_test (community, id),
  check ((outcome is null) = (at is null))
);
create index contact_call_of_person on duties.contact_call (community, test, person);

do $$
declare t text;
begin
  foreach t in array array['contact_test', 'contact_call'] loop
    execute format('alter table duties.%I enable row level security', t);
    execute format('alter table duties.%I force row level security', t);
    execute format(
      'create policy own_community on duties.%I using (community = nullif(current_setting(''app.community'', true), '''')::uuid)'
      ' with check (community = nullif(current_setting(''app.community'', true), '''')::uuid)', t);
  end loop;
end $$;
grant select, insert, update on duties.contact_test, duties.contact_call to banyan_app;
