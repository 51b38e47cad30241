"""Form documents: what is shown, signed, stored and printed."""
