with told as (
    select
        story_id,
        language,
        count(*) as statements,
        count(*) filter (where traced) as statements_with_evidence
    from (
        select
            claims.story_id,
            claims.language,
            claims.field,
            claims.position,
            bool_or(
                claims.kind = 'statement' and claims."end" > claims."start" and claims."end" <= length(articles.text)
            ) and bool_and(claims.verdict <> 'failed') as traced
        from core.claims
        left join core.articles on articles.day = claims.day and articles.id = claims.article_id
        where
            claims.day = $day
            and claims.printed
            and claims.field in
            ('one_sentence', 'summary', 'technique', 'findings', 'insight', 'limitations', 'figures')
        group by all
    )
    group by story_id, language
),
failed as (
    select story_id, min(field || ': ' || text) as failed_claim
    from core.claims
    where day = $day and printed and verdict = 'failed'
    group by story_id
),
foreign_resources as (
    select briefs.story_id, count(*) as resources_outside_article
    from core.briefs, unnest(from_json(briefs.document -> '$.resources[*].url', '["varchar"]')) as resource (url)
    where briefs.day = $day and resource.url not in (
        select links.url
        from core.article_links as links
        join core.story_articles as members on members.day = links.day and members.article_id = links.article_id
        where links.day = $day and members.story_id = briefs.story_id
    )
    group by briefs.story_id
)
select
    briefs.story_id,
    briefs.stars,
    cast(briefs.document ->> '$.rubric.novelty.score' as integer) as novelty,
    cast(briefs.document ->> '$.rubric.depth.score' as integer) as depth,
    cast(briefs.document ->> '$.rubric.evidence.score' as integer) as evidence,
    cast(briefs.document ->> '$.rubric.impact.score' as integer) as impact,
    cast(briefs.document ->> '$.rubric.reach.score' as integer) as reach,
    (
        1
        + cast(briefs.document ->> '$.summary' is not null as integer)
        + json_array_length(briefs.document -> '$.technique')
        + json_array_length(briefs.document -> '$.findings')
        + json_array_length(briefs.document -> '$.insight')
        + json_array_length(briefs.document -> '$.limitations')
        + json_array_length(briefs.document -> '$.figures')
    ) as statements,
    coalesce(told.statements_with_evidence, 0) as statements_with_evidence,
    coalesce(failed.failed_claim, '') as failed_claim,
    coalesce(foreign_resources.resources_outside_article, 0) as resources_outside_article,
    briefs.kind,
    (
        briefs.headline = json_extract_string(briefs.document, '$.headline')
        and briefs.kind = json_extract_string(briefs.document, '$.kind')
        and briefs.stars = cast(briefs.document ->> '$.stars' as integer)
        and briefs.value = cast(briefs.document ->> '$.value' as double)
    ) as listed_as_written
from core.briefs
left join told using (story_id, language)
left join failed using (story_id)
left join foreign_resources using (story_id)
where briefs.day = $day and briefs.translated_from = ''
order by briefs.story_id
