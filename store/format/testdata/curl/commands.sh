# how the users are listed
HOST=api.example.com
curl -s "https://$HOST/users?limit=25" \
  -H "Authorization: Bearer $TOKEN" --retry 3 | jq .

curl --json '{"name": "it'\''s me"}' https://$HOST/users --next \
  -F 'picture=@me.png;type=image/png' -u me:secret https://$HOST/users/1/picture
