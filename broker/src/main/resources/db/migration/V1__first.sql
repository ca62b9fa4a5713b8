-- The projection of the journal. Everything here can be deleted and is rebuilt from the journal at the next start.
-- The same text must run on H2 and on PostgreSQL. Times are UTC. Nothing here is evidence; the journal is.

create table projection (
  id smallint primary key,
  origin varchar(200) not null,
  size bigint not null,
  last_hash varchar(64) not null,
  constraint one_projection check (id = 1),
  constraint projection_size check (size > 0)
);

create table organisation (
  name varchar(39) primary key,
  internal boolean not null,
  title varchar(200) not null
);

create table person (
  name varchar(63) primary key,
  full_name varchar(200) not null,
  organisation varchar(39) not null references organisation (name),
  enabled boolean not null
);

create table person_group (
  person varchar(63) not null references person (name) on delete cascade,
  group_name varchar(63) not null,
  primary key (person, group_name)
);

create table person_role (
  person varchar(63) not null references person (name) on delete cascade,
  role_name varchar(20) not null,
  primary key (person, role_name),
  constraint known_role check (role_name in ('engineer', 'approver', 'auditor', 'administrator'))
);

-- A fingerprint is the primary key: no key is shared by two people.
create table ssh_key (
  fingerprint varchar(50) primary key,
  person varchar(63) not null references person (name) on delete cascade,
  public_key varchar(2000) not null
);

create table engagement (
  id varchar(63) primary key,
  provider varchar(39) not null references organisation (name),
  sponsor varchar(63) not null,
  starts_at timestamp(6) with time zone,
  ends_at timestamp(6) with time zone not null,
  constraint engagement_span check (starts_at is null or starts_at < ends_at)
);

create table engagement_label (
  engagement varchar(63) not null references engagement (id) on delete cascade,
  label varchar(63) not null,
  label_value varchar(200) not null,
  primary key (engagement, label, label_value)
);

create table target (
  name varchar(63) primary key,
  owner_group varchar(63) not null,
  notes varchar(2000) not null
);

create table target_label (
  target varchar(63) not null references target (name) on delete cascade,
  label varchar(63) not null,
  label_value varchar(200) not null,
  primary key (target, label)
);

create table join_token (
  hash varchar(64) primary key,
  target varchar(63) not null,
  expires_at timestamp(6) with time zone not null,
  used_at timestamp(6) with time zone
);

-- active_target is the target while the agent is registered and null afterwards: at most one agent per target.
create table agent (
  spki varchar(64) primary key,
  target varchar(63) not null,
  active_target varchar(63),
  host_key varchar(2000) not null,
  recording_key varchar(64) not null,
  agent_version varchar(100) not null,
  enrolled_at timestamp(6) with time zone not null,
  retired_at timestamp(6) with time zone,
  constraint one_agent_per_target unique (active_target),
  constraint active_is_own_target check (active_target is null or active_target = target),
  constraint retired_or_active check ((retired_at is null and active_target is not null) or (retired_at is not null and active_target is null))
);

-- open_slot is person, target and login while the request is pending and null afterwards: one open request for each.
create table access_request (
  id varchar(12) primary key,
  person varchar(63) not null,
  organisation varchar(39) not null,
  target varchar(63) not null,
  login varchar(32) not null,
  duration_seconds bigint not null,
  starts_at timestamp(6) with time zone,
  ticket varchar(200),
  reason varchar(2000) not null,
  filed_at timestamp(6) with time zone not null,
  expires_at timestamp(6) with time zone not null,
  draft text not null,
  hash varchar(64) not null,
  state varchar(10) not null,
  open_slot varchar(200),
  closed_at timestamp(6) with time zone,
  closed_by varchar(63),
  closing_comment varchar(2000) not null,
  constraint request_of_person unique (id, person),
  constraint one_open_request unique (open_slot),
  constraint request_state check (state in ('pending', 'granted', 'denied', 'cancelled', 'expired', 'void')),
  constraint open_while_pending check ((state = 'pending' and open_slot is not null and closed_at is null)
    or (state <> 'pending' and open_slot is null and closed_at is not null)),
  constraint request_duration check (duration_seconds > 0),
  constraint not_decided_by_requester check (state <> 'denied' or closed_by <> person)
);

create index request_by_person on access_request (person, filed_at);
create index request_by_state on access_request (state, expires_at);

create table approval (
  request varchar(12) not null,
  approver varchar(63) not null,
  requester varchar(63) not null,
  approved_at timestamp(6) with time zone not null,
  narrowed_seconds bigint,
  approval_comment varchar(2000),
  hash varchar(64) not null,
  primary key (request, approver),
  foreign key (request, requester) references access_request (id, person),
  constraint approver_is_not_requester check (approver <> requester)
);

create table access_grant (
  id varchar(28) primary key,
  request varchar(12) not null references access_request (id),
  person varchar(63) not null,
  target varchar(63) not null,
  login varchar(32) not null,
  not_before timestamp(6) with time zone not null,
  not_after timestamp(6) with time zone not null,
  body text not null,
  revoked_at timestamp(6) with time zone,
  revoked_reason varchar(2000),
  constraint one_grant_per_request unique (request),
  constraint grant_span check (not_before < not_after),
  constraint revoked_with_reason check ((revoked_at is null and revoked_reason is null) or (revoked_at is not null and revoked_reason is not null))
);

create index grant_by_person on access_grant (person, target, not_after);

create table ssh_session (
  id varchar(28) primary key,
  person varchar(63) not null,
  organisation varchar(39) not null,
  target varchar(63) not null,
  key_fingerprint varchar(50) not null,
  source varchar(100) not null,
  agent varchar(64) not null references agent (spki),
  recording_key varchar(64) not null,
  state varchar(10) not null,
  opened_at timestamp(6) with time zone not null,
  serial bigint,
  access_grant varchar(28) references access_grant (id),
  login varchar(32),
  began_at timestamp(6) with time zone,
  ended_at timestamp(6) with time zone,
  end_reason varchar(20),
  end_detail varchar(2000),
  end_ordered varchar(20),
  end_order_text varchar(2000),
  recording_state varchar(10) not null,
  recording_size bigint,
  recording_root varchar(64),
  constraint one_session_per_certificate unique (serial),
  constraint session_state check (state in ('opening', 'live', 'ended')),
  constraint began_whole check ((began_at is null and serial is null and access_grant is null and login is null)
    or (began_at is not null and serial is not null and access_grant is not null and login is not null)),
  constraint live_has_begun check (state <> 'live' or began_at is not null),
  constraint opening_has_not_begun check (state <> 'opening' or began_at is null),
  constraint ended_whole check ((state = 'ended' and ended_at is not null and end_reason is not null)
    or (state <> 'ended' and ended_at is null and end_reason is null)),
  constraint session_recording check (recording_state in ('none', 'complete', 'damaged')),
  constraint complete_whole check (recording_state <> 'complete' or (recording_size is not null and recording_root is not null))
);

create index session_by_target on ssh_session (target, state);
create index session_by_time on ssh_session (opened_at);

create table session_candidate (
  session_id varchar(28) not null references ssh_session (id),
  access_grant varchar(28) not null references access_grant (id),
  primary key (session_id, access_grant)
);
