"""Cases made from elsewhere: from records, from models, from nothing."""
