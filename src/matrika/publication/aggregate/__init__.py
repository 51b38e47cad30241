"""One signed document of all active providers: a signed head, the entities' stored bytes, an end tag."""
