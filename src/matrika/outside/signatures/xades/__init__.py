"""XAdES signatures: what they say, what they refer to, whether it is so."""
