-- Events are stored many at a time: each is no longer looked up in gate by itself, nor put into an index that nobody reads.

-- Whoever stores an event has locked its gate's row of gate_ledger first, which refers to the gate and is never deleted.
-- [jooq ignore start]
alter table gate_event drop constraint gate_event_gate_id_fkey;
-- [jooq ignore stop]

drop index gate_event_at;
