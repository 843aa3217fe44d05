"""Cameras look where they should, and others are refused."""

import numpy as np
import pytest
from underhood_kernels.families.cameras import around, check_camera, check_view


@pytest.mark.parametrize(("rows", "columns"), [(64, 64), (30, 50), (1, 1), (7, 1)])
@pytest.mark.parametrize("turn", [0.0, 1.0, 4.0])
def test_the_middle_of_the_image_is_what_it_looks_at(turn, rows, columns):
    eye, corner, across, down = around(turn, 0.5, 0.6, rows, columns).astype(float)
    middle = corner + columns / 2 * across + rows / 2 * down
    np.testing.assert_allclose(middle, (np.array([0, 0.5, 0]) - eye) / np.hypot(6.2, 2.5), atol=1e-6)
    assert abs(across @ down) < 1e-7
    assert np.linalg.norm(across) == pytest.approx(np.linalg.norm(down))
    assert np.linalg.norm(down) * rows == pytest.approx(0.6)
    assert down[1] < 0, "rows go down"
    assert across[1] == 0, "rows are level"
    assert np.cross(across, down) @ middle > 0, "columns go to the right"


def test_what_is_refused():
    camera = around(0.0, 0.5, 0.6, 4, 4)
    check_view("some family", check_camera("some family", camera), 4, 4)
    with pytest.raises(ValueError, match="some family: camera must be float32"):
        check_camera("some family", camera.astype(float))
    with pytest.raises(ValueError, match="must look ahead"):
        check_view("some family", camera, 4, 4000)
