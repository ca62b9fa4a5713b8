-- How strongly the person was proved who asked, and who began a session. Nothing there: by a registered key alone, as in older journals.

alter table access_request add column mfa varchar(20);
alter table ssh_session add column mfa varchar(20);
