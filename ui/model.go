package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"postern/ui/clip"
	"postern/ui/clock"
	"postern/ui/desk"
	"postern/ui/dialog"
	"postern/ui/files"
	"postern/ui/finds"
	"postern/ui/follow"
	"postern/ui/gesture"
	"postern/ui/keep"
	"postern/ui/layout"
	"postern/ui/outline"
	"postern/ui/pane/environment"
	"postern/ui/pane/request"
	"postern/ui/pane/response"
	"postern/ui/pane/tree"
	"postern/ui/past"
	"postern/ui/runs"
	"postern/ui/scripts"
	"postern/ui/sends"
	"postern/ui/taste"
	"postern/ui/toast"
	"postern/ui/tour"
	"postern/ui/wallet"
	"postern/ui/widget"
	"postern/ui/works"
)

// Model is the workbench. It dispatches; what it dispatches to keeps its own
// state: the open documents ([desk]), the sends ([sends]), the panes, the
// dialogs, the screen.
type Model struct {
	deps   Deps
	env    widget.Env
	ctx    context.Context
	cancel context.CancelFunc

	desk    desk.Desk
	files   *files.Files
	outline *outline.Outline
	sends   sends.Sends
	wallet  *wallet.Wallet
	guard   *scripts.Guard
	finds   *finds.Finds
	past    *past.Past
	aside   aside

	tree     *tree.Pane
	request  *request.Pane
	response *response.Pane
	envs     *environment.Pane
	dialogs  dialog.Stack

	screen screen
	hand   gesture.Hand
	toast  toast.Toast
	tour   tour.Tour
	clock  clock.Clock
	ending
}

// ending is how far the person has come in leaving.
type ending struct {
	quitting bool
	// interrupted is when ctrl+c was last pressed with nothing to cancel.
	interrupted time.Time
}

// aside is what goes on beside the panes: a link on its way, what was copied, the
// works under way.
type aside struct {
	follow follow.Follow
	clip   clip.Clip
	works  works.Works
	// filters remembers the filters of before, sizes those of the panes.
	filters *keep.Keeper[[]string]
	sizes   *keep.Keeper[layout.Sizes]
	runs    *runs.Runs
}

// New returns the workbench. ctx ends everything it has under way.
func New(ctx context.Context, deps Deps) *Model {
	if deps.Taste == nil {
		deps.Taste = taste.Default()
	}
	env := deps.Taste.Env()
	ctx, cancel := context.WithCancel(ctx)
	m := &Model{
		deps: deps, env: env, ctx: ctx, cancel: cancel,
		desk:  desk.New(nil),
		sends: sends.New(),
		tree:  tree.New(env), request: request.New(env),
		response: response.New(env), envs: environment.New(env),
	}
	m.guard = scripts.New(deps.Engine, deps.Trust)
	m.files = files.New(ctx, files.Deps{Open: deps.Open, Opened: deps.Opened, EnvName: deps.EnvName, Demo: deps.Demo, Links: deps.Links, Busy: papers{m}.busy}, env, &m.desk)
	m.outline = outline.New(env, &m.desk, m.files, m.tree.Unfolded)
	m.wallet = wallet.New(ctx, wallet.Deps{
		Tokens: deps.Tokens, Server: deps.Server, Bridge: deps.Bridge, Browse: deps.Browse, Where: deps.Kept,
	}, env)
	m.finds, m.past = finds.New(ctx, deps.Seen, env), past.New(ctx, deps.History, env)
	m.aside.runs = runs.New(runs.Deps{Guard: m.guard, Log: deps.History, Halts: deps.Halts, Jar: deps.Engine.Jar, Find: running{m}.subject})
	m.aside.clip.Board = deps.Clipboard
	m.aside.sizes = keep.New[layout.Sizes](deps.Memory, "layout", "the sizes of the panes")
	m.aside.filters = keep.New[[]string](deps.Memory, "filters", "the filters")
	m.tree.Focus(true)
	if deps.Tour {
		m.tour.Start()
	}
	return m
}

// Init opens the workspace and asks the terminal how it looks.
func (m *Model) Init() tea.Cmd {
	cmd := tea.Batch(m.files.Open(m.deps.Paths), m.wallet.Listen(), tea.RequestBackgroundColor)
	if w := m.deps.Taste.Warning(); w != "" {
		return tea.Batch(cmd, m.toast.Warn(w))
	}
	return cmd
}

// Flush keeps what was not kept when the program ended: current values, and what
// is unsaved, unless it was given up. Call it after the program has ended,
// before [Model.Close].
func (m *Model) Flush(ctx context.Context) error {
	if m.ctx.Err() != nil && !m.quitting { // a signal, in the middle of typing perhaps
		m.commit()
	}
	return m.files.Flush(ctx)
}

// Close cancels everything that is under way. Call it after the program ended.
func (m *Model) Close() {
	m.cancel()
	m.sends.Close()
}

// result is a message that knows how to apply itself: every command of ours
// answers with one.
type result interface{ apply(m *Model) tea.Cmd }

// Update dispatches one message.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case result:
		cmd = msg.apply(m)
	case files.Msg:
		cmd = m.did(m.files.Update(msg))
	case wallet.Msg:
		cmd = m.did(m.wallet.Update(msg))
	case past.Msg:
		cmd = m.handle(m.past.Update(msg))
	case works.DoneMsg:
		cmd = m.handle(m.aside.works.Done(msg))
	case finds.Msg:
		cmd = m.did(m.finds.Update(msg))
	case clock.TickMsg:
		if m.clock.Ticked(msg) {
			cmd = m.ticked()
		}
	case toast.OverMsg:
		m.toast.Over(msg)
	case tea.KeyPressMsg:
		cmd = input{m}.key(msg)
	case tea.PasteMsg:
		cmd = input{m}.paste(msg.Content)
	case tea.ClipboardMsg:
		cmd = m.did(m.files.Clipboard(msg.Content))
	case tea.MouseMsg, gesture.TickMsg:
		cmd = input{m}.mouse(msg)
	case tea.FocusMsg:
		files.Peek(m.files)
	case tea.WindowSizeMsg:
		cmd = m.hand.Cancel(input{m})
		m.screen.resize(m, msg.Width, msg.Height)
	case tea.ColorProfileMsg:
		m.deps.Taste.Colours(msg.Profile > colorprofile.ASCII)
		m.response.CanDraw(msg.Profile >= colorprofile.ANSI256)
		m.restyle()
	case tea.BackgroundColorMsg:
		m.deps.Taste.Background(msg.IsDark())
		m.restyle()
	}
	if m.screen.in.Tall != m.request.Tall() {
		m.layout()
	}
	if wish := m.response.Wish(); wish != nil {
		cmd = tea.Batch(cmd, m.handle(wish))
	}
	if draft := m.files.Look(input{m}.typed(msg)); draft != nil {
		cmd = tea.Batch(cmd, draft)
	}
	return m, cmd
}

// root is the workspace's folder, from which paths are meant.
func (m *Model) root() string {
	if m.desk.Workspace == nil {
		return ""
	}
	return m.desk.Workspace.Root()
}

// now is the wall clock; under test it is synctest's.
func (m *Model) now() time.Time { return time.Now() }
