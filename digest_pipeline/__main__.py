"""`python -m digest_pipeline` is `digest`."""

from digest_pipeline.cli import main

if __name__ == "__main__":
    main()
