-- Why: a plan is data that can be run, measured and mended, so every edition stays readable after the next one is written;
-- stock is a ledger, so that a balance can always be opened to the movements behind it.
create schema readiness;
grant usage on schema readiness to banyan_app;

-- The plan as people name it. What it says stands in plan_edition and plan_action.
create table readiness.plan (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  hazard    text not null check (hazard ~ '^[a-z][a-zA-Z]{1,31}$'),
  level     text not null check (level in ('I', 'II', 'III', 'IV')),
  edition   integer not null check (edition >= 1),
  status    text not null default 'active' check (status in ('active', 'retired')),
  source    text check (length(source) <= 60), -- code of the ready-made plan it was taken from
  version   bigint not null,
  primary key (community, id)
);

create table readiness.plan_edition (
  community  uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  plan       uuid not null,
  edition    integer not null check (edition >= 1),
  hazard     text not null,
  level      text not null,
  title      jsonb not null,
  trigger    jsonb not null,
  note       text not null default '' check (length(note) <= 400),
  written_at timestamptz not null,
  written_by uuid,
  primary key (community, plan, edition),
  foreign key (community, plan) references readiness.plan (community, id)
);

create table readiness.plan_action (
  community  uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  plan       uuid not null,
  edition    integer not null,
  ord        integer not null check (ord between 1 and 200),
  title      jsonb not null,
  body       jsonb,
  duty       text not null check (length(duty) <= 60),
  within_min integer not null check (within_min between 0 and 20160),
  audience   text not null,
  kind       text not null check (kind in ('task', 'notice', 'round')),
  primary key (community, plan, edition, ord),
  foreign key (community, plan, edition) references readiness.plan_edition (community, plan, edition)
);

create table readiness.stock_item (
  community      uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id             uuid not null,
  name           jsonb not null,
  unit           text not null check (length(unit) between 1 and 20),
  min_per_head   numeric(10, 4) check (min_per_head between 0 and 1000), -- a setting of this community; there is no norm
  daily_per_head numeric(10, 4) check (daily_per_head between 0 and 1000),
  version        bigint not null,
  primary key (community, id)
);

create table readiness.stock_lot (
  community  uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id         uuid not null,
  item       uuid not null,
  expires_on date,
  place      text not null check (length(place) between 1 and 80),
  opened_at  timestamptz not null,
  primary key (community, id),
  foreign key (community, item) references readiness.stock_item (community, id)
);
create index stock_lot_by_item on readiness.stock_lot (community, item, expires_on);

-- Append-only: banyan_app may insert and read, nothing else. A balance is the sum of its lines.
create table readiness.stock_movement (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  lot       uuid not null,
  kind      text not null check (kind in ('receive', 'issue', 'count', 'correct')),
  quantity  integer not null check (quantity <> 0),
  note      text not null default '' check (length(note) <= 200),
  corrects  uuid,
  moved_at  timestamptz not null,
  moved_by  uuid,
  primary key (community, id),
  unique (community, corrects),
  check ((kind = 'correct') = (corrects is not null)),
  foreign key (community, lot) references readiness.stock_lot (community, id),
  foreign key (community, corrects) references readiness.stock_movement (community, id)
);
create index stock_movement_by_lot on readiness.stock_movement (community, lot, moved_at);

do $$
declare t text;
begin
  foreach t in array array['plan', 'plan_edition', 'plan_action', 'stock_item', 'stock_lot', 'stock_movement'] loop
    execute format('alter table readiness.%I enable row level security', t);
    execute format('alter table readiness.%I force row level security', t);
    execute format(
      'create policy own_community on readiness.%I using (community = nullif(current_setting(''app.community'', true), '''')::uuid)'
      ' with check (community = nullif(current_setting(''app.community'', true), '''')::uuid)', t);
  end loop;
end $$;
grant select, insert, update on readiness.plan, readiness.stock_item to banyan_app;
grant select, insert on readiness.plan_edition, readiness.plan_action, readiness.stock_lot, readiness.stock_movement to banyan_app;
