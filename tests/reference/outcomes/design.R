# Models of outcomes under a design of clusters in strata, in R 4.2.2 with survey 4.1-1 (svyglm, svyolr): writes
# design.json from answers.csv. Clusters are 8 rows in order; stratum of a cluster: its number modulo 4.
suppressPackageStartupMessages({library(survey); library(jsonlite)})
d <- read.csv("answers.csv")
d$answer <- factor(d$rating, ordered = TRUE)
d$cluster <- (seq_len(nrow(d)) - 1) %/% 8
d$stratum <- d$cluster %% 4
strict <- list(epsilon = 1e-14, maxit = 100)
table <- function(f) list(names = names(coef(f)), estimate = unname(coef(f)),
                          std_error = unname(sqrt(diag(as.matrix(vcov(f))))), df = f$df.residual)
of <- function(design) list(
  continuous = table(svyglm(rating ~ x1 + x2 + x3, design)),
  logistic = table(svyglm(top ~ x1 + x2 + x3, design, family = quasibinomial(), control = strict)),
  poisson = table(svyglm(calls ~ x1 + x2 + x3, design, family = quasipoisson(), control = strict)),
  ordinal = table(svyolr(answer ~ x1 + x2 + x3, design, control = list(reltol = 1e-16, maxit = 1000)))
)
results <- list(
  clusters = of(svydesign(ids = ~cluster, weights = ~1, data = d)),
  stratified = of(svydesign(ids = ~cluster, strata = ~stratum, weights = ~weight, data = d))
)
write_json(results, "design.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
