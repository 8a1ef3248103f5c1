"""Bringing a published issue to its readers: mail, chats, webhooks and git, each channel at most once by itself."""
