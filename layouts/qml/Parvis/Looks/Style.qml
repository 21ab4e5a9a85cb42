// What all widgets share: the family, and the proportions of its letters.
pragma Singleton

import QtQuick

QtObject {
    // The bundled family; the root of the process loads its files with addApplicationFont.
    property string family: "Atkinson Hyperlegible"

    // Height of a capital, of an em.
    property real capitals: 0.668

    // From baseline to baseline of the lines of a widget, in ems, as layouts/signs.py.
    property real leading: 1.15
}
