"""Pull-signal policies for just-in-time material flow."""

__version__ = "0.1.0"
