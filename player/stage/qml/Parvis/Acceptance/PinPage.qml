// The technician's PIN: a pad in the lower half, where a hand reaches it; the show goes on around it.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Acceptance

Item {
    id: root

    required property PinModel pin

    readonly property real key: pin.keySize
    readonly property real gap: key * 0.16
    readonly property real em: key * 0.36

    width: parent ? parent.width : 0
    height: parent ? parent.height : 0
    z: 1000

    Rectangle {
        id: pad

        width: 3 * root.key * 1.25 + 4 * root.gap
        height: column.height + 2 * root.gap
        x: (root.width - width) / 2
        y: Math.min((root.height - height) * 0.8, root.height - height)
        radius: root.gap
        color: "#f510222b"
        border.color: "#5f7580"
        border.width: 1

        MouseArea {
            anchors.fill: parent
        }

        Column {
            id: column

            x: root.gap
            y: root.gap
            width: pad.width - 2 * root.gap
            spacing: root.gap

            component Line: Text {
                width: column.width
                color: "#f4f7f7"
                font.family: "Atkinson Hyperlegible"
                font.pixelSize: root.em * 0.8
                wrapMode: Text.WordWrap
                textFormat: Text.PlainText
            }

            Line {
                text: root.pin.title
                font.bold: true
                font.pixelSize: root.em
            }

            Line {
                text: root.pin.said
                color: root.pin.wrong ? "#ff9a8f" : "#9fb4bd"
                height: root.em * 2.1
            }

            Rectangle {
                width: column.width
                height: root.key * 0.6
                radius: root.gap * 0.6
                color: "#0a161c"

                Row {
                    anchors.centerIn: parent
                    spacing: root.em * 0.35

                    Repeater {
                        model: root.pin.dots.length

                        Rectangle {
                            width: root.em * 0.5
                            height: width
                            radius: width / 2
                            color: "#f4f7f7"
                        }
                    }
                }
            }

            Grid {
                columns: 3
                spacing: root.gap

                Repeater {
                    model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "erase", "0", "enter"]

                    Key {
                        required property string modelData

                        width: (column.width - 2 * root.gap) / 3
                        height: root.key
                        em: modelData.length > 1 ? root.em * 0.8 : root.em * 1.2
                        text: modelData === "erase" ? root.pin.erase : modelData === "enter" ? root.pin.enter : modelData
                        ground: modelData === "enter" ? "#00796f" : "#2b4450"
                        onPressed: root.pin.press(modelData)
                    }
                }
            }

            Key {
                width: column.width
                height: root.key * 0.8
                em: root.em * 0.8
                text: root.pin.cancel
                ground: "#10222b"
                onPressed: root.pin.press("cancel")
            }
        }
    }
}
