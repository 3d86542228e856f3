package vars_test

import (
	"fmt"
	"math/big"
	"mime"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"postern/engine/vars"
)

// shape is what every value of a dynamic variable must be.
type shape func(value string) error

// like is the shape of values that match an expression as a whole.
func like(expression string) shape {
	re := regexp.MustCompile(`^(?s:` + expression + `)$`)
	return func(s string) error {
		if !re.MatchString(s) {
			return fmt.Errorf("does not match %s", expression)
		}
		return nil
	}
}

// within is the shape of numbers from low to high.
func within(expression string, low, high float64) shape {
	text := like(expression)
	return func(s string) error {
		if err := text(s); err != nil {
			return err
		}
		if f, err := strconv.ParseFloat(s, 64); err != nil || f < low || f > high {
			return fmt.Errorf("is not from %v to %v", low, high)
		}
		return nil
	}
}

const (
	uuid4    = `[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`
	person   = `[A-Z][A-Za-z']+`
	user     = `[A-Z][a-z]+[._][A-Z][A-Za-z]+\d{0,2}`
	suffix   = `(com|biz|info|name|net|org)`
	domain   = `[a-z]+\.` + suffix
	phone    = `[2-9]\d\d-[2-9]\d\d-\d{4}`
	word     = `[\w/&().,'’*ôéèãíåçñÅ-]+( [\w/&().,'’*ôéèãíåçñÅ-]+)*`
	title    = `[A-Z][\w-]*`
	lower    = `[a-z][a-z-]*`
	sentence = `[A-Z][a-z]*( [a-z]+){2,9}\.`
	sents    = sentence + `( ` + sentence + `)*`
	path     = `/[\w/.+-]+`
	file     = `\w+\.[\w.+-]+`
	street   = person + ` [A-Z][a-z]+`
)

// now is the moment the variables are made at.
func now() time.Time { return time.UnixMilli(1700000000600).UTC() }

// date is a JavaScript Date between two distances from now.
func date(from, to time.Duration) shape {
	return func(s string) error {
		t, err := time.Parse("Mon Jan 02 2006 15:04:05 GMT-0700 (Coordinated Universal Time)", s)
		if err != nil {
			return err
		}
		if d := t.Sub(now().Truncate(time.Second)); d < from || d > to {
			return fmt.Errorf("is %s from now", d)
		}
		return nil
	}
}

func image(category string) shape { return like(`http://placeimg\.com/640/480/` + category) }

func count(n, most int, sep string, each shape) shape {
	return func(s string) error {
		parts := strings.Split(s, sep)
		if len(parts) < n || len(parts) > most {
			return fmt.Errorf("has %d parts, want %d to %d", len(parts), n, most)
		}
		for _, p := range parts {
			if err := each(p); err != nil {
				return fmt.Errorf("%q %w", p, err)
			}
		}
		return nil
	}
}

// iban checks the length and the check digits of ISO 13616.
func iban(s string) error {
	if !regexp.MustCompile(`^[A-Z]{2}\d\d[A-Z0-9]{11,27}$`).MatchString(s) {
		return fmt.Errorf("is no IBAN")
	}
	var number strings.Builder
	for _, c := range s[4:] + s[:4] {
		if c >= 'A' {
			fmt.Fprint(&number, c-'A'+10)
			continue
		}
		number.WriteRune(c)
	}
	n, _ := new(big.Int).SetString(number.String(), 10)
	if rest := new(big.Int).Mod(n, big.NewInt(97)); rest.Int64() != 1 {
		return fmt.Errorf("is %v modulo 97, want 1", rest)
	}
	return nil
}

func mimeType(s string) error {
	kind, _, err := mime.ParseMediaType(s)
	if err == nil && (kind != strings.ToLower(s) || !strings.Contains(s, "/")) {
		err = fmt.Errorf("is the type %s", kind)
	}
	return err
}

func address(s string) error { _, err := netip.ParseAddr(s); return err }

func both(shapes ...shape) shape {
	return func(s string) error {
		for _, is := range shapes {
			if err := is(s); err != nil {
				return err
			}
		}
		return nil
	}
}

// families are all 118 dynamic variables of Postman's and what they look like.
func families() map[string]map[string]shape {
	return map[string]map[string]shape{
		"Common": {
			"$guid": like(uuid4), "$randomUUID": like(uuid4), "$timestamp": like(`1700000001`),
			"$isoTimestamp": like(`2023-11-14T22:13:20\.600Z`), "$randomInt": within(`\d+`, 0, 1000),
			"$randomAlphaNumeric": like(`[0-9a-z]`), "$randomBoolean": like(`true|false`),
		},
		"Text": {"$randomWord": like(word), "$randomWords": like(word + ` ` + word)},
		"Internet": {
			"$randomIP":         both(like(`\d+(\.\d+){3}`), address),
			"$randomIPV6":       both(like(`[0-9a-f]{4}(:[0-9a-f]{4}){7}`), address),
			"$randomMACAddress": like(`[0-9a-f]{2}(:[0-9a-f]{2}){5}`), "$randomPassword": like(`\w{15}`),
			"$randomLocale": like(`[a-z]{2,3}`), "$randomUserAgent": like(`Mozilla/5\.0 \([^()]+\) \S.*`),
			"$randomProtocol": like(`https?`), "$randomSemver": like(`\d\.\d\.\d`), "$randomUrl": like(`https?://` + domain),
			"$randomDomainName": like(domain), "$randomDomainSuffix": like(suffix), "$randomDomainWord": like(`[a-z]+`),
			"$randomEmail":        like(user + `@(gmail|yahoo|hotmail)\.com`),
			"$randomExampleEmail": like(user + `@example\.(org|com|net)`), "$randomUserName": like(user),
			"$randomHexColor": like(`#[0-9a-f]{6}`),
		},
		"Names": {
			"$randomFirstName": like(person), "$randomLastName": like(person),
			"$randomFullName":   like(`((Mr|Mrs|Ms|Dr)\. |Miss )?` + person + ` ` + person + `( (Jr\.|Sr\.|I|II|III|IV|V|MD|DDS|PhD|DVM))?`),
			"$randomNamePrefix": like(`(Mr|Mrs|Ms|Dr)\.|Miss`), "$randomNameSuffix": like(`Jr\.|Sr\.|I|II|III|IV|V|MD|DDS|PhD|DVM`),
		},
		"Profession": {
			"$randomJobTitle": like(title + ` ` + title + ` ` + title), "$randomJobDescriptor": like(title),
			"$randomJobArea": like(title), "$randomJobType": like(title),
		},
		"Phone": {"$randomPhoneNumber": like(phone), "$randomPhoneNumberExt": like(`[1-9]\d?-` + phone)},
		"Address": {
			"$randomCity":       like(`((North|East|West|South|New|Lake|Port) )?` + person),
			"$randomStreetName": like(street), "$randomStreetAddress": like(`\d{3,5} ` + street), "$randomCountry": like(word),
			"$randomCountryCode": like(`[A-Z]{2}`), "$randomLatitude": within(`-?\d{1,2}\.\d{4}`, -90, 90),
			"$randomLongitude": within(`-?\d{1,3}\.\d{4}`, -180, 180),
		},
		"Images": {
			"$randomAvatarImage": like(`https://\S+\.jpg|https://avatars\.githubusercontent\.com/u/\d+`),
			"$randomImageUrl":    like(`http://placeimg\.com/640/480`), "$randomAbstractImage": image("abstract"),
			"$randomAnimalsImage": image("animals"), "$randomBusinessImage": image("business"), "$randomCatsImage": image("cats"),
			"$randomCityImage": image("city"), "$randomFoodImage": image("food"), "$randomNightlifeImage": image("nightlife"),
			"$randomFashionImage": image("fashion"), "$randomPeopleImage": image("people"), "$randomNatureImage": image("nature"),
			"$randomSportsImage": image("sports"), "$randomTransportImage": image("transport"),
			"$randomImageDataUri": both(like(`data:image/svg\+xml;charset=UTF-8,[\w%.-]+`), func(s string) error {
				svg, err := url.PathUnescape(s[strings.IndexByte(s, ',')+1:])
				if err == nil && (!strings.HasPrefix(svg, "<svg ") || !strings.HasSuffix(svg, "</svg>")) {
					err = fmt.Errorf("holds %s", svg)
				}
				return err
			}),
		},
		"Finance": {
			"$randomBankAccount":     like(`\d{8}`),
			"$randomBankAccountName": like(`(Checking|Savings|Money Market|Investment|Home Loan|Credit Card|Auto Loan|Personal Loan) Account`),
			"$randomCreditCardMask":  like(`\d{4}`), "$randomBankAccountBic": like(`[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?`),
			"$randomBankAccountIban": iban, "$randomTransactionType": like(`deposit|withdrawal|payment|invoice`),
			"$randomCurrencyCode": like(`[A-Z]{3}`), "$randomCurrencyName": like(word),
			"$randomCurrencySymbol": like(`\S{1,4}`), "$randomBitcoin": like(`[13][1-9A-HJ-NP-Za-km-z]{24,33}`),
		},
		"Business": {
			"$randomCompanyName":   like(person + `( (Inc|and Sons|LLC|Group)| - ` + person + `|, ` + person + ` and ` + person + `)`),
			"$randomCompanySuffix": like(`Inc|and Sons|LLC|Group`),
			"$randomBs":            like(lower + ` ` + lower + ` ` + lower + `( services)?`), "$randomBsBuzz": like(lower),
			"$randomBsAdjective": like(lower), "$randomBsNoun": like(lower + `( services)?`),
			"$randomCatchPhrase":          like(title + ` [\w-]+( [\w-]+){1,3}`),
			"$randomCatchPhraseAdjective": like(title), "$randomCatchPhraseDescriptor": like(`[\w-]+( [\w-]+)?`),
			"$randomCatchPhraseNoun": like(lower + `( [a-z]+)?`),
		},
		"Databases": {
			"$randomDatabaseColumn":    like(`id|title|name|email|phone|token|group|category|password|comment|avatar|status|createdAt|updatedAt`),
			"$randomDatabaseType":      like(`[a-z]+`),
			"$randomDatabaseCollation": like(`(utf8|ascii|cp1250)(_unicode|_general)?_(ci|bin)`),
			"$randomDatabaseEngine":    like(`InnoDB|MyISAM|MEMORY|CSV|BLACKHOLE|ARCHIVE`),
		},
		"Stores": {
			"$randomColor": like(lower + `( ` + lower + `)?`), "$randomDepartment": like(title), "$randomProduct": like(title),
			"$randomProductAdjective": like(title), "$randomProductMaterial": like(title),
			"$randomProductName": like(title + ` ` + title + ` ` + title), "$randomPrice": within(`\d{1,4}\.\d\d`, 0, 1000),
		},
		"Dates": {
			"$randomDatePast": date(-366*24*time.Hour, 0), "$randomDateFuture": date(0, 366*24*time.Hour),
			"$randomDateRecent": date(-24*time.Hour, 0), "$randomMonth": like(`[JFMASOND][a-z]{2,8}`),
			"$randomWeekday": like(`(Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day`),
		},
		"Files": {
			"$randomFileName": like(file), "$randomFileType": like(`[a-z]+`), "$randomFileExt": like(`[\w.+-]+`),
			"$randomCommonFileName": like(file), "$randomCommonFileType": like(`application|audio|image|text|video`),
			"$randomCommonFileExt": like(`[a-z0-9]+`), "$randomFilePath": like(path + `/` + file), "$randomDirectoryPath": like(path),
			"$randomMimeType": mimeType,
		},
		"Grammar": {
			"$randomNoun": like(`[a-z]+( [a-z]+)?`), "$randomVerb": like(`[a-z]+( up)?`), "$randomIngverb": like(`[a-z]+ing( up)?`),
			"$randomAdjective": like(`[a-z0-9-]+( state)?`), "$randomAbbreviation": like(`[A-Z0-9]+`), "$randomPhrase": like(`\S.*\S .*!`),
		},
		"Lorem": {
			"$randomLoremWord": like(`[a-z]+`), "$randomLoremWords": count(3, 3, " ", like(`[a-z]+`)),
			"$randomLoremSentence": like(sentence), "$randomLoremSentences": count(2, 6, ". ", like(`[A-Z][a-z ]+\.?`)),
			"$randomLoremSlug": count(3, 3, "-", like(`[a-z]+`)), "$randomLoremParagraph": count(3, 6, ". ", like(`[A-Z][a-z ]+\.?`)),
			"$randomLoremParagraphs": count(3, 3, "\n \r", like(sents)), "$randomLoremLines": count(1, 5, "\n", like(sentence)),
			"$randomLoremText": like(`[A-Za-z .\n\r]+`),
		},
	}
}

func TestDynamicVariablesHaveTheirShapes(t *testing.T) {
	listed := make(map[string]vars.Generator)
	for _, g := range vars.Dynamics() {
		if _, twice := listed[g.Name]; twice {
			t.Errorf("%s is listed twice", g.Name)
		}
		listed[g.Name] = g
	}
	set := vars.Set{}.WithSource(vars.Source{Now: now})
	names := 0
	for family, shapes := range families() {
		t.Run(family, func(t *testing.T) {
			for name, is := range shapes {
				names++
				if g, ok := listed[name]; !ok || g.Group != family {
					t.Errorf("%s is listed under %q, want %q", name, g.Group, family)
				}
				for range 2000 {
					got, uses := set.Expand("{{" + name + "}}")
					if err := is(got); err != nil {
						t.Errorf("%s = %q: %v", name, got, err)
						break
					}
					if len(uses) != 1 || uses[0].Scope != vars.Dynamic || !uses[0].Resolved || uses[0].Value != got {
						t.Errorf("%s: uses %+v for %q", name, uses, got)
						break
					}
				}
			}
		})
	}
	if names != 118 || len(listed) != names {
		t.Errorf("%d names are described and %d are listed, want 118 of both", names, len(listed))
	}
}

func TestDynamicVariablesVary(t *testing.T) {
	set := (vars.Set{}).WithSource(vars.Source{Now: now})
	fixed := []string{"$timestamp", "$isoTimestamp"}
	for _, g := range vars.Dynamics() {
		values := make(map[string]bool)
		for range 200 {
			value, _ := set.Expand("{{" + g.Name + "}}")
			values[value] = true
		}
		image := strings.HasSuffix(g.Name, "Image") && g.Name != "$randomAvatarImage" || g.Name == "$randomImageUrl"
		if want := !image && !slices.Contains(fixed, g.Name); (len(values) > 1) != want {
			t.Errorf("%s has %d values in 200", g.Name, len(values))
		}
	}
}

func TestRoundingOfTheTimestamp(t *testing.T) {
	for ms, want := range map[int64]string{1700000000499: "1700000000", 1700000000500: "1700000001"} {
		src := vars.Source{Now: func() time.Time { return time.UnixMilli(ms) }}
		if got, _ := (vars.Set{}).WithSource(src).Expand("{{$timestamp}}"); got != want {
			t.Errorf("%d ms: $timestamp = %s, want %s", ms, got, want)
		}
	}
}

func TestDatesNameTheirZone(t *testing.T) {
	for _, tt := range []struct {
		zone *time.Location
		want string
	}{
		{time.FixedZone("CEST", 2*3600), "GMT+0200 (Central European Summer Time)"},
		{time.FixedZone("IST", 5*3600+1800), "GMT+0530 (India Standard Time)"},
		{time.FixedZone("IST", 3600), "GMT+0100 (Irish Standard Time)"},
		{time.FixedZone("-03", -3*3600), "GMT-0300 (GMT-03:00)"},
		{time.FixedZone("", 0), "GMT+0000 (GMT)"},
	} {
		src := vars.Source{Now: func() time.Time { return now().In(tt.zone) }}
		if got, _ := (vars.Set{}).WithSource(src).Expand("{{$randomDateRecent}}"); !strings.HasSuffix(got, " "+tt.want) {
			t.Errorf("$randomDateRecent = %q, want it to end with %q", got, tt.want)
		}
	}
}
