"""Version 1 of the API, on `central.view` alone: codes and facts, never sentences.

What may not enter: anything that keeps or judges; a clock; HTML, which is `central.web`.
"""
