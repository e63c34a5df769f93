"""Every column a result may have: its label, its kind and its meaning; formatting on screen follows the kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["text", "flag", "code", "count", "number", "share", "signed_share", "score", "p_value", "seconds"]

MISSING_TEXT = "–"


@dataclass(frozen=True)
class Column:
    """One column of a result."""

    en: str
    zh: str
    kind: Kind
    meaning: str


def _columns(*rows: tuple[str, str, str, Kind, str]) -> dict[str, Column]:
    return {name: Column(en, zh, kind, meaning) for name, en, zh, kind, meaning in rows}


COLUMNS: dict[str, Column] = _columns(
    # what the row is about
    ("item", "Item", "题目", "text", "item id"),
    ("wording", "Wording", "题目文字", "text", "the item as shown"),
    ("construct", "Construct", "构念", "text", "construct id"),
    ("driver", "Driver", "驱动因素", "text", "construct or column whose importance is estimated"),
    ("other", "Compared with", "比较对象", "text", "the second driver of a pair"),
    ("label", "Label", "名称", "text", "name for people"),
    ("role", "Role", "角色", "text", "driver, outcome or profile"),
    ("indicator", "Indicator", "指标", "text", "csat, recommend score, effort, …"),
    ("estimator", "Estimator", "估计方法", "text", "how the number was computed"),
    ("term", "Term", "项", "text", "a term of the regression"),
    ("code", "Code", "代码", "code", "answer code"),
    ("answer", "Answer", "回答", "text", "label of the answer"),
    ("respondent", "Respondent", "受访者", "text", "respondent id"),
    ("sign", "Sign", "迹象", "text", "a sign of careless responding"),
    ("rule", "Rule", "规则", "text", "the rule as fixed in the questionnaire"),
    ("because", "Reason", "原因", "text", "why"),
    ("base", "Base", "基数说明", "text", "whom the number speaks for"),
    ("kind", "Kind", "类型", "text", "kind of missing answer"),
    # the file and its faults
    ("file", "File", "文件", "text", "file name"),
    ("row", "Row", "行", "count", "row of the file, the heading being row 1"),
    ("column", "Column", "列", "text", "column of the file"),
    ("value", "Value", "值", "text", "value as found"),
    ("reason", "Reason", "原因", "text", "why it was not taken, or what was noticed"),
    # counts
    ("n", "n", "样本量", "count", "respondents the number rests on"),
    ("n_total", "All", "总数", "count", "respondents before any exclusion"),
    ("n_before", "Before", "之前", "count", "respondents before the step"),
    ("n_after", "After", "之后", "count", "respondents after the step"),
    ("n_items", "Items", "题数", "count", "items used"),
    ("n_asked", "Asked", "被询问数", "count", "respondents who were shown the item"),
    ("n_eff", "Effective n", "有效样本量", "number", "Kish's effective sample size"),
    ("count", "Count", "计数", "count", "respondents"),
    ("signs", "Signs", "迹象数", "count", "signs shown by a respondent"),
    # estimates
    ("estimate", "Estimate", "估计值", "number", "the estimate"),
    ("std_error", "SE", "标准误", "number", "standard error"),
    ("statistic", "Statistic", "统计量", "number", "test statistic"),
    ("df", "df", "自由度", "number", "degrees of freedom"),
    ("p_value", "p", "p 值", "p_value", "p value"),
    ("conf_low", "Low", "下限", "number", "lower end of the interval"),
    ("conf_high", "High", "上限", "number", "upper end of the interval"),
    ("mean", "Mean", "均值", "number", "mean in the scale's own points"),
    ("sd", "SD", "标准差", "number", "standard deviation"),
    ("minimum", "Scale from", "量表下限", "count", "lowest code of the scale"),
    ("maximum", "Scale to", "量表上限", "count", "highest code of the scale"),
    ("share", "Share", "占比", "share", "share of the base"),
    ("weighted_share", "Weighted share", "加权后占比", "share", "share after raking"),
    ("target", "Target", "目标占比", "share", "share in the population"),
    ("top2_share", "Top 2", "前两档占比", "share", "share on the two highest points"),
    ("floor_share", "Floor", "最低档占比", "share", "share on the lowest point"),
    ("ceiling_share", "Ceiling", "最高档占比", "share", "share on the highest point"),
    ("nonresponse_share", "Non-response", "未作答率", "share", "don't know, no answer and blank among those asked"),
    ("not_applicable_share", "Not applicable", "不适用率", "share", "not shown or not applicable among all"),
    ("alpha_dropped", "Alpha if dropped", "删题后 alpha", "number", "alpha of the remaining items"),
    ("item_rest", "Item–rest r", "题总相关", "number", "correlation with the sum of the other items"),
    ("reverse", "Reversed", "反向题", "flag", "whether the item is reverse-keyed"),
    # drivers
    ("importance", "Importance (R²)", "重要性（R²）", "number", "share of R² in raw units; sums to R²"),
    ("importance_low", "Importance low", "重要性下限", "number", "lower end of the interval of importance"),
    ("importance_high", "Importance high", "重要性上限", "number", "upper end of the interval of importance"),
    ("importance_share", "Share of R²", "重要性占比", "share", "importance over R²; sums to 1"),
    ("rank", "Rank", "排名", "count", "rank by importance, 1 the highest"),
    ("rank_low", "Best rank", "最好排名", "count", "best rank within the interval"),
    ("rank_high", "Worst rank", "最差排名", "count", "worst rank within the interval"),
    ("coefficient", "Coefficient", "回归系数", "number", "unstandardised regression coefficient"),
    ("standardized", "Beta", "标准化系数", "number", "standardised regression coefficient"),
    ("correlation", "r with outcome", "与结果的相关", "number", "zero-order correlation with the outcome"),
    ("vif", "VIF", "方差膨胀因子", "number", "variance inflation factor"),
    ("performance", "Performance", "表现得分", "score", "construct mean, 0–100 of the scale's range"),
    ("performance_low", "Performance low", "表现下限", "score", "lower end of the interval"),
    ("performance_high", "Performance high", "表现上限", "score", "upper end of the interval"),
    ("relative_weight", "Relative weight", "相对权重", "number", "Johnson's relative weight, R² units"),
    ("first", "First", "单独解释", "number", "R² of the driver alone"),
    ("last", "Last", "最后加入", "number", "R² added when the driver comes last"),
    ("beta_squared", "Beta²", "标准化系数平方", "number", "squared standardised coefficient"),
    ("pratt", "Pratt", "Pratt 指数", "number", "standardised coefficient times correlation"),
    ("flag", "Flag", "提示", "text", "what to look at"),
    ("resolved", "Order resolved", "顺序可分辨", "flag", "whether the interval of the difference excludes 0"),
    ("quadrant", "Quadrant", "象限", "text", "place on the importance–performance map"),
    ("r2", "R²", "R²", "number", "share of the outcome's variance explained"),
    ("adj_r2", "Adjusted R²", "调整后 R²", "number", "R² adjusted for the number of drivers"),
    ("passed", "Flagged", "被标记", "flag", "whether the respondent shows the sign"),
    ("careless", "Careless", "不认真作答", "flag", "whether enough signs came together"),
    ("weight", "Weight", "权重", "number", "respondent's weight, mean 1"),
    ("seconds", "Seconds", "用时（秒）", "seconds", "time spent"),
)


def check_columns(where: str, names: Iterable[object]) -> None:
    """Raise KeyError for a column the glossary lacks: it has no label in the reports' languages."""
    unknown = [str(name) for name in names if str(name) not in COLUMNS]
    if unknown:
        raise KeyError(f"{where}: column(s) {', '.join(unknown)} are not in survey/glossary.py; add them there.")


def column_label(name: str, language: str) -> str:
    """Return a column's label in a language."""
    column = COLUMNS[name]
    return column.zh if language.startswith("zh") else column.en


def format_cell(value: Any, name: str, language: str) -> str:
    """Format one value by the kind of its column.

    Examples
    --------
    >>> format_cell(0.256, "importance_share", "en"), format_cell(0.00004, "p_value", "en")
    ('25.6%', '< .001')
    """
    return format_value(value, COLUMNS[name].kind, language)


def format_value(value: Any, kind: Kind, language: str) -> str:
    """Format one value by its kind; the languages agree on digits and differ in yes and no."""
    if value is None or value != value:
        return MISSING_TEXT
    if kind == "flag":
        yes, no = ("是", "否") if language.startswith("zh") else ("yes", "no")
        return yes if value else no
    if kind in ("text", "code") or isinstance(value, str):
        return str(value)
    return _format_number(float(value), kind)


def _format_number(value: float, kind: Kind) -> str:
    if kind == "count":
        return f"{value:,.0f}"
    if kind == "share":
        return f"{100 * value:.1f}%"
    if kind == "signed_share":
        return f"{100 * value:+.1f}"
    if kind == "score":
        return f"{value:.1f}"
    if kind == "p_value":
        return "< .001" if value < 0.001 else f"{value:.3f}".removeprefix("0")
    if kind == "seconds":
        return f"{value:,.0f}"
    return f"{value:.3f}".replace("-", "−")
