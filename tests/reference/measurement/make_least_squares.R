# Unweighted least squares, polyserial correlations and modification indices of ordinal items, for
# tests/reference/test_least_squares.py and test_polyserial.py, so that the comparison with R runs everywhere.
# Run in this folder with R >= 4.2 and the packages lavaan, polycor, jsonlite:  Rscript make_least_squares.R
# It reads complete.csv, which make_reference.R simulates, and simulates the rest; nothing here is a real respondent.

suppressPackageStartupMessages({library(lavaan); library(polycor); library(jsonlite)})
set.seed(20260303, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

d <- read.csv("complete.csv")
items <- names(d)[1:9]
model <- "Q =~ q1 + q2 + q3\nS =~ s1 + s2 + s3\nV =~ v1 + v2 + v3"
measures <- c("npar", "chisq", "df", "chisq.scaled", "chisq.scaling.factor", "baseline.chisq", "baseline.chisq.scaled", "cfi", "tli",
              "rmsea", "cfi.scaled", "tli.scaled", "rmsea.scaled", "rmsea.ci.lower.scaled", "rmsea.ci.upper.scaled", "srmr")
report <- function(fit) {
  est <- parameterEstimates(fit, standardized = TRUE)
  list(fit = as.list(fitMeasures(fit)[measures]), parameters = est[est$op != "~*~", c("lhs", "op", "rhs", "est", "se", "std.all")])
}
ordinal <- cfa(model, d, ordered = items, estimator = "WLSMV")

n <- 400
z <- matrix(rnorm(2 * n), ncol = 2) %*% chol(matrix(c(1, .55, .55, 1), 2))
few <- findInterval(z[, 2], c(-1, -.2, .6, 1.4)) + 1
p <- data.frame(x = 3 + 2 * z[, 1], five = few, two = as.integer(z[, 2] > .4), reversed = 6 - few,
                skewed = exp(z[, 1]))      # not normal: the two estimates then part
write.csv(p, "polyserial.csv", row.names = FALSE)
serial <- lapply(list(c("x", "five"), c("x", "two"), c("x", "reversed"), c("skewed", "five")), function(pair) {
  two <- polyserial(p[[pair[1]]], p[[pair[2]]], ML = FALSE, std.err = TRUE)
  ml <- polyserial(p[[pair[1]]], p[[pair[2]]], ML = TRUE, std.err = TRUE, control = list(reltol = 1e-14))
  list(x = pair[1], y = pair[2], two_step = two$rho, two_step_se = sqrt(two$var[1, 1]),
       ml = ml$rho, ml_se = sqrt(ml$var[1, 1]), ml_cuts = as.list(unname(ml$cuts)))
})
step <- lavCor(p[c("x", "five")], ordered = "five", output = "fit", se = "standard")
result <- list(
  uls = report(cfa(model, d, estimator = "ULSMV")),
  ulsmv = report(cfa(model, d, estimator = "ULSMV", ordered = items)),
  modifications = head(modindices(ordinal, sort. = TRUE), 8)[, c("lhs", "op", "rhs", "mi", "epc")],
  polyserial = serial,
  lavaan_two_step = parameterEstimates(step)[, c("lhs", "op", "rhs", "est", "se")]
)
writeLines(toJSON(result, digits = 15, auto_unbox = TRUE, dataframe = "rows", na = "null", force = TRUE), "least_squares.json")
