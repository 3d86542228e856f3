package events

import (
	"bytes"
	"strconv"
)

// maxHeld is how much of an event is held until its end. What is longer is
// handed on in pieces.
const maxHeld = 256 << 10

// Event is a server-sent event, or a piece of a very long one.
type Event struct {
	// Name is "message" unless the server gave another. ID is the last one that
	// was given, if any.
	Name, ID string
	// Data are the lines of data, without the line end of the last.
	Data []byte
	// Retry is after how many milliseconds the server wants to be asked again;
	// negative if it did not say.
	Retry int
	// Begins and Ends say which piece of the event this is: of all but very
	// long ones the first and the last. An event without data, which only says
	// when to ask again, is neither.
	Begins, Ends bool
	// Cut says that the stream ended before the event did.
	Cut bool
	// Offset is where in the stream the piece ends.
	Offset int64
}

// parser reads a stream by the rules of the HTML standard, section 9.2.6. It
// takes bytes as they come, in pieces of any size.
type parser struct {
	emit func(Event) error
	// off is the number of bytes that were read.
	off int64
	// line is what has come of the present line; field is the name of the line
	// that goes on in it, if its beginning was handed on already.
	line  []byte
	field string
	// afterCR says that a line feed belongs to the line end before it.
	afterCR bool
	begun   bool // a byte order mark may not come any more

	name, id string
	retry    int
	data     []byte
	hasData  bool
	// inside says that pieces of the event were handed on.
	inside bool
}

func newParser(emit func(Event) error) *parser { return &parser{emit: emit, retry: -1} }

// feed reads the next bytes.
func (p *parser) feed(in []byte) error {
	for len(in) > 0 {
		if p.afterCR && in[0] == '\n' {
			in, p.off = in[1:], p.off+1
		}
		p.afterCR = false
		end := bytes.IndexAny(in[:min(len(in), maxHeld)], "\r\n")
		if end < 0 {
			end = min(len(in), maxHeld)
			p.take(in[:end])
			in = in[end:]
			if len(p.line) >= maxHeld {
				if err := p.overflow(); err != nil {
					return err
				}
			}
			continue
		}
		p.take(in[:end])
		p.afterCR = in[end] == '\r'
		p.off++
		in = in[end+1:]
		if err := p.endLine(); err != nil {
			return err
		}
	}
	return nil
}

// take adds bytes to the present line.
func (p *parser) take(in []byte) {
	p.line = append(p.line, in...)
	p.off += int64(len(in))
}

// mark drops the byte order mark that a stream may begin with.
func (p *parser) mark() {
	if !p.begun {
		p.line = bytes.TrimPrefix(p.line, []byte("\ufeff"))
		p.begun = true
	}
}

// endLine takes in a whole line.
func (p *parser) endLine() error {
	p.mark()
	empty := len(p.line) == 0 && p.field == ""
	if err := p.piece(); err != nil {
		return err
	}
	p.field = ""
	if empty {
		return p.dispatch(false)
	}
	return nil
}

// overflow takes in what has come of a line that is too long to be held.
func (p *parser) overflow() error {
	p.mark()
	return p.piece()
}

// piece takes in the line, or the next piece of it.
func (p *parser) piece() error {
	defer func() { p.line = p.line[:0] }()
	if p.field != "" {
		if p.field != "data" {
			return nil // names of that length are nobody's
		}
		return p.add(p.line)
	}
	name, value, found := bytes.Cut(p.line, []byte(":"))
	if found {
		value = bytes.TrimPrefix(value, []byte(" "))
	}
	if len(p.line) == 0 {
		return nil
	}
	p.field = string(name[:min(len(name), 16)]) + " " // never a name, if there is none
	switch string(name) {
	case "event":
		p.name = clip(value)
	case "id":
		if bytes.IndexByte(value, 0) < 0 {
			p.id = clip(value)
		}
	case "retry":
		if n, err := strconv.Atoi(string(value)); err == nil && n >= 0 && value[0] != '+' && value[0] != '-' {
			p.retry = n
		}
	case "data":
		p.field = "data"
		if p.hasData {
			p.data = append(p.data, '\n')
		}
		p.hasData = true
		return p.add(value)
	}
	return nil
}

// maxName is how much of a name or an id is kept.
const maxName = 200

func clip(name []byte) string {
	if len(name) > maxName {
		return string(bytes.ToValidUTF8(name[:maxName], nil)) + "…"
	}
	return string(name)
}

// add adds to the event's data, and hands on what is too much to hold.
func (p *parser) add(data []byte) error {
	p.data = append(p.data, data...)
	if len(p.data) < maxHeld {
		return nil
	}
	return p.hand(false, false)
}

// hand hands on what is held of the event.
func (p *parser) hand(ends, cut bool) error {
	e := Event{
		Name: p.name, ID: p.id, Data: p.data, Retry: p.retry, Begins: !p.inside, Ends: ends, Cut: cut, Offset: p.off,
	}
	if e.Name == "" {
		e.Name = "message"
	}
	p.inside = !ends
	err := p.emit(e)
	p.data = p.data[:0]
	return err
}

// dispatch ends the event. One without data is none.
func (p *parser) dispatch(cut bool) error {
	var err error
	switch {
	case p.hasData:
		err = p.hand(true, cut)
	case p.retry >= 0 && !cut:
		err = p.emit(Event{Retry: p.retry, Offset: p.off})
	}
	p.name, p.retry, p.hasData, p.inside = "", -1, false, false
	return err
}

// end takes in what is left when the stream has ended. Browsers drop it.
func (p *parser) end() error {
	p.mark()
	if err := p.piece(); err != nil {
		return err
	}
	return p.dispatch(true)
}
