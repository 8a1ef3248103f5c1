-- Failed blocking checks that a person let pass, and why. `fingerprint` is a hash of the rows that failed: others block again.
-- Nothing is deleted; what is withdrawn no longer counts.
create table if not exists quality.acceptances (
    day date not null,
    layer varchar not null,
    name varchar not null,
    fingerprint varchar not null,
    because varchar not null,
    accepted_at timestamptz not null,
    withdrawn_at timestamptz
)
