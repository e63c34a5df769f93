"""The parts of the report, one file each, in the order they are read."""
