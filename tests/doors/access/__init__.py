"""Who gets through which door."""
