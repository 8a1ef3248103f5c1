select
    id,
    url,
    title,
    published_at,
    cast($day as date) - cast(timezone($timezone, published_at) as date) as days_late,
    date_origin,
    late,
    source_id,
    seen_at,
    -- Of what a source found elsewhere, the date may be that of its finding.
    date_origin = 'feed' and via = '' as own_date,
    source_id || ' ' || url as source_and_url
from raw.entries
where day = $day
order by id
