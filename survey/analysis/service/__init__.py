"""Service operations: levels, scorecards, change, and what goes with satisfaction."""
