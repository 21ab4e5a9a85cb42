// The way to the touch screen: an arrow down on a disc, beside it the same words in each language.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes

Item {
    id: root

    required property list<string> lines
    required property color color
    required property color accent
    required property color onAccent
    required property real pixelSize

    readonly property real disc: Math.min(height, pixelSize * 2.2)

    Rectangle {
        id: ground
        width: Math.round(root.disc)
        height: width
        y: Math.round((root.height - height) / 2)
        radius: width / 2
        antialiasing: true
        color: root.accent

        Shape {
            id: arrow
            anchors.fill: parent

            readonly property real middle: width / 2

            ShapePath {
                strokeColor: root.onAccent
                strokeWidth: root.disc * 0.085
                fillColor: "transparent"
                capStyle: ShapePath.RoundCap
                joinStyle: ShapePath.RoundJoin
                startX: arrow.middle
                startY: root.disc * 0.25
                PathLine { x: arrow.middle; y: root.disc * 0.75 }
                PathMove { x: root.disc * 0.28; y: root.disc * 0.53 }
                PathLine { x: arrow.middle; y: root.disc * 0.75 }
                PathLine { x: root.disc * 0.72; y: root.disc * 0.53 }
            }
        }
    }

    Sign {
        x: Math.round(ground.width + root.pixelSize * 0.6)
        width: root.width - x
        height: root.height
        lines: root.lines
        strong: root.lines.length
        color: root.color
        pixelSize: root.pixelSize
    }
}
