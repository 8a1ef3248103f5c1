"""Dagster resources: configuration in, plain runtime objects out. What the objects do is the domain's business."""

from resources.newsroom import NewsroomResource
from resources.writer import EngineChoice, WriterResource

__all__ = ["EngineChoice", "NewsroomResource", "WriterResource"]
