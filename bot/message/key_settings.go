package message

// The titles of digests.
const (
	DigestHourly Key = "digest_hourly" // Count
	DigestDaily  Key = "digest_daily"  // Count
)
