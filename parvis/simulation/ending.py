"""`python -m parvis.simulation.ending …` is `parvis …` that ends with the process that started it."""

from __future__ import annotations

from parvis.child import end_with_parent
from parvis.cli import main

if __name__ == "__main__":
    end_with_parent()
    main()
