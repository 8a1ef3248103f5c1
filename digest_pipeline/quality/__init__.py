"""Whether a day's rows may go on: what must hold at each layer (`suites.py`) and its evaluation (`runner.py`)."""
