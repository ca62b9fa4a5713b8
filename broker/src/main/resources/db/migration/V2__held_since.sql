-- Since when people hold what they hold, and when requests were filed: places in the journal. Only the journal knows this of
-- the past, so the projection is emptied, and the next start builds it anew.

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

alter table person_group add column held_since bigint not null;
alter table person_role add column held_since bigint not null;
alter table access_request add column filed_index bigint not null;
