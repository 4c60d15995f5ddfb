package io.fairlead.admin;

import java.util.Map;

/**
 * One line of a proxy's table.
 *
 * @param figures those that apply to this role; the others stay blank
 */
record Row(Role role, String name, Status status, Map<Column, Long> figures) {
    /** What the line is about. */
    enum Role {
        FRONTEND,
        SERVER,
        BACKEND
    }
}
