-- Where the park's money is: shifts with their cash, and a ledger in which every movement is booked twice. The ledger begins with
-- this version; what was sold before is in sale and ticket alone.

-- ---- Shifts ----

create table shift (
  id           bigint generated always as identity primary key,
  person_id    integer not null references person (id),
  -- Where the person sits, as people call it; may be empty.
  place        varchar(200) not null,
  opened_at    timestamptz not null,
  -- What was in the drawer at first.
  float_fen    bigint not null check (float_fen >= 0),
  -- These three are null while it is open.
  closed_at    timestamptz,
  counted_fen  bigint check (counted_fen >= 0),
  -- What should have been in the drawer.
  expected_fen bigint
);

-- [jooq ignore start]
create unique index shift_open on shift (person_id) where closed_at is null;
-- [jooq ignore stop]
create index shift_person on shift (person_id, opened_at);

-- ---- The ledger ----

-- A movement of money. Never changed: what was wrong is booked the other way round.
create table posting (
  id         bigint generated always as identity primary key,
  at         timestamptz not null,
  kind       varchar(200) not null check (kind in
    ('SALE', 'TOP_UP', 'GATE_FEE', 'SETTLEMENT', 'REFUND', 'VOID', 'EXCHANGE', 'SHIFT_OPENED', 'SHIFT_CLOSED')),
  -- Null: a gate.
  person_id  integer references person (id),
  -- Null: nobody's drawer.
  shift_id   bigint references shift (id),
  sale_id    bigint references sale (id),
  ticket_id  bigint references ticket (id)
);

create index posting_at on posting (at);
create index posting_shift on posting (shift_id);
create index posting_sale on posting (sale_id);
create index posting_ticket on posting (ticket_id);

-- Above zero: into the account (debit); below: out of it (credit). The lines of a posting add up to nothing.
create table posting_line (
  posting_id      bigint not null references posting (id),
  position        integer not null,
  account         varchar(200) not null check (account in
    ('CASH', 'CARD', 'QR', 'SAFE', 'STORED_VALUE', 'TICKETS', 'GATE_FEES', 'REFUND_FEES', 'CASH_DIFFERENCE')),
  -- Whose takings they are; null for money itself.
  ticket_type_id  integer references ticket_type (id),
  fen             bigint not null check (fen <> 0),
  primary key (posting_id, position)
);

-- [jooq ignore start]
-- The database itself lets nobody book what does not balance, or change what was booked.
create function posting_balances() returns trigger language plpgsql as $$
begin
  if (select sum(fen) from posting_line where posting_id = new.posting_id) <> 0 then
    raise exception 'posting % does not balance', new.posting_id;
  end if;
  return null;
end $$;

create constraint trigger posting_balances after insert on posting_line
  deferrable initially deferred for each row execute function posting_balances();

create function booked_for_good() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is only added to: book it the other way round';
end $$;

create trigger posting_for_good before update or delete on posting
  for each statement execute function booked_for_good();
create trigger posting_line_for_good before update or delete on posting_line
  for each statement execute function booked_for_good();
-- [jooq ignore stop]

-- ---- Tickets ----

-- What was paid back when it was refunded or voided; null: neither, or before this version.
alter table ticket add column refunded_fen bigint check (refunded_fen >= 0);
-- How often it was printed again.
alter table ticket add column reprints integer default 0 not null check (reprints >= 0);

-- What is kept of a refund: with at least so many hours to the start of the first day, so many percent. No row: nothing is kept.
create table refund_tier (
  hours_before  integer primary key check (hours_before between 0 and 8760),
  fee_percent   integer not null check (fee_percent between 0 and 100)
);

-- ---- Prices and quotas ----

-- Prices of certain first days; the first rule that holds the day counts, otherwise the type's own price.
create table ticket_type_price (
  ticket_type_id  integer not null references ticket_type (id),
  position        integer not null,
  -- Both inclusive; null: without an end on that side.
  from_day        date,
  until_day       date,
  -- Bit 0 is Monday, bit 6 Sunday; 0: every day.
  weekdays        integer not null check (weekdays between 0 and 127),
  price_fen       bigint not null check (price_fen >= 0),
  primary key (ticket_type_id, position)
);

-- For how many people tickets of one first day are sold; 0: no limit.
alter table ticket_type add column daily_quota integer default 0 not null check (daily_quota between 0 and 1000000);

-- How many of them are taken, for types with a quota. A row is made by the first sale for the day.
create table ticket_stock (
  ticket_type_id  integer not null references ticket_type (id),
  day             date not null,
  taken           integer not null check (taken >= 0),
  primary key (ticket_type_id, day)
);
