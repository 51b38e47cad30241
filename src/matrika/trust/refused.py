from __future__ import annotations


class Refused(Exception):
    """A list that cannot be imported; the sentence says why, in English, for the operator."""
