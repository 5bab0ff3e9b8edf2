"""Seeded generators of demonstration returns, and what is measured with them."""
