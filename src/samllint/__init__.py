"""samllint: checks a SAML service provider's metadata against a profile of rules.

    report = samllint.check(data, profile="upvs", at=datetime.now(UTC))

Names are loaded on first use, so that `samllint.report` can be imported where lxml must not be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samllint.engine import check as check
    from samllint.report import Report as Report

__version__ = "0.1.0"
__all__ = ["Report", "__version__", "check"]


def __getattr__(name: str) -> Any:
    if name == "check":
        from samllint.engine import check

        return check
    if name == "Report":
        from samllint.report import Report

        return Report
    raise AttributeError(f"module 'samllint' has no attribute {name!r}")
