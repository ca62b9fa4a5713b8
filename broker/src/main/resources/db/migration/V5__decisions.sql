-- What was asked with all the facts that decided it, to be decided again under another policy. The journal has it for the past
-- as well, so the projection is emptied, and the next start builds it anew.

delete from session_candidate;
delete from ssh_session;
delete from access_grant;
delete from approval;
delete from access_request;
delete from agent;
delete from join_token;
delete from target_label;
delete from target;
delete from engagement_label;
delete from engagement;
delete from ssh_key;
delete from person_role;
delete from person_group;
delete from person;
delete from organisation;
delete from projection;

-- request is null when none came of it: then code says why. body is null where no decision was kept, and has no bound of its own:
-- the journal's for an event is the one there is, and a projection that can't take an event in stops the broker.
-- The one index is by time, so that nothing else can be chosen for what is asked: everything from a time on.
create table policy_decision (
  decided_at timestamp(6) with time zone not null,
  event_index bigint not null,
  request varchar(12),
  code varchar(40),
  body text,
  primary key (decided_at, event_index),
  constraint filed_or_refused check ((request is null) <> (code is null))
);
