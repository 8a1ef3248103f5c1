"""A completions cache that forgets when the test ends."""

from dataclasses import dataclass, field

from digest_pipeline.briefs.llm import Usage


@dataclass
class MemoryCache:
    """The `CompletionsCache` of the llm engine, in memory."""

    values: dict[str, str] = field(default_factory=dict)
    usages: dict[str, Usage] = field(default_factory=dict)

    def get(self, key: str) -> str | None:
        """Return the value stored under `key`, or None."""
        return self.values.get(key)

    def put(self, key: str, value: str, *, model: str, usage: Usage) -> None:
        """Store `value` and what it cost."""
        assert model
        self.values[key] = value
        self.usages[key] = usage
