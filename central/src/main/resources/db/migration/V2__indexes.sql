-- The live board sums up today's counts at every change; without these it would read all days, and all commands, each time.
create index gate_count_day on gate_count (day);
create index command_outcome on command (outcome, expires_at);
