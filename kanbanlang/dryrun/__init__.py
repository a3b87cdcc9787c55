"""The simulated world: it answers a policy's actions with later inputs, measures what comes of it, and runs the policy's own tests."""

from __future__ import annotations

from kanbanlang.dryrun.policy_tests import TestResult, run_tests
from kanbanlang.dryrun.results import Balance, Final, Judged, Metric, Record, Run, Verdict
from kanbanlang.dryrun.run import dry_run
from kanbanlang.dryrun.watcher import Watcher
from kanbanlang.dryrun.why_not import why_not

__all__ = ["Balance", "Final", "Judged", "Metric", "Record", "Run", "TestResult", "Verdict", "Watcher", "dry_run", "run_tests", "why_not"]
