-- What reports by window and by day need of an order.

-- In whose shift it was paid, and so at which window; null: in none.
alter table ticket_order add column shift_id bigint references shift (id);
-- [jooq ignore start]
update ticket_order set shift_id = posting.shift_id
  from posting where posting.order_id = ticket_order.id and posting.kind = 'SALE';
-- [jooq ignore stop]
create index ticket_order_paid on ticket_order (paid_at);
create index shift_window on shift (window_id);
