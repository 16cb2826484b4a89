"""Statements: who said what, how firmly, and where it stands.

    text -> Analysis, Attributions        network (English): pieces, decode     | quoting.quotation_reader (all others)
         -> put right                     quoting.fit, hearsay, strays, layouts
         -> statements within statements  naming.chains
         -> who, how firmly, when         naming.speakers, grading.firmness, .acts, .occasions
         -> Statements

Every step is a function of the plain values in `analysis`; `reader` holds them together.
"""
