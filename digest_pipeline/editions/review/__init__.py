"""Reviews: the threads of a week or month, how they moved, and what was right and wrong early on.

They are made of stored briefs alone; no text is read again and no model asked. The introduction that a model may write
in place of ours is `briefs/llm/overview.py`.
"""
