// A few lines under each other, the first ones bold, in the middle of the height; set in Python, which knows what fits.
pragma ComponentBehavior: Bound

import QtQuick

Item {
    id: root

    required property list<string> lines
    required property color color
    required property real pixelSize
    property color quiet: color
    property int strong: 0
    property string alignment: "left"

    readonly property real step: Style.leading * pixelSize
    readonly property real first: (height - (lines.length - 1) * step) / 2

    Repeater {
        model: root.lines

        SignLine {
            required property string modelData
            required property int index

            width: root.width
            height: root.step
            y: root.first + (index - 0.5) * root.step
            text: modelData
            color: index < root.strong ? root.color : root.quiet
            pixelSize: root.pixelSize
            alignment: root.alignment
            bold: index < root.strong
        }
    }
}
