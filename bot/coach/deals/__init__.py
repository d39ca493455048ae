"""Deals, leads and the sales process, and the figures that come of them."""
