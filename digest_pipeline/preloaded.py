"""Imported by the fork server alone, whose copies the workers are: what each of them would otherwise load for itself.

This is the one module that does something when it is imported. Nothing else may import it.
"""

import logging

import feedparser  # noqa: F401  loaded for the workers
import trafilatura
import trafilatura.metadata

import digest_pipeline.articles.day
import digest_pipeline.briefs.day
import digest_pipeline.cli  # each worker runs the command's own script again
import digest_pipeline.sources.intake  # noqa: F401  loaded for the workers
from digest_pipeline.articles.language import language_of

# What the libraries log about a page is in the page's own outcome.
for name in (trafilatura.__name__, "htmldate"):
    logging.getLogger(name).setLevel(logging.CRITICAL)

language_of("The model of the language detector is loaded with its first text.")
