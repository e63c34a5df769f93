"""What SPSS, Stata and Parquet files have in common: variables with labels, out and back."""
