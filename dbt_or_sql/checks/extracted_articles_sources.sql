-- How many of a source's pages gave an article, against the share that did in the 28 days before: so few are unusual
-- that are further below it than chance takes a binomial count.
with asked as (
    select
        entries.source_id,
        entries.day,
        count(distinct entries.url) as pages,
        count(distinct drops.item) as lost
    from raw.entries
    left join quality.drops
        on drops.day = entries.day and drops.item = entries.url and drops.stage = 'extracted_articles'
    where entries.day between cast($day as date) - 28 and $day
    group by entries.source_id, entries.day
),
past as (
    -- Half a page more of each kind, so that one that never failed may.
    select source_id, (sum(pages - lost) + 0.5) / (sum(pages) + 1) as share
    from asked
    where day < $day
    group by source_id
    having sum(pages) >= 50 and count(*) >= 14
)
select
    asked.source_id,
    asked.pages,
    asked.pages - asked.lost as extracted,
    greatest(
        floor(
            asked.pages * past.share - $unusual_score * greatest(sqrt(asked.pages * past.share * (1 - past.share)), 1)
        ),
        0
    ) as fewest_usual
from asked
left join past on past.source_id = asked.source_id
where asked.day = $day
order by asked.source_id
