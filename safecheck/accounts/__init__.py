"""What a person can tell about their accounts, and what their downloads tell. Nothing here signs in to anything."""
