"""What the figures are held against: the same work done with well-known tools, or by hand without any."""
