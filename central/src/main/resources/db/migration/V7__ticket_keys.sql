-- Keys of ticket codes are rotated: until when codes of a key are good, and old private halves are forgotten. Codes may rotate.

-- Null: no end. A key of an earlier version has none.
alter table ticket_key add column valid_until timestamptz;

-- Null: forgotten at a rotation; the key only tells what it signed before.
alter table ticket_key alter column private_key drop not null;

-- A rotating code is made anew every few seconds; what all of a ticket have in common is a credential that nobody can show.
-- [jooq ignore start]
alter table ticket_type drop constraint ticket_type_code_form_check;
alter table ticket_type add constraint ticket_type_code_form_check check (code_form in ('OPAQUE', 'SIGNED', 'ROTATING'));
alter table credential drop constraint credential_kind_check;
alter table credential add constraint credential_kind_check check (kind in ('QR', 'CARD', 'FACE', 'ID_CARD', 'ROTATING'));
-- [jooq ignore stop]
