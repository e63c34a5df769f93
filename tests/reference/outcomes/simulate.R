# Simulated answers for the models of outcomes: writes answers.csv. R 4.2.2.
set.seed(20240611)
n <- 420
x1 <- round(rnorm(n), 2)
x2 <- round(0.5 * x1 + rnorm(n), 2)
x3 <- rbinom(n, 1, 0.4)
level <- 0.9 * x1 + 0.4 * x2 - 0.5 * x3
# x2 has a slope that falls from cut to cut
latent <- rlogis(n)
rating <- 1 + (0.9 * x1 + 0.9 * x2 - 0.5 * x3 + latent > -1.5) + (0.9 * x1 + 0.5 * x2 - 0.5 * x3 + latent > 0) +
  (0.9 * x1 + 0.1 * x2 - 0.5 * x3 + latent > 1.6)
top <- as.integer(level + rlogis(n) > 0.6)
complaints <- rnbinom(n, size = 1.3, mu = exp(0.3 - 0.4 * x1 + 0.2 * x3))
calls <- rpois(n, exp(0.2 + 0.3 * x2))
weight <- round(runif(n, 0.3, 2.8), 3)
times <- sample(0:3, n, replace = TRUE)
write.csv(data.frame(rating, top, complaints, calls, x1, x2, x3, weight, times), "answers.csv", row.names = FALSE)
