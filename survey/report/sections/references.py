"""The works the methods come from; the same in every language."""

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
