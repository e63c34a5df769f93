"""Expected differences, confounders and sample sizes."""
