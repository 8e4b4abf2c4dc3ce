"""The estimator against scikit-learn's own checks."""

import numpy as np
import pytest

pytestmark = pytest.mark.peer
pytest.importorskip("sklearn", reason="scikit-learn is not installed: pip install 'symspline[sklearn]'")

from sklearn.model_selection import GridSearchCV  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.utils.estimator_checks import parametrize_with_checks  # noqa: E402

import symspline as ss  # noqa: E402
from symspline.model.estimator import PiecewiseLinearRegressor  # noqa: E402


class FirstColumn(PiecewiseLinearRegressor):
    """scikit-learn's checks come with several features: all but the first are left out, which costs the score."""

    def _feature(self, X):
        return X[:, 0]

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.regressor_tags.poor_score = True
        return tags


@parametrize_with_checks([FirstColumn(pieces=2)])
@pytest.mark.filterwarnings("ignore")
def test_the_checks_of_scikit_learn(estimator, check):
    check(estimator)


def test_it_is_the_best_fit():
    rng = np.random.default_rng(0)
    x = np.sort(rng.uniform(0, 10, 40))
    y = np.abs(x - 4) + rng.normal(0, 0.1, 40)
    model = PiecewiseLinearRegressor(pieces=2).fit(x[:, None], y)
    fit = ss.best_fit(x, y, 2)
    np.testing.assert_allclose(model.predict(x[:, None]), fit(x))
    np.testing.assert_allclose(model.breakpoints_, [float(b) for b in fit.breakpoints])
    assert model.slopes_.shape == (2,)


def test_a_grid_over_the_number_of_pieces():
    rng = np.random.default_rng(1)
    x = np.linspace(0, 10, 60)
    y = np.abs(x - 4) + rng.normal(0, 0.05, 60)
    pipeline = make_pipeline(PiecewiseLinearRegressor())
    grid = GridSearchCV(pipeline, {"piecewiselinearregressor__pieces": [1, 2, 3]}, cv=3)
    order = rng.permutation(60)
    grid.fit(x[order][:, None], y[order])
    assert grid.best_score_ > 0.99 and grid.best_params_ != {"piecewiselinearregressor__pieces": 1}


def test_what_is_refused():
    with pytest.raises(ValueError, match="X has 2 features and the fit is of one: choose a column"):
        PiecewiseLinearRegressor().fit(np.zeros((3, 2)), [1, 2, 3])
    with pytest.raises(ValueError, match=r"weights\[1\] is -1"):
        PiecewiseLinearRegressor(pieces=1).fit([[0.0], [1.0], [2.0]], [1.0, 2.0, 3.0], sample_weight=[1, -1, 1])
