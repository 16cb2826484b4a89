"""Reading one page: bytes -> page -> text and tree -> blocks -> labelled -> article.

`onrecord.read.reader.Reader` holds the stages; `onrecord.read()` is the way in.
"""
