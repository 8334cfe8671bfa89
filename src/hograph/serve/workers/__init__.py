"""Queries in processes of their own, which can be killed: the pool, whose turn it is, and the process."""
