"""What a person can tell about their accounts. Nothing here signs in to anything."""
