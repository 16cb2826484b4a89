"""Statements: who said what, how firmly, and where it stands.

    text -> Analysis, Attributions      network, pieces, role_decoding (English) | quoting.quotation_reader (all others)
         -> repaired Attributions       quoting.span_repair, hearsay_adverbs, content_repair, layout_attribution
         -> nested attributions         naming.nested_attribution
         -> speakers, firmness, times   naming.speaker_resolution, grading.firmness, .speech_acts, .occasions
         -> Statements

Every step is a function of the plain values in `analysis`.  `reader` puts the steps together.  `docs/statements-reader.md`
is a map of all modules.
"""
