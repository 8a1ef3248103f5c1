-- What the models' answers of a day have cost, each counted once; money is null where no price was known.
select
    day,
    count(*) as calls,
    sum(tokens_in + tokens_out)::bigint as tokens,
    sum(cost) as cost
from llm.completions
group by day
order by day desc
