"""Reading a phone: what is asked, how it travels, and what the answers mean."""
