"""A reading in other forms: a view for the terminal, Markdown, schema.org JSON-LD.  Pure functions of a `Reading`."""
