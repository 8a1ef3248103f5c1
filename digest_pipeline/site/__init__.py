"""The public site: pages rendered from issues (`page`), links into the sources (`evidence`), and its files (`publish`).

Pages stand alone: no script, no request to anywhere, readable from a disk as well as from a server.
"""
