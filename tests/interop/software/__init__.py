"""What nobody here wrote, started for a test with a configuration of its own."""
