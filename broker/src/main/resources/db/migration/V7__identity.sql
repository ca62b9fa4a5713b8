-- Who declares a person or a key, what else is known of them, and why somebody is held. The journal has since when keys are
-- registered, so the projection is emptied, and the next start builds it anew.

delete from policy_decision;
delete from policy_proposal;
delete from maintenance_target;
delete from maintenance;
delete from session_judgement;
delete from review_given;
delete from review;
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

alter table person add column kind varchar(10) not null;
alter table person add column mail varchar(254);
alter table person add column origin varchar(10) not null;
alter table person add column subject varchar(255);
alter table person add constraint person_kind check (kind in ('human', 'service'));
alter table person add constraint person_origin check (origin in ('file', 'sallyport', 'keycloak'));
-- One account is one person's, but two people may swap accounts in one step of several events, so this is not a constraint.

alter table person_role drop constraint known_role;
alter table person_role add constraint known_role check (role_name in ('engineer', 'approver', 'auditor', 'administrator', 'manager'));

alter table ssh_key add column origin varchar(10) not null;
alter table ssh_key add column since timestamp(6) with time zone not null;
alter table ssh_key add column expires timestamp(6) with time zone;
alter table ssh_key add column last_used timestamp(6) with time zone;
alter table ssh_key add constraint key_origin check (origin in ('file', 'sallyport', 'keycloak'));

-- Without a reference to the person: a hold outlives leaving the directory.
create table person_hold (
  person varchar(63) not null,
  hold varchar(20) not null,
  reason varchar(1000) not null,
  since timestamp(6) with time zone not null,
  primary key (person, hold),
  constraint known_hold check (hold in ('departed', 'dormant', 'account', 'roster', 'suspended'))
);
