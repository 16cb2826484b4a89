"""Who the speaker is: the people and organisations of a text, and which of them a source refers to.

`mention_detection` finds names, `name_coreference` clusters them, `speaker_resolution` resolves sources, and
`nested_attribution` finds statements within statements.
"""
