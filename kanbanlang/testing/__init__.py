"""The contract suite: what every driver of a lift or of an ERP is tested by, in this project and in those of others.

A test module of a driver has one class, made from `LiftContract` or `ErpContract`, which says how to make the thing that is tested;
pytest finds the tests in it. It needs pytest and Hypothesis, which whoever only runs a policy does not.
"""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("kanbanlang.testing.contract", "kanbanlang.testing.lifts", "kanbanlang.testing.erps")

from kanbanlang.testing.contract import BackendContract  # noqa: E402 - pytest looks at an assertion before it is imported
from kanbanlang.testing.erps import ErpContract  # noqa: E402
from kanbanlang.testing.lifts import LiftContract  # noqa: E402
from kanbanlang.testing.rig import ErpRig, Goods, Rig  # noqa: E402

__all__ = ["BackendContract", "ErpContract", "ErpRig", "Goods", "LiftContract", "Rig"]
