# Makes sample.csv and importance.json: Rscript importance.R, in this folder. Versions: versions.txt.
# LMG is written out from its definition (the average gain over all orders of entering), apart from any package.
library(boot)
library(jsonlite)

set.seed(20250614)
n <- 250
cluster <- rep(1:25, each = 10)
stratum <- rep(1:2, c(100, 150))
common <- rnorm(n) + 0.7 * rnorm(25)[cluster]
x <- sapply(1:4, function(j) 0.8 * common + rnorm(n))
y <- drop(x %*% c(0.5, 0.3, 0.3, 0.1)) + 1.3 * (rexp(n) - 1)
data <- round(exp(cbind(y, x) / 4), 6)
colnames(data) <- c("rating", "a", "b", "c", "d")
write.csv(data.frame(data, cluster = cluster, stratum = stratum), "sample.csv", row.names = FALSE)

k <- 4
subsets <- lapply(0:(2^k - 1), function(m) which(bitwAnd(m, 2^(0:(k - 1))) > 0))
fits <- function(r) sapply(subsets, function(s)
  if (length(s)) sum(r[1, s + 1] * solve(r[s + 1, s + 1, drop = FALSE], r[s + 1, 1])) else 0)
lmg <- function(r) {
  v <- fits(r)
  sapply(1:k, function(j) {
    without <- which(sapply(subsets, function(s) !(j %in% s)))
    size <- lengths(subsets[without])
    sum(factorial(size) * factorial(k - 1 - size) / factorial(k) * (v[without + 2^(j - 1)] - v[without]))
  })
}
complete <- function(r, i, j) {  # 1 if i adds more than j to every model of the others, 0 if less, 0.5 otherwise
  v <- fits(r)
  base <- which(sapply(subsets, function(s) !any(c(i, j) %in% s)))
  d <- v[base + 2^(i - 1)] - v[base + 2^(j - 1)]
  if (all(d > 0)) 1 else if (all(d < 0)) 0 else 0.5
}
statistic <- function(d, at) {
  r <- cor(d[at, ])
  raw <- lmg(r)
  share <- raw / sum(raw)
  c(raw, share, share[1] - share[2], complete(r, 1, 2), complete(r, 1, 4))
}
ends <- function(b, i, L) {
  ci <- boot.ci(b, type = c("perc", "bca"), index = i, L = L)
  list(perc = ci$percent[4:5], bca = ci$bca[4:5])
}
run <- function(...) {
  b <- boot(data, statistic, R = 8000, ...)
  list(estimate = b$t0, std_error = apply(b$t, 2, sd), mean = colMeans(b$t),
       intervals = lapply(1:9, function(i) ends(b, i, empinf(b, index = i, type = "jack", stype = "i"))))
}
rows <- run()
in_strata <- run(strata = stratum)

by_cluster <- split(1:n, cluster)
clustered <- t(replicate(8000, statistic(data, unlist(by_cluster[sample(25, 24, replace = TRUE)]))))

reliability <- c(0.85, 0.8, 0.7, 0.9, 1)
corrected <- cor(data) / sqrt(outer(reliability, reliability))
diag(corrected) <- 1

write_json(list(rows = rows, strata = in_strata,
                clusters = list(std_error = apply(clustered, 2, sd)),
                disattenuated = list(reliability = reliability, lmg = lmg(corrected))),
           "importance.json", digits = 10, auto_unbox = TRUE, pretty = TRUE)
