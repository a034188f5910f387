-- What a ticket type can say of its sale: time slots, limits for one person, packages of several areas, channels, proofs, promotions.

-- ---- Time slots ----

-- Parts of the day for which tickets are sold apart. A type without one sells whole days.
create table ticket_type_slot (
  ticket_type_id  integer not null references ticket_type (id),
  position        integer not null,
  -- After midnight in the park's zone; until is exclusive, and smaller than from if the slot runs past midnight.
  from_minute     integer not null check (from_minute between 0 and 1439),
  until_minute    integer not null check (until_minute between 1 and 1440),
  -- For how many people tickets of one day are sold; 0: no limit of its own.
  quota           integer not null check (quota between 0 and 1000000),
  -- Bit 0 is Monday, bit 6 Sunday; 0: every day.
  weekdays        integer not null check (weekdays between 0 and 127),
  primary key (ticket_type_id, position)
);

-- How many people hold tickets of a slot. On one day a type has at most one slot that begins at a minute.
create table ticket_slot_stock (
  ticket_type_id  integer not null references ticket_type (id),
  day             date not null,
  from_minute     integer not null,
  taken           integer not null check (taken >= 0),
  primary key (ticket_type_id, day, from_minute)
);

-- At which minute its slot begins; null: it has none.
alter table ticket add column slot_minute integer check (slot_minute between 0 and 1439);

-- ---- Who may buy, where, how many ----

-- Bit 0 the window, 1 the web, 2 the kiosk, 3 partners.
alter table ticket_type add column channels integer default 15 not null check (channels between 1 and 15);
-- Name and ID of every holder are asked for.
alter table ticket_type add column real_name boolean default false not null;
-- So many people with one ID or one phone number, of visits that are less than limit_days apart; 0: no limit.
alter table ticket_type add column limit_per_id integer default 0 not null check (limit_per_id between 0 and 10000);
alter table ticket_type add column limit_per_phone integer default 0 not null check (limit_per_phone between 0 and 10000);
alter table ticket_type add column limit_days integer default 1 not null check (limit_days between 1 and 366);
-- What staff ask to see.
alter table ticket_type add column proof varchar(200) default 'NONE' not null check (proof in
  ('NONE', 'CHILD', 'STUDENT', 'SENIOR', 'DISABLED', 'SOLDIER', 'TEACHER', 'MEDICAL', 'RESIDENT', 'OTHER'));
alter table ticket_type add column proof_zh varchar(500) default '' not null;
alter table ticket_type add column proof_en varchar(500) default '' not null;

-- ---- Packages of several areas ----

-- Whose takings the price is: in proportion to the shares. None: nobody asked.
create table ticket_type_part (
  ticket_type_id  integer not null references ticket_type (id),
  area_id         integer not null references area (id),
  share           bigint not null check (share between 1 and 100000000),
  primary key (ticket_type_id, area_id)
);

-- What was paid for a ticket of a package, by area: its price, to the fen.
create table ticket_share (
  ticket_id  bigint not null references ticket (id),
  area_id    integer not null references area (id),
  fen        bigint not null check (fen >= 0),
  primary key (ticket_id, area_id)
);

-- A line of the ledger by area: to the fen what the line says, and of its sign. Lines that are of no package have none.
create table posting_share (
  posting_id  bigint not null,
  position    integer not null,
  area_id     integer not null references area (id),
  fen         bigint not null check (fen <> 0),
  primary key (posting_id, position, area_id),
  foreign key (posting_id, position) references posting_line (posting_id, position)
);

-- [jooq ignore start]
create function posting_shares_add_up() returns trigger language plpgsql as $$
begin
  if (select sum(fen) from posting_share where posting_id = new.posting_id and position = new.position)
     <> (select fen from posting_line where posting_id = new.posting_id and position = new.position) then
    raise exception 'the shares of line % of posting % do not add up', new.position, new.posting_id;
  end if;
  return null;
end $$;

create constraint trigger posting_shares_add_up after insert on posting_share
  deferrable initially deferred for each row execute function posting_shares_add_up();
create trigger posting_share_for_good before update or delete on posting_share
  for each statement execute function booked_for_good();
-- [jooq ignore stop]

-- ---- Promotions ----

create table promotion (
  id            integer generated always as identity primary key,
  code          varchar(200) not null unique,
  name_zh       varchar(200) not null,
  name_en       varchar(200) not null,
  -- PERCENT: amount percent off. AMOUNT: amount fen off each ticket. BUNDLE: each amount tickets for the price of pays.
  kind          varchar(200) not null check (kind in ('PERCENT', 'AMOUNT', 'BUNDLE')),
  amount        bigint not null check (amount > 0),
  pays          integer default 0 not null check (pays >= 0),
  -- What the visitor says to get it; null: everybody gets it.
  coupon        varchar(200) unique,
  -- Days of sale and of the visit, inclusive; null: without an end on that side.
  sold_from     date,
  sold_until    date,
  visit_from    date,
  visit_until   date,
  -- Of the visit; bit 0 is Monday, bit 6 Sunday; 0: every day.
  weekdays      integer default 0 not null check (weekdays between 0 and 127),
  channels      integer default 15 not null check (channels between 1 and 15),
  -- Tickets of one line.
  min_quantity  integer default 1 not null check (min_quantity >= 1),
  -- In how many orders; 0: no limit.
  total_uses    integer default 0 not null check (total_uses >= 0),
  -- Goes together with others that are.
  combinable    boolean default false not null,
  active        boolean default true not null
);

-- For which types; none: all.
create table promotion_type (
  promotion_id    integer not null references promotion (id),
  ticket_type_id  integer not null references ticket_type (id),
  primary key (promotion_id, ticket_type_id)
);

-- What a promotion takes off all tickets of an order's line. Its uses are the orders here that are held or paid.
create table order_discount (
  order_id      bigint not null references ticket_order (id),
  position      integer not null,
  promotion_id  integer not null references promotion (id),
  fen           bigint not null check (fen > 0),
  primary key (order_id, position, promotion_id)
);
create index order_discount_promotion on order_discount (promotion_id);

-- What a promotion took off a ticket; its price_fen is what was paid.
create table ticket_discount (
  ticket_id     bigint not null references ticket (id),
  promotion_id  integer not null references promotion (id),
  fen           bigint not null check (fen > 0),
  primary key (ticket_id, promotion_id)
);
