"""An article in, a layered map of the incidents it reports out."""
