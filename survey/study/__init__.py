"""The standard plan: from responses to every result, in one call."""
