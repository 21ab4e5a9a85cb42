// What fingers do: the cells that felt one, the fingers that lie there now, the target that is aimed at.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Acceptance

Item {
    id: root

    required property GlassModel glass

    readonly property real pitchX: glass.columns > 0 ? width / glass.columns : 0
    readonly property real pitchY: glass.rows > 0 ? height / glass.rows : 0

    Repeater {
        model: root.glass.kind === "touch" ? root.glass.felt : []

        Rectangle {
            required property int index
            required property bool modelData

            x: Math.round((index % root.glass.columns) * root.pitchX)
            y: Math.round(Math.floor(index / root.glass.columns) * root.pitchY)
            width: Math.round(root.pitchX) - 2
            height: Math.round(root.pitchY) - 2
            color: modelData ? "#00796f" : "#1d3640"
            border.color: modelData ? "#00a79d" : "#5f7580"
            border.width: 1
        }
    }

    Repeater {
        model: root.glass.aim

        Item {
            id: target

            required property var modelData

            readonly property real arm: root.glass.keySize * 0.6

            x: modelData.x
            y: modelData.y

            Rectangle {
                width: 2 * target.arm
                height: width
                radius: target.arm
                anchors.centerIn: parent
                color: "transparent"
                border.color: "#00a79d"
                border.width: 3
            }

            Rectangle {
                width: 2 * target.arm
                height: 2
                anchors.centerIn: parent
                color: "#f4f7f7"
            }

            Rectangle {
                width: 2
                height: 2 * target.arm
                anchors.centerIn: parent
                color: "#f4f7f7"
            }
        }
    }

    // What is to be done, where no finger lands on keys: all of the screen feels.
    Text {
        visible: (root.glass.kind === "touch" || root.glass.kind === "accuracy") && !root.glass.panel
        anchors.horizontalCenter: parent.horizontalCenter
        y: parent.height * 0.62
        width: parent.width * 0.8
        text: root.glass.question
        color: "#f4f7f7"
        font.family: "Atkinson Hyperlegible"
        font.pixelSize: root.glass.em * 1.2
        font.bold: true
        wrapMode: Text.WordWrap
        horizontalAlignment: Text.AlignHCenter
        textFormat: Text.PlainText
    }

    Repeater {
        model: root.glass.points

        Rectangle {
            required property var modelData

            width: root.glass.keySize * 1.1
            height: width
            radius: width / 2
            x: modelData.x - width / 2
            y: modelData.y - height / 2
            color: "#66f4f7f7"
            border.color: "#f4f7f7"
            border.width: 3
        }
    }
}
