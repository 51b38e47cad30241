"""All timed work, one unit after another. Any number of workers may run, on any number of machines."""
