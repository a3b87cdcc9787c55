"""How fast, against what: every figure is a ratio to a peer that did the same in the same run."""
