"""Many articles: cut into parts, analysed side by side, never twice and never lost."""
