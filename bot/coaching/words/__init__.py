"""What people read of coaching."""
