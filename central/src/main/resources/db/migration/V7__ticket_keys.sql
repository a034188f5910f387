-- Keys of ticket codes are rotated: until when codes of a key are good, and old private halves are forgotten.

-- Null: no end. A key of an earlier version has none.
alter table ticket_key add column valid_until timestamptz;

-- Null: forgotten at a rotation; the key only tells what it signed before.
alter table ticket_key alter column private_key drop not null;
