"""Stories: the articles of a day that tell the same event, told once with all their sources."""
