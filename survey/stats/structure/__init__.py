"""Covariance structures: models of means, covariances and thresholds with latent variables, fitted and tested.

A `Blueprint` says which cells of the model's matrices are fixed and which share a free parameter, group by group;
`implied` turns parameters into moments and their derivatives; a discrepancy compares them with what was observed;
`fitting` minimises it. Nothing here knows a questionnaire or a data frame.
"""
