"""The columns that LimeSurvey adds to the answers, as headings in codes or in the words of a language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from survey.platforms.coding.wording import wording_key
from survey.platforms.files.table import Table

# Simplified and traditional Chinese (Taiwan, Hong Kong), English, German, French, Spanish, Portuguese, Italian, Dutch,
# Russian, Japanese, Korean; as LimeSurvey 6.4 words them.
_WORDS: Mapping[str, str] = {
    "id": "Response ID|反馈 ID|回應編號|回饋 ID|Antwort ID|ID de la réponse|ID de respuesta|ID da resposta|ID risposta|"
    "Respons-ID|ID ответа|回答ID|답변 ID",
    "submitdate": "Date submitted|提交的日期|送出的日期|Datum Abgeschickt|Date de soumission|Fecha de envío|"
    "Data de submissão|Data de envio|Data invio|Datum verzonden|Дата записи|回答完了日時|제출 날짜",
    "lastpage": "Last page|末页|末頁|Letzte Seite|Dernière page|Última página|Ultima pagina|Laatste pagina|"
    "Последняя страница|最終ページ|마지막 페이지",
    "startlanguage": "Start language|起始语言|起始語言|Start-Sprache|Langue de départ|Lenguaje inicial|Idioma inicial|"
    "Lingua iniziale|Begin taal|Начальный язык|開始言語|기본 언어",
    "seed": "Seed|种子|種子|Zufallsstartwert|Zufallswert|Tête de série|Semilla|Semente|Seme|Plaats|Зерно|シード|초기값",
    "startdate": "Date started|开始日期|開始日期|Datum gestartet|Date de lancement|Fecha de inicio|Data de início|"
    "Data di inizio|Startdatum|Дата начала|開始日時|시작된 날짜",
    "datestamp": "Date last action|上次操作日期|Datum letzte Aktivität|Date de la dernière action|"
    "Fecha de la última acción|Data da última ação|Data da última acção|Data dell'ultima azione|Datum laatste actie|"
    "Время последнего обращения|最終行動日時|마지막 활동 날짜",
    "ipaddr": "IP address|IP 地址|IP 位址|IP-Adresse|Adresse IP|Dirección IP|Endereço IP|Indirizzo IP|IP-adres|"
    "IP адрес|IPアドレス|IP 주소",
    "refurl": "Referrer URL|来源网址|來源網址|Weiterleitungs-URL|URL référente|URL de referencia|URL de origem|"
    "URL de referência|URL di riferimento|Verwijzer URL|URL перехода|リンク元 URL|레퍼러 URL",
    "token": "Access code|访问代码|存取碼|Zugangscode|Code d'accès|Código de acceso|Código de acesso|Codice d'accesso|"
    "Toegangscode|Код доступа|アクセスコード|액세스 코드",
    "interviewtime": "Total time|总计时长|總時間|全部時間|Gesamtzeit|Temps total|Tiempo total|Tempo total|Tempo totale|"
    "Totaaltijd|Общее время|合計時間|총 시간",
    "firstname": "First name",
    "lastname": "Last name",
    "email": "Email address",
}
_YES = "y yes 是 ja oui sí sim sì да はい 예(y) tak ano igen kyllä evet"
_NO = "n no 否 nein non não nee нет いいえ 아니오(n) nej nei nie ne nem ei hayır n/a"
_OTHER = "other 其它 其他 sonstiges autre otro outro outros altro overige другое その他 기타"
YES, NO, OTHER = (frozenset(words.split()) for words in (_YES, _NO, _OTHER))
PERSONAL = frozenset({"token", "ipaddr", "refurl", "firstname", "lastname", "email"})
_SIGNS_OF_LIMESURVEY = frozenset({"submitdate", "lastpage", "startlanguage", "seed", "datestamp"})
_FEWEST_SIGNS = 2
_BY_WORD = {wording_key(word): name for name, words in _WORDS.items() for word in (name, *words.split("|"))}
_CODE_AND_TEXT = re.compile(r"([a-z]+)(?:[^\w\[].*)", re.DOTALL)
_TIMING = re.compile(r"(groupTime\d+|[A-Za-z][A-Za-z0-9]*Time)(?:[^\w\[].*)?", re.DOTALL)


def name_metadata(heading: str) -> str | None:
    """Return LimeSurvey's code for a column of its own, or None.

    Examples
    --------
    >>> [name_metadata(heading) for heading in ("submitdate", "提交的日期", "lastpage. Last page", "sat1")]
    ['submitdate', 'submitdate', 'lastpage', None]
    """
    known = _BY_WORD.get(wording_key(heading))
    both = _CODE_AND_TEXT.fullmatch(heading)
    return known or (both[1] if both is not None and both[1] in _WORDS else None)


def name_timing(heading: str) -> str | None:
    """Return LimeSurvey's code for the time spent on a page or a question, or None.

    Examples
    --------
    >>> [name_timing(heading) for heading in ("groupTime12", "sat1Time. Question time: sat1", "sat1")]
    ['groupTime12', 'sat1Time', None]
    """
    timing = _TIMING.fullmatch(heading)
    return timing and timing[1]


def is_limesurvey(table: Table) -> bool:
    """Tell whether a table is a response file of LimeSurvey."""
    return _signs(table.headings) or _signs(first_line(table))


def is_coded_below(table: Table) -> bool:
    """Tell whether the codes stand in a second line, as in a VV file."""
    return name_codes(first_line(table)) >= _FEWEST_SIGNS > name_codes(table.headings)


def name_codes(headings: Sequence[str]) -> int:
    """Return how many headings are codes of LimeSurvey's own columns."""
    return len(_SIGNS_OF_LIMESURVEY & set(headings))


def first_line(table: Table) -> list[str]:
    """Return the first line below the headings."""
    return [column[0] for column in table.columns] if len(table) else []


def _signs(headings: Sequence[str]) -> bool:
    return len(_SIGNS_OF_LIMESURVEY & {name_metadata(heading) for heading in headings}) >= _FEWEST_SIGNS
