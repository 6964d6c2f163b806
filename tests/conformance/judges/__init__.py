"""The judges of the documents that aktas makes. None of them shares code with aktas."""
