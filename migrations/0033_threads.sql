-- What of a thread other servers may list (FEP-7888).
create index statuses_thread on statuses (conversation_id, id)
  where visibility in (0, 1) and boost_of_id is null and deleted_at is null and not local_only;
