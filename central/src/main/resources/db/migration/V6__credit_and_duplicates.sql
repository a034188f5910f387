-- What the park adds to a payment is bounded, who paid in how is kept, and duplicates are found without reading every use.

-- The bonus of a sale or top-up is at most so many percent of what is paid; types of earlier versions had no bound.
alter table ticket_type add column bonus_percent integer default 100 not null check (bonus_percent between 0 and 1000);

-- Of a TOP_UP: what its principal was paid with, and who took it. Null: of another kind, or from before this version.
alter table credit_entry add column payment varchar(200) check (payment in ('CASH', 'CARD', 'QR'));
alter table credit_entry add column taken_by integer references person (id);

-- Of a use: when it was, by the gate's clock. Null: not a use, or stored before this version.
alter table whitelist_element add column at timestamptz;
drop index whitelist_element_right;
create index whitelist_element_right on whitelist_element (right_id, at);

create index duplicate_admission_right on duplicate_admission (right_id);
