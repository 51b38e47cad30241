"""How a Report is shown: a Report in, characters out. No module here reads a file, a clock or a terminal."""
