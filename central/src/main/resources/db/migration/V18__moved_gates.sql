-- Gates that are moved to another check point, or taken out of the park, while what they counted stays where they counted it.

-- On no list and good for nothing any more, but reports still name it; null: in use.
alter table gate add column retired_at timestamptz;

-- Where a gate stood before it was moved: what happened before `until` is that check point's, however late it is reported.
create table gate_stay (
  gate_id         integer not null references gate (id),
  until           timestamptz not null,
  check_point_id  integer not null references check_point (id),
  primary key (gate_id, until)
);

create index gate_stay_check_point on gate_stay (check_point_id);

-- Where the gate stood when it counted.
alter table gate_count add column check_point_id integer references check_point (id);
-- [jooq ignore start]
update gate_count set check_point_id = gate.check_point_id from gate where gate.id = gate_count.gate_id;
alter table gate_count drop constraint gate_count_pkey;
alter table gate_count add primary key (gate_id, check_point_id, day, hour, what);
-- [jooq ignore stop]
alter table gate_count alter column check_point_id set not null;
