-- What reports tell that could not be told so far, and what makes them quick.

-- ---- Tickets ----

-- The type as which it was sold, once an exchange has made it another; null: as what it is.
alter table ticket add column sold_as integer references ticket_type (id);
-- What was said when it was refunded or voided; null: neither, or before this version.
alter table ticket add column refund_reason varchar(500);
create index ticket_refunded on ticket (refunded_at);

-- ---- Gates ----

-- [jooq ignore start]
-- Some hundred bytes for each million events, and next to nothing to keep up: events are stored nearly in the order of their times.
create index gate_event_at on gate_event using brin (at);
-- [jooq ignore stop]

-- ---- Pre-printed tickets ----

-- Whether its tickets are sold only at the window that they were issued to; otherwise also those that were issued to none.
alter table ticket_batch add column only_issued boolean default false not null;
-- The window that a pre-printed ticket was issued to; null: it lies in the store.
alter table ticket add column held_at varchar(200);
-- Null: it is not spoilt. A spoilt one was never sold and never will be.
alter table ticket add column spoilt_at timestamptz;
alter table ticket add column spoilt_by integer references person (id);
alter table ticket add column spoilt_reason varchar(500);

-- ---- Printers ----

-- Thermal printers in the network, which take bytes as they are.
create table printer (
  id    integer generated always as identity primary key,
  code  varchar(200) not null unique,
  name  varchar(200) not null,
  host  varchar(200) not null,
  port  integer not null check (port between 1 and 65535)
);
