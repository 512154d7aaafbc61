"""The commands, one file a group. With `mt.cli` the only modules that print."""
