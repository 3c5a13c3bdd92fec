"""What landplan and its peers take for the same work, on land made by seed. See README.md."""
