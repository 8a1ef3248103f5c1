-- What each model was asked for on a day and what it cost, by purpose; money is null where a price was not known.
-- `unusable` answers had to be asked for again or were done without: many of them mean that the model does not suit.
select
    completions.day,
    completions.model,
    completions.purpose,
    count(*) as calls,
    count(*) filter (completions.batch_id is not null) as batched,
    count(*) filter (not completions.replayable) as unusable,
    count(*) filter (completions.estimated) as estimated,
    sum(completions.tokens_in)::bigint as tokens_in,
    sum(completions.tokens_out)::bigint as tokens_out,
    case when count(completions.cost) = count(*) then sum(completions.cost) end as cost
from llm.completions
group by completions.day, completions.model, completions.purpose
order by completions.day desc, calls desc, completions.model, completions.purpose
