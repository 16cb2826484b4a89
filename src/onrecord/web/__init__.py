"""The reading room: a store in a browser, for people who would rather look than query.

Server-rendered pages over a store, with Starlette and Jinja2 (the extra `web`).  Nothing is loaded from elsewhere, no page
text ever becomes markup, and the views work without scripts.
"""
