"""Reading many pages: what fails is recorded, and the rest goes on."""

from onrecord.run.many import read_captures, read_many

__all__ = ["read_captures", "read_many"]
