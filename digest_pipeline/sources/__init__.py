"""Sources: what a recorded feed says, which of its items belong to a day, and how they are loaded."""
