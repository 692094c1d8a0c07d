"""The checks of tests/tree: rules about the source tree itself, each one named test."""
import importlib
import sys
import time

from .commands import matches
from .result import ROOT, Result


def run_all(words):
    """Each check_* function of tests/tree/*.py returns the places that break its rule."""
    sys.path.insert(0, str(ROOT / "tests" / "tree"))
    results = []
    for path in sorted((ROOT / "tests" / "tree").glob("check_*.py")):
        module = importlib.import_module(path.stem)
        for attribute in sorted(vars(module)):
            check = getattr(module, attribute)
            if not attribute.startswith("check_") or not callable(check):
                continue
            name = f"tree: {check.__doc__.strip().splitlines()[0].rstrip('.')}"
            if not matches(name, words):
                continue
            start = time.monotonic()
            places = list(check())
            results.append(Result(name, "unit", "failed" if places else "passed", time.monotonic() - start,
                                  f"scripts/test '{name}'", "\n".join(places)))
    return results
