with linked as (
    select
        briefs.story_id,
        resource.url,
        -- A link without words of its own is called by its host, which says nothing of the paper.
        if(contains(resource.title, '://') or regexp_matches(resource.title, '^[\w.-]+: '), '', resource.title) as title
    from
        core.briefs,
        unnest(from_json(briefs.document -> '$.resources', '[{"url": "varchar", "title": "varchar", "kind": "varchar"}]'))
        as one (resource)
    where
        briefs.day = $1
        and briefs.translated_from = ''
        and (resource.kind = 'paper' or regexp_matches(resource.url, '^https?://(\w+\.)*(arxiv|doi)\.org/'))
    union all by name
    select id as story_id, primary_url as url, '' as title
    from core.stories
    where day = $1 and (primary_kind = 'paper' or regexp_matches(primary_url, '^https?://(\w+\.)*(arxiv|doi)\.org/'))
),
papers as (
    select story_id, url, max(title) as title
    from linked
    group by story_id, url
),
told as (
    select
        members.story_id,
        string_agg(articles.title || chr(10) || articles.text, chr(10)) as told,
        max(captures.fetched_at) as recorded_at
    from core.story_articles as members
    join core.articles on articles.day = members.day and articles.id = members.article_id
    left join raw.captures on captures.id = articles.capture_id
    where members.day = $1 and members.story_id in (select story_id from papers)
    group by members.story_id
),
pages as (
    select url, min(title) as page_title
    from raw.entries
    -- News of a paper follows within weeks.
    where day between $1 - 31 and $1 and url in (select url from papers)
    group by url
)
select papers.story_id, papers.url, papers.title, pages.page_title, told.told, told.recorded_at
from papers
join told using (story_id)
left join pages using (url)
order by papers.story_id, papers.url
