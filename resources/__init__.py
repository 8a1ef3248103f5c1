"""Dagster resources: configuration in, plain runtime objects out. What the objects do is the domain's business."""

from resources.llm import WriterResource
from resources.newsroom import NewsroomResource

__all__ = ["NewsroomResource", "WriterResource"]
