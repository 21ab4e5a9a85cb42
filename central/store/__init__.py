"""What central keeps: SQLite or PostgreSQL, one writer, nothing acknowledged that is not durable."""
