"""Where pages come from: files, standard input, addresses.  Everything is handed on as received."""

from onrecord.sources.files import read_file, read_stdin

__all__ = ["read_file", "read_stdin"]
