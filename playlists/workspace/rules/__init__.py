"""The rules of `parvis check`, by theme. Each takes a workspace and reports into findings; none raises."""
