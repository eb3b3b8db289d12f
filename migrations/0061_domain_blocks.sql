-- The administration API names decisions about domains by a number.

alter table domain_policies add column id bigint generated always as identity unique;
