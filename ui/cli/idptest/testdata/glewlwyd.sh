#!/bin/sh
# Runs Debian's glewlwyd on a loopback port with a database of its own, until
# it is told to end or standard input closes.
#
#	glewlwyd.sh FOLDER PORT URL
#
# Everything it writes is in FOLDER, but for what it says. URL is the address
# that browsers and clients reach it at.
set -eu
dir=$1 port=$2 url=$3

sqlite3 "$dir/glewlwyd.db" </usr/share/dbconfig-common/data/glewlwyd/install/sqlite3 >/dev/null

# The pages are served from a copy: the server does not follow the package's
# links out of their folder, one of which leads to the settings in /etc.
cp -RL /usr/share/glewlwyd/webapp "$dir/webapp"
rm -rf "$dir/webapp/config.json"
cp /usr/share/glewlwyd/templates/config.json "$dir/webapp/config.json"

cat >"$dir/glewlwyd.conf" <<CONF
bind_address = "127.0.0.1"
port = $port
external_url = "$url"
login_url = "login.html"
api_prefix = "api"
static_files_path = "$dir/webapp"
static_files_mime_types = (
  { extension = ".html"  mime_type = "text/html" },
  { extension = ".css"   mime_type = "text/css" },
  { extension = ".js"    mime_type = "application/javascript" },
  { extension = ".json"  mime_type = "application/json" }
)
cookie_secure = 0
session_key = "GLEWLWYD2_SESSION_ID"
admin_scope = "g_admin"
profile_scope = "g_profile"
hash_algorithm = "SHA512"
log_mode = "console"
log_level = "DEBUG"
database = { type = "sqlite3" path = "$dir/glewlwyd.db" }
user_module_path = "/usr/lib/glewlwyd/user"
client_module_path = "/usr/lib/glewlwyd/client"
user_auth_scheme_module_path = "/usr/lib/glewlwyd/scheme"
plugin_module_path = "/usr/lib/glewlwyd/plugin"
CONF

glewlwyd --config-file="$dir/glewlwyd.conf" &
pid=$!
trap 'kill "$pid"' TERM INT

# A job in the background has no standard input but the one it is given.
exec 3<&0
(cat <&3 >/dev/null; kill "$pid" 2>/dev/null) &
wait "$pid"
