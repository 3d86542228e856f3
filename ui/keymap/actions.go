package keymap

// The actions. Handlers compare these, never keys.
const (
	Send         ID = "send"
	Cancel       ID = "cancel"
	Interrupt    ID = "interrupt"
	Quit         ID = "quit"
	QuitNow      ID = "quit.now"
	NextPane     ID = "pane.next"
	PrevPane     ID = "pane.prev"
	Pane1        ID = "pane.1"
	Pane2        ID = "pane.2"
	Pane3        ID = "pane.3"
	Pane4        ID = "pane.4"
	Zoom         ID = "pane.zoom"
	Grow         ID = "pane.grow"
	Shrink       ID = "pane.shrink"
	Taller       ID = "pane.taller"
	Shorter      ID = "pane.shorter"
	Palette      ID = "palette"
	FindRequest  ID = "find"
	SwitchEnv    ID = "env.switch"
	OpenEnv      ID = "env.pane"
	QuickLook    ID = "env.look"
	Tokens       ID = "tokens"
	Save         ID = "save"
	Help         ID = "help"
	OpenDemo     ID = "demo"
	Import       ID = "import"
	RecoverEdits ID = "recover"
	Report       ID = "report"
	Theme        ID = "theme"

	Up       ID = "move.up"
	Down     ID = "move.down"
	Left     ID = "move.left"
	Right    ID = "move.right"
	PageUp   ID = "move.pageup"
	PageDown ID = "move.pagedown"
	Top      ID = "move.top"
	Bottom   ID = "move.bottom"

	Open      ID = "open"
	Toggle    ID = "toggle"
	Fold      ID = "fold"
	Unfold    ID = "unfold"
	FoldAll   ID = "fold.all"
	UnfoldAll ID = "unfold.all"
	Search    ID = "search"
	Next      ID = "search.next"
	Prev      ID = "search.prev"
	Filter    ID = "filter"
	NextTab   ID = "tab.next"
	PrevTab   ID = "tab.prev"

	EditValue   ID = "edit"
	Add         ID = "add"
	Remove      ID = "remove"
	Rename      ID = "rename"
	NewEnv      ID = "env.new"
	MarkSecret  ID = "secret"
	Reveal      ID = "reveal"
	Initial     ID = "env.initial"
	AddVar      ID = "env.add"
	RemoveVar   ID = "env.remove"
	Method      ID = "method"
	EditURL     ID = "url"
	BodyMode    ID = "body.mode"
	EditOutside ID = "edit.outside"
	Bulk        ID = "bulk"
	PickFile    ID = "body.file"
	Pretty      ID = "body.pretty"
	Undo        ID = "undo"
	Redo        ID = "redo"
	Copy        ID = "copy"
	CopyAll     ID = "copy.all"

	CopyPath       ID = "copy.path"
	CopyScriptPath ID = "copy.path.script"

	Raw      ID = "body.raw"
	Wrap     ID = "body.wrap"
	Pager    ID = "body.pager"
	SaveBody ID = "body.save"
	Editor   ID = "body.editor"

	Table         ID = "table"
	SortColumn    ID = "table.sort"
	HideColumn    ID = "table.hide"
	ChooseColumns ID = "table.columns"

	AuthType     ID = "auth.type"
	ShowSecret   ID = "auth.reveal"
	AuthSource   ID = "auth.source"
	OverrideAuth ID = "auth.override"
	ChooseToken  ID = "auth.token"
	ShareToken   ID = "auth.share"
	FillIssuer   ID = "auth.fill"
	MoveAudience ID = "auth.move"

	NewRequest    ID = "tree.request"
	NewFolder     ID = "tree.folder"
	NewCollection ID = "tree.collection"
	RenameItem    ID = "tree.rename"
	Duplicate     ID = "tree.duplicate"
	Delete        ID = "tree.delete"
	MoveUp        ID = "tree.up"
	MoveDown      ID = "tree.down"
	Cut           ID = "tree.cut"
	PutHere       ID = "tree.paste"
	SaveExample   ID = "example"
	LookUp        ID = "lookup"
	History       ID = "history"
	CopyCurl      ID = "copy.curl"
	RunAll        ID = "run.all"
	FollowLink    ID = "link.follow"
	LoadPages     ID = "link.pages"
	Back          ID = "link.back"
	Forward       ID = "link.forward"

	Accept   ID = "dialog.accept"
	Close    ID = "dialog.close"
	OtherWay ID = "login.other"
	ShowQR   ID = "login.qr"

	GetToken      ID = "token.get"
	UseToken      ID = "token.use"
	RefreshToken  ID = "token.refresh"
	LoginAgain    ID = "token.login"
	RenameToken   ID = "token.rename"
	DeleteToken   ID = "token.delete"
	DeleteExpired ID = "token.expired"
	RevokeToken   ID = "token.revoke"
	Introspect    ID = "token.introspect"
	UserInfo      ID = "token.userinfo"
	TokenTrace    ID = "token.trace"

	Resend       ID = "history.send"
	Compare      ID = "history.compare"
	DeleteSend   ID = "history.delete"
	ClearHistory ID = "history.clear"
	OnlyRequest  ID = "history.request"
	OnlyEnv      ID = "history.env"
	NextStatus   ID = "history.status"
	Runs         ID = "history.runs"

	OnlyFailed ID = "run.failed"
	NextFailed ID = "run.next"
	PrevFailed ID = "run.prev"
	RunAgain   ID = "run.again"
	RunFailed  ID = "run.againfailed"
	RunOn      ID = "run.on"
	SaveReport ID = "run.report"

	ResetVar     ID = "env.reset"
	PublishVar   ID = "env.publish"
	DuplicateEnv ID = "env.duplicate"
	BulkEnv      ID = "env.bulk"
	CompareEnv   ID = "env.compare"
	ExportEnv    ID = "env.export"
	ImportEnv    ID = "env.import"

	Jump ID = "jump"
)

// The categories, in the order of the help.
const (
	catSend  = "Send"
	catMove  = "Move around"
	catLook  = "Look"
	catEdit  = "Edit"
	catEnv   = "Environment and tokens"
	catOther = "Program"
)

func needs(ok func(State) bool, why string) func(State) string {
	return func(s State) string {
		if ok(s) {
			return ""
		}
		return why
	}
}

// Actions returns the table of everything a person can do.
func Actions() []Action {
	var (
		request  = needs(func(s State) bool { return s.Request }, "choose a request first")
		sendable = func(s State) string {
			if !s.Request && s.InCollection {
				return "choose a request first, or run all that is in here"
			}
			return request(s)
		}
		response    = needs(func(s State) bool { return s.Response }, "nothing was sent yet")
		body        = needs(func(s State) bool { return s.Response || s.Sending }, "nothing was sent yet")
		collections = needs(func(s State) bool { return s.Collections }, "no collection is open")
		envs        = needs(func(s State) bool { return s.Environments }, "there is no environment")
		env         = needs(func(s State) bool { return s.Environment }, "no environment is chosen")
		variable    = needs(func(s State) bool { return s.Variable }, "choose a variable first")
		row         = needs(func(s State) bool { return s.Row }, "choose a row first")
		dirty       = needs(func(s State) bool { return s.Dirty }, "nothing has changed")
		tokens      = needs(func(s State) bool { return s.Tokens }, "there are no tokens")
		oauth       = needs(func(s State) bool { return s.OAuth }, "what is chosen has no OAuth 2.0 to get a token by")
		notes       = needs(func(s State) bool { return s.Notes }, "everything was understood")
		open        = needs(func(s State) bool { return s.Workspace }, "nothing is open yet")
		node        = needs(func(s State) bool { return s.InCollection }, "choose a collection first")
		item        = needs(func(s State) bool { return s.Request || s.Folder }, "choose a request or a folder first")
		cut         = needs(func(s State) bool { return s.Cut }, "nothing was cut")
		undo        = needs(func(s State) bool { return s.Undo }, "nothing was edited")
		redo        = needs(func(s State) bool { return s.Redo }, "nothing was undone")
		searching   = needs(func(s State) bool { return s.Searching }, "search with / first")
		table       = needs(func(s State) bool { return s.Table }, "show a list as a table first")
		secret      = needs(func(s State) bool { return s.Auth.Secret }, "choose a secret first")
		inherited   = needs(func(s State) bool { return s.Auth.Inherited }, "nothing is inherited here")
		shareable   = needs(func(s State) bool { return s.Auth.Shareable }, "there is no token of an OAuth 2.0 that is set up here")
		issuer      = needs(func(s State) bool { return s.Auth.Issuer }, "there is no Issuer URL set up here")
		legacy      = needs(func(s State) bool { return s.Auth.Legacy }, "there is no audience or resource of an older Postman here")
	)
	return []Action{
		{ID: Send, Title: "send", Category: catSend, Keys: []string{"ctrl+r", "ctrl+enter", "alt+enter", "ctrl+j"}, Scope: Anywhere, Footer: "send", Why: sendable},
		{ID: Cancel, Title: "cancel, back out", Category: catSend, Keys: []string{"esc"}, Scope: Global},
		{ID: Interrupt, Title: "cancel; twice quits", Category: catSend, Keys: []string{"ctrl+c"}, Scope: Anywhere},

		{ID: Up, Title: "up", Category: catMove, Keys: []string{"up", "k"}, Scope: Global},
		{ID: Down, Title: "down", Category: catMove, Keys: []string{"down", "j"}, Scope: Global},
		{ID: Left, Title: "left", Category: catMove, Keys: []string{"left", "h"}, Scope: Global},
		{ID: Right, Title: "right", Category: catMove, Keys: []string{"right", "l"}, Scope: Global},
		{ID: PageUp, Title: "page up", Category: catMove, Keys: []string{"pgup", "ctrl+u"}, Scope: Global},
		{ID: PageDown, Title: "page down", Category: catMove, Keys: []string{"pgdown", "ctrl+d"}, Scope: Global},
		{ID: Top, Title: "to the top", Category: catMove, Keys: []string{"g", "home"}, Scope: Global},
		{ID: Bottom, Title: "to the bottom", Category: catMove, Keys: []string{"G", "end"}, Scope: Global},
		{ID: NextPane, Title: "next pane", Category: catMove, Keys: []string{"tab"}, Scope: Global},
		{ID: PrevPane, Title: "previous pane", Category: catMove, Keys: []string{"shift+tab"}, Scope: Global},
		{ID: Pane1, Title: "collections", Category: catMove, Keys: []string{"1"}, Scope: Global},
		{ID: Pane2, Title: "request", Category: catMove, Keys: []string{"2"}, Scope: Global},
		{ID: Pane3, Title: "response", Category: catMove, Keys: []string{"3"}, Scope: Global},
		{ID: Pane4, Title: "environment", Category: catMove, Keys: []string{"4"}, Scope: Global},
		{ID: NextTab, Title: "next tab of the pane", Category: catMove, Keys: []string{"]", "ctrl+pgdown"}, Scope: Global},
		{ID: PrevTab, Title: "previous tab of the pane", Category: catMove, Keys: []string{"[", "ctrl+pgup"}, Scope: Global},
		{ID: Jump, Title: "jump to a row or a tab by its letter", Category: catMove, Keys: []string{"f"}, Scope: Global},
		{ID: Zoom, Title: "zoom the pane", Category: catMove, Keys: []string{"z"}, Scope: Global},
		{ID: Shrink, Title: "narrower tree", Category: catMove, Keys: []string{"<"}, Scope: Global},
		{ID: Grow, Title: "wider tree", Category: catMove, Keys: []string{">"}, Scope: Global},
		{ID: Taller, Title: "taller pane; wider where it stands beside another", Category: catMove, Keys: []string{"}"}, Scope: Global},
		{ID: Shorter, Title: "smaller pane", Category: catMove, Keys: []string{"{"}, Scope: Global},

		{ID: Open, Title: "open", Category: catLook, Keys: []string{"enter"}, Scope: Global},
		{ID: Toggle, Title: "fold; switch a row on or off", Category: catLook, Keys: []string{"space"}, Scope: Global},
		{ID: FoldAll, Title: "fold all; a response by a level", Category: catLook, Keys: []string{"-"}, Scope: Global},
		{ID: UnfoldAll, Title: "unfold all; a response by a level", Category: catLook, Keys: []string{"+", "="}, Scope: Global},
		{ID: FindRequest, Title: "find a request", Category: catLook, Keys: []string{"ctrl+p"}, Scope: Anywhere, Why: collections},
		{ID: Search, Title: "search, filter", Category: catLook, Keys: []string{"/"}, Scope: Global, Footer: "search"},
		{ID: Next, Title: "next hit", Category: catLook, Keys: []string{"n"}, Scope: Response, Why: searching},
		{ID: Prev, Title: "previous hit", Category: catLook, Keys: []string{"N"}, Scope: Response, Why: searching},
		{ID: Filter, Title: "filter by a path (gjson)", Category: catLook, Keys: []string{"|"}, Scope: Response, Why: response},
		{ID: FollowLink, Title: "follow the link", Category: catLook, Keys: []string{"o"}, Scope: Response, Why: response},
		{ID: RunAll, Title: "run the collection, folder or request with its tests", Category: catSend, Keys: []string{"R"}, Scope: Tree, Footer: "run", Why: node},
		{ID: CopyCurl, Title: "copy as a curl command", Category: catLook, Keys: []string{"X"}, Scope: Global, Why: request},
		{ID: History, Title: "what was sent before", Category: catLook, Keys: []string{"H"}, Scope: Global},
		{ID: LoadPages, Title: "load all pages into one view", Category: catLook, Keys: []string{"L"}, Scope: Response, Why: response},
		{ID: Back, Title: "back to the response before the link", Category: catLook, Keys: []string{"backspace", "alt+left"}, Scope: Response, Why: needs(func(s State) bool { return s.Back }, "no link was followed yet")},
		{ID: Forward, Title: "forward again", Category: catLook, Keys: []string{"alt+right", "F"}, Scope: Response, Why: needs(func(s State) bool { return s.Forward }, "nothing lies ahead")},
		{ID: Raw, Title: "pretty or raw", Category: catLook, Keys: []string{"p"}, Scope: Response, Why: body},
		{ID: Wrap, Title: "wrap long lines", Category: catLook, Keys: []string{"w"}, Scope: Response, Why: body},
		{ID: Table, Title: "the list as a table, or as it is", Category: catLook, Keys: []string{"v"}, Scope: Response, Why: response},
		{ID: SortColumn, Title: "sort by the column; downwards; not at all", Category: catLook, Keys: []string{"s"}, Scope: Response, Footer: "sort", Why: table},
		{ID: HideColumn, Title: "hide the column", Category: catLook, Keys: []string{"x"}, Scope: Response, Why: table},
		{ID: ChooseColumns, Title: "choose the columns", Category: catLook, Keys: []string{"a"}, Scope: Response, Footer: "columns", Why: table},
		{ID: SaveBody, Title: "save the body to a file", Category: catLook, Keys: []string{"W"}, Scope: Response, Why: response},
		{ID: Pager, Title: "read the body in $PAGER", Category: catLook, Keys: []string{"f3"}, Scope: Response, Why: response},
		{ID: Editor, Title: "open a copy of the body in $EDITOR", Category: catLook, Keys: []string{"f4"}, Scope: Response, Why: response},
		{ID: Copy, Title: "copy the value", Category: catLook, Keys: []string{"y"}, Scope: Global},
		{ID: CopyPath, Title: "copy the path, for the filter", Category: catLook, Keys: []string{"c"}, Scope: Response, Why: response},
		{ID: CopyScriptPath, Title: "copy the path, for a script", Category: catLook, Keys: []string{"C"}, Scope: Response, Why: response},
		{ID: CopyAll, Title: "copy all; a table as CSV", Category: catLook, Keys: []string{"Y"}, Scope: Global},

		{ID: EditValue, Title: "edit", Category: catEdit, Keys: []string{"i", "f2"}, Scope: Global},
		{ID: EditOutside, Title: "edit the text in $EDITOR", Category: catEdit, Keys: []string{"f4"}, Scope: Request, Why: needs(func(s State) bool { return s.Edit.Text }, "turn to a body, a description or scripts first")},
		{ID: EditURL, Title: "edit the URL", Category: catEdit, Keys: []string{"u"}, Scope: Request, Footer: "URL", Why: request},
		{ID: Method, Title: "change the method", Category: catEdit, Keys: []string{"m"}, Scope: Request, Why: request},
		{ID: BodyMode, Title: "change the body's kind", Category: catEdit, Keys: []string{"b"}, Scope: Request, Why: request},
		{ID: Add, Title: "add a row", Category: catEdit, Keys: []string{"n", "insert"}, Scope: Request, Footer: "add", Why: node},
		{ID: Bulk, Title: "edit the rows as text", Category: catEdit, Keys: []string{"B"}, Scope: Request, Why: needs(func(s State) bool { return s.Edit.Rows }, "choose parameters, headers or a form first")},
		{ID: PickFile, Title: "choose a file for the row", Category: catEdit, Keys: []string{"p"}, Scope: Request, Footer: "file", Why: needs(func(s State) bool { return s.Edit.File }, "choose a row of files in a body first")},
		{ID: Pretty, Title: "put the body's JSON in order", Category: catEdit, Keys: []string{"P"}, Scope: Request, Why: needs(func(s State) bool { return s.Edit.JSON }, "turn to a body of JSON first")},
		{ID: Remove, Title: "delete the row", Category: catEdit, Keys: []string{"d", "delete"}, Scope: Request, Why: row},
		{ID: NewRequest, Title: "new request", Category: catEdit, Keys: []string{"n", "insert"}, Scope: Tree, Footer: "new", Why: node},
		{ID: NewFolder, Title: "new folder", Category: catEdit, Keys: []string{"N"}, Scope: Tree, Why: node},
		{ID: NewCollection, Title: "new collection", Category: catEdit, Keys: []string{"C"}, Scope: Tree, Why: open},
		{ID: RenameItem, Title: "rename", Category: catEdit, Keys: []string{"r", "f2"}, Scope: Tree, Footer: "rename", Why: node},
		{ID: Duplicate, Title: "duplicate", Category: catEdit, Keys: []string{"D"}, Scope: Tree, Why: node},
		{ID: Delete, Title: "delete the request, folder or collection", Category: catEdit, Keys: []string{"d", "delete"}, Scope: Tree, Why: node},
		{ID: MoveUp, Title: "move up, into and out of unfolded folders", Category: catEdit, Keys: []string{"K", "alt+up"}, Scope: Tree, Why: item},
		{ID: MoveDown, Title: "move down, into and out of unfolded folders", Category: catEdit, Keys: []string{"J", "alt+down"}, Scope: Tree, Why: item},
		{ID: Cut, Title: "cut, to move it elsewhere", Category: catEdit, Keys: []string{"x"}, Scope: Tree, Why: item},
		{ID: PutHere, Title: "put what was cut here", Category: catEdit, Keys: []string{"p"}, Scope: Tree, Why: cut},
		{ID: Undo, Title: "undo the last edit", Category: catEdit, Keys: []string{"u", "ctrl+z"}, Scope: Global, Why: undo},
		{ID: Redo, Title: "redo", Category: catEdit, Keys: []string{"U", "ctrl+y"}, Scope: Global, Why: redo},
		{ID: SaveExample, Title: "save the response as an example", Category: catEdit, Keys: []string{"S"}, Scope: Response, Footer: "example", Why: response},
		{ID: Save, Title: "save", Category: catEdit, Keys: []string{"ctrl+s"}, Scope: Anywhere, Footer: "save", Why: dirty},

		{ID: SwitchEnv, Title: "switch environment", Category: catEnv, Keys: []string{"ctrl+e"}, Scope: Anywhere, Footer: "switch", Why: envs},
		{ID: OpenEnv, Title: "environment pane", Category: catEnv, Keys: []string{"e"}, Scope: Global, Footer: "env"},
		{ID: QuickLook, Title: "all variables and where they come from", Category: catEnv, Keys: []string{"E"}, Scope: Global},
		{ID: AddVar, Title: "add a variable", Category: catEnv, Keys: []string{"n", "insert"}, Scope: Environment, Footer: "add", Why: env},
		{ID: RemoveVar, Title: "delete the variable", Category: catEnv, Keys: []string{"d", "delete"}, Scope: Environment, Why: variable},
		{ID: Rename, Title: "rename the environment", Category: catEnv, Keys: []string{"r"}, Scope: Environment, Why: env},
		{ID: NewEnv, Title: "new environment", Category: catEnv, Keys: []string{"N"}, Scope: Environment, Why: open},
		{ID: MarkSecret, Title: "mark as secret", Category: catEnv, Keys: []string{"s"}, Scope: Environment, Footer: "secret", Why: variable},
		{ID: Reveal, Title: "show the secret", Category: catEnv, Keys: []string{"v"}, Scope: Environment, Why: variable},
		{ID: Initial, Title: "edit the initial value", Category: catEnv, Keys: []string{"I"}, Scope: Environment, Why: variable},
		{ID: ResetVar, Title: "back to the initial value, one or all", Category: catEnv, Keys: []string{"R"}, Scope: Environment, Why: env},
		{ID: PublishVar, Title: "write the current value as the initial one", Category: catEnv, Keys: []string{"W"}, Scope: Environment, Why: env},
		{ID: BulkEnv, Title: "edit all values as text", Category: catEnv, Keys: []string{"B"}, Scope: Environment, Why: env},
		{ID: CompareEnv, Title: "compare with another environment", Category: catEnv, Keys: []string{"c"}, Scope: Environment, Why: env},
		{ID: DuplicateEnv, Title: "duplicate the environment", Category: catEnv, Keys: []string{"D"}, Scope: Environment, Why: env},
		{ID: ExportEnv, Title: "write the environment to a file", Category: catEnv, Keys: []string{"x"}, Scope: Environment, Why: env},
		{ID: ImportEnv, Title: "bring an environment in", Category: catEnv, Keys: []string{"m"}, Scope: Environment, Why: open},
		{ID: Tokens, Title: "manage tokens", Category: catEnv, Keys: []string{"t"}, Scope: Global, Footer: "tokens"},
		{ID: LookUp, Title: "look up an id for what the request lacks", Category: catEnv, Keys: []string{"@"}, Scope: Global, Footer: "ids", Why: request},
		{ID: GetToken, Title: "get a new access token", Category: catEnv, Keys: []string{"T"}, Scope: Global, Why: oauth},

		{ID: AuthType, Title: "change the type of auth", Category: catEnv, Keys: []string{"a"}, Scope: Request, Footer: "auth", Why: node},
		{ID: ChooseToken, Title: "use another of the available tokens", Category: catEnv, Keys: []string{"A"}, Scope: Request, Why: oauth},
		{ID: ShareToken, Title: "share the token in the file, or stop sharing it", Category: catEnv, Keys: []string{"S"}, Scope: Request, Why: shareable},
		{ID: FillIssuer, Title: "fill in the endpoints of the issuer", Category: catEnv, Keys: []string{"F"}, Scope: Request, Why: issuer},
		{ID: MoveAudience, Title: "make audience and resource parameters", Category: catEnv, Keys: []string{"M"}, Scope: Request, Why: legacy},
		{ID: AuthSource, Title: "edit the inherited auth where it stands", Category: catEnv, Keys: []string{"o"}, Scope: Request, Why: inherited},
		{ID: OverrideAuth, Title: "override the inherited auth", Category: catEnv, Keys: []string{"c"}, Scope: Request, Why: inherited},
		{ID: ShowSecret, Title: "show the secret", Category: catEnv, Keys: []string{"v"}, Scope: Request, Why: secret},

		{ID: Import, Title: "open or import files", Category: catOther, Keys: []string{"I"}, Scope: Global},
		{ID: RecoverEdits, Title: "recover unsaved edits of before", Category: catOther, Keys: []string{"f7"}, Scope: Global, Why: open},
		{ID: Report, Title: "what was not understood in the files", Category: catOther, Keys: []string{"!"}, Scope: Global, Why: notes},
		{ID: OpenDemo, Title: "open the demo", Category: catOther, Keys: []string{"O"}, Scope: Global},
		{ID: Theme, Title: "choose a theme", Category: catOther, Keys: []string{"ctrl+t"}, Scope: Global},
		{ID: Palette, Title: "palette", Category: catOther, Keys: []string{":", "ctrl+k"}, Scope: Global, Footer: "palette"},
		{ID: Help, Title: "help", Category: catOther, Keys: []string{"?", "f1"}, Scope: Global, Footer: "help"},
		{ID: Quit, Title: "quit", Category: catOther, Keys: []string{"q"}, Scope: Global},
		{ID: QuitNow, Title: "quit", Category: catOther, Keys: []string{"ctrl+q"}, Scope: Anywhere},

		{ID: Accept, Title: "choose", Category: catOther, Keys: []string{"enter"}, Scope: Dialog},
		{ID: Close, Title: "close", Category: catOther, Keys: []string{"esc"}, Scope: Dialog},
		{ID: OtherWay, Title: "log in the other way: browser or device code", Category: catEnv, Keys: []string{"o"}, Scope: Dialog},
		{ID: ShowQR, Title: "show the address as a QR code", Category: catEnv, Keys: []string{"Q"}, Scope: Dialog},
		{ID: UseToken, Title: "use the token for what is chosen", Category: catEnv, Keys: []string{"u"}, Scope: Dialog, Why: tokens},
		{ID: RefreshToken, Title: "refresh the token now; try again", Category: catEnv, Keys: []string{"r"}, Scope: Dialog, Why: tokens},
		{ID: LoginAgain, Title: "log in again for the token", Category: catEnv, Keys: []string{"L"}, Scope: Dialog, Why: tokens},
		{ID: RenameToken, Title: "rename the token", Category: catEnv, Keys: []string{"n"}, Scope: Dialog, Why: tokens},
		{ID: DeleteToken, Title: "delete the token here", Category: catEnv, Keys: []string{"d", "delete"}, Scope: Dialog, Why: tokens},
		{ID: DeleteExpired, Title: "delete all expired tokens", Category: catEnv, Keys: []string{"D"}, Scope: Dialog, Why: tokens},
		{ID: RevokeToken, Title: "revoke the token at its server", Category: catEnv, Keys: []string{"x"}, Scope: Dialog, Why: tokens},
		{ID: Introspect, Title: "ask the server what the token is", Category: catEnv, Keys: []string{"I"}, Scope: Dialog, Why: tokens},
		{ID: UserInfo, Title: "ask the server who the token's user is", Category: catEnv, Keys: []string{"W"}, Scope: Dialog, Why: tokens},
		{ID: RunOn, Title: "go on with a run that ended early", Category: catSend, Keys: []string{"C"}, Scope: Dialog},
		{ID: TokenTrace, Title: "what was said to get the token", Category: catEnv, Keys: []string{"v"}, Scope: Dialog},

		{ID: Resend, Title: "send the request again, as it is now", Category: catSend, Keys: []string{"r"}, Scope: HistoryList},
		{ID: Compare, Title: "mark to compare; compare with the marked one", Category: catLook, Keys: []string{"c"}, Scope: HistoryList},
		{ID: OnlyRequest, Title: "of the chosen request only, or of all", Category: catLook, Keys: []string{"tab"}, Scope: HistoryList},
		{ID: OnlyEnv, Title: "of the chosen environment only, or of all", Category: catLook, Keys: []string{"e"}, Scope: HistoryList},
		{ID: NextStatus, Title: "by status: all, 2xx to 5xx, failed", Category: catLook, Keys: []string{"s"}, Scope: HistoryList},
		{ID: Runs, Title: "the runs of before", Category: catLook, Keys: []string{"R"}, Scope: HistoryList},
		{ID: DeleteSend, Title: "delete the send or the run from the history", Category: catEdit, Keys: []string{"d", "delete"}, Scope: HistoryList},
		{ID: ClearHistory, Title: "clear the whole history", Category: catEdit, Keys: []string{"D"}, Scope: HistoryList},

		{ID: OnlyFailed, Title: "only what failed, or all", Category: catLook, Keys: []string{"f"}, Scope: RunView},
		{ID: NextFailed, Title: "next failure", Category: catLook, Keys: []string{"n"}, Scope: RunView},
		{ID: PrevFailed, Title: "previous failure", Category: catLook, Keys: []string{"N"}, Scope: RunView},
		{ID: RunAgain, Title: "run again", Category: catSend, Keys: []string{"r"}, Scope: RunView},
		{ID: RunFailed, Title: "run again what failed", Category: catSend, Keys: []string{"F"}, Scope: RunView},
		{ID: SaveReport, Title: "save a report: JSON, JUnit or HTML", Category: catOther, Keys: []string{"s"}, Scope: RunView},
	}
}
