"""Formulas for service operations: shares in clusters, partial pooling, control charts, bursts, near copies."""
