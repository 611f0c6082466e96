-- Why: the journal says who was given a way to sign in and who took it up; the list of people shows it. The account itself, with its
-- secrets, is kept where this role cannot look.
alter table community.person
  add column access    text check (access in ('given', 'open')),
  add column access_at timestamptz;
