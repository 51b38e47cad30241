"""CMS signatures (RFC 5652, EN 319 122-1): inside ASiC containers, inside PDF, and time stamps."""
