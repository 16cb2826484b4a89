"""Quotation marks of the world, and what is read by them alone.

`quotes` finds quotations, `fit` puts a network's attributions right by them, `quotation_reader` reads other languages.
"""
