"""The SQL of `dbt_or_sql/`, by the names of its files."""

from importlib.resources import files


def statements(folder: str) -> dict[str, str]:
    """Return the SQL of a folder, by name in the order of names: `schema`, `models` or `checks`."""
    found = (item for item in files("dbt_or_sql").joinpath(folder).iterdir() if item.name.endswith(".sql"))
    return {
        item.name.removesuffix(".sql"): item.read_text("utf-8") for item in sorted(found, key=lambda item: item.name)
    }


def models() -> dict[str, str]:
    """Return the SQL of every mart by its name."""
    return statements("models")
