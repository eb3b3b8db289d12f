-- The key of the small picture that stands for a file; preview_url is its address.
alter table media add preview_file text not null default '';
