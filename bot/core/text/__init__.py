"""What every grammar shares: words, amounts, dates, and how a refusal is said."""
