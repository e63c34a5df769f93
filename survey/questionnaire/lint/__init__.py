"""Whether a questionnaire file is sound: everything wrong in it at once, each with its line.

Errors keep the file from being used; warnings are matters of judgement.
"""

from survey.questionnaire.lint.check import lint_questionnaire, lint_tree
from survey.questionnaire.lint.mistake import Mistake

__all__ = ["Mistake", "lint_questionnaire", "lint_tree"]
