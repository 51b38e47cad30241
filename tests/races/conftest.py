from tests.publication.registering import keys

__all__ = ["keys"]
