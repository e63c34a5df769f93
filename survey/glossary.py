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
    ("twin", "Most alike", "最相似者", "text", "respondent further up with the most identical answers"),
    ("measure", "Measure", "指标类别", "text", "indicator, reliability, share of importance or R²"),
    ("subject", "Subject", "对象", "text", "indicator, construct or driver that the number is about"),
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
    ("n_all", "n with everyone", "全部样本量", "count", "respondents the number with everyone rests on"),
    ("n_kept", "n without the flagged", "剔除后样本量", "count", "respondents the number without the flagged rests on"),
    ("n_before", "Before", "之前", "count", "respondents before the step"),
    ("n_after", "After", "之后", "count", "respondents after the step"),
    ("n_items", "Items", "题数", "count", "items used"),
    ("n_asked", "Asked", "被询问数", "count", "respondents who were shown the item"),
    ("n_eff", "Effective n", "有效样本量", "number", "Kish's effective sample size"),
    ("count", "Count", "计数", "count", "respondents"),
    ("signs", "Signs", "迹象数", "count", "signs shown by a respondent"),
    # estimates
    ("estimate", "Estimate", "估计值", "number", "the estimate"),
    ("estimate_all", "With everyone", "全部受访者", "number", "the estimate with the flagged respondents"),
    ("estimate_kept", "Without the flagged", "剔除后", "number", "the estimate without the flagged respondents"),
    ("change", "Difference", "差异", "number", "without the flagged respondents less with them"),
    ("std_error", "SE", "标准误", "number", "standard error"),
    ("statistic", "Statistic", "统计量", "number", "test statistic"),
    ("df", "df", "自由度", "number", "degrees of freedom"),
    ("df_within", "df within", "组内自由度", "number", "denominator degrees of freedom of an F test"),
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
    ("omega_dropped", "Omega if dropped", "删题后 omega", "number", "omega total of the remaining items"),
    ("interval", "Interval", "区间方法", "text", "method of the interval; empty where there is none"),
    ("split", "Split", "折半方式", "text", "how the scale is cut into halves: odd_even, first_last, best, mean, worst"),
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
    ("composite_reliability", "Composite reliability", "组合信度", "number", "reliability of the sum, from loadings"),
    ("ave", "AVE", "平均方差提取量", "number", "mean share of the items' variance that the construct explains"),
    ("largest_shared", "Largest shared variance", "最大共享方差", "number", "largest squared correlation with another"),
    ("level", "Level", "等值水平", "text", "what groups share: configural, metric, scalar, strict"),
    ("group", "Group", "分组", "text", "group of respondents"),
    ("cfi", "CFI", "CFI", "number", "comparative fit index"),
    ("rmsea", "RMSEA", "RMSEA", "number", "root mean square error of approximation"),
    ("srmr", "SRMR", "SRMR", "number", "standardised root mean square residual"),
    ("cfi_change", "Change of CFI", "CFI 变化", "number", "from the level before"),
    ("rmsea_change", "Change of RMSEA", "RMSEA 变化", "number", "from the level before"),
    ("difference", "Chi-square difference", "卡方差", "number", "from the level before, scaled"),
    ("difference_df", "df of the difference", "卡方差自由度", "number", "degrees of freedom of the difference"),
    ("difference_p", "p of the difference", "卡方差 p 值", "p_value", "p value of the difference"),
    ("holds", "Holds", "成立", "flag", "whether the level is hardly worse than the one before"),
    ("released", "Released", "已放开", "flag", "whether groups do not share the item"),
    ("second", "Second loading", "次高载荷", "number", "the strongest loading on another factor"),
    ("communality", "Communality", "共同度", "number", "share of the item's variance that the factors explain"),
    ("kmo", "KMO", "KMO", "number", "sampling adequacy of the item"),
    ("explained", "Explained", "解释方差", "number", "variance explained, in items"),
    ("number", "Number", "序号", "count", "place in the order"),
    ("observed", "Observed", "实际值", "number", "as observed"),
    ("shuffled", "Shuffled", "打乱后均值", "number", "mean of shuffled answers"),
    ("limit", "Limit", "上限", "number", "what shuffled answers exceed only rarely"),
    ("n_factors", "Factors", "因子数", "count", "number of factors"),
    ("residual", "Residual", "残差", "number", "observed less implied correlation"),
    (
        "expected_change",
        "Expected change",
        "预期变化",
        "number",
        "by how much the estimate would change if it were freed",
    ),
    ("flag", "Flag", "提示", "text", "what to look at"),
    ("resolved", "Order resolved", "顺序可分辨", "flag", "whether the interval of the difference excludes 0"),
    ("quadrant", "Quadrant", "象限", "text", "place on the importance–performance map"),
    ("r2", "R²", "R²", "number", "share of the outcome's variance explained"),
    ("adj_r2", "Adjusted R²", "调整后 R²", "number", "R² adjusted for the number of drivers"),
    ("passed", "Flagged", "被标记", "flag", "whether the respondent shows the sign"),
    ("careless", "Careless", "不认真作答", "flag", "whether enough signs came together"),
    ("weight", "Weight", "权重", "number", "respondent's weight, mean 1"),
    ("seconds", "Seconds", "用时（秒）", "seconds", "time spent"),
    # missing answers and imputation
    ("not_shown_share", "Not shown", "未显示率", "share", "hidden by routing, among all"),
    ("inapplicable_share", "Chose not applicable", "选择不适用率", "share", "not applicable among those shown"),
    ("dont_know_share", "Don't know", "不清楚率", "share", "don't know among those asked"),
    ("no_answer_share", "No answer", "拒答率", "share", "no answer among those asked"),
    ("blank_share", "Blank", "空白率", "share", "blank among those asked"),
    ("pattern", "Pattern", "缺失模式", "count", "number of a pattern of missing answers, the commonest first"),
    ("n_patterns", "Patterns", "模式数", "count", "patterns of missing answers compared"),
    ("n_missing", "Missing", "缺失数", "count", "answers missing that were asked for"),
    ("missing_items", "Missing items", "缺失题目", "text", "items asked and not answered"),
    ("hidden_items", "Items not asked", "未询问题目", "text", "items that these respondents were not asked"),
    ("n_imputed", "Imputed", "插补数", "count", "missing answers imputed"),
    ("imputed_share", "Imputed share", "插补占比", "share", "imputed among those asked"),
    ("drawn_by", "Drawn by", "插补方法", "text", "how missing answers were drawn"),
    ("n_predictors", "Predictors", "预测题数", "count", "questions an answer was imputed from"),
    ("predictor", "Predictor", "预测题目", "text", "a question that another is imputed from"),
    ("strength", "Correlation", "相关强度", "number", "largest correlation with the answers or their being missing"),
    ("chain", "Chain", "链", "count", "number of the completed copy"),
    ("iteration", "Iteration", "迭代", "count", "round through all questions"),
    ("r_hat", "R-hat", "R-hat", "number", "potential scale reduction; near 1 where chains have mixed"),
    ("delta", "Delta", "偏移量", "number", "shift of imputed answers"),
    ("quantity", "Quantity", "统计量名称", "text", "what is estimated"),
    ("pooled", "Pooled", "合并量", "text", "the column of the results that was pooled"),
    ("pooled_by", "Pooled by", "合并方法", "text", "rule of pooling"),
    ("riv", "RIV", "方差相对增量", "number", "relative increase of the variance due to missing answers"),
    ("fmi", "FMI", "缺失信息比例", "share", "fraction of missing information"),
    ("moved", "Moved", "变动量", "number", "estimate less that without a shift"),
    # the quality of single items
    ("scale_strength", "Strength", "量表强度", "text", "Mokken's word for the scale: unscalable, weak, medium, strong"),
    ("n_scales", "Scales", "量表数", "count", "scales that the automated selection makes of the items"),
    ("n_unscalable", "Unscalable", "无法归入", "count", "items that the automated selection leaves out"),
    ("subscale", "Selected scale", "所选量表", "count", "scale of the item in the automated selection, 0 for none"),
    ("active_pairs", "Pairs checked", "检查对数", "count", "pairs of rest-score groups in which answers may fall"),
    ("violations", "Violations", "违反次数", "count", "pairs in which answers fall from a group to a higher one"),
    ("significant_violations", "Significant", "显著违反", "count", "violations significant at 5 %, one-sided"),
    ("largest_violation", "Largest fall", "最大下降", "number", "largest fall of a share between two groups"),
    ("violation_sum", "Sum of falls", "下降总和", "number", "sum of the falls that count as violations"),
    ("z_max", "Largest z", "最大 z 值", "number", "largest normal deviate of a violation"),
    ("crit", "Crit", "Crit 值", "number", "Molenaar and Sijtsma's summary of an item's violations"),
    ("rest_score", "Score on the others", "其余题目得分", "number", "mean of the construct's other items"),
    ("rest_mean", "Mean of the others", "其余题目均值", "number", "mean of the other items by answer given"),
    ("test", "Test", "检验", "text", "uniform, nonuniform or total"),
    ("p_adjusted", "Adjusted p", "校正 p 值", "p_value", "p value adjusted for the number of tests"),
    ("r2_change", "ΔR² (Nagelkerke)", "ΔR²（Nagelkerke）", "number", "what the groups add to Nagelkerke's R²"),
    ("mcfadden_change", "ΔR² (McFadden)", "ΔR²（McFadden）", "number", "what the groups add to McFadden's R²"),
    ("dif_kind", "Kind of difference", "差异类型", "text", "none, uniform or nonuniform"),
    ("size", "Size", "差异大小", "text", "negligible, moderate or large (Jodoin & Gierl)"),
    ("size_zumbo", "Size (Zumbo)", "差异大小（Zumbo）", "text", "negligible, moderate or large (Zumbo & Thomas)"),
    ("reference_group", "Reference", "参照组", "text", "group that the others are held against"),
    ("n_categories", "Answers offered", "选项数", "count", "points of the scale"),
    ("n_used", "Answers used", "已用选项数", "count", "points that somebody chose"),
    ("slope", "Slope", "区分度", "number", "discrimination of the graded response model, logistic"),
    ("slope_std_error", "SE of slope", "区分度标准误", "number", "standard error of the slope"),
    ("threshold", "Threshold", "阈值", "number", "trait, in SDs, at which the step is as likely reached as not"),
    ("rest_group", "Rest-score group", "其余题目得分组", "count", "group by the other items' score, 1 the lowest"),
    ("rest_low", "Rest score from", "其余得分下限", "number", "lowest score on the other items in the group"),
    ("rest_high", "Rest score to", "其余得分上限", "number", "highest score on the other items in the group"),
    # weights and sample designs
    ("factor", "Factor", "调整系数", "number", "target over the share before weighting"),
    ("mean_weight", "Mean weight", "平均权重", "number", "mean weight of the cell's respondents"),
    ("deff", "Design effect", "设计效应", "number", "variance relative to a simple random sample of the same n"),
    ("n_unanswered", "No answer", "未作答数", "count", "respondents without an answer to the margin's item"),
    ("gap_before", "Gap before", "加权前最大差", "share", "largest difference of a share from its target, before"),
    ("gap_after", "Gap after", "加权后最大差", "share", "largest difference of a share from its target, after"),
    ("met", "Met", "已达到", "flag", "whether every share equals its target"),
    ("stratum", "Stratum", "层", "text", "stratum of the sample design"),
    ("n_clusters", "Clusters", "群数", "count", "clusters drawn in the stratum"),
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
