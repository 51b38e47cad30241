"""A whole register in a folder: in, from the one that was there before, and out (docs/transfer.md)."""
