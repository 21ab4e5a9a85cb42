// The city's mark, or its name in bold where there is no picture of it.
pragma ComponentBehavior: Bound

import QtQuick

Item {
    id: root

    required property url source
    required property list<string> lines
    required property color color
    required property real pixelSize
    property string alignment: "left"

    Image {
        anchors.fill: parent
        visible: root.source.toString() !== ""
        source: root.source
        fillMode: Image.PreserveAspectFit
        horizontalAlignment: root.alignment === "right" ? Image.AlignRight
            : root.alignment === "centre" ? Image.AlignHCenter : Image.AlignLeft
    }

    Sign {
        anchors.fill: parent
        visible: root.source.toString() === ""
        lines: root.lines
        strong: root.lines.length
        color: root.color
        pixelSize: root.pixelSize
        alignment: root.alignment
    }
}
