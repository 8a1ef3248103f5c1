"""Kinds of issue: `spec` says what an edition is, `compose` which stories it takes, `render` how it reads.

An edition is one YAML file here and one template in `templates/`; a further one needs no code of its own. Pages and
published files are `digest_pipeline/site/`.
"""
