"""How firmly, by what act, when and through what something is said.

`firmness` grades, `acts` and `occasions` read the words around the cue.
"""
