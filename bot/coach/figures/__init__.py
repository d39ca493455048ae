"""Where members stand: standings, what they are made of, and the views that show them."""
