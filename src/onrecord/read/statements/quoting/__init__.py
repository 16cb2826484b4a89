"""Quotation marks of the world, and what can be read from them alone.

`quotation_detection` finds quotations, `span_repair` corrects a network's attributions by them, and `quotation_reader` reads
languages that have no network.
"""
