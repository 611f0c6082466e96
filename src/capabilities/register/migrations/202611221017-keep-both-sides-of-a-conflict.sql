-- Why: two people change the same thing without knowing of each other. A row says for each field when it was last changed and by which
-- command, so that a later command can be held against what its writer had before them; where they met, a review keeps both sides until a
-- person decides. What was written before has no stamp and counts as there from the beginning.
alter table register.household add column stamps jsonb not null default '{}'; -- {field: [version, command]}
alter table register.resident add column stamps jsonb not null default '{}';
alter table register.need add column stamps jsonb not null default '{}';

create table register.review (
  community      uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id             uuid not null,
  command        uuid not null, -- the command that was answered with this review
  kind           text not null check (kind in ('resident', 'household', 'departure', 'need', 'needEnd', 'identity')),
  tier           text not null check (tier in ('basic', 'needs', 'identity')), -- who may see the values
  subject        uuid not null, -- the record: a resident, a household or a need
  household      uuid not null,
  resident       uuid,
  grid           uuid not null,
  door           text not null,
  said           jsonb not null, -- [{field, earlier, later, since, basis}]; an identity number stands sealed below instead
  applied        boolean not null, -- does the later value stand until somebody decides?
  cipher         bytea,
  key_id         text check (length(key_id) between 1 and 40),
  masked         text check (length(masked) <= 40),
  author         uuid, -- who said the later value
  state          text not null default 'open' check (state in ('open', 'decided')),
  choice         text check (choice in ('earlier', 'later', 'other')),
  decided_at     timestamptz,
  decided_by     uuid,
  opened_version bigint not null, -- the journal's line of that command: who, when claimed, when received
  version        bigint not null,
  author_scope   text not null generated always as ('person:' || coalesce(author::text, '')) stored,
  primary key (community, id),
  check ((state = 'open') = (choice is null)),
  check ((tier = 'identity') = (cipher is not null))
);
create index review_open on register.review (community, state, opened_version);
create index review_of_household on register.review (community, household);
create index review_of_resident on register.review (community, resident) where resident is not null;
create index review_feed on register.review (community, author_scope, version);

alter table register.review enable row level security;
alter table register.review force row level security;
create policy own_community on register.review
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on register.review to banyan_app;
