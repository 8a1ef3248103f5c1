-- A row a group of the day's claims, scores or questions to a model; what is too few to tell is null.
with originals as (
    select *
    from core.briefs
    where day = $day and translated_from = ''
),
checked as (
    -- What was struck out is always of a model, even where its brief was not taken.
    select if(claims.printed, briefs.engine, 'llm') as engine, claims.verdict, claims."start"
    from core.claims
    join core.briefs using (day, story_id, language)
    where claims.day = $day
),
scores as (
    unpivot (
        select
            engine,
            stars,
            round(value, 1) as value,
            cast(document ->> '$.rubric.novelty.score' as integer) as novelty,
            cast(document ->> '$.rubric.depth.score' as integer) as depth,
            cast(document ->> '$.rubric.evidence.score' as integer) as evidence,
            cast(document ->> '$.rubric.impact.score' as integer) as impact,
            cast(document ->> '$.rubric.reach.score' as integer) as reach
        from originals
    )
    on stars, value, novelty, depth, evidence, impact, reach
    into name score_of value score
),
asked as (
    select count(*) filter (where engine = 'llm' or fallback_reason is not null) as stories
    from originals
)
select
    'claims by ' || engine as what,
    if(count(*) >= 20, count(*) filter (where verdict = 'failed') / count(*), null) as struck_share,
    if(
        count(*) filter (where verdict <> 'failed') >= 20,
        count(*) filter (where verdict <> 'failed' and "start" is null) / count(*) filter (where verdict <> 'failed'),
        null
    ) as unplaced_share,
    null as fallback_share,
    null as score_entropy
from checked
group by engine
union all by name
select
    score_of || ' by ' || engine as what,
    if(count(*) >= 20, entropy(score), null) as score_entropy
from scores
group by score_of, engine
union all by name
select
    'extractive for: ' || fallback_reason as what,
    if(any_value(asked.stories) >= 5, count(*) / any_value(asked.stories), null) as fallback_share
from originals, asked
where fallback_reason is not null
group by fallback_reason
order by what
