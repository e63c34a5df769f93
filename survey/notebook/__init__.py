"""A whole study as a Jupyter notebook: prose and calls, to run, read and change."""

from survey.notebook.write import write_notebook

__all__ = ["write_notebook"]
