package body

import (
	"path"
	"strings"
)

const octets = "application/octet-stream"

// typeByName returns the media type of a file by its extension. It is a table
// of our own because the system's differs from machine to machine, and with it
// the bytes on the wire.
func typeByName(name string) string {
	ext := strings.ToLower(path.Ext(name))
	for _, m := range mediaTypes {
		if m[0] == ext {
			return m[1]
		}
	}
	return octets
}

var mediaTypes = [][2]string{
	{".7z", "application/x-7z-compressed"},
	{".aac", "audio/aac"},
	{".avif", "image/avif"},
	{".bmp", "image/bmp"},
	{".bz2", "application/x-bzip2"},
	{".crt", "application/x-x509-ca-cert"},
	{".css", "text/css"},
	{".csv", "text/csv"},
	{".doc", "application/msword"},
	{".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	{".eml", "message/rfc822"},
	{".gif", "image/gif"},
	{".gz", "application/gzip"},
	{".htm", "text/html"},
	{".html", "text/html"},
	{".ico", "image/vnd.microsoft.icon"},
	{".ics", "text/calendar"},
	{".jar", "application/java-archive"},
	{".jpeg", "image/jpeg"},
	{".jpg", "image/jpeg"},
	{".js", "application/javascript"},
	{".json", "application/json"},
	{".log", "text/plain"},
	{".md", "text/markdown"},
	{".mov", "video/quicktime"},
	{".mp3", "audio/mpeg"},
	{".mp4", "video/mp4"},
	{".mpeg", "video/mpeg"},
	{".ogg", "audio/ogg"},
	{".p12", "application/x-pkcs12"},
	{".pdf", "application/pdf"},
	{".pem", "application/x-x509-ca-cert"},
	{".png", "image/png"},
	{".ppt", "application/vnd.ms-powerpoint"},
	{".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
	{".rtf", "application/rtf"},
	{".svg", "image/svg+xml"},
	{".tar", "application/x-tar"},
	{".tif", "image/tiff"},
	{".tiff", "image/tiff"},
	{".tsv", "text/tab-separated-values"},
	{".txt", "text/plain"},
	{".wasm", "application/wasm"},
	{".wav", "audio/wav"},
	{".webm", "video/webm"},
	{".webp", "image/webp"},
	{".xls", "application/vnd.ms-excel"},
	{".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{".xml", "application/xml"},
	{".yaml", "text/yaml"},
	{".yml", "text/yaml"},
	{".zip", "application/zip"},
}
