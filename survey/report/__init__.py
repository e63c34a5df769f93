"""RESULTS → DOCUMENT: one document model, a renderer per format; computes nothing."""
