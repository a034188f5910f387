-- Gates that ask first; certificates that end or are taken back.

-- Whether a gate that cannot ask the centre lets people in on it.
alter table ticket_type add column offline varchar(200) default 'OPEN' not null
  check (offline in ('OPEN', 'CLAIM', 'STRICT'));

-- The gate that may let people in on a right whose type asks first, until what came of it is stored.
create table claim (
  right_id          bigint primary key,
  gate_id           integer not null references gate (id),
  -- The gate's last question; only its own answer settles it.
  ask               bigint not null,
  -- Where the gate's journal was at the first of its questions: what came of them lies behind.
  epoch             bigint not null,
  since_sequence    bigint not null,
  -- The same at the last of them.
  asked_sequence    bigint not null,
  -- Up to here the journal tells what came of the last one; null: the gate has not said.
  settled_sequence  bigint,
  claimed_at        timestamptz not null,
  -- Null: it does not end by time.
  until             timestamptz
);

create index claim_gate on claim (gate_id);

-- Of the certificate that the gate was given last and has not shown yet, hexadecimal.
alter table gate add column next_certificate_serial varchar(200);

-- Whoever shows one of these is told to forget what he has; no certificate ever leaves this table.
create table revoked_certificate (
  serial      varchar(200) primary key,
  gate_id     integer not null references gate (id),
  revoked_at  timestamptz not null
);
