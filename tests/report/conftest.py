"""Reports of tests follow their small flow for a short time: what it tells is tested in `test_small_flow`."""

import pytest

from symspline.report import small_flow


@pytest.fixture(scope="package", autouse=True)
def short_flows():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(small_flow, "STEPS", 40)
        yield
