-- Every check of a day, and the share of the 28 days up to it on which it held, of those on which it had rows to look at.
-- Apart from `quality_checks`, whose days can be read without looking at all others.
select
    *,
    avg(passed::integer) filter (checked > 0 or not passed) over (
        partition by layer, name order by day range between interval 27 days preceding and current row
    ) as held
from marts.quality_checks
order by day desc, passed, layer, key, name
