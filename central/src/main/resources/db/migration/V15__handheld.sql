-- Handhelds: gates without an arm, in an attendant's hand. Each has its row in gate, so that its events, uses and counts are a
-- gate's; what is here besides tells it from the gates that have a lane.

create table handheld (
  gate_id        integer primary key references gate (id),
  -- Of the one-time code that is open, SHA-256; null: none is.
  pairing_hash   bytea,
  pairing_until  timestamptz,
  -- Of the key of the browser that is paired, SHA-256; null: none is, or it was taken back.
  key_hash       bytea,
  -- 1, 2, 3 ... with every pairing: a browser that forgot everything never names an event as another was named.
  epoch          bigint not null default 0,
  paired_at      timestamptz,
  paired_by      varchar(200),
  -- When it was last heard, noted once a minute.
  seen_at        timestamptz
);
