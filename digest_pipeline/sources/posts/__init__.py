"""Posts of X as items: from the answers of its API (`timeline.py`) and from the feeds of bridges (`bridge.py`).

Both keep to the same rules. A post is told whole by its own text. It is credited to the account by its handle, which
stays when the display name changes, and dated by its id. A repost is the author's own post, with the sharer beside it;
a quote keeps both; a reply to somebody else is no news, a reply to oneself goes on with a thread.
"""
