"""Where pages come from: files, folders, archives, lists, standard input, addresses.  Everything is handed on as received."""

from onrecord.sources.local import Found, captures

__all__ = ["Found", "captures"]
