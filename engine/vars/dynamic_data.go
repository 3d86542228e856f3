package vars

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

var internetGenerators = []Generator{
	{"$randomIP", "Internet", func(m maker) string {
		return m.join(4, ".", func(m maker) string { return m.number(0, 255) })
	}},
	{"$randomIPV6", "Internet", func(m maker) string {
		return m.join(8, ":", func(m maker) string { return m.chars(4, hexes) })
	}},
	{"$randomMACAddress", "Internet", func(m maker) string {
		return m.join(6, ":", func(m maker) string { return m.chars(2, hexes) })
	}},
	{"$randomPassword", "Internet", func(m maker) string { return m.chars(15, lower+upper+digits+"_") }},
	{"$randomLocale", "Internet", of("de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "sv", "tr", "uk", "zh")},
	{"$randomUserAgent", "Internet", func(m maker) string {
		v := m.number(90, 140)
		return "Mozilla/5.0 (X11; Linux x86_64; rv:" + v + ".0) Gecko/20100101 Firefox/" + v + ".0"
	}},
	{"$randomProtocol", "Internet", of("http", "https")},
	{"$randomSemver", "Internet", func(m maker) string { return m.join(3, ".", func(m maker) string { return m.number(0, 9) }) }},
	{"$randomUrl", "Internet", func(m maker) string { return m.pick([]string{"http", "https"}) + "://" + m.domain() }},
	{"$randomDomainName", "Internet", maker.domain},
	{"$randomDomainSuffix", "Internet", of(domainSuffixes...)},
	{"$randomDomainWord", "Internet", maker.domainWord},
	{"$randomEmail", "Internet", func(m maker) string {
		return m.userName() + "@" + m.pick([]string{"gmail.com", "yahoo.com", "hotmail.com"})
	}},
	{"$randomExampleEmail", "Internet", func(m maker) string {
		return m.userName() + "@" + m.pick([]string{"example.org", "example.com", "example.net"})
	}},
	{"$randomUserName", "Internet", maker.userName},
	{"$randomHexColor", "Internet", func(m maker) string { return "#" + m.chars(6, hexes) }},
}

var peopleGenerators = []Generator{
	{"$randomFirstName", "Names", of(firstNames...)},
	{"$randomLastName", "Names", of(lastNames...)},
	{"$randomFullName", "Names", func(m maker) string { return m.pick(firstNames) + " " + m.pick(lastNames) }},
	{"$randomNamePrefix", "Names", of("Mr.", "Mrs.", "Ms.", "Miss", "Dr.")},
	{"$randomNameSuffix", "Names", of("Jr.", "Sr.", "I", "II", "III", "IV", "V", "MD", "DDS", "PhD", "DVM")},
	{"$randomJobTitle", "Profession", func(m maker) string {
		return m.pick(jobDescriptors) + " " + m.pick(jobAreas) + " " + m.pick(jobTypes)
	}},
	{"$randomJobDescriptor", "Profession", of(jobDescriptors...)},
	{"$randomJobArea", "Profession", of(jobAreas...)},
	{"$randomJobType", "Profession", of(jobTypes...)},
	{"$randomPhoneNumber", "Phone", maker.phone},
	{"$randomPhoneNumberExt", "Phone", func(m maker) string { return m.number(1, 99) + "-" + m.phone() }},
}

var placeGenerators = []Generator{
	{"$randomCity", "Address", func(m maker) string {
		return m.pick(lastNames) + m.pick([]string{"ton", "ville", "burgh", "field", " Falls"})
	}},
	{"$randomStreetName", "Address", maker.street},
	{"$randomStreetAddress", "Address", func(m maker) string { return m.number(100, 99999) + " " + m.street() }},
	{"$randomCountry", "Address", of("Austria", "Brazil", "Canada", "Denmark", "Egypt", "France", "Germany", "India", "Japan", "Kenya", "Mexico", "Norway", "Peru", "Spain", "Vietnam")},
	{"$randomCountryCode", "Address", of("AT", "BR", "CA", "DK", "EG", "FR", "DE", "IN", "JP", "KE", "MX", "NO", "PE", "ES", "VN")},
	{"$randomLatitude", "Address", func(m maker) string { return fmt.Sprintf("%.4f", m.Float64()*180-90) }},
	{"$randomLongitude", "Address", func(m maker) string { return fmt.Sprintf("%.4f", m.Float64()*360-180) }},
}

var moneyGenerators = []Generator{
	{"$randomBankAccount", "Finance", func(m maker) string { return m.chars(8, digits) }},
	{"$randomBankAccountName", "Finance", func(m maker) string {
		return m.pick([]string{"Checking", "Savings", "Money Market", "Investment", "Home Loan", "Credit Card", "Auto Loan", "Personal Loan"}) + " Account"
	}},
	{"$randomCreditCardMask", "Finance", func(m maker) string { return m.chars(4, digits) }},
	{"$randomBankAccountBic", "Finance", func(m maker) string {
		return m.chars(4, upper) + m.pick([]string{"DE", "FR", "ES"}) + m.chars(2, upper)
	}},
	{"$randomBankAccountIban", "Finance", maker.iban},
	{"$randomTransactionType", "Finance", of("deposit", "withdrawal", "payment", "invoice")},
	{"$randomCurrencyCode", "Finance", of("CHF", "CNY", "EUR", "GBP", "INR", "JPY", "KRW", "MXN", "SEK", "USD")},
	{"$randomCurrencyName", "Finance", of("Euro", "Pound Sterling", "Rupee", "Swiss Franc", "US Dollar", "Won", "Yen")},
	{"$randomCurrencySymbol", "Finance", of("$", "€", "£", "¥", "₩", "kr")},
	{"$randomBitcoin", "Finance", func(m maker) string { return m.pick([]string{"1", "3"}) + m.chars(24+m.IntN(10), base58s) }},
	{"$randomPrice", "Stores", func(m maker) string { return fmt.Sprintf("%.2f", m.Float64()*1000) }},
	{"$randomColor", "Stores", of("azure", "black", "blue", "green", "ivory", "lime", "olive", "orchid", "red", "teal", "white", "yellow")},
	{"$randomDepartment", "Stores", of("Automotive", "Books", "Garden", "Health", "Home", "Kids", "Music", "Outdoors", "Tools", "Toys")},
	{"$randomProduct", "Stores", of(products...)},
	{"$randomProductAdjective", "Stores", of(productAdjectives...)},
	{"$randomProductMaterial", "Stores", of(materials...)},
	{"$randomProductName", "Stores", func(m maker) string {
		return m.pick(productAdjectives) + " " + m.pick(materials) + " " + m.pick(products)
	}},
}

// jsDate is how JavaScript writes a Date.
const jsDate = "Mon Jan 02 2006 15:04:05 GMT-0700"

const year = 365 * 24 * time.Hour

var dateGenerators = []Generator{
	{"$randomDatePast", "Dates", func(m maker) string { return m.date(-year, 0) }},
	{"$randomDateFuture", "Dates", func(m maker) string { return m.date(0, year) }},
	{"$randomDateRecent", "Dates", func(m maker) string { return m.date(-24*time.Hour, 0) }},
	{"$randomMonth", "Dates", func(m maker) string { return time.Month(1 + m.IntN(12)).String() }},
	{"$randomWeekday", "Dates", func(m maker) string { return time.Weekday(m.IntN(7)).String() }},
}

var fileGenerators = []Generator{
	{"$randomFileName", "Files", func(m maker) string { return m.join(2, "_", of(nouns...)) + "." + m.pick(extensions) }},
	{"$randomFileType", "Files", of("application", "audio", "font", "image", "text", "video")},
	{"$randomFileExt", "Files", of(extensions...)},
	{"$randomCommonFileName", "Files", func(m maker) string { return m.join(2, "_", of(nouns...)) + "." + m.pick(commonExtensions) }},
	{"$randomCommonFileType", "Files", of("audio", "image", "text", "video")},
	{"$randomCommonFileExt", "Files", of(commonExtensions...)},
	{"$randomFilePath", "Files", func(m maker) string { return m.pick(folders) + "/" + m.pick(nouns) + "." + m.pick(extensions) }},
	{"$randomDirectoryPath", "Files", of(folders...)},
	{"$randomMimeType", "Files", of("application/json", "application/pdf", "application/xml", "audio/mpeg", "image/png", "text/csv", "text/html", "text/plain", "video/mp4")},
	{"$randomDatabaseColumn", "Databases", of("id", "title", "name", "email", "phone", "token", "group", "category", "password", "comment", "avatar", "status", "createdAt", "updatedAt")},
	{"$randomDatabaseType", "Databases", of("int", "varchar", "text", "date", "datetime", "tinyint", "float", "double", "decimal", "timestamp", "blob", "boolean")},
	{"$randomDatabaseCollation", "Databases", of("utf8_unicode_ci", "utf8_general_ci", "utf8_bin", "ascii_bin", "ascii_general_ci", "cp1250_bin")},
	{"$randomDatabaseEngine", "Databases", of("InnoDB", "MyISAM", "MEMORY", "CSV", "BLACKHOLE", "ARCHIVE")},
}

func (m maker) domainWord() string { return strings.ToLower(m.pick(firstNames)) }

func (m maker) domain() string { return m.domainWord() + "." + m.pick(domainSuffixes) }

func (m maker) userName() string {
	return m.pick(firstNames) + m.pick([]string{"_", "."}) + m.pick(lastNames) + m.number(0, 99)
}

func (m maker) phone() string {
	group := func() string { return m.chars(1, "23456789") + m.chars(2, digits) }
	return group() + "-" + group() + "-" + m.chars(4, digits)
}

func (m maker) street() string {
	return m.pick(lastNames) + " " + m.pick([]string{"Avenue", "Bridge", "Court", "Lane", "Road", "Square", "Street", "Way"})
}

// iban returns a German account number whose check digits are right: the
// number with the country at its end is 1 modulo 97.
func (m maker) iban() string {
	account := m.chars(18, digits)
	rest := 0
	for _, d := range account + "131400" { // D is 13, E is 14
		rest = (rest*10 + int(d-'0')) % 97
	}
	check := strconv.Itoa(98 - rest)
	if len(check) < 2 {
		check = "0" + check
	}
	return "DE" + check + account
}

// date returns a moment between from and to, seen from now.
func (m maker) date(from, to time.Duration) string {
	t := m.now.Add(from + time.Duration(m.Int64N(int64(to-from))))
	zone, _ := t.Zone()
	return t.Format(jsDate) + " (" + zone + ")"
}
