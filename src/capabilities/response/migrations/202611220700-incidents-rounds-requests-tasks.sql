-- Why: one incident from activation to all-clear. A round keeps its own list of doors as they stood when it was opened, so
-- that "reached / all" has a fixed denominator, the field needs one small copy, and the list can be destroyed with the incident.
create schema response;
grant usage on schema response to banyan_app;

create table response.incident (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  hazard    text not null check (hazard ~ '^[a-z][a-zA-Z]{1,31}$'),
  level     text not null check (level in ('I', 'II', 'III', 'IV')),
  exercise  boolean not null,
  title     text not null check (length(title) between 1 and 120),
  plan      uuid,
  edition   integer, -- of the plan, so that planned against actual compares with what was activated
  alert     text check (length(alert) <= 300),
  opened_at timestamptz not null,
  closed_at timestamptz,
  -- what was counted at the moment of closing, and why unmet checklist items were left
  figures   jsonb,
  closing   jsonb,
  scope     text not null default 'community',
  version   bigint not null,
  primary key (community, id)
);
create index incident_running on response.incident (community, opened_at) where closed_at is null;

create table response.round (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  incident  uuid not null,
  title     text not null check (length(title) between 1 and 120),
  audience  text not null check (audience in ('residents', 'vulnerable')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  due_at    timestamptz,
  scope     text not null default 'community',
  version   bigint not null,
  primary key (community, id),
  foreign key (community, incident) references response.incident (community, id)
);
create index round_of_incident on response.round (community, incident);

-- One door to be visited in one round. No name, no need: what it takes to find the door and its place in the order.
create table response.visit (
  community      uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  round          uuid not null,
  household      uuid not null,
  incident       uuid not null,
  dwelling       uuid, -- null: the register knows the household's door only as text
  grid           uuid not null,
  building       uuid,
  unit           integer,
  floor          integer,
  door           text not null check (length(door) between 1 and 40),
  vulnerability  integer not null default 0 check (vulnerability >= 0),
  outcome        text check (outcome in ('safe', 'help', 'noAnswer')),
  -- visits made, of them without an answer
  times          integer not null default 0,
  no_answer      integer not null default 0,
  visited_at     timestamptz,
  visited_by     uuid,
  -- what stood before the last visit, for one step of undo by the same person
  before_outcome text,
  before_at      timestamptz,
  before_by      uuid,
  -- two people found different things here
  disputed       boolean not null default false,
  scope          text not null,
  version        bigint not null,
  primary key (community, round, household),
  foreign key (community, round) references response.round (community, id)
) with (fillfactor = 80);
create index visit_for_pull on response.visit (community, scope, version);
create index visit_by_dwelling on response.visit (community, dwelling);

-- What a second person found at a door that had been visited: kept, never mixed into the first answer. Append-only.
create table response.extra_visit (
  community  uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id         uuid not null,
  round      uuid not null,
  household  uuid not null,
  outcome    text not null check (outcome in ('safe', 'help', 'noAnswer')),
  source     text not null check (source in ('staff', 'door')),
  visited_at timestamptz not null,
  visited_by uuid,
  primary key (community, id),
  foreign key (community, round, household) references response.visit (community, round, household)
);

create table response.request (
  community   uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id          uuid not null,
  incident    uuid,
  round       uuid,
  household   uuid,
  dwelling    uuid,
  grid        uuid not null,
  door        text not null check (length(door) between 1 and 40),
  kind        text not null check (length(kind) between 1 and 30),
  urgency     text not null check (urgency in ('now', 'today', 'later')),
  words       text not null default '' check (length(words) <= 500),
  source      text not null check (source in ('staff', 'door', 'phone', 'paper')),
  state       text not null check (state in ('open', 'taken', 'done', 'closed', 'withdrawn')),
  asked_at    timestamptz not null,
  taken_at    timestamptz,
  done_at     timestamptz,
  closed_at   timestamptz,
  -- last words of the staff to the asker, and when
  reply       text check (length(reply) <= 300),
  replied_at  timestamptz,
  -- how often the same door asked for the same while it was open
  times       integer not null default 1,
  scope       text not null,
  version     bigint not null,
  primary key (community, id)
);
create index request_waiting on response.request (community, asked_at) where state in ('open', 'taken');
create index request_of_incident on response.request (community, incident, asked_at);
create index request_of_dwelling on response.request (community, dwelling, asked_at);
create index request_for_pull on response.request (community, scope, version);

-- Which phones may follow a request: only the hash of the code that the asker's phone keeps. A repeated request adds its own.
create table response.follow (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  code_hash bytea not null,
  request   uuid not null,
  dwelling  uuid not null,
  primary key (community, code_hash),
  foreign key (community, request) references response.request (community, id)
);

create table response.task (
  community     uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id            uuid not null,
  incident      uuid,
  request       uuid,
  round         uuid,
  household     uuid,
  action_order  integer,
  kind          text not null check (length(kind) between 1 and 30),
  title         jsonb not null,
  grid          uuid,
  door          text check (length(door) <= 40),
  urgency       text not null check (urgency in ('now', 'today', 'later')),
  effort_min    integer not null check (effort_min between 5 and 480),
  load_kg       numeric(4, 1) not null default 0 check (load_kg between 0 and 60),
  state         text not null check (state in ('open', 'claimed', 'done', 'dropped')),
  -- who answers for it: the holder of the duty when it was raised; null: nobody holds it
  duty          text,
  owner_organisation uuid,
  owner_position     uuid,
  assignee      uuid,
  raised_at     timestamptz not null,
  deadline_at   timestamptz,
  claimed_by    uuid,
  claimed_position uuid,
  claimed_at    timestamptz,
  due_at        timestamptz,
  lapsed        integer not null default 0,
  last_claimed_by uuid,
  closed_at     timestamptz,
  closed_by     uuid,
  photo         text check (length(photo) <= 80),
  note          text check (length(note) <= 300),
  scope         text not null,
  version       bigint not null,
  primary key (community, id),
  check ((state = 'claimed') = (due_at is not null))
);
create index task_claims on response.task (community, claimed_by, due_at) where state = 'claimed';
create index task_of_incident on response.task (community, incident, state);
create index task_of_request on response.task (community, request) where request is not null;
create index task_for_pull on response.task (community, scope, version);
-- one task for the deputy per door and round
create unique index task_of_silent_door on response.task (community, round, household) where kind = 'silentDoor';

-- Work that somebody did although the task was another's or closed: it counts and stays visible. Append-only.
create table response.extra_work (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  task      uuid not null,
  done_by   uuid,
  done_at   timestamptz not null,
  photo     text check (length(photo) <= 80),
  note      text check (length(note) <= 300),
  primary key (community, id),
  foreign key (community, task) references response.task (community, id)
);
create index extra_work_of_task on response.extra_work (community, task);

-- The capability on the poster at a door: it may ask for help and say "safe" for that door. Only its hash is kept.
create table response.door_token (
  community  uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  token_hash bytea not null,
  dwelling   uuid not null,
  door       text not null check (length(door) between 1 and 40),
  made_at    timestamptz not null,
  revoked_at timestamptz,
  primary key (community, token_hash)
);
create index door_token_of_dwelling on response.door_token (community, dwelling);

-- The community's own figures; a missing row means the built-in ones.
create table response.setting (
  community   uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  claim_limit integer not null check (claim_limit between 1 and 20),
  primary key (community)
);

do $$
declare t text;
begin
  foreach t in array array['incident', 'round', 'visit', 'extra_visit', 'request', 'follow', 'task', 'extra_work', 'door_token', 'setting'] loop
    execute format('alter table response.%I enable row level security', t);
    execute format('alter table response.%I force row level security', t);
    execute format(
      'create policy own_community on response.%I using (community = nullif(current_setting(''app.community'', true), '''')::uuid)'
      ' with check (community = nullif(current_setting(''app.community'', true), '''')::uuid)', t);
  end loop;
end $$;
grant select, insert, update on response.incident, response.round, response.visit, response.request, response.task, response.door_token, response.setting to banyan_app;
grant select, insert on response.extra_visit, response.follow, response.extra_work to banyan_app;
