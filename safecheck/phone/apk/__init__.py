"""What an app's file (APK) tells, read in small pieces: whose signature it carries, and what it calls itself."""
