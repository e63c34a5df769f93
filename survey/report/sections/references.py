"""The works the methods come from; the same in every language."""

from __future__ import annotations

from collections.abc import Iterable

REFERENCES = (
    "Allison, P. D. (2002). Missing Data. Sage.",
    "Cohen, J. (1988). Statistical Power Analysis for the Behavioral Sciences, 2nd ed. Erlbaum.",
    "Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika, 16, 297–334.",
    "Deming, W. E. & Stephan, F. F. (1940). On a least squares adjustment of a sampled frequency table. "
    "Annals of Mathematical Statistics, 11, 427–444.",
    "DeVellis, R. F. (2012). Scale Development: Theory and Applications, 3rd ed. Sage.",
    "Eisinga, R., te Grotenhuis, M. & Pelzer, B. (2013). The reliability of a two-item scale: Pearson, Cronbach, or "
    "Spearman-Brown? International Journal of Public Health, 58, 637–642.",
    "Feldt, L. S., Woodruff, D. J. & Salih, F. A. (1987). Statistical inference for coefficient alpha. "
    "Applied Psychological Measurement, 11, 93–103.",
    "Green, S. B. (1991). How many subjects does it take to do a regression analysis? "
    "Multivariate Behavioral Research, 26, 499–510.",
    "Grömping, U. (2006). Relative importance for linear regression in R: the package relaimpo. "
    "Journal of Statistical Software, 17(1).",
    "Hair, J. F., Black, W. C., Babin, B. J. & Anderson, R. E. (2019). Multivariate Data Analysis, 8th ed. Cengage.",
    "Hair, J. F., Risher, J. J., Sarstedt, M. & Ringle, C. M. (2019). When to use and how to report the results of "
    "PLS-SEM. European Business Review, 31, 2–24.",
    "Johnson, J. W. (2000). A heuristic method for estimating the relative weight of predictor variables in multiple "
    "regression. Multivariate Behavioral Research, 35, 1–19.",
    "Kish, L. (1965). Survey Sampling. Wiley.",
    "Lindeman, R. H., Merenda, P. F. & Gold, R. Z. (1980). Introduction to Bivariate and Multivariate Analysis. "
    "Scott Foresman.",
    "Long, J. S. & Ervin, L. H. (2000). Using heteroscedasticity consistent standard errors in the linear regression "
    "model. The American Statistician, 54, 217–224.",
    "Martilla, J. A. & James, J. C. (1977). Importance-performance analysis. Journal of Marketing, 41(1), 77–79.",
    "McDonald, R. P. (1999). Test Theory: A Unified Treatment. Erlbaum.",
    "Meade, A. W. & Craig, S. B. (2012). Identifying careless responses in survey data. Psychological Methods, 17, "
    "437–455.",
    "Nunnally, J. C. (1978). Psychometric Theory, 2nd ed. McGraw-Hill.",
    "Reichheld, F. F. (2003). The one number you need to grow. Harvard Business Review, 81(12), 46–54.",
    "Rocks, B. (2016). Interval estimation for the “Net Promoter Score”. The American Statistician, 70, 365–372.",
    "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the "
    "American Statistical Association, 22, 209–212.",
)

_BENJAMINI = (
    "Benjamini, Y. & Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal Statistical "
    "Society B, 57, 289–300."
)
_WELCH = (
    "Welch, B. L. (1947). The generalization of ‘Student’s’ problem when several different population variances are "
    "involved. Biometrika, 34, 28–35."
)
# A further analysis to the works it adds.
OF_ANALYSES: dict[str, tuple[str, ...]] = {
    "missing": (
        "Little, R. J. A. (1988). A test of missing completely at random for multivariate data with missing values. "
        "Journal of the American Statistical Association, 83, 1198–1202.",
    ),
    "validity": (
        "Fornell, C. & Larcker, D. F. (1981). Evaluating structural equation models with unobservable variables and "
        "measurement error. Journal of Marketing Research, 18, 39–50.",
        "Henseler, J., Ringle, C. M. & Sarstedt, M. (2015). A new criterion for assessing discriminant validity in "
        "variance-based structural equation modeling. Journal of the Academy of Marketing Science, 43, 115–135.",
        "Nunnally, J. C. & Bernstein, I. H. (1994). Psychometric Theory, 3rd ed. McGraw-Hill.",
        "Rodriguez, A., Reise, S. P. & Haviland, M. G. (2016). Evaluating bifactor models. Psychological Methods, 21, "
        "137–150.",
    ),
    "linearity": (
        "Harrell, F. E. (2015). Regression Modeling Strategies, 2nd ed. Springer.",
        "Nadeau, C. & Bengio, Y. (2003). Inference for the generalization error. Machine Learning, 52, 239–281.",
    ),
    "asymmetry": (
        "Brandt, D. R. (1987). A procedure for identifying value-enhancing service components using customer "
        "satisfaction survey data. In C. Surprenant (ed.), Add Value to Your Service, 61–65. AMA.",
        "Mikulić, J. & Prebežac, D. (2008). Prioritizing improvement of service attributes using impact "
        "range-performance analysis and impact-asymmetry analysis. Managing Service Quality, 18, 559–576.",
    ),
    "necessity": (
        "Dul, J. (2016). Necessary condition analysis (NCA). Organizational Research Methods, 19, 10–52.",
        "Dul, J., van der Laan, E. & Kuik, R. (2020). A statistical significance test for necessary condition "
        "analysis. Organizational Research Methods, 23, 385–395.",
    ),
    "change": (
        "Lane, P. W. & Nelder, J. A. (1982). Analysis of covariance and standardization. Biometrics, 38, 613–621.",
    ),
    "confounding": (
        "Cinelli, C. & Hazlett, C. (2020). Making sense of sensitivity: extending omitted variable bias. Journal of "
        "the Royal Statistical Society B, 82, 39–67.",
    ),
    "segments": (_BENJAMINI, _WELCH),
    "waves": (_BENJAMINI, _WELCH),
    "decomposition": (
        "Blinder, A. S. (1973). Wage discrimination: reduced form and structural estimates. Journal of Human "
        "Resources, 8, 436–455.",
        "Neumark, D. (1988). Employers' discriminatory behavior and the estimation of wage discrimination. Journal of "
        "Human Resources, 23, 279–295.",
        "Oaxaca, R. (1973). Male–female wage differentials in urban labor markets. International Economic Review, 14, "
        "693–709.",
    ),
    "paths": (
        "Shmueli, G., Ray, S., Velasquez Estrada, J. M. & Chatla, S. B. (2016). The elephant in the room: predictive "
        "performance of PLS models. Journal of Business Research, 69, 4552–4564.",
        "Tenenhaus, M., Esposito Vinzi, V., Chatelin, Y.-M. & Lauro, C. (2005). PLS path modeling. Computational "
        "Statistics & Data Analysis, 48, 159–205.",
    ),
    "comment_relations": (_BENJAMINI, _WELCH),
    "themes": (
        "Greene, D., O'Callaghan, D. & Cunningham, P. (2014). How many topics? Stability analysis for topic models. "
        "In Machine Learning and Knowledge Discovery in Databases, 498–513. Springer.",
        "Lee, D. D. & Seung, H. S. (1999). Learning the parts of objects by non-negative matrix factorization. "
        "Nature, 401, 788–791.",
    ),
    "scorecard": (
        "Efron, B. & Morris, C. (1975). Data analysis using Stein's estimator and its generalizations. Journal of the "
        "American Statistical Association, 70, 311–319.",
        "Goldstein, H. & Spiegelhalter, D. J. (1996). League tables and their limitations: statistical issues in "
        "comparisons of institutional performance. Journal of the Royal Statistical Society A, 159, 385–443.",
        "Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional performance. Statistics in Medicine, "
        "24, 1185–1202.",
    ),
    "control": (
        "Champ, C. W. & Woodall, W. H. (1987). Exact results for Shewhart control charts with supplementary runs "
        "rules. Technometrics, 29, 393–399.",
        "Laney, D. B. (2002). Improved control charts for attributes. Quality Engineering, 14, 531–537.",
    ),
    "rating_screening": (
        "Wallenstein, S. & Neff, N. (1987). An approximation for the distribution of the scan statistic. Statistics in "
        "Medicine, 6, 197–207.",
    ),
    "service_relations": (
        "Cameron, A. C. & Miller, D. L. (2015). A practitioner's guide to cluster-robust inference. Journal of Human "
        "Resources, 50, 317–372.",
    ),
}


def list_references(analyses: Iterable[str]) -> tuple[str, ...]:
    """Return the works of the standard results and of the further analyses made, in the order of their names."""
    further = {work for name in analyses for work in OF_ANALYSES.get(name, ())}
    return tuple(sorted({*REFERENCES, *further}, key=str.casefold))
