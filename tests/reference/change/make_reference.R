# Makes survey.csv and reference.json: Rscript make_reference.R (R 4.2 with MASS, sandwich and jsonlite).
suppressPackageStartupMessages({library(MASS); library(sandwich); library(jsonlite)})
set.seed(31)
n <- 320
common <- rnorm(n)
score <- function(level) round(pmin(100, pmax(0, level + 18 * (0.6 * common + 0.8 * rnorm(n)))) / 5) * 5
d <- data.frame(service = score(68), price = score(60), speed = score(75))
d$y <- round(10 + 0.4 * d$service + 0.25 * d$price + 0.1 * d$speed + rnorm(n, 0, 9), 2)
d$top <- as.integer(d$y + rnorm(n, 0, 6) > 62)
d$recommend <- round(pmin(10, pmax(0, (d$y + rnorm(n, 0, 9)) / 7.5)))
d$w <- sample(1:3, n, TRUE)
write.csv(d, "survey.csv", row.names = FALSE, quote = FALSE)
moved <- d; moved$service <- pmin(100, d$service + 10)
raised <- d; raised$price <- pmax(d$price, 60)
f <- ~ service + price + speed
linear <- lm(update(f, y ~ .), d, weights = w)
logit <- glm(update(f, top ~ .), binomial, d, weights = w, control = list(epsilon = 1e-14, maxit = 50))
odds <- polr(update(f, factor(recommend) ~ .), d, weights = w, Hess = FALSE, control = list(reltol = 1e-15, maxit = 1000))
mean_w <- function(x) sum(d$w * x) / sum(d$w)
average <- function(data) {
  p <- predict(odds, data, type = "probs"); k <- as.numeric(colnames(p))
  c(mean = mean_w(predict(linear, data)), top = mean_w(predict(logit, data, type = "response")),
    promoters = mean_w(rowSums(p[, k >= 9])), detractors = mean_w(rowSums(p[, k < 7])))
}
plain <- lm(update(f, y ~ .), d)
short <- lm(y ~ service + price, d)
t_speed <- summary(lm(service ~ price + speed, d))$coefficients["speed", 3]
ts <- summary(plain)$coefficients[, 3]
write(toJSON(list(now = as.list(average(d)), moved = as.list(average(moved)), raised = as.list(average(raised)),
  hc3 = as.list(10 * sqrt(diag(vcovHC(linear, "HC3")))[-1]),
  partial_r2 = as.list((ts^2 / (ts^2 + df.residual(plain)))[-1]),
  std_error = as.list(summary(plain)$coefficients[-1, 2]), df = df.residual(plain),
  short = list(estimate = coef(short)[["service"]], std_error = summary(short)$coefficients["service", 2], df = df.residual(short)),
  of_driver = t_speed^2 / (t_speed^2 + n - 3), of_outcome = ts[["speed"]]^2 / (ts[["speed"]]^2 + n - 4),
  long = list(estimate = coef(plain)[["service"]], std_error = summary(plain)$coefficients["service", 2])),
  digits = NA, auto_unbox = TRUE, pretty = TRUE), "reference.json")
writeLines(c(R.version.string, paste("MASS", packageVersion("MASS")), paste("sandwich", packageVersion("sandwich"))), "versions.txt")
