package vars

import "time"

// jsDate is how JavaScript writes a Date, but for the zone's name.
const jsDate = "Mon Jan 02 2006 15:04:05 GMT-0700"

const year = 365 * 24 * time.Hour

var dateGenerators = []Generator{
	{"$randomDatePast", "Dates", func(m maker) string { return m.date(-year, -time.Second) }},
	{"$randomDateFuture", "Dates", func(m maker) string { return m.date(time.Second, year) }},
	{"$randomDateRecent", "Dates", func(m maker) string { return m.date(-24*time.Hour, -time.Second) }},
	{"$randomMonth", "Dates", func(m maker) string { return time.Month(1 + m.IntN(12)).String() }},
	{"$randomWeekday", "Dates", func(m maker) string { return time.Weekday(m.IntN(7)).String() }},
}

// date returns a moment between from and to, seen from now.
func (m maker) date(from, to time.Duration) string {
	t := m.now.Add(from + time.Duration(m.Int64N(int64(to-from))))
	return t.Format(jsDate) + " (" + zoneName(t) + ")"
}

// zoneName is the English name of a moment's time zone. Where there is none
// here, it is the offset, as JavaScript does it.
func zoneName(t time.Time) string {
	short, _ := t.Zone()
	if long, ok := zones[short+t.Format("-0700")]; ok {
		return long
	}
	if offset := t.Format("-07:00"); offset != "+00:00" {
		return "GMT" + offset
	}
	return "GMT"
}

// zones are names of time zones by their abbreviation and offset, for some
// abbreviations stand for several.
var zones = map[string]string{
	"UTC+0000":  "Coordinated Universal Time",
	"GMT+0000":  "Greenwich Mean Time",
	"WET+0000":  "Western European Standard Time",
	"WEST+0100": "Western European Summer Time",
	"BST+0100":  "British Summer Time",
	"IST+0100":  "Irish Standard Time",
	"CET+0100":  "Central European Standard Time",
	"CEST+0200": "Central European Summer Time",
	"EET+0200":  "Eastern European Standard Time",
	"EEST+0300": "Eastern European Summer Time",
	"SAST+0200": "South Africa Standard Time",
	"MSK+0300":  "Moscow Standard Time",
	"IST+0530":  "India Standard Time",
	"CST+0800":  "China Standard Time",
	"JST+0900":  "Japan Standard Time",
	"KST+0900":  "Korean Standard Time",
	"AEST+1000": "Australian Eastern Standard Time",
	"AEDT+1100": "Australian Eastern Daylight Time",
	"NZST+1200": "New Zealand Standard Time",
	"NZDT+1300": "New Zealand Daylight Time",
	"EST-0500":  "Eastern Standard Time",
	"EDT-0400":  "Eastern Daylight Time",
	"CST-0600":  "Central Standard Time",
	"CDT-0500":  "Central Daylight Time",
	"MST-0700":  "Mountain Standard Time",
	"MDT-0600":  "Mountain Daylight Time",
	"PST-0800":  "Pacific Standard Time",
	"PDT-0700":  "Pacific Daylight Time",
}
