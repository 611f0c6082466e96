-- Why: a plan that was started for an alert is no longer proposed for it. Incidents belong to another slice, which tells of them
-- in the transaction that opens or closes one.
create table readiness.activation (
  community    uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  incident     uuid not null,
  plan         uuid not null,
  alert        text check (length(alert) <= 300), -- id of the alert it was activated for, if one was named
  exercise     boolean not null,
  activated_at timestamptz not null,
  closed_at    timestamptz,
  primary key (community, incident)
);
alter table readiness.activation enable row level security;
alter table readiness.activation force row level security;
create policy own_community on readiness.activation
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on readiness.activation to banyan_app;
