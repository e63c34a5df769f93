"""Studies and guides as Jupyter notebooks: prose and calls, to run, read and change."""

from survey.notebook.guides import list_guides, write_guide
from survey.notebook.write import write_notebook

__all__ = ["list_guides", "write_guide", "write_notebook"]
