"""How a checked policy is made from the trees of its texts."""
