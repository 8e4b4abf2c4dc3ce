"""The best fit as an estimator of scikit-learn, for pipelines, grids and scores; needs the extra `sklearn`."""

from __future__ import annotations

from typing import Any

import numpy as np

try:
    from sklearn.base import BaseEstimator, RegressorMixin
    from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data
except ModuleNotFoundError as error:
    raise ModuleNotFoundError("the estimator needs scikit-learn: pip install 'symspline[sklearn]'") from error

from symspline.model.best_fit import best_fit


class PiecewiseLinearRegressor(RegressorMixin, BaseEstimator):
    """The best continuous piecewise-linear function of one feature; see `symspline.model.best_fit.best_fit` (C4h).

    Args:
        pieces: at most so many straight pieces; "bic" or "cv" chooses.

    Attributes:
        fit_: the `BestFit`, with its certificate.
        breakpoints_: where it bends, shape (P - 1,).
        slopes_: of the pieces, shape (P,).

    Example:
        >>> import numpy as np
        >>> x = np.arange(9.0)
        >>> PiecewiseLinearRegressor(pieces=2).fit(x[:, None], abs(x - 4)).predict([[1.5], [10.0]])
        array([2.5, 6. ])
    """

    def __init__(self, pieces: Any = 3) -> None:
        self.pieces = pieces

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> PiecewiseLinearRegressor:
        """Fit to inputs of shape (N, 1) and targets of shape (N,); data of weight zero are left out.

        Raises:
            ValueError: several features, values that are not finite, other lengths, or a negative weight.
        """
        X, y = validate_data(self, X, y, dtype=np.float64, y_numeric=True)
        x, weights = self._feature(X), None
        if sample_weight is not None:
            weights = _check_sample_weight(sample_weight, X)
            kept = weights != 0
            if not kept.any():
                raise ValueError("every sample weight is zero: give a positive weight to some data")
            x, y, weights = x[kept], y[kept], weights[kept]
        self.fit_ = best_fit(x, y, self.pieces, weights=weights)
        self.breakpoints_ = np.array(self.fit_.breakpoints, dtype=float)
        self.slopes_ = np.array([slope for slope, _ in self.fit_.lines], dtype=float)
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Values of the fit at inputs of shape (M, 1); shape (M,)."""
        check_is_fitted(self)
        return np.asarray(self.fit_(self._feature(validate_data(self, X, dtype=np.float64, reset=False))))

    def _feature(self, X: Any) -> np.ndarray:
        if X.shape[1] != 1:
            raise ValueError(f"X has {X.shape[1]} features and the fit is of one: choose a column, X[:, [0]]")
        return X[:, 0]
