package script

// SetLimits changes what later tasks may take.
func (h *Host) SetLimits(l Limits) { h.opt.Limits = l.or(Defaults()) }
