package directory

// sample is one person of the seed. What they have in common (city and country
// by office, manager by department) seed.go fills in.
type sample struct {
	first, last string
	// login is the part before the @, in ASCII however the name is spelt.
	login      string
	title      string
	department string
	office     string
	status     status
}

// offices says where an office is: city, country, locale, time zone, and the
// beginning of its phone numbers.
var offices = map[string][5]string{
	"sf":   {"San Francisco", "US", "en_US", "America/Los_Angeles", "+1-415-555-"},
	"nyc":  {"New York", "US", "en_US", "America/New_York", "+1-212-555-"},
	"par":  {"Paris", "FR", "fr_FR", "Europe/Paris", "+33-1-5550-"},
	"zrh":  {"Zürich", "CH", "de_CH", "Europe/Zurich", "+41-44-555-"},
	"muc":  {"München", "DE", "de_DE", "Europe/Berlin", "+49-89-5550-"},
	"sto":  {"Stockholm", "SE", "sv_SE", "Europe/Stockholm", "+46-8-555-"},
	"waw":  {"Łódź", "PL", "pl_PL", "Europe/Warsaw", "+48-42-555-"},
	"tyo":  {"東京", "JP", "ja_JP", "Asia/Tokyo", "+81-3-5550-"},
	"sao":  {"São Paulo", "BR", "pt_BR", "America/Sao_Paulo", "+55-11-5550-"},
	"dub":  {"Dublin", "IE", "en_IE", "Europe/Dublin", "+353-1-555-"},
	"tlv":  {"תל אביב", "IL", "he_IL", "Asia/Jerusalem", "+972-3-555-"},
	"ist":  {"İstanbul", "TR", "tr_TR", "Europe/Istanbul", "+90-212-555-"},
	"home": {"Remote", "US", "en_US", "America/Denver", "+1-303-555-"},
}

// people are the seed, in the order they joined. The first of a department is
// its manager. Every status is there, names come in several scripts, and two
// of them are long: what a table has to cope with.
var people = []sample{
	{"Tony", "Stark", "tony.stark", "Chief Executive Officer", "Administration", "nyc", active},
	{"Pepper", "Potts", "pepper.potts", "Chief Operating Officer", "Administration", "nyc", active},
	{"Isaac", "Brock", "isaac.brock", "Director of Engineering", "Engineering", "sf", active},
	{"Susan", "Calvin", "susan.calvin", "Principal Engineer", "Engineering", "sf", active},
	{"Ada", "Lovelace", "ada.lovelace", "Staff Engineer", "Engineering", "dub", active},
	{"Grace", "Hopper", "grace.hopper", "Compiler Engineer", "Engineering", "nyc", active},
	{"Søren", "Ångström", "soren.angstrom", "Site Reliability Engineer", "Engineering", "sto", active},
	{"Zoë", "Müller-Lüdenscheidt", "zoe.mueller", "Senior Engineer", "Engineering", "muc", active},
	{"José", "Álvarez Peña", "jose.alvarez", "Account Executive", "Sales", "sao", active},
	{"花子", "山田", "hanako.yamada", "Solutions Engineer", "Engineering", "tyo", active},
	{"Łukasz", "Wójcik", "lukasz.wojcik", "Engineer", "Engineering", "waw", active},
	{"Beth", "Harmon", "beth.harmon", "Controller", "Finance", "dub", active},
	{"Franz", "Kafka", "franz.kafka", "Claims Analyst", "Finance", "zrh", lockedOut},
	{"Élodie", "Brûlé", "elodie.brule", "Head of Support", "Support", "par", active},
	{"Miles", "O'Brien", "miles.obrien", "Support Engineer", "Support", "dub", active},
	{"Nyota", "Uhura", "nyota.uhura", "Communications Lead", "Marketing", "sf", active},
	{"Geordi", "La Forge", "geordi.laforge", "Engineer", "Engineering", "sf", active},
	{"Jean-Luc", "Picard", "jeanluc.picard", "General Counsel", "Legal", "par", active},
	{"Dana", "Scully", "dana.scully", "Head of People", "People", "nyc", active},
	{"Fox", "Mulder", "fox.mulder", "Auditor", "Finance", "nyc", suspended},
	{"Ellen", "Ripley", "ellen.ripley", "Security Engineer", "Security", "home", active},
	{"Rick", "Deckard", "rick.deckard", "Investigator", "Security", "sf", suspended},
	{"Rachael", "Tyrell", "rachael.tyrell", "Analyst", "Security", "sf", provisioned},
	{"Sarah", "Connor", "sarah.connor", "Incident Responder", "Security", "home", active},
	{"Marty", "McFly", "marty.mcfly", "Intern", "Marketing", "sf", staged},
	{"Emmett", "Brown", "emmett.brown", "Research Fellow", "Research", "sf", active},
	{"Arthur", "Dent", "arthur.dent", "Technical Writer", "Support", "dub", active},
	{"Trillian", "Astra", "trillian.astra", "Data Scientist", "Research", "dub", active},
	{"Ford", "Prefect", "ford.prefect", "Field Researcher", "Research", "home", deprovisioned},
	{"Zaphod", "Beeblebrox", "zaphod.beeblebrox", "Sales Director", "Sales", "nyc", passwordExpired},
	{"Lisbeth", "Salander", "lisbeth.salander", "Penetration Tester", "Security", "sto", active},
	{"Mikael", "Blomkvist", "mikael.blomkvist", "Editor", "Marketing", "sto", active},
	{"Pippi", "Långstrump", "pippi.langstrump", "Office Manager", "People", "sto", active},
	{"Asterix", "Le Gaulois", "asterix.legaulois", "Account Manager", "Sales", "par", active},
	{"Amélie", "Poulain", "amelie.poulain", "Customer Success Manager", "Support", "par", active},
	{"Hercule", "Poirot", "hercule.poirot", "Compliance Officer", "Legal", "par", active},
	{"Jane", "Marple", "jane.marple", "Compliance Analyst", "Legal", "dub", recovery},
	{"Sherlock", "Holmes", "sherlock.holmes", "Threat Hunter", "Security", "dub", active},
	{"John", "Watson", "john.watson", "Company Doctor", "People", "dub", active},
	{"Öykü", "Çelik", "oyku.celik", "Product Designer", "Design", "ist", active},
	{"İbrahim", "Şahin", "ibrahim.sahin", "Engineer", "Engineering", "ist", active},
	{"נועה", "כהן", "noa.cohen", "Product Manager", "Product", "tlv", active},
	{"太郎", "鈴木", "taro.suzuki", "Account Executive", "Sales", "tyo", active},
	{"さくら", "木之本", "sakura.kinomoto", "Designer", "Design", "tyo", provisioned},
	{"João", "Conceição", "joao.conceicao", "Engineer", "Engineering", "sao", active},
	{"Inês", "Gonçalves", "ines.goncalves", "Recruiter", "People", "sao", active},
	{"Małgorzata", "Brzęczyszczykiewicz", "malgorzata.b", "Release Manager", "Engineering", "waw", active},
	{"Heidi", "Zäch", "heidi.zaech", "Treasurer", "Finance", "zrh", active},
	{"Urs", "Grüninger", "urs.grueninger", "Network Engineer", "Engineering", "zrh", lockedOut},
	{"Leia", "Organa", "leia.organa", "Chief of Staff", "Administration", "nyc", active},
	{"Han", "Solo", "han.solo", "Logistics", "Operations", "home", deprovisioned},
	{"Lando", "Calrissian", "lando.calrissian", "Facilities Manager", "Operations", "sf", active},
	{"Motoko", "Kusanagi", "motoko.kusanagi", "Security Architect", "Security", "tyo", active},
	{"Susan", "Ivanova", "susan.ivanova", "Operations Manager", "Operations", "home", active},
	{"Hermione", "Granger", "hermione.granger", "Librarian", "Research", "dub", active},
	{"Dorothy", "Gale", "dorothy.gale", "Intern", "Design", "home", staged},
	{"Kaiser", "Sōze", "kaiser.soze", "Contractor", "Operations", "home", deprovisioned},
	{"Alice", "Liddell", "alice.liddell", "Intern", "Product", "dub", staged},
	{"Bob", "Robertson", "bob.robertson", "Contractor", "Engineering", "home", passwordExpired},
	{"Wolfeschlegelsteinhausenbergerdorff", "Featherstonehaugh", "wolfe.feather", "Distinguished Vice President of Very Long Job Titles, Europe, Middle East and Africa", "Administration", "muc", active},
}
