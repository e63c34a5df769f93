# The graded response model by marginal maximum likelihood, on simulated answers: base R's optim on the likelihood
# written out, on a fine grid of the trait; errors from its Hessian.
# Run in this folder: Rscript make_reference.R
set.seed(20250613)
n <- 500
trait <- rnorm(n)
slopes <- c(1.8, 1.1, .7, 2.4, 1.4)
x <- sapply(1:5, function(j) {
  latent <- slopes[j] * trait + rlogis(n)
  cuts <- if (j == 5) c(-.5) else if (j == 3) c(-1, 1) else c(-2, -.4, 1.2)
  as.integer(cut(latent, c(-Inf, cuts, Inf)))
})
colnames(x) <- paste0("i", 1:5)
write.csv(x, "answers.csv", row.names = FALSE, quote = FALSE)
nodes <- seq(-8, 8, length.out = 241)
mass <- dnorm(nodes) / sum(dnorm(nodes))
steps <- apply(x, 2, max) - 1
ends <- cumsum(steps + 1)
curves <- function(par) lapply(1:5, function(j) {
  own <- par[(ends[j] - steps[j]):ends[j]]
  reached <- cbind(1, sapply(own[-1], function(d) plogis(d + own[1] * nodes)), 0)
  reached[, -ncol(reached), drop = FALSE] - reached[, -1, drop = FALSE]
})
minus <- function(par) {
  p <- curves(par)
  if (any(unlist(p) <= 0)) return(1e10)
  joint <- Reduce(`*`, lapply(1:5, function(j) p[[j]][, x[, j]]))
  -sum(log(colSums(joint * mass)))
}
start <- unlist(lapply(1:5, function(j) c(1, qlogis(sapply(seq_len(steps[j]), function(k) mean(x[, j] > k))))))
found <- optim(start, minus, method = "BFGS", control = list(reltol = 1e-15, maxit = 2000))
found <- optim(found$par, minus, method = "BFGS", control = list(reltol = 1e-15, maxit = 2000))
errors <- sqrt(diag(solve(optimHess(found$par, minus, control = list(ndeps = rep(1e-4, length(start)))))))
rows <- do.call(rbind, lapply(1:5, function(j) {
  own <- (ends[j] - steps[j]):ends[j]
  data.frame(item = colnames(x)[j], parameter = c("slope", paste0("intercept", seq_len(steps[j]))),
    value = found$par[own], std_error = errors[own])
}))
write.csv(format(rows, digits = 10), "reference.csv", row.names = FALSE, quote = FALSE)
writeLines(c(R.version.string, format(-found$value, digits = 12)), "versions.txt")
