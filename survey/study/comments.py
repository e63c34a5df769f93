"""The comments of a study: coded, related to satisfaction, quoted, and grouped into themes."""

from __future__ import annotations

from typing import cast

from survey.analysis.comments.comment_relations import CommentRelations, relate_comments
from survey.analysis.comments.comments import CodedComments, code_comments
from survey.analysis.comments.quotes import Quotes, quote_comments
from survey.analysis.comments.themes import Themes, find_themes
from survey.study.ground import Ground, NotPossible


def has_comment(ground: Ground) -> bool:
    """Tell whether the questionnaire's plan names a comment."""
    return ground.responses.questionnaire.analysis.comment is not None


def code_study_comments(ground: Ground) -> CodedComments:
    """Code the comment by the shipped codebook."""
    _check(ground)
    return code_comments(ground.responses, language=ground.options.language)


def relate_study_comments(ground: Ground) -> CommentRelations:
    """Compare those who name a code with the other commenters."""
    return relate_comments(_coded(ground))


def quote_study_comments(ground: Ground) -> Quotes:
    """Pick quotes by chance."""
    return quote_comments(_coded(ground), seed=ground.options.seed)


def find_study_themes(ground: Ground) -> Themes:
    """Find themes without a codebook."""
    _check(ground)
    return find_themes(ground.responses, seed=ground.options.seed)


def _coded(ground: Ground) -> CodedComments:
    made = ground.made.get("comments")
    return code_study_comments(ground) if made is None else cast("CodedComments", made)


def _check(ground: Ground) -> None:
    if not has_comment(ground):
        raise NotPossible("study_no_comment")
