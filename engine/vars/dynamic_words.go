package vars

import "strings"

var businessGenerators = []Generator{
	{"$randomCompanyName", "Business", func(m maker) string { return m.pick(lastNames) + " " + m.pick(companySuffixes) }},
	{"$randomCompanySuffix", "Business", of(companySuffixes...)},
	{"$randomBs", "Business", func(m maker) string { return m.pick(verbs) + " " + m.pick(adjectives) + " " + m.pick(nouns) + "s" }},
	{"$randomBsBuzz", "Business", of(verbs...)},
	{"$randomBsAdjective", "Business", of(adjectives...)},
	{"$randomBsNoun", "Business", func(m maker) string { return m.pick(nouns) + "s" }},
	{"$randomCatchPhrase", "Business", func(m maker) string { return m.pick(adjectives) + " " + m.pick(descriptors) + " " + m.pick(nouns) }},
	{"$randomCatchPhraseAdjective", "Business", of(adjectives...)},
	{"$randomCatchPhraseDescriptor", "Business", of(descriptors...)},
	{"$randomCatchPhraseNoun", "Business", of(nouns...)},
}

var textGenerators = []Generator{
	{"$randomWord", "Text", of(nouns...)},
	{"$randomWords", "Text", func(m maker) string { return m.join(2+m.IntN(4), " ", of(nouns...)) }},
	{"$randomNoun", "Grammar", of(nouns...)},
	{"$randomVerb", "Grammar", of(verbs...)},
	{"$randomIngverb", "Grammar", func(m maker) string { return strings.TrimSuffix(m.pick(verbs), "e") + "ing" }},
	{"$randomAdjective", "Grammar", of(adjectives...)},
	{"$randomAbbreviation", "Grammar", of(abbreviations...)},
	{"$randomPhrase", "Grammar", func(m maker) string {
		return "Try to " + m.pick(verbs) + " the " + m.pick(abbreviations) + " " + m.pick(nouns) + ", maybe it will " +
			m.pick(verbs) + " the " + m.pick(adjectives) + " " + m.pick(nouns) + "!"
	}},
	{"$randomLoremWord", "Lorem", of(lorem...)},
	{"$randomLoremWords", "Lorem", func(m maker) string { return m.join(3, " ", of(lorem...)) }},
	{"$randomLoremSentence", "Lorem", maker.sentence},
	{"$randomLoremSentences", "Lorem", func(m maker) string { return m.join(2+m.IntN(5), " ", maker.sentence) }},
	{"$randomLoremSlug", "Lorem", func(m maker) string { return m.join(3, "-", of(lorem...)) }},
	{"$randomLoremParagraph", "Lorem", maker.paragraph},
	{"$randomLoremParagraphs", "Lorem", func(m maker) string { return m.join(3, "\n \r", maker.paragraph) }},
	{"$randomLoremText", "Lorem", maker.paragraph},
	{"$randomLoremLines", "Lorem", func(m maker) string { return m.join(1+m.IntN(5), "\n", maker.sentence) }},
}

var imageGenerators = []Generator{
	{"$randomAvatarImage", "Images", func(m maker) string { return "https://example.com/avatars/" + m.number(1, 999) + ".jpg" }},
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

func (m maker) sentence() string {
	s := m.join(3+m.IntN(8), " ", of(lorem...))
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

func (m maker) paragraph() string { return m.join(3+m.IntN(4), " ", maker.sentence) }

var (
	firstNames = []string{
		"Ada", "Alan", "Amara", "Barbara", "Bjarne", "Chen", "Claude", "Dana", "Edith", "Frances", "Grace", "Hedy",
		"Ivan", "Jean", "Katherine", "Linus", "Margaret", "Niklaus", "Olga", "Priya", "Radia", "Sophie", "Tim", "Yuki",
	}
	lastNames = []string{
		"Allen", "Baker", "Clarke", "Diaz", "Evans", "Fischer", "Garcia", "Hughes", "Ito", "Jensen", "Keller", "Lopez",
		"Moore", "Nowak", "Okafor", "Perez", "Quinn", "Rossi", "Silva", "Turner", "Usman", "Vogel", "Walker", "Young",
	}
	domainSuffixes    = []string{"com", "biz", "info", "name", "net", "org"}
	jobDescriptors    = []string{"Chief", "Customer", "District", "Dynamic", "Future", "Global", "Internal", "Lead", "National", "Principal", "Regional", "Senior"}
	jobAreas          = []string{"Accounts", "Brand", "Data", "Identity", "Infrastructure", "Marketing", "Operations", "Program", "Quality", "Research", "Security", "Solutions"}
	jobTypes          = []string{"Administrator", "Analyst", "Architect", "Consultant", "Coordinator", "Designer", "Engineer", "Manager", "Planner", "Specialist", "Supervisor"}
	companySuffixes   = []string{"Inc", "and Sons", "LLC", "Group"}
	products          = []string{"Bike", "Chair", "Cheese", "Computer", "Gloves", "Hat", "Keyboard", "Lamp", "Mouse", "Shoes", "Soap", "Table", "Towels"}
	productAdjectives = []string{"Awesome", "Elegant", "Fantastic", "Gorgeous", "Handmade", "Incredible", "Practical", "Refined", "Rustic", "Sleek", "Small"}
	materials         = []string{"Concrete", "Cotton", "Fresh", "Frozen", "Granite", "Metal", "Plastic", "Rubber", "Soft", "Steel", "Wooden"}
	extensions        = []string{"bin", "csv", "gif", "html", "jpg", "json", "mp3", "mp4", "pdf", "png", "svg", "txt", "xml", "zip"}
	commonExtensions  = []string{"gif", "htm", "html", "jpg", "m4a", "mp3", "mp4", "mpg", "pdf", "png", "wav"}
	folders           = []string{"/bin", "/etc", "/etc/defaults", "/home", "/lib", "/mnt", "/opt", "/srv", "/tmp", "/usr/bin", "/usr/lib", "/usr/share", "/var/log", "/var/mail"}
	abbreviations     = []string{"AI", "API", "CSS", "DNS", "FTP", "HTTP", "JSON", "JWT", "PNG", "RAM", "SQL", "SSL", "TCP", "TLS", "XML"}
	verbs             = []string{"bypass", "calculate", "compress", "connect", "copy", "generate", "index", "input", "navigate", "override", "parse", "reboot", "transmit"}
	nouns             = []string{"alarm", "array", "bandwidth", "bus", "capacitor", "card", "circuit", "driver", "feed", "firewall", "interface", "matrix", "monitor", "panel", "pixel", "port", "program", "protocol", "sensor", "system", "transmitter"}
	adjectives        = []string{"auxiliary", "bluetooth", "digital", "haptic", "mobile", "multi-byte", "neural", "online", "optical", "primary", "redundant", "solid state", "virtual", "wireless"}
	descriptors       = []string{"asynchronous", "bandwidth-monitored", "client-driven", "context-based", "didactic", "exuding", "holistic", "logistical", "modular", "national", "static", "zero-defect"}
	lorem             = []string{
		"lorem", "ipsum", "dolor", "sit", "amet", "consectetur", "adipiscing", "elit", "sed", "do", "eiusmod", "tempor",
		"incididunt", "ut", "labore", "et", "dolore", "magna", "aliqua", "enim", "ad", "minim", "veniam", "quis",
	}
)
