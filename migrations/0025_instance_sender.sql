-- What nobody here sends in person comes from the instance actor, which is no account.
alter table outgoing_activities alter account_id drop not null;
