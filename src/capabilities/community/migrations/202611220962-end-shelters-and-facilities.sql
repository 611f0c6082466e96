-- Why: a shelter that is closed must not be counted on in the next emergency, and what was done there must stay readable.
alter table community.facility add column ended_at timestamptz;
alter table community.shelter add column ended_at timestamptz;
