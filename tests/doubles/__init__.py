"""Loopback servers that speak the protocols of outside services, so that tests go through real HTTP."""
