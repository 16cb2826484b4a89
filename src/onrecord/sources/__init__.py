"""Where pages come from: files, standard input, addresses.  Everything is handed on as received."""

from onrecord.sources.files import Source, read_file, read_stdin

__all__ = ["Source", "read_file", "read_stdin"]
