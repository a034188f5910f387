-- What gates confirm, how good their clocks are, and rights that were used twice.

-- Up to where the gate said to have the whitelist in force, noted once a minute; null: never.
alter table gate add column whitelist_version bigint;

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
