"""Estimators on plain arrays: importance, reliability, regression, indicators, weights.

Nothing here knows a questionnaire or a data frame. A covariance stack has the outcome first:
shape ``(..., k + 1, k + 1)``, position 0 the outcome, positions 1..k the drivers.
"""
