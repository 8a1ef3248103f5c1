select
    id, day, url, title, published_at, cast(timezone($timezone, published_at) as date) as local_day, date_origin, late, source_id
from raw.entries
where day = $day
order by id
