"""From a story to its brief: two engines (`llm`, `extractive`), what they are asked, how it is traced and scored."""
