with members as (
    select
        members.story_id,
        count(*) as members,
        min(members.article_id) filter (where members.position = 0) as first_id
    from core.story_articles as members
    where members.day = $day
    group by members.story_id
),
days as (
    select id, count(distinct day) as days
    from core.stories
    where day between cast($day as date) - 28 and cast($day as date) + 28
    group by id
),
past as (
    select story_id, max(day) as day, arg_max(thread_id, day) as thread_id
    from core.threads
    where day between cast($day as date) - 60 and cast($day as date) + 60
    group by story_id
),
told as (select count(*) as articles from core.articles where day = $day)
select
    stories.id,
    days.days,
    articles.url as lead_url,
    stories.primary_url,
    stories.articles,
    coalesce(members.members, 0) as members,
    stories.lead_id,
    members.first_id,
    -- On a small day a share says nothing.
    greatest(ceil($story_share * told.articles), 10) as most_plausible,
    threads.thread_id,
    threads.standing,
    threads.follows <> '' as continues,
    nullif(threads.follows, '') as follows,
    cast($day as date) - followed.day as days_after_followed,
    followed.thread_id as followed_thread
from core.stories
cross join told
left join days on days.id = stories.id
left join members on members.story_id = stories.id
left join core.articles on articles.day = stories.day and articles.id = stories.lead_id
left join core.threads on threads.day = stories.day and threads.story_id = stories.id
left join past as followed on followed.story_id = threads.follows
where stories.day = $day
order by stories.id
