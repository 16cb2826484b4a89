"""Statements: who said what, how firmly, and where it stands.

    text -> Analysis (tokens, sentences, entities)  -> Attributions (source, cue, content)
         -> fitted to quotation marks -> speaker, chain, firmness, occasion -> Statements

Every step is a function of plain values (`analysis.py`); `reader.py` holds them together.
"""
