"""Settings for all tests."""

from hypothesis import HealthCheck, settings

# Tests are not timed: machines differ, and readings have many fields to draw.
settings.register_profile("onrecord", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("onrecord")
