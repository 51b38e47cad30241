"""The printout: a filing as a PDF to sign by hand, have certified and post (guide §4.1/9, Fig. 4)."""

from matrika.printout.render import printout_of

__all__ = ["printout_of"]
