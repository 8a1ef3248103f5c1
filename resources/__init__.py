"""Dagster resources: configuration in, plain runtime objects out. What the objects do is the domain's business."""

from resources.newsroom import NewsroomResource
from resources.writer import WriterResource

__all__ = ["NewsroomResource", "WriterResource"]
