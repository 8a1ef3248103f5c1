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
    select printed.story_id, count(*) as resources_outside_article
    from (
        select story_id, unnest(from_json(document -> '$.resources[*].url', '["varchar"]')) as url
        from core.briefs
        where day = $day
    ) as printed
    anti join (
        select members.story_id, links.url
        from core.article_links as links
        join core.story_articles as members on members.day = links.day and members.article_id = links.article_id
        where links.day = $day
    ) as linked on linked.story_id = printed.story_id and linked.url = printed.url
    group by printed.story_id
),
told_by as (
    select
        story_id,
        from_json(document, '{
            "headline": "varchar", "kind": "varchar", "stars": "integer", "value": "double",
            "rubric": {
                "novelty": {"score": "integer"}, "depth": {"score": "integer"}, "evidence": {"score": "integer"},
                "impact": {"score": "integer"}, "reach": {"score": "integer"}
            },
            "summary": {"text": "varchar"}, "technique": ["json"], "findings": ["json"], "insight": ["json"],
            "limitations": ["json"], "figures": ["json"]
        }') as brief
    from core.briefs
    where day = $day and translated_from = ''
)
select
    briefs.story_id,
    briefs.stars,
    brief.rubric.novelty.score as novelty,
    brief.rubric.depth.score as depth,
    brief.rubric.evidence.score as evidence,
    brief.rubric.impact.score as impact,
    brief.rubric.reach.score as reach,
    (
        1
        + cast(brief.summary is not null as integer)
        + len(brief.technique) + len(brief.findings) + len(brief.insight) + len(brief.limitations) + len(brief.figures)
    ) as statements,
    coalesce(told.statements_with_evidence, 0) as statements_with_evidence,
    coalesce(failed.failed_claim, '') as failed_claim,
    coalesce(foreign_resources.resources_outside_article, 0) as resources_outside_article,
    briefs.kind,
    (
        briefs.headline = brief.headline
        and briefs.kind = brief.kind
        and briefs.stars = brief.stars
        and briefs.value = brief.value
    ) as listed_as_written
from core.briefs
join told_by using (story_id)
left join told using (story_id, language)
left join failed using (story_id)
left join foreign_resources using (story_id)
where briefs.day = $day and briefs.translated_from = ''
order by briefs.story_id

