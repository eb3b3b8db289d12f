-- What servers that ask for consent say to replies of ours: the address of the consent.
create table approvals (
  status_id bigint primary key references statuses on delete cascade,
  uri text not null
);
