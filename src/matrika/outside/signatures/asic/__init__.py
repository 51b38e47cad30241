"""ASiC containers: the archive, its files, and what of them is signed."""
