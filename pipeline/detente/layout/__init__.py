"""Raw text to readable text, with a map back."""
