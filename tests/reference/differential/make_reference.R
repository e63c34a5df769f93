# Differential item functioning: nested proportional-odds models by MASS::polr, logistic regression for two answers.
# Answers are simulated: item i2 is easier for group b (uniform), item i4 discriminates less for group c (non-uniform).
# Run in this folder: Rscript make_reference.R
suppressMessages(library(MASS))
set.seed(20250612)
n <- 600
group <- rep(c("a", "b", "c"), times = c(250, 200, 150))
trait <- rnorm(n, c(a = 0, b = .4, c = -.2)[group])
x <- sapply(1:6, function(j) {
  slope <- if (j == 4) ifelse(group == "c", .3, 1.6) else 1.3
  shift <- if (j == 2) ifelse(group == "b", 1.0, 0) else 0
  latent <- slope * trait + shift + rlogis(n)
  if (j == 6) as.integer(latent > 0) else as.integer(cut(latent, c(-Inf, -2, -.6, .8, 2.2, Inf)))
})
colnames(x) <- paste0("i", 1:6)
w <- sample(1:3, n, replace = TRUE)
write.csv(data.frame(group, w, x), "answers.csv", row.names = FALSE, quote = FALSE)

tight <- list(reltol = 1e-15, maxit = 5000)
fit <- function(formula, data, weights) {
  data$weights <- weights
  if (length(unique(data$y)) == 2) {
    m <- glm(formula, binomial, data, weights = weights, control = glm.control(epsilon = 1e-14, maxit = 100))
    null <- glm(y ~ 1, binomial, data, weights = weights)
    coefficients <- coef(m)[-1]
  } else {
    data$y <- factor(data$y)
    m <- polr(formula, data, weights = weights, control = tight, Hess = TRUE)
    null <- polr(y ~ 1, data, weights = weights, control = tight)
    coefficients <- coef(m)
  }
  errors <- sqrt(diag(vcov(m)))[names(coefficients)]
  list(logLik = as.numeric(logLik(m)), null = as.numeric(logLik(null)), b = coefficients, se = errors)
}
nagelkerke <- function(f, n) (1 - exp(2 * (f$null - f$logLik) / n)) / (1 - exp(2 * f$null / n))

rows <- list()
for (match in c("total", "rest")) for (weighted in c(FALSE, TRUE)) for (j in 1:6) {
  weights <- if (weighted) w else rep(1, n)
  score <- rowSums(x) - if (match == "rest") x[, j] else 0
  d <- data.frame(y = x[, j], s = score - weighted.mean(score, weights), g = factor(group))
  one <- fit(y ~ s, d, weights); two <- fit(y ~ s + g, d, weights); three <- fit(y ~ s + g + s:g, d, weights)
  total <- sum(weights)
  chi <- 2 * c(two$logLik - one$logLik, three$logLik - two$logLik, three$logLik - one$logLik)
  df <- c(2, 2, 4)
  r2 <- sapply(list(one, two, three), nagelkerke, n = total)
  mf <- sapply(list(one, two, three), function(f) 1 - f$logLik / f$null)
  rows[[length(rows) + 1]] <- data.frame(match, weighted, item = paste0("i", j), test = c("uniform", "nonuniform", "total"),
    statistic = chi, df, p_value = pchisq(chi, df, lower.tail = FALSE),
    r2_change = c(r2[2] - r2[1], r2[3] - r2[2], r2[3] - r2[1]),
    mcfadden_change = c(mf[2] - mf[1], mf[3] - mf[2], mf[3] - mf[1]),
    shift_b = two$b[["gb"]], shift_c = two$b[["gc"]], se_b = two$se[["gb"]], se_c = two$se[["gc"]])
}
found <- do.call(rbind, rows)
plain <- found$match == "total" & !found$weighted
for (method in c("holm", "BH")) {
  found[[tolower(method)]] <- NA
  for (test in unique(found$test)) {
    chosen <- plain & found$test == test
    found[[tolower(method)]][chosen] <- p.adjust(found$p_value[chosen], method)
  }
}
write.csv(format(found, digits = 12), "reference.csv", row.names = FALSE, quote = FALSE)
writeLines(c(R.version.string, paste("MASS", packageVersion("MASS"))), "versions.txt")
