"""Path models, index scores and mediation."""
