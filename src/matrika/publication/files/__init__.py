"""What is published, as files for any web server that knows nothing of us."""
