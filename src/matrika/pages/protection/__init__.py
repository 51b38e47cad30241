"""What stands between a stranger's request and the views: limits, headers, numbers for the log."""
