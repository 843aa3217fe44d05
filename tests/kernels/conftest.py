import pytest
from underhood_kernels.gpu import why_unavailable


@pytest.fixture(scope="session")
def adapter():
    """The GPU that tests run on; Mesa's software one where there is no other."""
    reason = why_unavailable()
    if reason:
        pytest.skip(reason)
    from underhood_kernels.gpu import device

    return device().adapter
