"""Newton's method for concave log-likelihoods, and whether such a likelihood has a maximum at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Log-likelihood, gradient and information (minus the Hessian) at a point; -inf outside the parameter space.
Likelihood = Callable[[Floats], tuple[float, Floats, Floats]]

#: Ends the search: the log-likelihood still to be gained, as Newton's quadratic model sees it. The step is taken
#: first, and its error is about the square of this.
DECREMENT = 1e-12
MAX_STEPS = 100
MAX_HALVINGS = 40
#: Rounding of a sum of log-likelihoods; a step that loses no more than this share is no loss.
ROUNDING = 1e-13
#: A linear program counts a gain below this as none; its own tolerance is 1e-7.
SEPARATION_TOLERANCE = 1e-6


@dataclass(frozen=True, eq=False)
class Peak:
    """Hold the maximum of a log-likelihood.

    Parameters
    ----------
    parameters
        Where it is, shape (p,).
    log_likelihood
        How high it is.
    information
        Minus the Hessian there, shape (p, p).
    converged
        Whether the search ended at the maximum rather than at its last step.
    """

    parameters: Floats
    log_likelihood: float
    information: Floats
    converged: bool


def climb(start: Floats, likelihood: Likelihood, *, tolerance: float = DECREMENT, settle: bool = True) -> Peak:
    """Find the maximum of a concave log-likelihood by Newton steps, halved where they overshoot.

    Parameters
    ----------
    start
        Where to begin, shape (p,), inside the parameter space.
    likelihood
        Returns log-likelihood, gradient and information at a point.
    tolerance
        Ends the search: the log-likelihood still to be gained before the last step.
    settle
        Whether to look where the last step ends. Else the log-likelihood there is what Newton's quadratic says, off
        by about the tolerance to the power of 1.5 over the root of n, and the information is that before the step.

    Returns
    -------
    Peak

    Examples
    --------
    >>> def parabola(at):
    ...     return float(-((at[0] - 3.0) ** 2)), -2 * (at - 3.0), np.array([[2.0]])
    >>> climb(np.array([0.0]), parabola).parameters
    array([3.])
    """
    here, (height, gradient, information) = start, likelihood(start)
    if not np.isfinite(height):
        return Peak(here, height, information, False)
    for _ in range(MAX_STEPS):
        try:
            step = np.linalg.solve(information, gradient)
        except np.linalg.LinAlgError:
            break
        decrement = float(gradient @ step)
        if decrement < tolerance and not settle:
            return Peak(here + step, height + decrement / 2, information, True)
        for halving in range(MAX_HALVINGS):
            there = here + step * 0.5**halving
            reached = likelihood(there)
            if reached[0] >= height - ROUNDING * abs(height):
                break
        else:
            break
        here, (height, gradient, information) = there, reached
        if decrement < tolerance:
            return Peak(here, height, information, True)
    return Peak(here, height, information, False)


def has_no_peak(directions: Floats) -> bool:
    """Return whether some direction lowers the likelihood of no row and raises that of one.

    Then the estimates are infinite: drivers separate the answers, wholly or but for ties.

    Parameters
    ----------
    directions
        One row per term of the likelihood, shape (m, p): a step d makes the term likelier if the row times d
        is positive.

    Returns
    -------
    bool

    Notes
    -----
    One linear program; slow beside a Newton step, so ask only after estimates ran away.

    References
    ----------
    Albert & Anderson (1984). On the existence of maximum likelihood estimates in logistic regression models.
    Biometrika 71, 1-10.

    Examples
    --------
    >>> has_no_peak(np.array([[1.0, 1.0], [1.0, 2.0]])), has_no_peak(np.array([[1.0], [-1.0]]))
    (True, False)
    """
    from scipy.optimize import linprog

    rows = np.unique(directions, axis=0)
    found = linprog(-rows.mean(axis=0), A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=(-1, 1), method="highs")
    return bool(found.status == 0 and -found.fun > SEPARATION_TOLERANCE)
