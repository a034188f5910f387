-- Money is integer fen, time is timestamptz in UTC. Ids that travel to gates are bigint or integer, as in gatelink.proto.

-- ---- The park itself ----

-- One row: what the park decided once.
create table park (
  id               integer primary key check (id = 1),
  name_zh          varchar(200) not null,
  name_en          varchar(200) not null,
  zone             varchar(200) not null,
  fingerprint_key  bytea not null
);

-- Keys that sign ticket codes; the newest one signs, all of them verify.
create table ticket_key (
  id           integer primary key check (id between 0 and 255),
  public_key   bytea not null,
  private_key  bytea not null,
  created_at   timestamptz not null
);

create table area (
  id       integer generated always as identity primary key,
  code     varchar(200) not null unique,
  name_zh  varchar(200) not null,
  name_en  varchar(200) not null
);

create table check_point (
  id       integer generated always as identity primary key,
  code     varchar(200) not null unique,
  name_zh  varchar(200) not null,
  name_en  varchar(200) not null,
  area_id  integer not null references area (id)
);

create table gate (
  id                  integer generated always as identity primary key,
  code                varchar(200) not null unique,
  name_zh             varchar(200) not null,
  name_en             varchar(200) not null,
  check_point_id      integer not null references check_point (id),
  kind                varchar(200) not null check (kind in ('ENTRY', 'EXIT', 'TWO_WAY')),
  -- Of the certificate that is in force, hexadecimal; null until enrolled.
  certificate_serial  varchar(200),
  enrolled_at         timestamptz
);

-- One-time secrets, stored as SHA-256.
create table enrolment (
  id           bigint generated always as identity primary key,
  gate_id      integer not null references gate (id),
  secret_hash  bytea not null,
  expires_at   timestamptz not null,
  used_at      timestamptz
);

-- ---- People ----

create table person (
  id             integer generated always as identity primary key,
  name           varchar(200) not null unique,
  display_name   varchar(200) not null,
  password_hash  varchar(200) not null,
  -- Comma-separated: admin, clerk, control, viewer.
  roles          varchar(200) not null,
  language       varchar(200) not null default 'zh',
  disabled       boolean not null default false,
  created_at     timestamptz not null
);

create table audit (
  id        bigint generated always as identity primary key,
  at        timestamptz not null,
  -- Name of the person, or "system".
  actor     varchar(200) not null,
  -- Such as session.open, ticket.refund, command.emergency-open.
  action    varchar(200) not null,
  subject   varchar(200) not null,
  detail    varchar(2000) not null,
  address   varchar(200) not null
);

-- ---- Tickets ----

create table ticket_type (
  id                  integer generated always as identity primary key check (id <= 65535),
  code                varchar(200) not null unique,
  name_zh             varchar(200) not null,
  name_en             varchar(200) not null,
  kind                varchar(200) not null check (kind in ('SINGLE', 'GROUP', 'COUNT_CARD', 'PERIOD_PASS')),
  price_fen           bigint not null check (price_fen >= 0),
  -- Days from the day for which it is sold, 1 = that day only.
  valid_days          integer not null check (valid_days between 1 and 3660),
  -- In total; 0: no limit. A group's is its number of people.
  entries             integer not null check (entries between 0 and 255),
  entries_per_day     integer not null check (entries_per_day between 0 and 255),
  minutes_between     integer not null check (minutes_between between 0 and 1440),
  open_from_minute    integer not null check (open_from_minute between 0 and 1440),
  open_until_minute   integer not null check (open_until_minute between 0 and 1440),
  -- Group: how many people one code may hold at most; 1 for the other kinds.
  max_people          integer not null check (max_people between 1 and 255),
  code_form           varchar(200) not null check (code_form in ('OPAQUE', 'SIGNED')),
  on_sale             boolean not null default true
);

-- No row: valid in all areas.
create table ticket_type_area (
  ticket_type_id  integer not null references ticket_type (id),
  area_id         integer not null references area (id),
  primary key (ticket_type_id, area_id)
);

create table sale (
  id               bigint generated always as identity primary key,
  number           varchar(200) not null unique,
  sold_at          timestamptz not null,
  sold_by          integer not null references person (id),
  total_fen        bigint not null check (total_fen >= 0),
  payment          varchar(200) not null check (payment in ('CASH', 'CARD', 'QR')),
  -- A repeated request with this key answers with the sale that the first one made.
  idempotency_key  varchar(200) unique,
  -- Of that first request's body: the same key with another body is a mistake.
  request_hash     bytea
);

create table ticket (
  -- Also the right's id at the gates.
  id              bigint generated always as identity primary key,
  number          varchar(200) not null unique,
  sale_id         bigint not null references sale (id),
  ticket_type_id  integer not null references ticket_type (id),
  state           varchar(200) not null check (state in ('ACTIVE', 'REVOKED')),
  price_fen       bigint not null check (price_fen >= 0),
  people          integer not null check (people between 1 and 255),
  entries         integer not null check (entries between 0 and 255),
  valid_from      timestamptz not null,
  valid_until     timestamptz not null,
  refunded_at     timestamptz,
  refunded_by     integer references person (id)
);

-- What shows a ticket at a gate. The fingerprint is unique in the park: a collision is refused at issue.
create table credential (
  id           bigint generated always as identity primary key,
  ticket_id    bigint not null references ticket (id),
  kind         varchar(200) not null check (kind in ('QR', 'CARD', 'FACE')),
  value        varchar(200) not null,
  fingerprint  bigint not null unique,
  unique (kind, value)
);

create index credential_ticket on credential (ticket_id);
create index ticket_sale on ticket (sale_id);

-- ---- Gates and what they report ----

-- The ordered change log; version 1, 2, 3 ... without gaps. The hash is that of the whole set after the change (SetHash).
create table change_log (
  version     bigint primary key,
  hash        bigint not null,
  at          timestamptz not null,
  -- A serialised Change (gatelink.proto).
  change      bytea not null
);

-- The set that the change log has led to: what a snapshot is made of.
-- kind T: template, key its id; R: right, key its id; U: use, key the id of the gate_event that it came from.
create table whitelist_element (
  kind      varchar(200) not null check (kind in ('T', 'R', 'U')),
  key       bigint not null,
  -- For uses and rights: the right's id, for templates 0.
  right_id  bigint not null,
  body      bytea not null,
  primary key (kind, key)
);

create index whitelist_element_right on whitelist_element (right_id);

-- Every event of every gate, exactly once.
create table gate_event (
  id               bigint generated always as identity primary key,
  gate_id          integer not null references gate (id),
  epoch            bigint not null,
  sequence         bigint not null,
  at               timestamptz not null,
  stored_at        timestamptz not null,
  kind             varchar(200) not null,
  direction        varchar(200),
  credential       varchar(200),
  fingerprint      bigint,
  right_id         bigint,
  reason           varchar(200),
  people           integer not null,
  reference        bigint not null,
  reference_epoch  bigint not null,
  detail           varchar(2000) not null,
  unique (gate_id, epoch, sequence)
);

create index gate_event_right on gate_event (right_id);
create index gate_event_at on gate_event (at);

-- The highest sequence up to which a gate's epoch is stored without a gap, and the running counts that the board shows.
create table gate_ledger (
  gate_id      integer not null references gate (id),
  epoch        bigint not null,
  sequence     bigint not null,
  primary key (gate_id, epoch)
);

create table gate_count (
  gate_id    integer not null references gate (id),
  -- Day in the park's zone.
  day        date not null,
  hour       integer not null check (hour between 0 and 23),
  -- An event kind, or for refusals REFUSED:REASON; passes carry their direction, such as PASSED:IN.
  what       varchar(200) not null,
  people     bigint not null,
  primary key (gate_id, day, hour, what)
);

create table command (
  id          uuid primary key,
  -- Commands given at one stroke (a check point, the whole park) share it.
  batch       uuid not null,
  gate_id     integer not null references gate (id),
  issuer      varchar(200) not null,
  -- open-once, controlled, always-open, always-closed, emergency-open, release-fire ...
  action      varchar(200) not null,
  direction   varchar(200),
  issued_at   timestamptz not null,
  expires_at  timestamptz not null,
  -- PENDING until the gate answered; UNREACHABLE when it expired without an answer.
  outcome     varchar(200) not null check (outcome in ('PENDING', 'DONE', 'EXPIRED_COMMAND', 'DUPLICATE', 'NOT_NOW', 'UNREACHABLE')),
  answer      varchar(2000) not null,
  answered_at timestamptz
);

create index command_batch on command (batch);
