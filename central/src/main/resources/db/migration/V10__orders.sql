-- One model of orders for window, web shop, kiosk and partner: what was a sale is an order that was paid at once at a window.

-- ---- Machines that sell ----

-- A web shop, kiosk or partner (OTA) that orders over the interface.
create table channel_client (
  id          integer generated always as identity primary key,
  code        varchar(200) not null unique,
  name        varchar(200) not null,
  channel     varchar(200) not null check (channel in ('WEB', 'KIOSK', 'PARTNER')),
  -- SHA-256 of its token, hexadecimal; the token itself is shown once and kept nowhere.
  token_hash  varchar(200) not null unique,
  disabled    boolean default false not null,
  created_at  timestamptz not null
);

-- ---- Orders ----

alter table sale rename to ticket_order;
alter table ticket rename column sale_id to order_id;
alter table posting rename column sale_id to order_id;
alter table ticket_order rename column sold_at to paid_at;
alter table ticket_order rename column sold_by to paid_by;
-- These three are null until it is paid. Null afterwards: paid_by of an order that no person took the money of, payment of one that cost nothing.
alter table ticket_order alter column paid_at drop not null;
alter table ticket_order alter column paid_by drop not null;
alter table ticket_order alter column payment drop not null;

alter table ticket_order add column channel varchar(200) default 'WINDOW' not null
  check (channel in ('WINDOW', 'WEB', 'KIOSK', 'PARTNER'));
-- HELD: its stock is taken until held_until; EXPIRED: it was given back, and a late payment must find some again.
alter table ticket_order add column state varchar(200) default 'PAID' not null
  check (state in ('HELD', 'PAID', 'CANCELLED', 'EXPIRED'));
alter table ticket_order add column ordered_at timestamptz;
-- Of the window's orders the person, of the others the machine.
alter table ticket_order add column ordered_by integer references person (id);
alter table ticket_order add column client_id integer references channel_client (id);
-- Null: it was never held.
alter table ticket_order add column held_until timestamptz;
-- When it was cancelled, or its stock was given back; null otherwise.
alter table ticket_order add column ended_at timestamptz;
-- The payment provider's or terminal's own number of the payment.
alter table ticket_order add column payment_reference varchar(200);
alter table ticket_order add column contact_name varchar(200);
alter table ticket_order add column contact_phone varchar(200);
alter table ticket_order add column contact_id_number varchar(200);
-- The machine's own number of the order.
alter table ticket_order add column partner_number varchar(200);
-- When its tickets were handed out on paper, and by whom: a person, or a kiosk.
alter table ticket_order add column collected_at timestamptz;
alter table ticket_order add column collected_by integer references person (id);
alter table ticket_order add column collected_client_id integer references channel_client (id);
-- Whoever knows it sees the e-ticket page; null of orders before this version.
alter table ticket_order add column link_token varchar(200);

create unique index ticket_order_partner on ticket_order (client_id, partner_number);
create unique index ticket_order_link on ticket_order (link_token);
create index ticket_order_phone on ticket_order (contact_phone);
create index ticket_order_id_number on ticket_order (contact_id_number);
create index ticket_order_ordered on ticket_order (ordered_at);
-- [jooq ignore start]
alter table ticket_order drop constraint sale_payment_check;
alter table ticket_order add constraint ticket_order_payment_check check (payment in ('CASH', 'CARD', 'QR', 'PARTNER'));
create index ticket_order_held on ticket_order (held_until) where state = 'HELD';
update ticket_order set ordered_at = paid_at, ordered_by = paid_by;
alter table ticket_order alter column ordered_at set not null;
-- [jooq ignore stop]

-- What was asked for, and at which price. Orders before this version have none.
create table order_line (
  id              bigint generated always as identity primary key,
  order_id        bigint not null references ticket_order (id),
  position        integer not null,
  ticket_type_id  integer not null references ticket_type (id),
  quantity        integer not null check (quantity >= 1),
  -- Of each ticket.
  people          integer not null check (people between 1 and 255),
  -- In the park's zone, both inclusive.
  first_day       date not null,
  last_day        date not null,
  -- Of the first day, in minutes after midnight, as it was when it was ordered; null: whole days.
  slot_minute     integer check (slot_minute between 0 and 1439),
  slot_until      integer check (slot_until between 1 and 1440),
  -- Of each ticket, without what is paid in.
  price_fen       bigint not null check (price_fen >= 0),
  principal_fen   bigint not null check (principal_fen >= 0),
  bonus_fen       bigint not null check (bonus_fen >= 0),
  unique (order_id, position)
);

-- The first sale of a day with a new quota counts what is held for it.
create index order_line_day on order_line (ticket_type_id, first_day);

-- In whose name a ticket is.
create table ticket_holder (
  id               bigint generated always as identity primary key,
  order_line_id    bigint not null references order_line (id),
  -- Which of the line's tickets, from 0.
  position         integer not null check (position >= 0),
  -- Null until the order is paid.
  ticket_id        bigint references ticket (id),
  name             varchar(200) not null,
  document_kind    varchar(200) not null check (document_kind in ('ID_CARD', 'PASSPORT', 'PERMIT', 'OTHER')),
  -- As gates' readers give it: upper case, without blanks.
  document_number  varchar(200) not null,
  unique (order_line_id, position)
);

create index ticket_holder_number on ticket_holder (document_number);
create index ticket_holder_ticket on ticket_holder (ticket_id);

-- ---- Tickets ----

-- The start of the earliest first day that it was ever sold for: an exchange does not soften the refund terms. Null: of its own.
alter table ticket add column terms_from timestamptz;
-- [jooq ignore start]
alter table ticket drop constraint ticket_state_check;
alter table ticket add constraint ticket_state_check check (state in
  ('NOT_ACTIVATED', 'ACTIVE', 'LOST', 'BLOCKED', 'REFUND_REQUESTED', 'REVOKED'));
-- [jooq ignore stop]
create index ticket_type_day on ticket (ticket_type_id, valid_from);
create index ticket_state_day on ticket (state, valid_from);

-- ---- Reviewed refunds ----

-- Whether what a visitor or partner gives back is paid back by itself, or after somebody has looked at it.
alter table park add column refund_review boolean default false not null;

create table refund_request (
  id            bigint generated always as identity primary key,
  order_id      bigint not null references ticket_order (id),
  state         varchar(200) not null check (state in ('REQUESTED', 'APPROVED', 'REJECTED')),
  requested_at  timestamptz not null,
  -- The machine's code; empty: by the e-ticket link.
  requested_by  varchar(200) not null,
  reason        varchar(500) not null,
  decided_at    timestamptz,
  decided_by    integer references person (id),
  decision      varchar(500)
);

create index refund_request_state on refund_request (state, id);
create index refund_request_order on refund_request (order_id);

-- What is paid back of each ticket, by the terms when it was asked for.
create table refund_request_ticket (
  request_id  bigint not null references refund_request (id),
  ticket_id   bigint not null references ticket (id),
  refund_fen  bigint not null check (refund_fen >= 0),
  primary key (request_id, ticket_id)
);

create index refund_request_ticket_ticket on refund_request_ticket (ticket_id);

-- ---- The ledger ----

-- What partners have sold and owe the park.
-- [jooq ignore start]
alter table posting_line drop constraint posting_line_account_check;
alter table posting_line add constraint posting_line_account_check check (account in
  ('CASH', 'CARD', 'QR', 'PARTNER', 'SAFE', 'STORED_VALUE', 'TICKETS', 'GATE_FEES', 'REFUND_FEES', 'CASH_DIFFERENCE'));
-- [jooq ignore stop]
