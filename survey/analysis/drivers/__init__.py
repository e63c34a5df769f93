"""What goes with the outcome, and how sure that is."""
