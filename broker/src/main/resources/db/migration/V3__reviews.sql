-- Emergency access and its reviews. Nobody could ask for it before, so no row that is there lacks anything.

-- emergency_rule is the rule that an emergency was asked under, and null for every other request.
alter table access_request add column emergency_rule varchar(60);

create index emergency_by_rule on access_request (organisation, emergency_rule, filed_at);

create table review (
  request varchar(12) primary key references access_request (id) on delete cascade,
  access_grant varchar(28) not null references access_grant (id) on delete cascade,
  opened_at timestamp(6) with time zone not null,
  due_at timestamp(6) with time zone not null,
  reported_at timestamp(6) with time zone,
  completed_at timestamp(6) with time zone,
  constraint one_review_per_grant unique (access_grant),
  constraint review_has_time check (opened_at < due_at),
  constraint reported_when_due check (reported_at is null or reported_at >= due_at)
);

create table review_given (
  request varchar(12) not null references review (request) on delete cascade,
  reviewer varchar(63) not null,
  requester varchar(63) not null,
  given_at timestamp(6) with time zone not null,
  finding varchar(10) not null,
  review_comment varchar(2000) not null,
  primary key (request, reviewer),
  foreign key (request, requester) references access_request (id, person) on delete cascade,
  constraint reviewer_is_not_requester check (reviewer <> requester),
  constraint known_finding check (finding in ('justified', 'objection')),
  constraint finding_with_comment check (review_comment <> '')
);
