"""What the pages of the portal and of the console share: their language, files to save, documents shown."""
