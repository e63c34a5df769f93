# Independent results for tests/reference/test_measurement.py, so that the comparison with R runs everywhere.
# Run in this folder with R >= 4.2 and the packages lavaan, psych, jsonlite:  Rscript make_reference.R
# The data are simulated by this script; nothing here is a real respondent.

suppressPackageStartupMessages({library(lavaan); library(psych); library(jsonlite)})
set.seed(20260201, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

n <- 420
group <- rep(c("zh", "en"), c(240, 180))
phi <- matrix(c(1, .6, .5, .6, 1, .4, .5, .4, 1), 3)
eta <- matrix(rnorm(n * 3), n) %*% chol(phi) + outer(ifelse(group == "en", .3, 0), c(1, 1, 1))
load <- c(.8, .7, .6, .75, .65, .8, .7, .6, .55)
latent <- sapply(1:9, function(i) load[i] * eta[, (i - 1) %/% 3 + 1] + sqrt(1 - load[i]^2) * rnorm(n))
latent[group == "en", 5] <- latent[group == "en", 5] + .6   # an item that is not comparable
cuts <- list(c(-1.8, -1.2, -.5, .4), c(-1.5, -.9, -.2, .8), c(-1.2, -.4, .3, 1.1))
d <- as.data.frame(sapply(1:9, function(i) findInterval(latent[, i], cuts[[(i - 1) %% 3 + 1]]) + 1))
names(d) <- paste0(rep(c("q", "s", "v"), each = 3), 1:3)
items <- names(d)
d$group <- group
d$weight <- round(runif(n, .4, 2), 2)
holes <- d
for (item in items) holes[runif(n) < .08 + .06 * (d$q1 > 4), item] <- NA   # missing at random, given q1
holes$q1 <- d$q1
write.csv(holes[c(items, "group", "weight")], "incomplete.csv", row.names = FALSE, na = "")
write.csv(d[c(items, "group", "weight")], "complete.csv", row.names = FALSE)

model <- "Q =~ q1 + q2 + q3\nS =~ s1 + s2 + s3\nV =~ v1 + v2 + v3"
measures <- c("npar", "chisq", "df", "cfi", "tli", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "srmr", "logl", "aic", "bic",
              "baseline.chisq", "chisq.scaled", "chisq.scaling.factor", "baseline.chisq.scaled", "cfi.scaled", "rmsea.scaled",
              "cfi.robust", "tli.robust", "rmsea.robust")
tight <- list()  # tighter ones make its optimiser report failure at the optimum
report <- function(fit) {
  all <- fitMeasures(fit)
  est <- parameterEstimates(fit, standardized = TRUE)
  list(fit = as.list(all[intersect(measures, names(all))]), parameters = est[, intersect(c("lhs", "op", "rhs", "group", "est", "se", "std.all"), names(est))])
}
groups <- function(data, estimator) {
  equal <- list(configural = "", metric = "loadings", scalar = c("loadings", "intercepts"),
                partial = c("loadings", "intercepts"), strict = c("loadings", "intercepts", "residuals"))
  lapply(setNames(names(equal), names(equal)), function(step) {
    partial <- if (step == "partial") c("s2 ~ 1") else ""
    report(cfa(model, data, group = "group", group.equal = equal[[step]], group.partial = partial, estimator = estimator, control = tight))
  })
}
ordered <- lavCor(d[items], ordered = items, output = "fit", se = "standard")
r <- cor(d[items])
weighted <- cfa(model, d, sampling.weights = "weight", estimator = "MLR", control = tight)
general <- suppressWarnings(omega(d[items], nfactors = 3, fm = "minres", plot = FALSE))
efa <- lapply(c(minres = "minres", ml = "ml"), function(fm) unclass(fa(r, 3, n.obs = n, fm = fm, rotate = "none"))$loadings[, ])
oblimin <- GPArotation::quartimin(efa$ml, eps = 1e-8, maxit = 10000)
kmo <- KMO(r)

result <- list(
  n = n,
  ml = report(cfa(model, d, control = tight)),
  mlr = report(cfa(model, d, estimator = "MLR", control = tight)),
  mlr_weighted = report(weighted),
  wlsmv = report(cfa(model, d, ordered = items, std.lv = TRUE, control = tight)),
  fiml = report(cfa(model, holes, missing = "ml", control = tight)),
  mlr_fiml = report(cfa(model, holes, missing = "ml", estimator = "MLR", control = tight)),
  em = lavInspect(cfa(model, holes, missing = "ml"), "sampstat"),
  groups = list(ml = groups(d, "ML"), mlr = groups(d, "MLR")),
  equal = report(cfa("Q =~ a*q1 + a*q2 + a*q3", d, std.lv = TRUE, control = tight)),
  structural = report(sem(paste(model, "\nV ~ Q + S\nq1 ~~ s1"), d, control = tight)),
  polychoric = list(rho = lavInspect(ordered, "est")$theta, parameters = parameterEstimates(ordered)[, c("lhs", "op", "rhs", "est", "se")]),
  efa = lapply(efa, unclass), quartimin = list(loadings = unclass(oblimin$loadings), phi = oblimin$Phi),
  omega = list(hierarchical = general$omega_h, total = general$omega.tot),
  kmo = list(all = kmo$MSA, items = kmo$MSAi), bartlett = cortest.bartlett(r, n)$chisq,
  map = vss(r, n = 6, n.obs = n, plot = FALSE)$map
)
writeLines(toJSON(result, digits = 15, auto_unbox = TRUE, dataframe = "rows", matrix = "rowmajor", na = "null", force = TRUE), "reference.json")
writeLines(c(R.version.string, sapply(c("lavaan", "psych", "GPArotation"), function(p) paste(p, packageVersion(p)))), "versions.txt")
