package postman_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"postern/store/postman"
)

// large makes a collection of n requests, about 1.1 kB each.
func large(n int) []byte {
	var b bytes.Buffer
	b.WriteString("{\n\t\"info\": {\n\t\t\"_postman_id\": \"4f\",\n\t\t\"name\": \"Large\",\n\t\t\"schema\": \"https://schema.getpostman.com/json/collection/v2.1.0/collection.json\"\n\t},\n\t\"item\": [")
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `
		{
			"name": "Request %[1]d",
			"id": "%08[1]x-0000-4000-8000-000000000000",
			"request": {
				"method": "POST",
				"header": [
					{
						"key": "Content-Type",
						"value": "application/json",
						"type": "text"
					},
					{
						"key": "X-Request",
						"value": "{{requestId}}",
						"description": "Who asks, and why"
					}
				],
				"body": {
					"mode": "raw",
					"raw": "{\n  \"profile\": {\n    \"firstName\": \"Isaac\",\n    \"lastName\": \"Brock\",\n    \"email\": \"isaac.brock@example.com\",\n    \"login\": \"isaac.brock@example.com\"\n  }\n}"
				},
				"url": {
					"raw": "{{url}}/api/v1/users/:id/roles?limit=25&after=%[1]d",
					"host": [
						"{{url}}"
					],
					"path": [
						"api",
						"v1",
						"users",
						":id",
						"roles"
					],
					"query": [
						{
							"key": "limit",
							"value": "25"
						},
						{
							"key": "after",
							"value": "%[1]d"
						}
					],
					"variable": [
						{
							"key": "id",
							"value": "{{userId}}"
						}
					]
				},
				"description": "Does something to one of the users of the organisation, and tells what it did."
			},
			"response": []
		}`, i)
	}
	b.WriteString("\n\t]\n}\n")
	return b.Bytes()
}

// BenchmarkReadCollection compares reading a collection of 10,000 requests with
// encoding/json reading the same text into an any.
func BenchmarkReadCollection(b *testing.B) {
	data := large(10_000)
	var plain float64 // nanoseconds of encoding/json; 0 if it was filtered out
	part := func(name string, once func() error) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if err := once(); err != nil {
					b.Fatal(err)
				}
			}
			each := float64(b.Elapsed()) / float64(b.N)
			if name == "encoding-json" {
				plain = each
			}
			if plain > 0 {
				b.ReportMetric(each/plain, "×json")
			}
		})
	}
	part("encoding-json", func() error {
		var v any
		return json.Unmarshal(data, &v)
	})
	part("postern", func() error {
		_, err := postman.ReadCollection(data, "")
		return err
	})
}
