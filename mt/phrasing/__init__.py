"""How French is phrased for the engine, and what its English is put right by: a module for each kind of words.

What is asked: `rules` has all in order. Figures and times: `clock`, `counting`, `ages`, `movements`, `abbreviations`.
Words and phrases that models do not know: `aliases`, `members`, `newspapers`, `french_acronyms`, `players`, `press`
with `conjugation`, `spoken`, `towns`, `words`. What a sentence is made of: `saying`, `quotations`,
`partial_quotations`, `participles`, `portraits`, `headlines`, `hearsay`, `emphasis`.
What is corrected (`corrected(raw, source)`, edits on record): `terms`, words of all fields that an engine says wrongly;
`articles`, `pronouns`, `durations`, `scholars`, `copied`, `accents`; and what some of the others leave behind.
"""
