-- Who may do what and where; the audit log's chain; what an administrator says about the park.

-- ---- The audit log's chain ----

-- With it the texts of an entry are digested, so that they cannot be guessed from the digest when they have been erased; null: they were.
alter table audit add column salt uuid;
-- The entry that tells who erased the texts of this one, and why.
alter table audit add column erased_by bigint references audit (id);

-- Entries in the order in which they were found committed. The last hash stands for all of them.
create table audit_chain (
  -- 1, 2, 3 without a gap; ids of entries have gaps, and may be committed out of order.
  position  bigint primary key check (position >= 1),
  audit_id  bigint not null unique,
  -- SHA-256 over the entry's salt and texts.
  digest    bytea not null,
  -- SHA-256 over the hash before and all that is not erased.
  hash      bytea not null
);

-- Committed and not in the chain yet: seconds.
create table audit_pending (
  audit_id  bigint primary key
);

-- [jooq ignore start]
update audit set salt = gen_random_uuid();
alter table audit alter column salt set default gen_random_uuid();
insert into audit_pending select id from audit;

create function audit_waits() returns trigger language plpgsql as $$
begin
  insert into audit_pending (audit_id) values (new.id);
  return null;
end $$;

create trigger audit_waits after insert on audit for each row execute function audit_waits();

-- The database itself lets nobody change what was logged; but texts may be erased, once, and it is logged by whom.
create function logged_for_good() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'audit' and tg_op = 'UPDATE' then
    if old.erased_by is null and new.erased_by is not null and new.salt is null
        and new.id = old.id and new.at = old.at and new.action = old.action then
      return new;
    end if;
  end if;
  raise exception 'the audit log is only added to';
end $$;

create trigger audit_for_good before update or delete on audit
  for each row execute function logged_for_good();
create trigger audit_chain_for_good before update or delete on audit_chain
  for each row execute function logged_for_good();
-- [jooq ignore stop]
create index audit_at on audit (at);

-- ---- Operating units, sales points, windows ----

-- Whose takings they are: ticket types, sales points and people may belong to one.
create table operating_unit (
  id       integer generated always as identity primary key,
  code     varchar(200) not null unique,
  name_zh  varchar(200) not null,
  name_en  varchar(200) not null
);

create table sales_point (
  id       integer generated always as identity primary key,
  code     varchar(200) not null unique,
  name_zh  varchar(200) not null,
  name_en  varchar(200) not null,
  -- Null: the park's own.
  unit_id  integer references operating_unit (id)
);

create table sales_window (
  id              integer generated always as identity primary key,
  code            varchar(200) not null unique,
  name_zh         varchar(200) not null,
  name_en         varchar(200) not null,
  sales_point_id  integer not null references sales_point (id)
);

-- Null: the park's own.
alter table ticket_type add column unit_id integer references operating_unit (id);
-- Null: none of them; the shift's place says where.
alter table shift add column window_id integer references sales_window (id);

-- ---- The park ----

-- True: names are those that an administrator entered, not those of the configuration.
alter table park add column named_here boolean default false not null;
-- What visitors read on paper, comma-separated: zh, en.
alter table park add column languages varchar(200) default 'zh,en' not null;
-- The last lines of a receipt.
alter table park add column receipt_zh varchar(2000) default '' not null;
alter table park add column receipt_en varchar(2000) default '' not null;
-- PNG or JPEG; null: none.
alter table park add column logo bytea;
alter table park add column logo_type varchar(200) check (logo_type in ('image/png', 'image/jpeg'));

-- For people to read; gates go by the rules of ticket types. Null: not said.
alter table area add column open_from_minute integer check (open_from_minute between 0 and 1440);
alter table area add column open_until_minute integer check (open_until_minute between 0 and 1440);
alter table area add column introduction_zh varchar(2000) default '' not null;
alter table area add column introduction_en varchar(2000) default '' not null;
-- From so many percent of the capacity on the board warns; null: it does not.
alter table area add column warning_percent integer check (warning_percent between 1 and 100);

-- ---- People ----

-- Comma-separated: those that are built in, and codes of custom_role.
alter table person alter column roles type varchar(2000);
-- The password is known to somebody else: nothing may be done with it but to change it.
alter table person add column must_change_password boolean default false not null;

-- To which operating units a person is bound; no row: to none, he works for the whole park.
create table person_unit (
  person_id  integer not null references person (id),
  unit_id    integer not null references operating_unit (id),
  primary key (person_id, unit_id)
);

-- Roles beside those that are built in.
create table custom_role (
  id       integer generated always as identity primary key,
  code     varchar(200) not null unique,
  name_zh  varchar(200) not null,
  name_en  varchar(200) not null
);

-- What it may do: operations of openapi.yaml.
create table custom_role_operation (
  role_id    integer not null references custom_role (id),
  operation  varchar(200) not null,
  primary key (role_id, operation)
);
