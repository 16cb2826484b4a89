"""Who is it: the people and bodies of a text, and which of them a source is.

`mentions` gathers them, `speakers` resolves sources, `chains` finds statements within statements.
"""
