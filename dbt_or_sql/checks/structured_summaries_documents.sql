with told as (
    select
        members.story_id,
        max(articles.authority) as authority,
        list({'url': articles.url, 'source_id': articles.source_id}) as addresses
    from core.story_articles as members
    join core.articles on articles.day = members.day and articles.id = members.article_id
    where members.day = $1
    group by members.story_id
),
written as (
    select story_id, list(language) as languages
    from core.briefs
    where day = $1
    group by story_id
)
select
    briefs.story_id,
    briefs.document,
    leads.id as lead_id,
    leads.title,
    leads.text,
    leads.site,
    leads.authors,
    leads.published_at,
    told.authority,
    told.addresses,
    written.languages
from core.briefs
join written using (story_id)
left join told using (story_id)
left join core.stories on stories.day = briefs.day and stories.id = briefs.story_id
left join core.articles as leads on leads.day = stories.day and leads.id = stories.lead_id
where briefs.day = $1
order by briefs.story_id, briefs.language
