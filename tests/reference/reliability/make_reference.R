# Independent results for tests/reference/test_reliability.py, so that the comparison with R runs everywhere.
# Run in this folder with R >= 4.2 and the packages psych, lavaan, GPArotation, boot:  Rscript make_reference.R
# The data are simulated by this script; nothing here is a real respondent.

suppressPackageStartupMessages({library(psych); library(lavaan); library(GPArotation); library(boot); library(jsonlite)})
set.seed(20261125, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

n <- 220
likert <- function(score, cuts) findInterval(score, cuts) + 1
common <- rnorm(n)
second <- rnorm(n)
loads <- c(.8, .75, .7, .6, .5, .4, .65, .55, .45)
cuts <- list(c(-1.9, -1.2, -.5, .6), c(-1.6, -1, -.3, .8), c(-2, -1.3, -.6, .3), c(-1.4, -.8, 0, 1),
             c(-1.8, -.9, .2), c(-1.1, -.4, .5, 1.3), c(-1.9, -1.1, -.4, .7), c(-1.5, -.7, .1, 1.1), c(-1.2, .3))
x <- sapply(1:9, function(j) {
  own <- sqrt(1 - loads[j]^2)
  group <- if (j > 6) second else rnorm(n)
  likert(loads[j] * common + own * (.6 * group + .8 * rnorm(n)), cuts[[j]])
})
colnames(x) <- paste0("x", 1:9)
d <- data.frame(x)
d$before <- round(50 + 15 * common + 8 * rnorm(n))
d$after <- round(53 + 15 * common + 9 * rnorm(n))
d$count <- sample(0:3, n, TRUE, c(.1, .4, .3, .2))
write.csv(d, "answers.csv", row.names = FALSE)

six <- paste0("x", 1:6)
s <- d[six]

# Alpha, omega, CR and AVE of the six items, each defined in the model, so that lavaan gives their errors: of alpha from
# freely estimated covariances (asymptotically distribution free), of the others from one factor (MLR).
pairs <- t(combn(6, 2))
free <- c(sprintf("%s ~~ v%d*%s", six, 1:6, six), apply(pairs, 1, function(p) sprintf("%s ~~ c%d%d*%s", six[p[1]], p[1], p[2], six[p[2]])))
off <- paste(sprintf("c%d%d", pairs[, 1], pairs[, 2]), collapse = " + ")
own <- paste(sprintf("v%d", 1:6), collapse = " + ")
saturated <- paste(c(free, sprintf("alpha := 6/5 * 2*(%s) / (%s + 2*(%s))", off, own, off)), collapse = "\n")
fit_alpha <- sem(saturated, d, estimator = "MLR")
alpha_row <- subset(parameterEstimates(fit_alpha), op == ":=")

one <- paste("f =~", paste(sprintf("NA*%s + l%d*%s", six, 1:6, six), collapse = " + "))
own <- sprintf("%s ~~ e%d*%s", six, 1:6, six)
sum_l <- paste(sprintf("l%d", 1:6), collapse = " + "); sum_e <- paste(sprintf("e%d", 1:6), collapse = " + ")
model <- paste(c(one, "f ~~ 1*f", own, sprintf("omega := (%s)^2 / ((%s)^2 + %s)", sum_l, sum_l, sum_e)), collapse = "\n")
fit_omega <- sem(model, d, estimator = "MLR")
omega_row <- subset(parameterEstimates(fit_omega), op == ":=")
std <- standardizedSolution(fit_omega)
std <- std$est.std[std$op == "=~"]

equal <- paste("f =~", paste(sprintf("NA*%s + l*%s", six, six), collapse = " + "), "\nf ~~ 1*f")
fit_equal <- sem(equal, d, estimator = "MLR")
plain <- lavTestLRT(sem(model, d), sem(equal, d))
scaled <- lavTestLRT(fit_omega, fit_equal, method = "satorra.bentler.2001")

# One factor of the polychoric correlations.
fit_ordinal <- cfa(paste("f =~", paste(six, collapse = " + ")), s, ordered = six, std.lv = TRUE, estimator = "WLSMV")
rho <- lavCor(s, ordered = six)
wide <- sapply(s, max)

# Halves, bounds and the general factor.
cut_all <- splitHalf(s, raw = TRUE, brute = TRUE, covar = TRUE)
bounds <- guttman(cor(s))
group <- suppressWarnings(suppressMessages(omega(cor(d[paste0("x", 1:9)]), nfactors = 3, fm = "ml", rotate = "oblimin", flip = FALSE, plot = FALSE)))

# BCa from draws that both sides see.
values <- as.matrix(s)
alpha_of <- function(m) { v <- var(m); 6 / 5 * (1 - sum(diag(v)) / sum(v)) }
booted <- boot(values, function(m, i) alpha_of(m[i, ]), R = 999)
left_out <- sapply(1:n, function(i) alpha_of(values[-i, ]))
ends <- boot.ci(booted, type = "bca", L = (n - 1) * (mean(left_out) - left_out))$bca[4:5]

# Retest.
two <- d[c("before", "after")]
icc <- ICC(two, lmer = FALSE)
r <- cor.test(two$before, two$after); change <- t.test(two$after, two$before, paired = TRUE)
long <- data.frame(y = unlist(two), who = factor(rep(1:n, 2)), time = factor(rep(1:2, each = n)))
squares <- anova(lm(y ~ who + time, long))[["Mean Sq"]]
sem_value <- sqrt(max((squares[2] - squares[3]) / n, 0) + squares[3])

write_json(list(
  alpha = list(estimate = alpha_row$est, se = alpha_row$se),
  omega = list(estimate = omega_row$est, se = omega_row$se),
  composite_reliability = sum(std)^2 / (sum(std)^2 + sum(1 - std^2)), ave = mean(std^2),
  equivalence = list(plain = plain[["Chisq diff"]][2], df = plain[["Df diff"]][2], scaled = scaled[["Chisq diff"]][2],
                     p = scaled[["Pr(>Chisq)"]][2]),
  ordinal = list(loadings = unname(inspect(fit_ordinal, "std")$lambda[, 1]), alpha = 6 / 5 * (1 - 6 / sum(rho))),
  split_half = list(best = cut_all$maxrb, worst = cut_all$minrb, mean = cut_all$meanr),
  lambda2 = bounds$lambda.2, lambda5 = bounds$lambda.5, lambda6 = bounds$lambda.6,
  omega_hierarchical = group$omega_h,
  bca = list(low = ends[1], high = ends[2], draws = as.vector(booted$t), left_out = left_out),
  retest = list(icc = icc$results[2, c("ICC", "lower bound", "upper bound")], consistency = icc$results[3, c("ICC", "lower bound", "upper bound")],
                pearson = unname(c(r$estimate, r$conf.int)), change = unname(c(change$estimate, change$conf.int)), sem = sem_value)
), "reference.json", digits = 15, auto_unbox = TRUE)
versions <- sapply(c("psych", "lavaan", "GPArotation", "boot"), function(p) as.character(packageVersion(p)))
writeLines(c(R.version.string, paste(names(versions), versions)), "versions.txt")
