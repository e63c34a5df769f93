# Rscript paths.R DATA.csv SAMPLES: wall seconds of seminr's bootstrap of the European index model
suppressPackageStartupMessages(library(seminr))
given <- commandArgs(TRUE)
answers <- read.csv(given[1])
measured <- constructs(
  composite("IMAGE", multi_items("IMAG", 1:5)), composite("EXPECT", multi_items("CUEX", 1:3)),
  composite("QUAL", multi_items("PERQ", 1:7)), composite("VALUE", multi_items("PERV", 1:2)),
  composite("SAT", multi_items("CUSA", 1:3)), composite("COMPL", single_item("CUSCO")),
  composite("LOY", multi_items("CUSL", 1:3)))
joined <- relationships(
  paths(from = "IMAGE", to = c("EXPECT", "SAT", "LOY")), paths(from = "EXPECT", to = c("QUAL", "VALUE", "SAT")),
  paths(from = "QUAL", to = c("VALUE", "SAT")), paths(from = "VALUE", to = "SAT"),
  paths(from = "SAT", to = c("COMPL", "LOY")), paths(from = "COMPL", to = "LOY"))
begin <- proc.time()[["elapsed"]]
model <- suppressMessages(estimate_pls(answers, measured, joined))
sampled <- suppressMessages(bootstrap_model(model, nboot = as.integer(given[2]), cores = 1))
cat(proc.time()[["elapsed"]] - begin, "\n")
