"""Shapes beyond the straight line: ceilings, penalties and rewards, Kano answers, splines, boosted trees."""
