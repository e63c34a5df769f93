"""Missing answers: whether they are missing at random, imputing them many times, and pooling what comes out."""
