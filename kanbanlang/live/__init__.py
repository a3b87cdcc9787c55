"""A policy that runs in a plant: durable, exactly once, and able to say why."""
