//! What members wrote, kept for them and nobody else: consent, sealing, the journal, export, erasure.
