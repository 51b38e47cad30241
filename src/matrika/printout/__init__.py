"""PDF: a filing to sign by hand, have certified and post (guide §4.1/9, Fig. 4); the report of a check."""

from matrika.printout.render import printout_of
from matrika.printout.report import report_as_pdf

__all__ = ["printout_of", "report_as_pdf"]
