package payload

import "strconv"

// FormatSize writes a number of bytes for people: "183 B", "12.4 KiB".
func FormatSize(n int64) string {
	if n < 0 {
		return "?"
	}
	if n < 1024 {
		return strconv.FormatInt(n, 10) + " B"
	}
	const units = "KMGTPE"
	v, u := float64(n)/1024, 0
	// 1023.95 would be rounded up to "1024.0".
	for v >= 1023.95 && u < len(units)-1 {
		v /= 1024
		u++
	}
	return strconv.FormatFloat(v, 'f', 1, 64) + " " + units[u:u+1] + "iB"
}
