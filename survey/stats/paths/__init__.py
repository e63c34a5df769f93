"""Path models of composites: weights, paths, effects, quality, resampling, prediction and comparison."""
