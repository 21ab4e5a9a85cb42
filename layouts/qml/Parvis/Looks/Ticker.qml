// A line of running text: where it stands is a function of `now`. A text that fits stands still.
pragma ComponentBehavior: Bound

import QtQuick

Item {
    id: root

    // Each run: { text, width (px), start (ms): when its left edge enters at the right end }.
    required property list<var> runs
    required property real now
    required property real speed
    required property color color
    required property color ground
    required property color accent
    required property real pixelSize

    readonly property real edge: Math.round(pixelSize * 0.9)
    // As layouts/ticker.py spaces the runs.
    readonly property real gap: pixelSize * 3
    readonly property bool still: speed <= 0

    clip: true

    Rectangle {
        anchors.fill: parent
        color: root.ground
    }

    Repeater {
        model: root.runs

        Item {
            id: run

            required property var modelData

            readonly property real leftEdge: root.still ? root.edge
                : root.width - (root.now - modelData.start) * root.speed / 1000

            x: Math.round(leftEdge)
            height: root.height
            visible: leftEdge < root.width && leftEdge + modelData.width > -root.gap

            Rectangle {
                visible: !root.still
                width: Math.round(root.pixelSize * 0.26)
                height: width
                radius: width / 2
                antialiasing: true
                x: Math.round(-(root.gap + width) / 2)
                y: Math.round((root.height - height) / 2)
                color: root.accent
            }

            SignLine {
                height: root.height
                width: run.modelData.width + root.pixelSize
                text: run.modelData.text
                color: root.color
                pixelSize: root.pixelSize
            }
        }
    }

    Rectangle {
        visible: !root.still
        width: root.edge
        height: root.height
        gradient: Gradient {
            orientation: Gradient.Horizontal
            GradientStop { position: 0.2; color: root.ground }
            GradientStop { position: 1.0; color: Qt.alpha(root.ground, 0) }
        }
    }

    Rectangle {
        visible: !root.still
        x: root.width - width
        width: root.edge
        height: root.height
        gradient: Gradient {
            orientation: Gradient.Horizontal
            GradientStop { position: 0.0; color: Qt.alpha(root.ground, 0) }
            GradientStop { position: 0.8; color: root.ground }
        }
    }
}
