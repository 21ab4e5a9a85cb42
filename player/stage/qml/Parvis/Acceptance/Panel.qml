// What is asked, and the keys that answer it: at the lower edge, where a hand reaches it.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Acceptance

Rectangle {
    id: root

    required property GlassModel glass

    readonly property real em: glass.em
    readonly property real gap: em * 0.8

    width: Math.min(parent.width - 2 * gap, em * 34)
    height: told.height + 2 * gap
    x: (parent.width - width) / 2
    y: parent.height - height - gap
    radius: em * 0.4
    color: "#f010222b"
    border.color: "#5f7580"
    border.width: 1

    MouseArea {
        anchors.fill: parent
    }

    Column {
        id: told

        x: root.gap
        y: root.gap
        width: root.width - 2 * root.gap
        spacing: root.em * 0.5

        component Line: Text {
            width: told.width
            visible: text !== ""
            color: "#f4f7f7"
            font.family: "Atkinson Hyperlegible"
            font.pixelSize: root.em
            wrapMode: Text.WordWrap
            lineHeight: 1.15
            textFormat: Text.PlainText
        }

        Line {
            text: root.glass.head
            color: "#9fb4bd"
            font.pixelSize: root.em * 0.72
        }

        Line {
            text: root.glass.question
            font.bold: true
        }

        Row {
            visible: root.glass.keys.length > 0
            spacing: root.em * 0.6
            topPadding: root.em * 0.3

            Repeater {
                model: root.glass.keys

                Key {
                    required property var modelData

                    width: (told.width - (root.glass.keys.length - 1) * root.em * 0.6) / root.glass.keys.length
                    height: root.glass.keySize
                    em: root.em
                    text: modelData.text
                    ground: modelData.ground
                    onPressed: root.glass.answer(modelData.answer)
                }
            }
        }

        Line {
            text: root.glass.hint
            color: "#9fb4bd"
            font.pixelSize: root.em * 0.72
        }
    }
}
