//go:build unix

package atomicfile

import (
	"errors"
	"os"
	"syscall"
)

// syncDir forces the entries of dir to disk. File systems that know no such
// thing (some network and FUSE ones) answer EINVAL or ENOTSUP, which is as
// good as it gets there.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil
	}
	return err
}
