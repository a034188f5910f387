-- Payment through providers: what was asked of them, what they said, what they are to pay back, and how their bills compare.

-- One request for money, for one order, at one provider. Everything that a provider is asked for is written here first.
create table charge (
  id               bigint generated always as identity primary key,
  -- Ours, by which the provider knows it: letters and digits.
  number           varchar(200) not null unique,
  order_number     varchar(200) not null,
  provider         varchar(200) not null,
  fen              bigint not null check (fen > 0),
  subject          varchar(200) not null,
  -- CREATED: the provider may not know it yet; PENDING: it can be paid; CLOSED: it can no longer; FAILED: refused by the provider.
  state            varchar(200) not null check (state in ('CREATED', 'PENDING', 'PAID', 'CLOSED', 'FAILED')),
  created_at       timestamptz not null,
  -- Null: a machine that sells.
  created_by       integer references person (id),
  -- From here on it is closed.
  expires_at       timestamptz not null,
  -- What the QR code says; null: not known yet.
  code_url         varchar(2000),
  -- What the provider calls it, when it was paid by the provider's clock, and how much; null: not paid.
  transaction      varchar(200),
  paid_at          timestamptz,
  paid_fen         bigint check (paid_fen > 0),
  -- Whether the order took the money; null: not paid. What it did not take is paid back.
  taken            boolean,
  -- Why it failed, or why the order did not take the money.
  detail           varchar(2000) not null,
  -- When the provider is asked next; null: never.
  next_look_at     timestamptz,
  looks            integer not null
);

create index charge_order on charge (order_number);
create index charge_look on charge (next_look_at);
create index charge_paid on charge (provider, paid_at);

-- Money on its way back to a visitor. It is SUSPENSE in the ledger until it is DONE.
create table charge_refund (
  id               bigint generated always as identity primary key,
  -- Ours, by which the provider pays back once, however often it is asked.
  number           varchar(200) not null unique,
  charge_id        bigint not null references charge (id),
  fen              bigint not null check (fen > 0),
  -- NOT_TAKEN: the order did not take the money; TICKETS: tickets were given back.
  cause            varchar(200) not null check (cause in ('NOT_TAKEN', 'TICKETS')),
  state            varchar(200) not null check (state in ('REQUESTED', 'SENT', 'DONE', 'FAILED')),
  requested_at     timestamptz not null,
  -- By the provider's clock.
  done_at          timestamptz,
  -- What the provider calls it.
  transaction      varchar(200),
  -- Why it failed.
  detail           varchar(2000) not null,
  -- When the provider is asked next; null: never.
  next_try_at      timestamptz,
  tries            integer not null
);

create index charge_refund_charge on charge_refund (charge_id);
create index charge_refund_try on charge_refund (next_try_at);
create index charge_refund_done on charge_refund (done_at);

-- One day's bill of one provider, held against what is written here.
create table reconciliation (
  id            bigint generated always as identity primary key,
  provider      varchar(200) not null,
  day           date not null,
  run_at        timestamptz not null,
  -- Of the bill, and of what is written here.
  there_charges integer not null,
  there_fen     bigint not null,
  here_charges  integer not null,
  here_fen      bigint not null,
  there_refunds     integer not null,
  there_refund_fen  bigint not null,
  here_refunds      integer not null,
  here_refund_fen   bigint not null,
  unique (provider, day)
);

create table reconciliation_difference (
  id                 bigint generated always as identity primary key,
  reconciliation_id  bigint not null references reconciliation (id),
  kind               varchar(200) not null check (kind in ('MISSING_HERE', 'MISSING_THERE', 'OTHER_AMOUNT')),
  subject            varchar(200) not null check (subject in ('CHARGE', 'REFUND')),
  number             varchar(200) not null,
  -- Null: missing.
  here_fen           bigint,
  there_fen          bigint,
  -- Null: nobody has looked into it.
  acknowledged_at    timestamptz,
  acknowledged_by    integer references person (id),
  note               varchar(2000) not null
);

create index reconciliation_difference_of on reconciliation_difference (reconciliation_id);

-- ---- The ledger ----

-- Of which charge: the money of its QR lines is with that charge's provider.
alter table posting add column charge_id bigint references charge (id);
create index posting_charge on posting (charge_id);

-- [jooq ignore start]
alter table posting drop constraint posting_kind_check;
alter table posting add constraint posting_kind_check check (kind in
  ('SALE', 'TOP_UP', 'GATE_FEE', 'SETTLEMENT', 'REFUND', 'VOID', 'EXCHANGE', 'SHIFT_OPENED', 'SHIFT_CLOSED',
   'NOT_TAKEN', 'PAID_BACK'));
alter table posting_line drop constraint posting_line_account_check;
alter table posting_line add constraint posting_line_account_check check (account in
  ('CASH', 'CARD', 'QR', 'PARTNER', 'SAFE', 'STORED_VALUE', 'TICKETS', 'GATE_FEES', 'REFUND_FEES', 'CASH_DIFFERENCE',
   'SUSPENSE'));
-- [jooq ignore stop]
