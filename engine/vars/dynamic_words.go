package vars

import (
	"strings"

	"github.com/brianvoe/gofakeit/v7/data"
)

var businessGenerators = []Generator{
	{"$randomCompanyName", "Business", func(m maker) string {
		return m.pick([]string{
			m.last() + " " + m.pick(companySuffixes), m.last() + " - " + m.last(), m.last() + ", " + m.last() + " and " + m.last(),
		})
	}},
	{"$randomCompanySuffix", "Business", of(companySuffixes...)},
	{"$randomBs", "Business", func(m maker) string {
		return m.pick(buzzVerbs) + " " + m.pick(buzzAdjectives) + " " + m.pick(buzzNouns)
	}},
	{"$randomBsBuzz", "Business", of(buzzVerbs...)},
	{"$randomBsAdjective", "Business", of(buzzAdjectives...)},
	{"$randomBsNoun", "Business", of(buzzNouns...)},
	{"$randomCatchPhrase", "Business", func(m maker) string {
		return m.pick(catchAdjectives) + " " + m.pick(catchDescriptors) + " " + m.pick(catchNouns)
	}},
	{"$randomCatchPhraseAdjective", "Business", of(catchAdjectives...)},
	{"$randomCatchPhraseDescriptor", "Business", of(catchDescriptors...)},
	{"$randomCatchPhraseNoun", "Business", of(catchNouns...)},
}

var textGenerators = []Generator{
	{"$randomWord", "Text", maker.word},
	{"$randomWords", "Text", func(m maker) string { return m.join(2+m.IntN(4), " ", maker.word) }},
	{"$randomNoun", "Grammar", of(data.Hacker["noun"]...)},
	{"$randomVerb", "Grammar", of(data.Hacker["verb"]...)},
	{"$randomIngverb", "Grammar", of(data.Hacker["ingverb"]...)},
	{"$randomAdjective", "Grammar", of(data.Hacker["adjective"]...)},
	{"$randomAbbreviation", "Grammar", of(data.Hacker["abbreviation"]...)},
	{"$randomPhrase", "Grammar", maker.phrase},
	{"$randomLoremWord", "Lorem", maker.lorem},
	{"$randomLoremWords", "Lorem", func(m maker) string { return m.join(3, " ", maker.lorem) }},
	{"$randomLoremSentence", "Lorem", maker.sentence},
	{"$randomLoremSentences", "Lorem", maker.sentences},
	{"$randomLoremSlug", "Lorem", func(m maker) string { return m.join(3, "-", maker.lorem) }},
	{"$randomLoremParagraph", "Lorem", maker.paragraph},
	{"$randomLoremParagraphs", "Lorem", maker.paragraphs},
	{"$randomLoremText", "Lorem", func(m maker) string {
		forms := []func(maker) string{
			maker.lorem, func(m maker) string { return m.join(3, " ", maker.lorem) },
			maker.sentence, maker.sentences, maker.paragraph, maker.paragraphs, maker.loremLines,
		}
		return forms[m.IntN(len(forms))](m)
	}},
	{"$randomLoremLines", "Lorem", maker.loremLines},
}

// word is one word of any domain, which may have blanks and capitals in it.
func (m maker) word() string {
	lists := [][]string{
		data.Hacker["noun"], data.Hacker["verb"], data.Hacker["ingverb"], data.Hacker["adjective"], data.Hacker["abbreviation"],
		data.Address["country"], data.Job["level"], data.Currency["long"],
		jobDescriptors, jobTypes, products, materials, departments, colors, buzzVerbs, buzzAdjectives, catchNouns,
	}
	return m.pick(lists[m.IntN(len(lists))])
}

func (m maker) phrase() string {
	noun, verb := m.pick(data.Hacker["noun"]), m.pick(data.Hacker["verb"])
	adjective, short := m.pick(data.Hacker["adjective"]), m.pick(data.Hacker["abbreviation"])
	return m.pick([]string{
		"Try to " + verb + " the " + short + " " + noun + ", maybe it will reach the " + adjective + " " + m.pick(data.Hacker["noun"]) + "!",
		"Nobody can " + verb + " the " + noun + " without " + m.pick(data.Hacker["ingverb"]) + " the " + adjective + " " + short + "!",
		m.pick(data.Hacker["ingverb"]) + " the " + noun + " does nothing, first " + verb + " the " + adjective + " " + short + "!",
	})
}

func (m maker) lorem() string { return m.pick(data.Lorem["word"]) }

func (m maker) sentence() string {
	s := m.join(3+m.IntN(8), " ", maker.lorem)
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

func (m maker) sentences() string { return m.join(2+m.IntN(5), " ", maker.sentence) }

func (m maker) paragraph() string { return m.join(3+m.IntN(4), " ", maker.sentence) }

func (m maker) paragraphs() string { return m.join(3, "\n \r", maker.paragraph) }

func (m maker) loremLines() string { return m.join(1+m.IntN(5), "\n", maker.sentence) }

// Our own words, where the library has none of the kind.
var (
	domainSuffixes = []string{"com", "biz", "info", "name", "net", "org"}
	namePrefixes   = []string{"Mr.", "Mrs.", "Ms.", "Miss", "Dr."}
	nameSuffixes   = []string{"Jr.", "Sr.", "I", "II", "III", "IV", "V", "MD", "DDS", "PhD", "DVM"}
	locales        = []string{
		"af", "am", "ar", "ast", "az", "be", "bg", "bn", "bs", "ca", "ceb", "cs", "cy", "da", "de", "el", "en", "eo", "es", "et",
		"eu", "fa", "fi", "fil", "fr", "ga", "gl", "gu", "haw", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk",
		"km", "kn", "ko", "ku", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "nb", "ne", "nl", "pa", "pl", "pt", "ro", "ru",
		"sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "tr", "uk", "ur", "uz", "vi", "zh", "zu",
	}
	jobDescriptors = []string{
		"Central", "Chief", "Corporate", "Customer", "Direct", "District", "Dynamic", "Forward", "Future", "Global", "Human",
		"Internal", "International", "Investor", "Lead", "Legacy", "National", "Principal", "Product", "Regional", "Senior",
	}
	jobTypes = []string{
		"Administrator", "Agent", "Analyst", "Architect", "Assistant", "Associate", "Consultant", "Coordinator", "Designer",
		"Developer", "Director", "Engineer", "Executive", "Facilitator", "Liaison", "Manager", "Officer", "Planner",
		"Representative", "Specialist", "Strategist", "Supervisor", "Technician",
	}
	companySuffixes = []string{"Inc", "and Sons", "LLC", "Group"}
	accountNames    = []string{
		"Checking", "Savings", "Money Market", "Investment", "Home Loan", "Credit Card", "Auto Loan", "Personal Loan",
	}
	colors = []string{
		"azure", "black", "blue", "cyan", "gold", "green", "grey", "indigo", "ivory", "lavender", "lime", "magenta", "maroon",
		"mint green", "olive", "orange", "orchid", "pink", "plum", "purple", "red", "salmon", "silver", "sky blue", "tan",
		"teal", "turquoise", "violet", "white", "yellow",
	}
	departments = []string{
		"Automotive", "Baby", "Beauty", "Books", "Clothing", "Computers", "Electronics", "Games", "Garden", "Grocery", "Health",
		"Home", "Industrial", "Kids", "Movies", "Music", "Outdoors", "Shoes", "Sports", "Tools", "Toys",
	}
	products = []string{
		"Ball", "Bike", "Chair", "Cheese", "Chips", "Computer", "Gloves", "Hat", "Keyboard", "Lamp", "Mouse", "Pants", "Pizza",
		"Salad", "Shirt", "Shoes", "Soap", "Table", "Towels", "Tuna",
	}
	productAdjectives = []string{
		"Awesome", "Elegant", "Ergonomic", "Fantastic", "Generic", "Gorgeous", "Handmade", "Incredible", "Intelligent",
		"Licensed", "Practical", "Refined", "Rustic", "Sleek", "Small", "Tasty",
	}
	materials        = []string{"Concrete", "Cotton", "Fresh", "Frozen", "Granite", "Metal", "Plastic", "Rubber", "Soft", "Steel", "Wooden"}
	commonExtensions = []string{
		"css", "csv", "gif", "htm", "html", "jpe", "jpeg", "jpg", "js", "json", "m4a", "m4v", "mp3", "mp4", "mpeg", "mpg", "oga",
		"ogg", "pdf", "png", "svg", "txt", "wav", "webm", "webp", "xml",
	}
	mimeTypes = []string{
		"application/atom+xml", "application/epub+zip", "application/gzip", "application/java-archive", "application/json",
		"application/ld+json", "application/msword", "application/octet-stream", "application/pdf", "application/rtf",
		"application/sql", "application/vnd.ms-excel", "application/vnd.oasis.opendocument.text", "application/wasm",
		"application/x-www-form-urlencoded", "application/xhtml+xml", "application/xml", "application/zip", "audio/aac",
		"audio/midi", "audio/mp4", "audio/mpeg", "audio/ogg", "audio/wav", "font/otf", "font/ttf", "font/woff2", "image/avif",
		"image/bmp", "image/gif", "image/jpeg", "image/png", "image/svg+xml", "image/tiff", "image/webp", "message/rfc822",
		"model/gltf+json", "multipart/form-data", "text/calendar", "text/css", "text/csv", "text/html", "text/javascript",
		"text/markdown", "text/plain", "text/vcard", "video/mp4", "video/mpeg", "video/ogg", "video/quicktime", "video/webm",
	}
	folders = []string{
		"/Applications", "/Library", "/System", "/Users", "/bin", "/boot", "/boot/grub", "/dev", "/dev/shm", "/etc", "/etc/cron.d",
		"/etc/defaults", "/etc/mail", "/etc/ppp", "/etc/ssl", "/home", "/home/user", "/home/user/dir", "/lib", "/lib64",
		"/lost+found", "/media", "/mnt", "/net", "/opt", "/opt/bin", "/opt/lib", "/opt/share", "/private", "/private/tmp",
		"/private/var", "/proc", "/root", "/run", "/sbin", "/selinux", "/srv", "/srv/http", "/sys", "/tmp", "/usr", "/usr/bin",
		"/usr/games", "/usr/include", "/usr/lib", "/usr/libexec", "/usr/local", "/usr/local/bin", "/usr/local/src", "/usr/ports",
		"/usr/sbin", "/usr/share", "/usr/src", "/var", "/var/cache", "/var/log", "/var/mail", "/var/spool", "/var/tmp", "/var/www",
	}
	buzzVerbs = []string{
		"aggregate", "benchmark", "brand", "cultivate", "deliver", "deploy", "drive", "embrace", "empower", "enable", "engage",
		"evolve", "expedite", "extend", "facilitate", "grow", "implement", "incentivize", "innovate", "integrate", "iterate",
		"leverage", "maximize", "monetize", "morph", "optimize", "orchestrate", "reinvent", "scale", "streamline", "transform",
	}
	buzzAdjectives = []string{
		"back-end", "best-of-breed", "clicks-and-mortar", "collaborative", "compelling", "cross-media", "cutting-edge", "dynamic",
		"efficient", "end-to-end", "enterprise", "extensible", "frictionless", "front-end", "global", "granular", "holistic",
		"innovative", "interactive", "intuitive", "leading-edge", "mission-critical", "real-time", "robust", "scalable",
		"seamless", "strategic", "sustainable", "turn-key", "user-centric", "vertical", "viral", "visionary", "wireless",
	}
	buzzNouns = []string{
		"applications", "architectures", "bandwidth", "channels", "communities", "content", "convergence", "deliverables",
		"e-business", "experiences", "functionalities", "infrastructures", "initiatives", "interfaces", "markets", "methodologies",
		"metrics", "models", "networks", "niches", "paradigms", "partnerships", "platforms", "portals", "relationships", "schemas",
		"solutions", "supply-chains", "synergies", "systems", "technologies", "users", "web services",
	}
	catchAdjectives = []string{
		"Adaptive", "Advanced", "Automated", "Balanced", "Centralized", "Compatible", "Configurable", "Cross-platform",
		"Customizable", "Decentralized", "Digitized", "Distributed", "Enhanced", "Expanded", "Extended", "Fundamental",
		"Horizontal", "Innovative", "Integrated", "Intuitive", "Managed", "Monitored", "Multi-layered", "Networked", "Open-source",
		"Optimized", "Organic", "Persistent", "Polarised", "Proactive", "Profound", "Reactive", "Robust", "Seamless", "Secured",
		"Stand-alone", "Streamlined", "Synchronised", "Universal", "Versatile", "Virtual",
	}
	catchDescriptors = []string{
		"24 hour", "analyzing", "asynchronous", "background", "bandwidth-monitored", "client-driven", "clear-thinking", "coherent",
		"content-based", "context-sensitive", "dedicated", "directional", "discrete", "dynamic", "encompassing", "executive",
		"fault-tolerant", "full-range", "global", "heuristic", "hybrid", "incremental", "intermediate", "leading edge",
		"logistical", "maximized", "modular", "multi-state", "national", "next generation", "non-volatile", "optimal",
		"real-time", "scalable", "stable", "static", "systematic", "tangible", "tertiary", "upward-trending", "zero defect",
	}
	catchNouns = []string{
		"ability", "access", "adapter", "algorithm", "alliance", "analyzer", "application", "approach", "architecture", "archive",
		"array", "attitude", "benchmark", "capability", "capacity", "challenge", "circuit", "collaboration", "complexity",
		"concept", "database", "encoding", "encryption", "extranet", "firmware", "forecast", "framework", "function", "groupware",
		"hierarchy", "hub", "implementation", "initiative", "interface", "knowledge base", "leverage", "matrix", "middleware",
		"migration", "model", "moderator", "moratorium", "paradigm", "portal", "process improvement", "protocol", "secured line",
		"service-desk", "software", "solution", "strategy", "structure", "superstructure", "toolset", "utilisation", "workforce",
	}
)
