"""One module a source; each has `load(stock, folder)`, which fills the stock from its package."""
