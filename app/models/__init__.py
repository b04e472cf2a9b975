"""The way to models, and what is known of each: checked, compared, paid."""
