"""Issues read back from their Markdown: `read` for all, one module for each form; the command is `cli/imports.py`."""
