"""Mandarin: how its telephone speech states numbers, days, hours and money, and how it sounds."""
