"""How a signed filing is authorised: the worker verifies, the verdict decides, or a reviewer does (R-5.1)."""
