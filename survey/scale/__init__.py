"""Tables of any size: batches of columns become sums that add up, on one machine or on a cluster."""
