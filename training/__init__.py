"""How the shipped models are made.  Not part of the installed package."""
