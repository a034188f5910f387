-- Every rule that a ticket type can have, stored value, pre-printed tickets, lost and blocked ones, capacity of areas.
-- The defaults are what the rows of earlier versions meant: a template made from them is the same, byte for byte.

-- ---- Ticket types ----

-- [jooq ignore start]
alter table ticket_type drop constraint ticket_type_kind_check;
alter table ticket_type add constraint ticket_type_kind_check check (kind in
  ('SINGLE', 'CONCESSION', 'GROUP', 'COUNT_CARD', 'PERIOD_PASS', 'STAFF_CARD', 'STORED_VALUE', 'RESIDENT'));
-- [jooq ignore stop]

-- Bit 0 is Monday, bit 6 Sunday; 0: every day.
alter table ticket_type add column weekdays integer default 0 not null check (weekdays between 0 and 127);
-- A fixed window instead of valid_days: both dates or none, both inclusive.
alter table ticket_type add column season_from date;
alter table ticket_type add column season_until date;
-- Local days from the first entry on, its own day included; 0: only the ticket's end ends it.
alter table ticket_type add column days_from_first_use integer default 0 not null check (days_from_first_use between 0 and 3660);
-- Into one area, ever; 0: no limit.
alter table ticket_type add column entries_per_area integer default 0 not null check (entries_per_area between 0 and 255);
alter table ticket_type add column reentry varchar(200) default 'COUNTS' not null
  check (reentry in ('COUNTS', 'FREE', 'AFTER_EXIT', 'NEVER'));
-- 0: off.
alter table ticket_type add column anti_passback_minutes integer default 0 not null
  check (anti_passback_minutes between 0 and 10080);
alter table ticket_type add column needs_check boolean default false not null;
alter table ticket_type add column offline_limit_fen integer default 0 not null
  check (offline_limit_fen between 0 and 100000000);
alter table ticket_type add column collected boolean default false not null;
alter table ticket_type add column beyond_capacity boolean default false not null;
-- IN, OUT, or null for both ways.
alter table ticket_type add column only_direction varchar(200) check (only_direction in ('IN', 'OUT'));

-- Dates with rules of their own; the first that holds a date counts.
create table ticket_type_day_rule (
  ticket_type_id     integer not null references ticket_type (id),
  position           integer not null,
  from_day           date not null,
  until_day          date not null,
  closed             boolean not null,
  open_from_minute   integer not null check (open_from_minute between 0 and 1440),
  open_until_minute  integer not null check (open_until_minute between 0 and 1440),
  primary key (ticket_type_id, position)
);

-- No row: valid at all check points of its areas.
create table ticket_type_check_point (
  ticket_type_id  integer not null references ticket_type (id),
  check_point_id  integer not null references check_point (id),
  primary key (ticket_type_id, check_point_id)
);

-- What one entry of one person into an area costs.
create table ticket_type_fee (
  ticket_type_id  integer not null references ticket_type (id),
  area_id         integer not null references area (id),
  fen             integer not null check (fen between 1 and 100000000),
  primary key (ticket_type_id, area_id)
);

-- ---- Tickets ----

-- Pre-printed tickets, made at one stroke.
create table ticket_batch (
  id              bigint generated always as identity primary key,
  number          varchar(200) not null unique,
  made_at         timestamptz not null,
  made_by         integer not null references person (id)
);

-- [jooq ignore start]
alter table ticket drop constraint ticket_state_check;
alter table ticket add constraint ticket_state_check check (state in
  ('NOT_ACTIVATED', 'ACTIVE', 'LOST', 'BLOCKED', 'REVOKED'));
-- [jooq ignore stop]
-- Pre-printed ones are sold when they are activated.
alter table ticket alter column sale_id drop not null;
alter table ticket add column batch_id bigint references ticket_batch (id);

create index ticket_batch_id on ticket (batch_id);

-- [jooq ignore start]
alter table credential drop constraint credential_kind_check;
alter table credential add constraint credential_kind_check check (kind in ('QR', 'CARD', 'FACE', 'ID_CARD'));
-- A card, a face or an ID card may show several tickets; a QR code shows one.
alter table credential drop constraint credential_fingerprint_key;
alter table credential drop constraint credential_kind_value_key;
create unique index credential_qr on credential (fingerprint) where kind = 'QR';
-- [jooq ignore stop]
create unique index credential_once on credential (ticket_id, kind, value);
create index credential_fingerprint on credential (fingerprint);
create index credential_value on credential (kind, value);

-- ---- Stored value ----

-- One row for each ticket that holds money.
create table credit_account (
  ticket_id      bigint primary key references ticket (id),
  -- What was left of each when money was last paid in; deductions since then are split in this ratio.
  principal_fen  bigint not null,
  bonus_fen      bigint not null,
  -- Deducted since then. More than both together if gates without a network let it happen.
  spent_fen      bigint not null check (spent_fen >= 0),
  -- Everything ever paid in, bonus included: credit_fen of the right at the gates.
  paid_in_fen    bigint not null check (paid_in_fen >= 0)
);

-- Every movement; the sums of a ticket's rows are what it holds.
create table credit_entry (
  id             bigint generated always as identity primary key,
  ticket_id      bigint not null references ticket (id),
  at             timestamptz not null,
  -- A SETTLEMENT moves as much of the bonus into the principal as a TOP_UP left of a debt.
  kind           varchar(200) not null check (kind in ('SALE', 'TOP_UP', 'FEE', 'SETTLEMENT')),
  principal_fen  bigint not null,
  bonus_fen      bigint not null,
  -- Of a FEE.
  gate_event_id  bigint unique references gate_event (id),
  -- Of a TOP_UP: a repeated request with this key does nothing.
  idempotency_key  varchar(200) unique
);

create index credit_entry_ticket on credit_entry (ticket_id);

alter table gate_event add column fee_fen integer default 0 not null;

-- ---- Capacity ----

-- How many people may be inside; null: as many as come.
alter table area add column capacity integer check (capacity between 1 and 1000000);
-- People inside are reckoned from hour to hour of the local day, passes in less passes out, never below 0. When this is of
-- the same day, they are all passes up to the end of its hour and this, and reckoned from there.
alter table area add column correction integer default 0 not null;
alter table area add column correction_day date;
alter table area add column correction_hour integer default 0 not null check (correction_hour between 0 and 23);

-- ---- Commands ----

-- Of confirm-accept and confirm-reject: whom the member of staff saw waiting, as the gate named him.
alter table command add column holding varchar(200);
