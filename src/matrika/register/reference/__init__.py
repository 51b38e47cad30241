"""The reference data: which organisations exist, their projects, and who acts for whom.

They come from snapshots of the state's registers (`register.reference_import`), or a supervisor enters them
in the console and an administrator by command. Every entry, change and end is an event that tells the value
before and after: who could act for whom, and since when, stays in the history (R-7.4).
"""
