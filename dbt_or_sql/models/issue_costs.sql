-- What the models' answers for an issue have cost: those for its stories, and those that its last day's stories share.
-- Money is null where a price was not known. A story is of one day, and no window reaches back further than a month.
with spent as (
    select
        day,
        story_id,
        count(*) as calls,
        sum(tokens_in + tokens_out) as tokens,
        case when count(cost) = count(*) then sum(cost) end as cost
    from llm.completions
    group by day, story_id
),
written as (
    select distinct day, story_id from core.briefs where engine = 'llm'
)
select
    items.day,
    items.edition,
    items.key,
    count(*) as items,
    count(written.story_id) as written_by_model,
    coalesce(sum(spent.calls), 0)::bigint as calls,
    coalesce(sum(spent.tokens), 0)::bigint as tokens,
    case when count(spent.calls) = count(spent.cost) then coalesce(sum(spent.cost), 0) end as cost,
    coalesce(any_value(shared.tokens), 0)::bigint as shared_tokens,
    case when count(shared.calls) = count(shared.cost) then coalesce(any_value(shared.cost), 0) end as shared_cost
from digest.issue_items as items
left join written on written.story_id = items.story_id and written.day between items.day - 31 and items.day
left join spent on spent.story_id = items.story_id and spent.day between items.day - 31 and items.day
left join spent as shared on shared.day = items.day and shared.story_id = ''
group by items.day, items.edition, items.key
order by items.day desc, items.edition, items.key desc
