"""The drawings of the example workspace: one hand, one palette, one light."""
