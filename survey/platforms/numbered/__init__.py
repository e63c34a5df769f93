"""What platforms share whose forms are lists of numbered questions and whose response files go by these numbers."""
