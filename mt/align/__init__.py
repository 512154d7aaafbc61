"""Alignment: word links now; sentences follow."""
