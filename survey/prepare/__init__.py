"""RESPONSES BETTER: scoring, screening, weights, simulation."""
