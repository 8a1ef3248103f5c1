-- How a thread went on: a row for each story of a thread that has more than one, with what was new in it and the editions
-- that printed it. The thread that moved last comes first, its stories in their order.
with printed as (
    select items.story_id, list_sort(list(distinct items.edition)) as editions
    from digest.publication_items as items
    group by items.story_id
),
parts as (
    select
        threads.day,
        threads.thread_id,
        threads.story_id,
        threads.standing,
        threads.news,
        row_number() over (partition by threads.thread_id order by threads.day, threads.story_id) as part,
        count(*) over (partition by threads.thread_id) as parts,
        threads.day - min(threads.day) over (partition by threads.thread_id) as days_on,
        max(threads.day) over (partition by threads.thread_id) as moved
    from core.threads
)
select
    parts.day,
    parts.thread_id,
    parts.story_id,
    parts.part,
    parts.parts,
    parts.days_on,
    parts.standing,
    briefs.headline,
    parts.news,
    briefs.stars,
    stories.articles,
    coalesce(printed.editions, []) as printed_in
from parts
join core.stories on stories.day = parts.day and stories.id = parts.story_id
left join core.briefs on briefs.day = parts.day and briefs.story_id = parts.story_id and briefs.translated_from = ''
left join printed on printed.story_id = parts.story_id
where parts.parts > 1
order by parts.moved desc, parts.thread_id, parts.part
