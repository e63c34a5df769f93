"""The headings that Google itself puts over columns of responses, in the languages of the form's owner."""

from __future__ import annotations

import re

# "Timestamp" as Google Forms translates it; the Chinese, English, German, French, Spanish and Japanese words are
# attested, the others are the usual translations.
TIMESTAMPS = frozenset(
    {
        *(
            "Timestamp",
            "时间戳记",
            "时间戳",
            "時間戳記",
            "Zeitstempel",
            "Horodateur",
            "Marca temporal",
            "タイムスタンプ",
        ),
        *("타임스탬프", "Отметка времени", "Carimbo de data/hora", "Informazioni cronologiche", "Tijdstempel"),
    }
)
PERSONS = frozenset(
    {
        *("Email Address", "Email address", "Email", "Username", "电子邮件地址", "电子邮件", "邮箱地址", "用户名"),
        *("電子郵件地址", "E-Mail-Adresse", "Adresse e-mail", "Nom d'utilisateur", "メールアドレス", "이메일 주소"),
    }
)
SCORES = frozenset({"Score", "Total score", "分数", "总分", "得分"})
RESERVED = TIMESTAMPS | PERSONS | SCORES
_MARKED = re.compile(r".* \[(?:Score|Feedback|分数|反馈)\]")


def is_score(heading: str) -> bool:
    """Tell whether a column of a quiz holds points or feedback, not answers.

    Examples
    --------
    >>> is_score("Your age [Score]"), is_score("Total score"), is_score("Your age")
    (True, True, False)
    """
    return heading in SCORES or _MARKED.fullmatch(heading) is not None
