# Makes shares.csv, contacts.csv and reference.json: Rscript make_reference.R
# (R 4.2 with metafor, survey, sandwich and jsonlite; the beta-binomial likelihood is maximised with optim here).
suppressPackageStartupMessages({library(metafor); library(survey); library(sandwich); library(jsonlite)})
set.seed(17)

# Shares of 25 agents, from 3 to 600 sessions each.
n <- round(exp(seq(log(3), log(600), length.out = 25)))
hits <- rbinom(25, n, rbeta(25, 12, 5))
write.csv(data.frame(hits, n), "shares.csv", row.names = FALSE, quote = FALSE)
minus_log <- function(p) {
  m <- plogis(p[1]); s <- exp(p[2]); a <- m * s; b <- (1 - m) * s
  -sum(lbeta(hits + a, n - hits + b) - lbeta(a, b))
}
fit <- optim(c(0, 2), minus_log, method = "BFGS", control = list(reltol = 1e-16, maxit = 2000))
m <- plogis(fit$par[1]); s <- exp(fit$par[2])
shares <- list(mean = m, precision = s, log_likelihood = -fit$value, estimate = (hits + m * s) / (n + s),
               low = qbeta(.025, hits + m * s, n - hits + (1 - m) * s),
               high = qbeta(.975, hits + m * s, n - hits + (1 - m) * s))

# Means with known variances: 16 groups, and the 13 trials of dat.bcg.
yi <- round(rnorm(16, 3, .4) + rnorm(16, 0, .2), 3); vi <- round(runif(16, .01, .09), 4)
blups <- function(yi, vi) {
  r <- rma(yi, vi, method = "REML", control = list(threshold = 1e-14, maxiter = 1000))
  b <- blup(r)
  list(yi = as.numeric(yi), vi = as.numeric(vi), mean = as.numeric(r$beta), std_error = r$se, tau2 = r$tau2,
       estimate = b$pred, error = b$se)
}
bcg <- escalc(measure = "RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg)
means <- list(made_up = blups(yi, vi), bcg = blups(bcg$yi, bcg$vi))

# Contacts of 14 agents: a clustered share and a clustered regression, weighted and not.
agent <- sort(sample(14, 260, TRUE)); level <- rnorm(14, 0, .6)[agent]
quick <- rbinom(260, 1, plogis(.3 + level)); wait <- round(rnorm(260, 4 - level, 1), 3)
sat <- round(70 - 4 * wait + 5 * quick + 6 * level + rnorm(260, 0, 9), 2); w <- sample(1:3, 260, TRUE)
write.csv(data.frame(agent, quick, wait, sat, w), "contacts.csv", row.names = FALSE, quote = FALSE)
design <- svydesign(ids = ~agent, weights = ~1, data = data.frame(agent, quick))
share <- svymean(~quick, design)
cluster <- function(model) {
  v <- vcovCL(model, cluster = agent, type = "HC1")
  list(coefficients = unname(coef(model)), std_error = unname(sqrt(diag(v))))
}
contacts <- list(share = as.numeric(share), share_error = as.numeric(SE(share)),
                 plain = cluster(lm(sat ~ wait + quick)), weighted = cluster(lm(sat ~ wait + quick, weights = w)))

# Daily shares: p chart with Laney's factor; EWMA and CUSUM of the z values, in base R.
size <- sample(40:90, 30, TRUE); good <- rbinom(30, size, plogis(rnorm(30, .4, .35)))
p <- good / size; centre <- sum(good) / sum(size); sigma <- sqrt(centre * (1 - centre) / size)
z <- (p - centre) / sigma; factor <- mean(abs(diff(z))) / 1.128; z <- z / factor
up <- Reduce(function(s, x) max(0, s + x - .5), z, 0, accumulate = TRUE)[-1]
down <- Reduce(function(s, x) max(0, s - x - .5), z, 0, accumulate = TRUE)[-1]
chart <- list(size = size, good = good, centre = centre, factor = factor, z = z,
              ewma = as.numeric(stats::filter(.2 * z, .8, method = "recursive")), up = up, down = down)

# Scan statistic: the share of 200,000 sets of n uniform moments with k or more in some window.
scan <- function(k, n, w, runs = 200000) {
  mean(replicate(runs, { x <- sort(runif(n)); any(x[k:n] - x[1:(n - k + 1)] <= w) }))
}
scans <- list(list(k = 5, n = 8, w = .1, p = scan(5, 8, .1)), list(k = 9, n = 40, w = .05, p = scan(9, 40, .05)),
              list(k = 8, n = 100, w = .02, p = scan(8, 100, .02)))
write_json(list(shares = shares, means = means, contacts = contacts, chart = chart, scans = scans), "reference.json",
           auto_unbox = TRUE, digits = 14, pretty = TRUE)
writeLines(c(R.version.string, sapply(c("metafor", "survey", "sandwich"), function(x) paste(x, packageVersion(x)))),
           "versions.txt")
