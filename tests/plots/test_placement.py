"""Labels are placed beside points without covering each other."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.plots.placement import place_labels

BOUNDS = (0.0, 0.0, 400.0, 300.0)


def overlap(centres, sizes):
    for i in range(len(centres)):
        for j in range(i):
            if (np.abs(centres[i] - centres[j]) < (sizes[i] + sizes[j]) / 2 - 1e-9).all():
                return True
    return False


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(20, 380), st.floats(20, 280)), min_size=1, max_size=10))
def test_clear_means_no_overlap_and_inside(points):
    spots, sizes = np.array(points), np.tile([60.0, 14.0], (len(points), 1))
    placed = place_labels(spots, sizes, bounds=BOUNDS)
    if placed.clear:
        assert not overlap(placed.centres, sizes)
        assert (placed.centres - sizes / 2 >= 0).all() and (placed.centres + sizes / 2 <= BOUNDS[2:]).all()


def test_nine_points_on_one_spot_still_get_nine_places():
    sizes = np.tile([60.0, 14.0], (9, 1))
    placed = place_labels(np.tile([200.0, 150.0], (9, 1)), sizes, bounds=BOUNDS)
    assert placed.clear
    assert not overlap(placed.centres, sizes)


def test_too_many_labels_are_reported():
    sizes = np.tile([390.0, 120.0], (9, 1))
    assert not place_labels(np.tile([200.0, 150.0], (9, 1)), sizes, bounds=BOUNDS).clear


def test_a_taken_corner_is_left_alone():
    point, size = np.array([[30.0, 280.0]]), np.array([[40.0, 14.0]])
    box = (40.0, 260.0, 140.0, 300.0)
    (centre,) = place_labels(point, size, bounds=BOUNDS, obstacles=[box]).centres
    assert centre[0] + 20 <= box[0] or centre[1] + 7 <= box[1] or centre[0] - 20 >= box[2]
