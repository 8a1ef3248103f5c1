"""Which lines of a generic page are its article.

`candidates.py` asks trafilatura and readability for their texts, `alignment.py` finds these texts in the page's lines,
`features.py` says what is known of each line, and `lines.py` decides.
"""
