package vars

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/brianvoe/gofakeit/v7/data"
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
	{"$randomLocale", "Internet", of(locales...)},
	{"$randomUserAgent", "Internet", maker.userAgent},
	{"$randomProtocol", "Internet", maker.protocol},
	{"$randomSemver", "Internet", func(m maker) string {
		return m.join(3, ".", func(m maker) string { return m.number(0, 9) })
	}},
	{"$randomUrl", "Internet", func(m maker) string { return m.protocol() + "://" + m.domain() }},
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
	{"$randomFirstName", "Names", maker.first},
	{"$randomLastName", "Names", maker.last},
	{"$randomFullName", "Names", maker.fullName},
	{"$randomNamePrefix", "Names", of(namePrefixes...)},
	{"$randomNameSuffix", "Names", of(nameSuffixes...)},
	{"$randomJobTitle", "Profession", func(m maker) string {
		return m.pick(jobDescriptors) + " " + m.pick(data.Job["level"]) + " " + m.pick(jobTypes)
	}},
	{"$randomJobDescriptor", "Profession", of(jobDescriptors...)},
	{"$randomJobArea", "Profession", of(data.Job["level"]...)},
	{"$randomJobType", "Profession", of(jobTypes...)},
	{"$randomPhoneNumber", "Phone", maker.phone},
	{"$randomPhoneNumberExt", "Phone", func(m maker) string { return m.number(1, 99) + "-" + m.phone() }},
}

var placeGenerators = []Generator{
	{"$randomCity", "Address", maker.city},
	{"$randomStreetName", "Address", maker.street},
	{"$randomStreetAddress", "Address", func(m maker) string { return m.number(100, 99999) + " " + m.street() }},
	{"$randomCountry", "Address", of(data.Address["country"]...)},
	{"$randomCountryCode", "Address", of(data.Address["country_abr"]...)},
	{"$randomLatitude", "Address", func(m maker) string { return m.decimal(-90, 90, 4) }},
	{"$randomLongitude", "Address", func(m maker) string { return m.decimal(-180, 180, 4) }},
}

var moneyGenerators = []Generator{
	{"$randomBankAccount", "Finance", func(m maker) string { return m.chars(8, digits) }},
	{"$randomBankAccountName", "Finance", func(m maker) string { return m.pick(accountNames) + " Account" }},
	{"$randomCreditCardMask", "Finance", func(m maker) string { return m.chars(4, digits) }},
	{"$randomBankAccountBic", "Finance", func(m maker) string {
		branch := m.pick([]string{"", "XXX", m.chars(3, digits)})
		return m.chars(4, upper) + m.pick(data.Address["country_abr"]) + m.chars(2, upper+digits) + branch
	}},
	{"$randomBankAccountIban", "Finance", maker.iban},
	{"$randomTransactionType", "Finance", of("deposit", "withdrawal", "payment", "invoice")},
	{"$randomCurrencyCode", "Finance", of(data.Currency["short"]...)},
	{"$randomCurrencyName", "Finance", of(data.Currency["long"]...)},
	{"$randomCurrencySymbol", "Finance", of("$", "€", "£", "¥", "₩", "₪", "₨", "₫", "฿", "₱", "₦", "₡", "kr", "zł", "Kč", "Ft", "lei", "лв", "CHF", "R$", "S/.")},
	{"$randomBitcoin", "Finance", func(m maker) string { return m.pick([]string{"1", "3"}) + m.chars(24+m.IntN(10), base58s) }},
	{"$randomPrice", "Stores", func(m maker) string { return m.decimal(0, 1000, 2) }},
	{"$randomColor", "Stores", of(colors...)},
	{"$randomDepartment", "Stores", of(departments...)},
	{"$randomProduct", "Stores", of(products...)},
	{"$randomProductAdjective", "Stores", of(productAdjectives...)},
	{"$randomProductMaterial", "Stores", of(materials...)},
	{"$randomProductName", "Stores", func(m maker) string {
		return m.pick(productAdjectives) + " " + m.pick(materials) + " " + m.pick(products)
	}},
}

var fileGenerators = []Generator{
	{"$randomFileName", "Files", maker.fileName},
	{"$randomFileType", "Files", of("application", "audio", "chemical", "font", "image", "message", "model", "multipart", "text", "video")},
	{"$randomFileExt", "Files", of(data.Files["extension"]...)},
	{"$randomCommonFileName", "Files", func(m maker) string { return m.baseName() + "." + m.pick(commonExtensions) }},
	{"$randomCommonFileType", "Files", of("application", "audio", "image", "text", "video")},
	{"$randomCommonFileExt", "Files", of(commonExtensions...)},
	{"$randomFilePath", "Files", func(m maker) string { return m.pick(folders) + "/" + m.fileName() }},
	{"$randomDirectoryPath", "Files", of(folders...)},
	{"$randomMimeType", "Files", of(mimeTypes...)},
	{"$randomDatabaseColumn", "Databases", of("id", "title", "name", "email", "phone", "token", "group", "category", "password", "comment", "avatar", "status", "createdAt", "updatedAt")},
	{"$randomDatabaseType", "Databases", of("int", "varchar", "text", "date", "datetime", "tinyint", "smallint", "mediumint", "bigint", "float", "double", "decimal", "real", "bit", "boolean", "serial", "time", "timestamp", "binary", "varbinary", "blob", "enum", "set", "geometry", "point")},
	{"$randomDatabaseCollation", "Databases", of("utf8_unicode_ci", "utf8_general_ci", "utf8_bin", "ascii_bin", "ascii_general_ci", "cp1250_bin", "cp1250_general_ci")},
	{"$randomDatabaseEngine", "Databases", of("InnoDB", "MyISAM", "MEMORY", "CSV", "BLACKHOLE", "ARCHIVE")},
}

var imageGenerators = []Generator{
	{"$randomAvatarImage", "Images", func(m maker) string {
		return m.pick([]string{
			"https://avatars.githubusercontent.com/u/" + m.number(1, 100_000_000),
			"https://example.com/avatars/" + m.number(0, 1249) + ".jpg",
		})
	}},
	{"$randomImageUrl", "Images", of(placeholderImage)},
	{"$randomAbstractImage", "Images", of(placeholderImage + "/abstract")},
	{"$randomAnimalsImage", "Images", of(placeholderImage + "/animals")},
	{"$randomBusinessImage", "Images", of(placeholderImage + "/business")},
	{"$randomCatsImage", "Images", of(placeholderImage + "/cats")},
	{"$randomCityImage", "Images", of(placeholderImage + "/city")},
	{"$randomFoodImage", "Images", of(placeholderImage + "/food")},
	{"$randomNightlifeImage", "Images", of(placeholderImage + "/nightlife")},
	{"$randomFashionImage", "Images", of(placeholderImage + "/fashion")},
	{"$randomPeopleImage", "Images", of(placeholderImage + "/people")},
	{"$randomNatureImage", "Images", of(placeholderImage + "/nature")},
	{"$randomSportsImage", "Images", of(placeholderImage + "/sports")},
	{"$randomTransportImage", "Images", of(placeholderImage + "/transport")},
	{"$randomImageDataUri", "Images", func(m maker) string {
		return "data:image/svg+xml;charset=UTF-8,%3Csvg%20xmlns%3D%22http%3A%2F%2Fwww.w3.org%2F2000%2Fsvg%22%3E" +
			"%3Crect%20width%3D%22100%25%22%20height%3D%22100%25%22%20fill%3D%22%23" + m.chars(6, hexes) + "%22%2F%3E%3C%2Fsvg%3E"
	}},
}

// placeholderImage is what Postman's image variables begin with.
const placeholderImage = "http://placeimg.com/640/480"

func (m maker) first() string { return m.pick(data.Person["first"]) }

func (m maker) last() string { return m.pick(data.Person["last"]) }

// fullName has a prefix one time in nine, and a suffix as often.
func (m maker) fullName() string {
	name := m.first() + " " + m.last()
	switch m.IntN(9) {
	case 0:
		return m.pick(namePrefixes) + " " + name
	case 1:
		return name + " " + m.pick(nameSuffixes)
	}
	return name
}

func (m maker) protocol() string { return m.pick([]string{"http", "https"}) }

func (m maker) domainWord() string { return strings.ToLower(m.first()) }

func (m maker) domain() string { return m.domainWord() + "." + m.pick(domainSuffixes) }

func (m maker) userName() string {
	return m.first() + m.pick([]string{"_", "."}) + strings.ReplaceAll(m.last(), "'", "") + m.number(0, 99)
}

func (m maker) userAgent() string {
	v := m.number(90, 140)
	system := m.pick([]string{"X11; Linux x86_64", "Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7"})
	if m.IntN(2) == 0 {
		return "Mozilla/5.0 (" + system + "; rv:" + v + ".0) Gecko/20100101 Firefox/" + v + ".0"
	}
	return "Mozilla/5.0 (" + system + ") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/" + v + ".0.0.0 Safari/537.36"
}

func (m maker) phone() string {
	group := func() string { return m.chars(1, "23456789") + m.chars(2, digits) }
	return group() + "-" + group() + "-" + m.chars(4, digits)
}

func (m maker) city() string {
	before, after := m.pick(data.Address["street_prefix"]), m.pick(data.Address["street_suffix"])
	return m.pick([]string{before + " " + m.first() + after, before + " " + m.first(), m.first() + after, m.last() + after})
}

func (m maker) street() string {
	return m.pick([]string{m.first(), m.last()}) + " " + m.pick(data.Address["street_name"])
}

// decimal returns a number from low to high with so many digits after its
// point.
func (m maker) decimal(low, high float64, places int) string {
	return fmt.Sprintf("%.*f", places, low+m.Float64()*(high-low))
}

// baseName returns a few words as the name of a file.
func (m maker) baseName() string {
	words := m.join(1+m.IntN(3), "_", maker.word)
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToLower(words))
}

func (m maker) fileName() string { return m.baseName() + "." + m.pick(data.Files["extension"]) }

// iban returns an account number whose check digits are right: the number with
// its country and check digits at the end is 1 modulo 97, where A is 10 and Z
// is 35 (ISO 13616).
func (m maker) iban() string {
	country, layout, _ := strings.Cut(m.pick(ibans), " ")
	var account strings.Builder
	for part := range strings.FieldsSeq(layout) {
		n, err := strconv.Atoi(part[1:])
		if err != nil {
			continue // the list below is right
		}
		account.WriteString(m.chars(n, map[byte]string{'a': upper, 'c': upper + digits, 'n': digits}[part[0]]))
	}
	rest := 0
	for _, c := range account.String() + country + "00" {
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
			continue
		}
		rest = (rest*10 + int(c-'0')) % 97
	}
	return fmt.Sprintf("%s%02d%s", country, 98-rest, account.String())
}

// ibans are countries with how their account numbers are put together: a is a
// letter, n a digit, c either.
var ibans = []string{
	"AT n16", "BE n12", "CH n5 c12", "DE n18", "DK n14", "ES n20", "FI n14", "FR n10 c11 n2", "GB a4 n14", "GR n7 c16",
	"IE a4 n14", "IT a1 n10 c12", "MT a4 n5 c18", "NL a4 n10", "NO n11", "PL n24", "PT n21", "SE n20",
}
