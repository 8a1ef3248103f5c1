"""From a recorded page, or an entry's own content, to an article: charset, text, metadata, language and links.

Reading captures and storing articles belongs to the assets; joining articles into stories to `stories/`.
"""
