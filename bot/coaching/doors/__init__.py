"""`/coach`, and the buttons and forms of coaching."""
