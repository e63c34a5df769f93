# Little's test written from Little (1988), the EM algorithm from Little & Rubin (2019), section 8.2, and Rubin's rules
# written from Rubin (1987) and Barnard & Rubin (1999), in base R; and mice 3.15.0 (Debian's r-cran-mice), which pools
# the same fits and imputes the same answers. Run in this folder: Rscript make_reference.R
em <- function(x, w, tol = 1e-13) {
  p <- ncol(x); mu <- colSums(w * ifelse(is.na(x), 0, x)) / colSums(w * !is.na(x))
  sigma <- diag(apply(x, 2, function(v) { k <- !is.na(v); sum(w[k] * (v[k] - weighted.mean(v[k], w[k]))^2) / sum(w[k]) }))
  repeat {
    t1 <- numeric(p); t2 <- matrix(0, p, p)
    for (i in seq_len(nrow(x))) {
      o <- !is.na(x[i, ]); if (!any(o)) next
      xi <- x[i, ]; ci <- matrix(0, p, p)
      if (any(!o)) {
        b <- sigma[!o, o, drop = FALSE] %*% solve(sigma[o, o])
        xi[!o] <- mu[!o] + b %*% (x[i, o] - mu[o])
        ci[!o, !o] <- sigma[!o, !o] - b %*% sigma[o, !o, drop = FALSE]
      }
      t1 <- t1 + w[i] * xi; t2 <- t2 + w[i] * (tcrossprod(xi) + ci)
    }
    n <- sum(w[rowSums(!is.na(x)) > 0]); new <- t1 / n; s <- t2 / n - tcrossprod(new)
    gap <- max(abs(new - mu), abs(s - sigma)); mu <- new; sigma <- s
    if (gap < tol * max(1, abs(sigma))) break
  }
  list(mu = mu, sigma = sigma)
}
little <- function(x, w = rep(1, nrow(x))) {
  x <- as.matrix(x); keep <- rowSums(!is.na(x)) > 0; x <- x[keep, ]; w <- w[keep]
  fit <- em(x, w); key <- apply(!is.na(x), 1, paste, collapse = "")
  d2 <- 0; df <- -ncol(x)
  for (k in unique(key)) {
    rows <- key == k; o <- !is.na(x[which(rows)[1], ])
    gap <- colSums(w[rows] * x[rows, o, drop = FALSE]) / sum(w[rows]) - fit$mu[o]
    d2 <- d2 + sum(w[rows]) * drop(gap %*% solve(fit$sigma[o, o], gap)); df <- df + sum(o)
  }
  list(statistic = d2, df = df, p_value = pchisq(d2, df, lower.tail = FALSE), n_patterns = length(unique(key)),
       mean = unname(fit$mu), covariance = unname(fit$sigma))
}
set.seed(20)
n <- 200
f <- rnorm(n); x <- sapply(c(.9, .8, .7, .6, .5), function(l) 4 + l * f + rnorm(n, sd = .7))
x <- pmin(pmax(round(x), 1), 7); colnames(x) <- paste0("q", 1:5)
z <- x[, 1]
x[runif(n) < plogis(-1 - .8 * (z - 4)), 2] <- NA
x[runif(n) < .15, 3] <- NA
x[runif(n) < plogis(-2 + .5 * (z - 4)), 5] <- NA
frame <- data.frame(x, weight = sample(1:3, n, TRUE))
write.csv(frame, "ratings.csv", row.names = FALSE, na = "")
air <- datasets::airquality
write.csv(air, "airquality.csv", row.names = FALSE, na = "")

suppressPackageStartupMessages(library(mice))
imp <- mice(frame[1:5], m = 200, maxit = 5, seed = 1, printFlag = FALSE)
fits <- with(imp, lm(q1 ~ q2 + q3 + q5))
pooled <- pool(fits)$pooled
means <- sapply(c("q2", "q3", "q5"), function(v) sapply(1:200, function(i) mean(complete(imp, i)[[v]])))
est <- t(sapply(fits$analyses[1:10], coef)); se <- t(sapply(fits$analyses[1:10], function(f) sqrt(diag(vcov(f)))))
ten <- pool(as.mira(fits$analyses[1:10]))$pooled

n <- 400
a <- rnorm(n); b <- .5 * a + rnorm(n)
two <- rbinom(n, 1, plogis(a - .5 * b))
three <- apply(cbind(0, a, .5 - b), 1, function(u) sample(1:3, 1, prob = exp(u)))
four <- 1 + findInterval(a + b + rlogis(n), c(-2, 0, 1.5))
choices <- data.frame(a, b, two, three, four)
for (v in c("two", "three", "four")) choices[runif(n) < plogis(-1 + 1.2 * a), v] <- NA
write.csv(choices, "choices.csv", row.names = FALSE, na = "")
typed <- transform(choices, two = factor(two), three = factor(three), four = ordered(four))
drawn <- mice(typed, m = 200, maxit = 5, seed = 2, printFlag = FALSE)
shares <- lapply(c("two", "three", "four"), function(v)
  t(sapply(1:200, function(i) prop.table(table(complete(drawn, i)[[v]])))))
number <- function(v) paste0("[", paste(ifelse(is.finite(v), format(v, digits = 17, trim = TRUE), "null"), collapse = ", "), "]")
matrix_json <- function(v) paste0("[", paste(apply(v, 1, number), collapse = ",\n    "), "]")
little_json <- function(l) sprintf('{"statistic": %.15g, "df": %d, "p_value": %.15g, "n_patterns": %d, "mean": %s, "covariance": %s}',
  l$statistic, l$df, l$p_value, l$n_patterns, number(l$mean), matrix_json(l$covariance))
writeLines(c("{",
  paste0('"little_airquality": ', little_json(little(air)), ","),
  paste0('"little_ratings": ', little_json(little(frame[1:5])), ","),
  paste0('"little_weighted": ', little_json(little(frame[1:5], frame$weight)), ","),
  paste0('"pooling": {"estimates": ', matrix_json(est), ',\n  "std_errors": ', matrix_json(se), ","),
  paste0('  "estimate": ', number(ten$estimate), ', "total": ', number(ten$t), ', "df": ', number(ten$df), ","),
  paste0('  "dfcom": ', number(ten$dfcom), ', "riv": ', number(ten$riv), ', "fmi": ', number(ten$fmi), "},"),
  paste0('"mice": {"coefficients": ', number(pooled$estimate), ', "std_errors": ', number(sqrt(pooled$t)), ","),
  paste0('  "fmi": ', number(pooled$fmi), ', "means": ', number(colMeans(means)), ', "between_means": ', number(apply(means, 2, var)), "},"),
  paste0('"choices": {"methods": "', paste(drawn$method[3:5], collapse = " "), '",'),
  paste0('  "shares": [', paste(sapply(shares, function(v) number(colMeans(v))), collapse = ",\n    "), "],"),
  paste0('  "sd": [', paste(sapply(shares, function(v) number(apply(v, 2, sd))), collapse = ",\n    "), "]}"),
  "}"), "reference.json")
writeLines(c(R.version.string, paste("mice", packageVersion("mice"))), "versions.txt")
