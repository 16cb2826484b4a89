"""How firmly, by what speech act, when and through what channel something is said.

`firmness` grades a statement; `speech_acts` and `occasions` read the words around the cue.
"""
