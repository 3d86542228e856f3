package scripted

import (
	"slices"

	"postern/auth"
	"postern/engine/collection"
	"postern/engine/redact"
)

// literals are the secrets that the scripts of a job hold as texts: what they
// print may tell them. The scripts of a run are few, and its requests many.
func (s *Sender) literals(job *collection.Job) []auth.Secret {
	var out []auth.Secret
	for _, one := range slices.Concat(job.Before, job.After) {
		known, ok := s.texts.Load(one.Source)
		if !ok {
			known, _ = s.texts.LoadOrStore(one.Source, redact.ScriptSecrets(one.Source))
		}
		out = append(out, known.([]auth.Secret)...)
	}
	return out
}
