-- What gates confirm, duplicates, offline policies, clocks, and trust that ends.

-- Up to where the gate said to have the whitelist in force, noted once a minute; null: never.
alter table gate add column whitelist_version bigint;
-- Of a certificate that was given out for renewal and has not been shown yet.
alter table gate add column next_certificate_serial varchar(200);
-- Nothing of this gate is believed any more, and it is told to forget what it knows, until it is enrolled anew.
alter table gate add column revoked_at timestamptz;

-- How good the gate's clock was: LINKED, HELD, LOCAL or LOWER_BOUND; null: it did not say.
alter table gate_event add column clock varchar(200);

-- One right that let people in at two places although it was good for one of them only.
create table duplicate_admission (
  id               bigint generated always as identity primary key,
  right_id         bigint not null,
  -- By the gates' clocks.
  first_event_id   bigint not null references gate_event (id),
  second_event_id  bigint not null references gate_event (id),
  found_at         timestamptz not null,
  -- Somebody has looked into it: the alarm ends.
  seen_at          timestamptz,
  seen_by          varchar(200),
  unique (first_event_id, second_event_id)
);

create index duplicate_admission_unseen on duplicate_admission (seen_at, id);

-- Whether a gate that cannot ask the centre lets people in on it.
alter table ticket_type add column offline varchar(200) default 'OPEN' not null
  check (offline in ('OPEN', 'CLAIM', 'STRICT'));
-- Opens by codes that change with the time only; a picture of one goes stale.
alter table ticket_type add column rotating boolean default false not null;

-- Which gate is letting people in on a right whose type asks first.
create table claim (
  right_id    bigint primary key,
  gate_id     integer not null references gate (id),
  claimed_at  timestamptz not null,
  -- A strict claim stays until the gate has reported what came of it; null.
  until       timestamptz
);

-- No ticket is signed with it any more; gates still know it until the last ticket is over.
alter table ticket_key add column retired_at timestamptz;
