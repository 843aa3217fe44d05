import pytest
from underhood_kernels.units import si


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0 J"),
        (1, "1.00 J"),
        (-2.5e-3, "-2.50 mJ"),
        (999.9, "1.00 kJ"),
        (99.95, "100 J"),
        (12.34, "12.3 J"),
        (1e-18, "0.001 fJ"),
        (3e20, "300000 PJ"),
        (float("inf"), "inf J"),
    ],
)
def test_three_digits_and_a_prefix(value, text):
    assert si(value, "J") == text
