# Makes sample.csv, reference.json and weights.csv: Rscript make_reference.R (R 4.2 with survey and jsonlite).
# A stratified sample of clusters with unequal base weights, raked to two margins.
suppressPackageStartupMessages({library(survey); library(jsonlite)})
set.seed(20)
n_strata <- 6; n_clusters <- 5
sample <- do.call(rbind, lapply(seq_len(n_strata), function(s) do.call(rbind, lapply(seq_len(n_clusters), function(k) {
  size <- sample(8:16, 1); shift <- rnorm(1, 0, 0.6)
  gender <- sample(c("f", "m"), size, TRUE, c(0.62, 0.38))
  age <- sample(c("young", "middle", "old"), size, TRUE, c(0.25, 0.45, 0.3))
  rating <- round(pmin(7, pmax(1, 4.4 + 0.2 * s + shift + 0.5 * (gender == "f") - 0.6 * (age == "young") + rnorm(size))))
  data.frame(stratum = s, cluster = k, gender, age, base = round(runif(1, 0.5, 2) * runif(size, 0.8, 1.2), 4), rating,
             spent = round(exp(rnorm(size, 3 + 0.1 * s, 0.5)), 2), visits = rpois(size, 3) + 1)
}))))
sample$rating[sample(nrow(sample), 15)] <- NA
write.csv(sample, "sample.csv", row.names = FALSE, quote = FALSE, na = "")

gender <- data.frame(gender = c("f", "m"), Freq = c(0.51, 0.49) * nrow(sample))
age <- data.frame(age = c("young", "middle", "old"), Freq = c(0.3, 0.4, 0.3) * nrow(sample))
cells <- expand.grid(gender = c("f", "m"), age = c("young", "middle", "old"))
cells$Freq <- c(0.14, 0.16, 0.21, 0.19, 0.16, 0.14) * nrow(sample)
tight <- list(epsilon = 1e-13, maxit = 2000)

design <- svydesign(id = ~cluster, strata = ~stratum, weights = ~base, nest = TRUE, data = sample)
raked <- rake(design, list(~gender, ~age), list(gender, age), control = tight)
totals <- c("(Intercept)" = nrow(sample), genderm = 0.49 * nrow(sample), ageold = 0.3 * nrow(sample),
            ageyoung = 0.3 * nrow(sample))
calibrated <- calibrate(design, ~gender + age, totals, calfun = "raking", epsilon = 1e-13, maxit = 500)
cross <- postStratify(design, ~gender + age, cells)
jackknife <- as.svrepdesign(design, type = "JKn", mse = TRUE)
raked_again <- rake(jackknife, list(~gender, ~age), list(gender, age), control = tight)
equal <- svydesign(id = ~cluster, strata = ~stratum, weights = ~1, nest = TRUE, data = sample)
bounded <- calibrate(equal, ~gender + age, totals, calfun = "raking", bounds = c(0.72, 1.52), epsilon = 1e-12, maxit = 500)

# estimate, standard error, and where there is one the design effect against sampling with replacement
take <- function(x, deff = FALSE) {
  found <- list(estimate = unname(coef(x)), se = unname(as.numeric(SE(x))))
  if (deff) found$deff <- unname(as.numeric(deff(x)))
  found
}
results <- list(
  degf = degf(design),
  mean_spent = take(svymean(~spent, design, deff = "replace"), TRUE),
  mean_rating = take(svymean(~rating, design, na.rm = TRUE, deff = "replace"), TRUE),
  total_spent = take(svytotal(~spent, design)),
  ratio = take(svyratio(~spent, ~visits, design)),
  proportions = take(svymean(~age, design)),
  covariance_proportions = unname(vcov(svymean(~age, design))),
  domain = take(svymean(~spent, subset(design, gender == "f"))),
  logit_interval = unname(as.numeric(confint(svyciprop(~I(age == "young"), design, method = "xlogit")))),
  raked = list(rating = take(svymean(~rating, raked, na.rm = TRUE)), spent = take(svymean(~spent, raked))),
  calibrated = list(rating = take(svymean(~rating, calibrated, na.rm = TRUE)), spent = take(svymean(~spent, calibrated))),
  post_stratified = list(rating = take(svymean(~rating, cross, na.rm = TRUE)), spent = take(svymean(~spent, cross))),
  jackknife = list(rating = take(svymean(~rating, jackknife, na.rm = TRUE)), spent = take(svymean(~spent, jackknife)),
                   ratio = take(svyratio(~spent, ~visits, jackknife))),
  raked_jackknife = list(rating = take(svymean(~rating, raked_again, na.rm = TRUE)), spent = take(svymean(~spent, raked_again)),
                         ratio = take(svyratio(~spent, ~visits, raked_again)))
)
write(toJSON(results, digits = NA, auto_unbox = TRUE, pretty = TRUE), "reference.json")
write.csv(data.frame(raked = weights(raked), post_stratified = weights(cross), bounded = weights(bounded),
                     first_replicate = weights(raked_again, "analysis")[, 1]),
          "weights.csv", row.names = FALSE)
writeLines(c(R.version.string, paste("survey", packageVersion("survey"))), "versions.txt")
