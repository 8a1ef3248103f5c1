"""A day's articles from recorded pages."""
