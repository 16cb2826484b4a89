"""Quality and speed, measured.  Not part of the installed package, and not of the tests."""
