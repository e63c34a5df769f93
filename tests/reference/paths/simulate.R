# Simulated answers for the path models and the mediation: writes answers.csv. R 4.2.2. Run in this folder.
set.seed(20241125)
n <- 160
image <- rnorm(n)
quality <- 0.5 * image + rnorm(n)
value <- 0.3 * image + 0.5 * quality + rnorm(n)
loyalty <- 0.4 * value + 0.3 * quality + rnorm(n)
likert <- function(x, loading) pmin(pmax(round(5 + 1.4 * (loading * x + rnorm(length(x), sd = 0.8))), 1), 10)
answers <- data.frame(
  i1 = likert(image, 0.9), i2 = likert(image, 0.7), i3 = likert(image, 0.5),
  q1 = likert(quality, 0.9), q2 = likert(quality, 0.8), q3 = likert(quality, 0.5),
  v1 = likert(value, 0.8), v2 = likert(value, 0.7),
  l1 = likert(loyalty, 0.9), l2 = likert(loyalty, 0.6), l3 = likert(loyalty, 0.7),
  w = sample(c(0.4, 0.8, 1, 1.6, 2.5), n, replace = TRUE)
)
write.csv(answers, "answers.csv", row.names = FALSE)
