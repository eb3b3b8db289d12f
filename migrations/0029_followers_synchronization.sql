-- A post for followers only tells each server which of its people we take for followers.
alter table outgoing_activities add column synchronizes boolean not null default false;
