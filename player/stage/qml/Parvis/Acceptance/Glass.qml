// One screen under test: its picture, what moves or is felt over it, and the panel that asks.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Acceptance

Item {
    id: root

    required property GlassModel glass
    property int turn: 0

    readonly property bool upright: turn % 180 === 0

    width: upright ? glass.width : glass.height
    height: upright ? glass.height : glass.width

    FrameAnimation {
        running: root.glass.active && root.glass.kind === "bar"
        onTriggered: root.glass.tick()
    }

    Rectangle {
        width: root.glass.width
        height: root.glass.height
        anchors.centerIn: parent
        rotation: root.turn
        clip: true
        color: root.glass.matrix ? "#000000" : "#10222b"

        Image {
            anchors.fill: parent
            source: root.glass.picture
            smooth: false
            cache: false
        }

        MouseArea {
            anchors.fill: parent
            enabled: root.glass.active
            onClicked: root.glass.answer("hide")
        }

        // The bar crosses the screen in four seconds and comes back; what tears shows as a step in its edge.
        Rectangle {
            readonly property real part: (root.glass.now / 4) % 2
            readonly property real thick: Math.max(2, Math.round(root.glass.width / 16))

            visible: root.glass.active && root.glass.kind === "bar"
            width: thick
            height: parent.height
            x: Math.round((root.glass.width - thick) * (part < 1 ? part : 2 - part))
            color: root.glass.matrix ? "#ffbf00" : "#f4f7f7"
        }

        Felt {
            anchors.fill: parent
            visible: root.glass.active
            glass: root.glass
        }

        Summary {
            anchors.fill: parent
            visible: root.glass.kind === "summary"
            glass: root.glass
        }

        Panel {
            visible: root.glass.panel && !root.glass.matrix
            glass: root.glass
        }
    }
}
