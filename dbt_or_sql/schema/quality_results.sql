-- The outcome of every expectation of a day; `checked_by` is the check of the layer that it belongs to.
create table if not exists quality.results (
    day date not null,
    layer varchar not null,
    name varchar not null,
    expectation varchar not null,
    "column" varchar not null,
    severity varchar not null,
    passed boolean not null,
    checked integer not null,
    failed integer not null,
    examples varchar[] not null,
    message varchar not null,
    checked_by varchar not null default 'suite'
);
-- Warehouses made before the linter's outcome was kept lack the column.
alter table quality.results add column if not exists checked_by varchar default 'suite'
