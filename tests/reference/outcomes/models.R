# Models of outcomes in R 4.2.2: writes results.json from answers.csv. Run simulate.R first, in this folder.
# MASS 7.3-58.2 (polr, glm.nb), ordinal 2022.11-16 (clm), survey 4.1 (svyglm, svyolr), sandwich 3.0-2, AER 1.2-10.
# The test of Brant (1990) is written out from its formulas.
suppressPackageStartupMessages({
  library(MASS); library(ordinal); library(survey); library(sandwich); library(jsonlite); library(AER)
})
d <- read.csv("answers.csv")
d$answer <- factor(d$rating, ordered = TRUE)
tight <- list(gradTol = 1e-9, maxIter = 200L)

fit_table <- function(b, v) list(names = names(b), estimate = unname(b), std_error = unname(sqrt(diag(as.matrix(v)))))

brant_by_hand <- function(data) {
  cuts <- 3
  fits <- lapply(1:cuts, function(j) {
    glm(as.integer(rating > j) ~ x1 + x2 + x3, binomial, data, control = list(epsilon = 1e-14, maxit = 100))
  })
  X <- model.matrix(fits[[1]])
  P <- sapply(fits, fitted)
  cross <- function(v) crossprod(X, v * X)
  V <- matrix(0, 3 * cuts, 3 * cuts)
  for (j in 1:cuts) for (l in j:cuts) {
    block <- solve(cross(P[, j] * (1 - P[, j]))) %*% cross(P[, l] * (1 - P[, j])) %*% solve(cross(P[, l] * (1 - P[, l])))
    V[(j - 1) * 3 + 1:3, (l - 1) * 3 + 1:3] <- block[-1, -1]
    V[(l - 1) * 3 + 1:3, (j - 1) * 3 + 1:3] <- t(block[-1, -1])
  }
  b <- unlist(lapply(fits, function(f) coef(f)[-1]))
  wald <- function(at) {
    D <- cbind(diag(1, length(at[[1]]))[rep(seq_along(at[[1]]), cuts - 1), , drop = FALSE],
               -diag(1, length(at[[1]]) * (cuts - 1)))
    pick <- unlist(at)
    g <- D %*% b[pick]
    as.numeric(t(g) %*% solve(D %*% V[pick, pick] %*% t(D)) %*% g)
  }
  all <- wald(lapply(1:cuts, function(j) (j - 1) * 3 + 1:3))
  single <- sapply(1:3, function(k) wald(lapply(1:cuts, function(j) (j - 1) * 3 + k)))
  list(statistic = all, df = 3 * (cuts - 1), p_value = pchisq(all, 3 * (cuts - 1), lower.tail = FALSE),
       driver_statistic = single, driver_p_value = pchisq(single, cuts - 1, lower.tail = FALSE),
       slopes = matrix(b, cuts, byrow = TRUE))
}

po <- clm(answer ~ x1 + x2 + x3, data = d, control = tight)
po_times <- clm(answer ~ x1 + x2 + x3, data = d[rep(seq_len(nrow(d)), d$times), ], control = tight)
polr_fit <- polr(answer ~ x1 + x2 + x3, data = d, Hess = TRUE, control = list(reltol = 1e-16, maxit = 500))
partial <- clm(answer ~ x1 + x3, nominal = ~ x2, data = d, control = tight)
partial2 <- clm(answer ~ x1, nominal = ~ x2 + x3, data = d, control = tight)
design <- svydesign(ids = ~1, weights = ~weight, data = d)
top_svy <- svyglm(top ~ x1 + x2 + x3, design, family = quasibinomial(), control = list(epsilon = 1e-14, maxit = 100))
olr_svy <- svyolr(answer ~ x1 + x2 + x3, design, control = list(reltol = 1e-16, maxit = 1000))
calls_svy <- svyglm(calls ~ x1 + x2 + x3, design, family = quasipoisson(), control = list(epsilon = 1e-14, maxit = 100))
strict <- list(epsilon = 1e-14, maxit = 100)
calls_fit <- glm(calls ~ x1 + x2 + x3, poisson, d, control = strict)
complaints_fit <- glm(complaints ~ x1 + x2 + x3, poisson, d, control = strict)
nb <- glm.nb(complaints ~ x1 + x2 + x3, data = d, control = glm.control(epsilon = 1e-13, maxit = 200))
nb0 <- glm.nb(complaints ~ 1, data = d, control = glm.control(epsilon = 1e-13, maxit = 200))
top_fit <- glm(top ~ x1 + x2 + x3, binomial, d, control = strict)

results <- list(
  proportional = c(fit_table(coef(po), vcov(po)), log_likelihood = as.numeric(logLik(po)), aic = AIC(po), bic = BIC(po)),
  proportional_times = c(fit_table(coef(po_times), vcov(po_times)), log_likelihood = as.numeric(logLik(po_times)),
                         n = sum(d$times)),
  polr = c(fit_table(c(coef(polr_fit), polr_fit$zeta), vcov(polr_fit)), deviance = deviance(polr_fit)),
  brant = brant_by_hand(d),
  partial_x2 = c(fit_table(coef(partial), vcov(partial)), log_likelihood = as.numeric(logLik(partial))),
  partial_x2_x3 = c(fit_table(coef(partial2), vcov(partial2)), log_likelihood = as.numeric(logLik(partial2))),
  svyglm_top = c(fit_table(coef(top_svy), vcov(top_svy)), df = top_svy$df.residual),
  svyglm_calls = fit_table(coef(calls_svy), vcov(calls_svy)),
  svyolr = fit_table(coef(olr_svy), vcov(olr_svy)),
  poisson = c(fit_table(coef(calls_fit), vcov(calls_fit)), robust = list(unname(sqrt(diag(sandwich(calls_fit))))),
              log_likelihood = as.numeric(logLik(calls_fit)), deviance = deviance(calls_fit),
              null = as.numeric(logLik(update(calls_fit, . ~ 1))), aic = AIC(calls_fit), bic = BIC(calls_fit)),
  poisson_complaints = c(fit_table(coef(complaints_fit), vcov(complaints_fit)),
                         pearson = sum(residuals(complaints_fit, "pearson")^2) / complaints_fit$df.residual),
  dispersion_test = with(dispersiontest(complaints_fit, trafo = 2),
                         list(statistic = unname(statistic), p_value = p.value, alpha = unname(estimate))),
  negative_binomial = c(fit_table(coef(nb), vcov(nb)), theta = nb$theta, theta_std_error = nb$SE.theta,
                        log_likelihood = as.numeric(logLik(nb)), null = as.numeric(logLik(nb0)), deviance = deviance(nb),
                        aic = AIC(nb)),
  logistic = c(fit_table(coef(top_fit), vcov(top_fit)), log_likelihood = as.numeric(logLik(top_fit)),
               robust = list(unname(sqrt(diag(sandwich(top_fit))))), aic = AIC(top_fit), bic = BIC(top_fit))
)
write_json(results, "results.json", digits = 15, auto_unbox = TRUE, pretty = TRUE)
