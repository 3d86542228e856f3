package curl

import "strings"

// option is one of curl's.
type option struct {
	long  string
	short byte
	// takes says that a value follows.
	takes bool
	// do is what it means for a request; nil for nothing.
	do func(*command, string)
	// lost is what is left behind, if somebody may miss it.
	lost string
}

const (
	lostProxy  = "proxies are set in the settings"
	lostTLS    = "certificates and TLS are set in the settings"
	lostNet    = "how to connect is left behind"
	lostOutput = "where answers go is left behind"
	lostTime   = "time limits and retries are left behind"
	lostFile   = "is no part of a request and is left behind"
	lostOther  = "is for other protocols than HTTP"
)

// options are those that mean something here, or that somebody may miss.
func options() []option {
	return []option{
		{"request", 'X', true, func(c *command, v string) { c.method = v }, ""},
		{"header", 'H', true, (*command).header, ""},
		{"data", 'd', true, func(c *command, v string) { c.data(v, true) }, ""},
		{"data-ascii", 0, true, func(c *command, v string) { c.data(v, true) }, ""},
		{"data-binary", 0, true, func(c *command, v string) { c.data(v, false) }, ""},
		{"data-raw", 0, true, func(c *command, v string) { c.add(datum{text: v}) }, ""},
		{"data-urlencode", 0, true, (*command).urlencode, ""},
		{"json", 0, true, func(c *command, v string) { c.json = true; c.data(v, false) }, ""},
		{"form", 'F', true, func(c *command, v string) { c.form(v, false) }, ""},
		{"form-string", 0, true, func(c *command, v string) { c.form(v, true) }, ""},
		{"get", 'G', false, func(c *command, _ string) { c.get = true }, ""},
		{"head", 'I', false, func(c *command, _ string) { c.head = true }, ""},
		{"upload-file", 'T', true, func(c *command, v string) { c.upload = v }, ""},
		{"url", 0, true, func(c *command, v string) { c.urls = append(c.urls, v) }, ""},
		{"url-query", 0, true, (*command).urlQuery, ""},
		{"user", 'u', true, func(c *command, v string) { c.user, c.hasUser = v, true }, ""},
		{"basic", 0, false, func(c *command, _ string) { c.auth = "basic" }, ""},
		{"digest", 0, false, func(c *command, _ string) { c.auth = "digest" }, ""},
		{"ntlm", 0, false, func(c *command, _ string) { c.auth = "ntlm" }, ""},
		{"anyauth", 0, false, func(c *command, _ string) { c.lose("anyauth", "the scheme is not asked for: it is Basic") }, ""},
		{"negotiate", 0, false, nil, "this scheme is not known here"},
		{"oauth2-bearer", 0, true, func(c *command, v string) { c.auth, c.bearer = "bearer", v }, ""},
		{"aws-sigv4", 0, true, func(c *command, v string) { c.auth, c.sigv4 = "awsv4", v }, ""},
		{"cookie", 'b', true, (*command).cookie, ""},
		{"user-agent", 'A', true, func(c *command, v string) { c.preset("User-Agent", v) }, ""},
		{"referer", 'e', true, (*command).referer, ""},
		{"range", 'r', true, func(c *command, v string) { c.preset("Range", "bytes="+v) }, ""},
		{"insecure", 'k', false, func(c *command, _ string) { c.behave("strictSSL", false) }, ""},
		{"location", 'L', false, nil, ""},
		{"location-trusted", 0, false, func(c *command, _ string) { c.behave("followAuthorizationHeader", true) }, ""},
		{"max-redirs", 0, true, (*command).maxRedirects, ""},
		{"http1.1", 0, false, func(c *command, _ string) { c.behave("protocolVersion", "http1") }, ""},
		{"http2", 0, false, func(c *command, _ string) { c.behave("protocolVersion", "http2") }, ""},
		{"http2-prior-knowledge", 0, false, func(c *command, _ string) { c.behave("protocolVersion", "http2") }, ""},
		{"path-as-is", 0, false, func(c *command, _ string) { c.behave("disableUrlEncoding", true) }, ""},
		{"globoff", 'g', false, func(c *command, _ string) { c.noGlob = true }, ""},
		{"compressed", 0, false, nil, ""},
		{"proxy", 'x', true, nil, lostProxy},
		{"proxy-user", 'U', true, nil, lostProxy},
		{"preproxy", 0, true, nil, lostProxy},
		{"noproxy", 0, true, nil, lostProxy},
		{"proxy-header", 0, true, nil, lostProxy},
		{"socks4", 0, true, nil, lostProxy},
		{"socks4a", 0, true, nil, lostProxy},
		{"socks5", 0, true, nil, lostProxy},
		{"socks5-hostname", 0, true, nil, lostProxy},
		{"proxytunnel", 'p', false, nil, lostProxy},
		{"proxy-insecure", 0, false, nil, lostProxy},
		{"cert", 'E', true, nil, lostTLS},
		{"cert-type", 0, true, nil, lostTLS},
		{"key", 0, true, nil, lostTLS},
		{"key-type", 0, true, nil, lostTLS},
		{"pass", 0, true, nil, lostTLS},
		{"cacert", 0, true, nil, lostTLS},
		{"capath", 0, true, nil, lostTLS},
		{"ciphers", 0, true, nil, lostTLS},
		{"tls13-ciphers", 0, true, nil, lostTLS},
		{"tls-max", 0, true, nil, lostTLS},
		{"pinnedpubkey", 0, true, nil, lostTLS},
		{"crlfile", 0, true, nil, lostTLS},
		{"curves", 0, true, nil, lostTLS},
		{"engine", 0, true, nil, lostTLS},
		{"ech", 0, true, nil, lostTLS},
		{"tlsv1", '1', false, nil, lostTLS},
		{"tlsv1.0", 0, false, nil, lostTLS},
		{"tlsv1.1", 0, false, nil, lostTLS},
		{"tlsv1.2", 0, false, nil, lostTLS},
		{"tlsv1.3", 0, false, nil, lostTLS},
		{"resolve", 0, true, nil, lostNet},
		{"connect-to", 0, true, nil, lostNet},
		{"interface", 0, true, nil, lostNet},
		{"unix-socket", 0, true, nil, lostNet},
		{"abstract-unix-socket", 0, true, nil, lostNet},
		{"dns-servers", 0, true, nil, lostNet},
		{"doh-url", 0, true, nil, lostNet},
		{"local-port", 0, true, nil, lostNet},
		{"limit-rate", 0, true, nil, lostNet},
		{"keepalive-time", 0, true, nil, lostNet},
		{"ipv4", '4', false, nil, lostNet},
		{"ipv6", '6', false, nil, lostNet},
		{"http1.0", '0', false, nil, lostNet},
		{"http3", 0, false, nil, lostNet},
		{"http3-only", 0, false, nil, lostNet},
		{"happy-eyeballs-timeout-ms", 0, true, nil, lostNet},
		{"request-target", 0, true, nil, lostNet},
		{"rate", 0, true, nil, lostNet},
		{"output", 'o', true, nil, lostOutput},
		{"remote-name", 'O', false, nil, lostOutput},
		{"output-dir", 0, true, nil, lostOutput},
		{"dump-header", 'D', true, nil, lostOutput},
		{"cookie-jar", 'c', true, nil, lostOutput},
		{"write-out", 'w', true, nil, lostOutput},
		{"stderr", 0, true, nil, lostOutput},
		{"trace", 0, true, nil, lostOutput},
		{"trace-ascii", 0, true, nil, lostOutput},
		{"trace-config", 0, true, nil, lostOutput},
		{"etag-save", 0, true, nil, lostOutput},
		{"hsts", 0, true, nil, lostOutput},
		{"alt-svc", 0, true, nil, lostOutput},
		{"libcurl", 0, true, nil, lostOutput},
		{"create-file-mode", 0, true, nil, lostOutput},
		{"max-filesize", 0, true, nil, lostOutput},
		{"remote-header-name", 'J', false, nil, lostOutput},
		{"remote-name-all", 0, false, nil, lostOutput},
		{"max-time", 'm', true, nil, lostTime},
		{"connect-timeout", 0, true, nil, lostTime},
		{"retry", 0, true, nil, lostTime},
		{"retry-delay", 0, true, nil, lostTime},
		{"retry-max-time", 0, true, nil, lostTime},
		{"speed-limit", 'Y', true, nil, lostTime},
		{"speed-time", 'y', true, nil, lostTime},
		{"expect100-timeout", 0, true, nil, lostTime},
		{"retry-all-errors", 0, false, nil, lostTime},
		{"retry-connrefused", 0, false, nil, lostTime},
		{"config", 'K', true, nil, lostFile},
		{"netrc", 'n', false, nil, lostFile},
		{"netrc-file", 0, true, nil, lostFile},
		{"netrc-optional", 0, false, nil, lostFile},
		{"etag-compare", 0, true, nil, lostFile},
		{"time-cond", 'z', true, nil, lostFile},
		{"continue-at", 'C', true, nil, lostFile},
		{"variable", 0, true, nil, lostFile},
		{"proto", 0, true, nil, lostFile},
		{"proto-redir", 0, true, nil, lostFile},
		{"proto-default", 0, true, nil, lostFile},
		{"parallel-max", 0, true, nil, lostFile},
		{"service-name", 0, true, nil, lostFile},
		{"delegation", 0, true, nil, lostFile},
		{"tr-encoding", 0, false, nil, lostFile},
		{"quote", 'Q', true, nil, lostOther},
		{"ftp-port", 'P', true, nil, lostOther},
		{"telnet-option", 't', true, nil, lostOther},
		{"mail-from", 0, true, nil, lostOther},
		{"mail-rcpt", 0, true, nil, lostOther},
		{"login-options", 0, true, nil, lostOther},
		{"list-only", 'l', false, nil, lostOther},
		{"use-ascii", 'B', false, nil, lostOther},
		{"append", 'a', false, nil, lostOther},
	}
}

// quiet are the letters of options that change only what curl prints, or how
// it goes about it. Those of more letters have no value either.
const quiet = "sSvifNqZ#jM"

// quietWords are the same, written out.
var quietWords = []string{
	"silent", "show-error", "verbose", "include", "show-headers", "fail", "fail-with-body", "fail-early", "no-buffer", "progress-bar",
	"no-progress-meter", "progress-meter", "disable", "parallel", "junk-session-cookies", "manual", "styled-output", "ssl-reqd",
	"tcp-nodelay", "tcp-fastopen", "keepalive", "sessionid", "alpn", "npn", "buffer", "create-dirs", "compressed-ssh", "raw", "ignore-content-length",
	"post301", "post302", "post303", "xattr", "remove-on-error", "clobber", "suppress-connect-headers",
}

// find is the option of a long name, which may be negated by "no-".
func find(all []option, name string) (o option, negated, ok bool) {
	for _, o := range all {
		switch name {
		case o.long:
			return o, false, true
		case "no-" + o.long:
			return o, true, true
		}
	}
	for _, w := range quietWords {
		if name == w || name == "no-"+w {
			return option{long: w}, strings.HasPrefix(name, "no-"), true
		}
	}
	return option{}, false, false
}

// letter is the option of a short name.
func letter(all []option, c byte) (option, bool) {
	for _, o := range all {
		if o.short == c {
			return o, true
		}
	}
	return option{long: string(c)}, strings.IndexByte(quiet, c) >= 0
}
