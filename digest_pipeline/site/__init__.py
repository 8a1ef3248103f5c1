"""The public site: its pages, made from issues and lists, and the files they are written to.

Pages are static: they ask nothing of anybody, read the same without their script, and work from a disk, under any path
and on any server.
"""
