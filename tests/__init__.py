"""The tests, which mirror the folders of the project; `tests.doubles` stand in for services outside of it."""
