"""Beyond the straight line."""
