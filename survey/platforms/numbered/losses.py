"""What a form of numbered questions in one language loses on any site."""

from __future__ import annotations

from survey.platforms.loss import Loss, name_loss
from survey.platforms.numbered.question import list_questions
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.text import LocalText


def list_losses(questionnaire: Questionnaire, language: str) -> list[Loss]:
    """Return what is lost besides the things to set by hand.

    Parameters
    ----------
    questionnaire
        What is asked.
    language
        The only one the form is written in.
    """
    losses = []
    others = ", ".join(tongue for tongue in questionnaire.languages if tongue != language)
    if others:
        losses.append(
            name_loss(
                "",
                en=f"The form holds one language, {language}; {others} need a form of their own.",
                zh=f"表单只有一种语言（{language}）；{others} 需另建表单。",
            )
        )
    if any(sign in text for text in _texts(questionnaire, language) for sign in "<>"):
        losses.append(
            name_loss(
                "",
                en="The signs < and > are written ＜ and ＞, or else the site takes them for markup.",
                zh="符号 < 和 > 写作 ＜ 和 ＞，以免被当作网页标记。",
            )
        )
    questions = list_questions(questionnaire)
    split = {question.matrix.id for question in questions if question.matrix and question.kind != "matrix"}
    losses += [
        name_loss(
            matrix,
            en="The matrix has too few columns for the site; each row is a question of its own.",
            zh="矩阵的列太少，网站无法识别，每行改为一道单独的题目。",
        )
        for matrix in sorted(split)
    ]
    rated = [one.where for one in questions if one.has_special and one.kind in ("matrix", "scale")]
    if rated:
        listed = ", ".join(rated)
        losses.append(
            name_loss(
                "",
                en=f"{listed}: special answers stand beside the points: these are choices without scores on the site.",
                zh=f"{listed}：特殊回答与量表点并列，因此在网站上是没有分值的选择题。",
            )
        )
    return losses


def _texts(questionnaire: Questionnaire, language: str) -> list[str]:
    given: list[LocalText | None] = [
        questionnaire.title,
        questionnaire.intro,
        questionnaire.consent,
        questionnaire.thanks,
    ]
    for page in questionnaire.pages:
        given += [page.title, page.intro]
        given += [text for block in page.blocks if not isinstance(block, str) for text in (block.text, block.help)]
    for item in questionnaire.items.values():
        given += [item.text, item.help, item.unit, *item.labels.values()]
    return [text.in_language(language) for text in given if text is not None]
