"""The rows of the report, a module each: `measure(quick)` gives its figures."""
