"""How findings, runs, tests and graphs are shown: as text for people, and in the JSON shapes that programs rely on.

Nothing here reads or writes a file or looks at a terminal; whoever calls says how wide the text may be and whether it has colours.
The modules are imported one by one, because a command that shows findings should not pay for tables.
"""
