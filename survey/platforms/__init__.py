"""OUT AND BACK: questionnaires to platforms, and their response files to answers."""
