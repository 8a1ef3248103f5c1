"""The engine that asks a model: any OpenAI-compatible endpoint, through instructor, within a budget.

The way of a question, from the outside in: `writer` (briefs), `triage`, `translation` ask; `interview` carries a
question to the model and its objections back; `endpoint` (or `batch`) gets each single call answered, from the ledger
where it can. Import from the modules; nothing is re-exported.
"""
