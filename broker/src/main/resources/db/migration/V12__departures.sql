-- Off-boarding: providers that are held, engagements that ended early, what left and what each person had then. Older journals
-- hold none of it, so nothing has to be built anew.

-- Without references: both outlive leaving the directory, so that naming them again does not bring them back.
create table organisation_hold (
  organisation varchar(39) primary key,
  reason varchar(1000) not null,
  since timestamp(6) with time zone not null
);

create table engagement_end (
  engagement varchar(63) primary key,
  reason varchar(1000) not null,
  ended_at timestamp(6) with time zone not null
);

-- body is the departure-ordered event. It is open while completed_at is null.
create table departure (
  id varchar(12) primary key,
  kind varchar(10) not null,
  subject varchar(63) not null,
  place bigint not null,
  ordered_at timestamp(6) with time zone not null,
  body text not null,
  completed_at timestamp(6) with time zone,
  proof varchar(64),
  undone_at timestamp(6) with time zone,
  undone_by varchar(100),
  undone_reason varchar(1000),
  constraint departure_kind check (kind in ('person', 'provider', 'engagement')),
  constraint completed_with_proof check ((completed_at is null and proof is null) or (completed_at is not null and proof is not null)),
  constraint undone_when_complete check (undone_at is null or completed_at is not null)
);

create index departure_by_place on departure (place);

-- body is the departure-listed event.
create table departure_person (
  departure varchar(12) not null references departure (id),
  person varchar(63) not null,
  place bigint not null,
  body text not null,
  account_state varchar(20),
  account_directory varchar(100),
  account_at timestamp(6) with time zone,
  primary key (departure, person),
  constraint account_whole check ((account_state is null and account_directory is null and account_at is null)
    or (account_state is not null and account_directory is not null and account_at is not null))
);

-- Keys that wait for somebody else's yes. A key waits once.
create table key_proposal (
  id varchar(12) primary key,
  person varchar(63) not null,
  fingerprint varchar(50) not null,
  public_key varchar(2000) not null,
  lifetime_seconds bigint not null,
  since timestamp(6) with time zone not null,
  constraint waits_once unique (fingerprint),
  constraint key_lifetime check (lifetime_seconds > 0)
);

-- When somebody last did anything that the journal knows of, got a key or was let go; and whether they were warned since.
create table person_seen (
  person varchar(63) primary key,
  seen_at timestamp(6) with time zone not null,
  warned_at timestamp(6) with time zone
);
