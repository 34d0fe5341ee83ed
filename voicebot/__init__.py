"""A rehearsal room for outbound voice robots: whole campaigns of simulated phone calls, by voice, offline."""

__version__ = "0.1.0"
