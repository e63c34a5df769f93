# Ordinal items in three groups, for tests/reference/test_ordinal_groups.py, so that the comparison with R runs everywhere.
# Run in this folder with R >= 4.2 and the packages lavaan, jsonlite:  Rscript make_ordinal_groups.R
# The data are simulated by this script; nothing here is a real respondent.
#
# Identification of Wu & Estabrook (2016), theta parameterisation: factors have mean 0 and variance 1 in the first group;
# intercepts are 0 and residual variances 1 there, free in the others once thresholds are shared (an item of two
# categories has a free intercept only); shared loadings free the factors' variances, shared intercepts their means.

suppressPackageStartupMessages({library(lavaan); library(jsonlite)})
set.seed(20260302, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

n <- c(zh = 340, en = 290, es = 260)
group <- rep(names(n), n)
spread <- c(zh = 1, en = 1.15, es = .9)[group]
level <- c(zh = 0, en = .3, es = -.2)[group]
eta <- matrix(rnorm(2 * sum(n)), ncol = 2) %*% chol(matrix(c(1, .5, .5, 1), 2)) * spread + level
factors <- list(Q = paste0("q", 1:4), S = paste0("s", 1:4))
items <- unlist(factors, use.names = FALSE)
load <- c(.8, .7, .6, .75, .65, .8, .7, .6)
latent <- sapply(1:8, function(i) load[i] * eta[, (i - 1) %/% 4 + 1] + sqrt(1 - load[i]^2) * rnorm(sum(n)))
latent[group == "en", 3] <- latent[group == "en", 3] + .5    # an item that one group answers higher
cuts <- list(c(-1.3, -.6, .2, 1), c(-1.1, -.5, .1, .9), c(-.9, -.2, .5, 1.2), c(-1.4, -.7, 0, .8),
             c(-1.2, -.4, .3, 1.1), c(-1, -.3, .4, 1), c(-.6, .5), .1)
d <- as.data.frame(sapply(1:8, function(i) findInterval(latent[, i], cuts[[i]]) + 1))
names(d) <- items
d$group <- group
write.csv(d, "ordinal_groups.csv", row.names = FALSE)

names(cuts) <- items
times <- function(values) paste0("c(", paste(values, collapse = ","), ")")
write_model <- function(level, released = character()) {
  shares <- function(kind, item = "") !(paste(kind, item) %in% released) &&
    kind %in% c("thresholds", "loadings", "intercepts", "residuals")[seq_len(match(level, c("configural", "thresholds", "metric", "scalar", "strict")) - 1)]
  lines <- c()
  for (f in names(factors)) {
    for (item in factors[[f]]) {
      value <- if (shares("loadings", item)) times(rep(paste0("l_", item), 3)) else "c(NA,NA,NA)"
      lines <- c(lines, paste0(f, " =~ NA*", item, " + ", value, "*", item))   # NA: lavaan would fix the first to 1
    }
    lines <- c(lines, paste0(f, " ~~ ", if (shares("loadings")) "c(1,NA,NA)" else "c(1,1,1)", "*", f),
               paste0(f, " ~ ", if (shares("intercepts")) "c(0,NA,NA)" else "c(0,0,0)", "*1"))
  }
  for (item in items) {
    for (cut in seq_along(cuts[[item]])) {
      name <- paste0("t_", item, "_", cut)
      labels <- if (shares("thresholds", item)) rep(name, 3) else paste0(name, "_", 1:3)
      lines <- c(lines, paste0(item, " | ", times(labels), "*t", cut))
    }
    tells <- shares("thresholds", item)
    lines <- c(lines, paste0(item, " ~ ", if (tells && !shares("intercepts", item)) "c(0,NA,NA)" else "c(0,0,0)", "*1"),
               paste0(item, " ~~ ", if (tells && length(cuts[[item]]) > 1 && !shares("residuals", item)) "c(1,NA,NA)" else "c(1,1,1)", "*", item))
  }
  paste(lines, collapse = "\n")
}
models <- list(configural = write_model("configural"), thresholds = write_model("thresholds"), metric = write_model("metric"),
               scalar = write_model("scalar"), strict = write_model("strict"), partial = write_model("scalar", "intercepts q3"),
               free_thresholds = write_model("thresholds", "thresholds q3"))
fits <- lapply(models, function(model) cfa(model, d, group = "group", ordered = items, estimator = "WLSMV",
                                           parameterization = "theta"))
measures <- c("npar", "chisq", "df", "chisq.scaled", "chisq.scaling.factor", "baseline.chisq", "baseline.chisq.scaled", "cfi", "tli",
              "rmsea", "cfi.scaled", "tli.scaled", "rmsea.scaled", "rmsea.ci.lower.scaled", "rmsea.ci.upper.scaled", "srmr")
report <- function(fit) {
  est <- parameterEstimates(fit)
  list(fit = as.list(fitMeasures(fit)[measures]), parameters = est[est$op != "~*~", c("lhs", "op", "rhs", "group", "est", "se")],
       standardized = subset(standardizedSolution(fit), op == "=~")[, c("lhs", "rhs", "group", "est.std", "se")])
}
test <- function(free, restricted) {
  found <- as.data.frame(lavTestLRT(fits[[free]], fits[[restricted]]))
  list(free = free, restricted = restricted, statistic = found[2, "Chisq diff"], df = found[2, "Df diff"], p = found[2, "Pr(>Chisq)"])
}
result <- list(
  models = models, levels = lapply(fits, report),
  differences = list(test("configural", "thresholds"), test("thresholds", "metric"), test("metric", "scalar"), test("scalar", "strict"),
                     test("partial", "scalar"), test("metric", "partial"), test("free_thresholds", "thresholds"))
)
writeLines(toJSON(result, digits = 15, auto_unbox = TRUE, dataframe = "rows", na = "null", force = TRUE), "ordinal_groups.json")
