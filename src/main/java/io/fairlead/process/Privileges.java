package io.fairlead.process;

import io.fairlead.config.GlobalConfig;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Processes;

/** Gives up what the process needed for its start. Everything here is fatal where it fails. */
final class Privileges {
    private Privileges() {}

    /** {@code chroot}. */
    static void changeRoot(GlobalConfig global) throws ProcessException {
        String directory = global.chroot();
        if (directory != null) {
            Preload.all();
            require(Processes.changeRoot(directory), "cannot chroot to '" + directory + "'");
        }
    }

    /** {@code gid}, then {@code uid}; supplementary groups go with the first of them. */
    static void drop(GlobalConfig global) throws ProcessException {
        boolean root = Processes.effectiveUser() == 0;
        if (root && (global.gid() != 0 || global.uid() != 0)) {
            require(Processes.leaveGroups(), "cannot leave the supplementary groups");
        }
        if (global.gid() != 0) {
            require(Processes.becomeGroup(global.gid()), "cannot set gid " + global.gid());
        }
        if (global.uid() != 0) {
            require(Processes.becomeUser(global.uid()), "cannot set uid " + global.uid());
        }
    }

    private static void require(int answer, String what) throws ProcessException {
        if (answer < 0) {
            throw new ProcessException(what + ": " + Errno.describe(answer));
        }
    }
}
