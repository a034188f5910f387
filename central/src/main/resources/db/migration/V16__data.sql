-- Tickets that were sold elsewhere.

create table ticket_import (
  id           bigint generated always as identity primary key,
  number       varchar(200) not null unique,
  -- Who sold them.
  partner      varchar(200) not null,
  file_name    varchar(200) not null,
  -- SHA-256, hexadecimal: the same file again is the same import.
  file_hash    varchar(200) not null,
  tickets      integer not null check (tickets >= 1),
  imported_at  timestamptz not null,
  imported_by  integer not null references person (id),
  -- Up to which of its tickets the gates have been told, in the order of their ids.
  told         bigint default 0 not null,
  -- All of them.
  told_all     boolean default false not null,
  unique (partner, file_hash)
);

create table imported_ticket (
  ticket_id       bigint primary key references ticket (id),
  import_id       bigint not null references ticket_import (id),
  partner         varchar(200) not null,
  -- The partner's own number of the ticket.
  partner_number  varchar(200) not null,
  -- Null: nobody said, or it was forgotten.
  holder_name     varchar(200),
  holder_id       varchar(200),
  unique (partner, partner_number)
);

create index imported_ticket_import on imported_ticket (import_id, ticket_id);
create index imported_ticket_holder on imported_ticket (holder_id);

-- ---- What is forgotten of people ----

-- One row. So many days after the visit; null: never.
create table retention (
  id               integer primary key check (id = 1),
  -- Names, telephone and document numbers of orders, of their tickets' holders and of imported tickets.
  contact_days     integer check (contact_days between 1 and 3660),
  -- Faces and ID cards that show tickets.
  credential_days  integer check (credential_days between 1 and 3660),
  -- What was presented at gates: the fingerprints in events.
  event_days       integer check (event_days between 1 and 3660),
  -- Up to which event that was done.
  event_id         bigint default 0 not null,
  -- The day on which all was looked through last, in the park's zone.
  looked_on        date
);
