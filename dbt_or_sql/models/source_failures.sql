-- The answers of sources that could not be read, by day and address, with a sentence that says why.
select
    day,
    item as url,
    any_value(case when detail = '' then reason else detail end) as failure
from quality.drops
where stage = 'raw_feeds' and reason not in ('too_old', 'no_link', 'no_public_link', 'too_many')
group by day, item
order by day desc, item
