"""Whether publication does what it should, seen from outside of it: what is wrong now, and since when."""
