-- What is uploaded and not yet as it will be shown: 0 ready, 1 waiting for a job, 2 failed. `file` of what waits is what
-- was sent. How long and how large film and sound are stands in meta.
alter table media add state smallint not null default 0;
