// What each zone of the open device shows now, and until when.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Preview

Column {
    id: root

    required property DeviceModel device
    required property var words

    spacing: 6

    Label {
        text: root.words.on_air
        font.pixelSize: Look.lead
        font.bold: true
    }

    Repeater {
        model: root.device ? root.device.screenList : []

        Column {
            id: part

            required property ScreenModel modelData

            width: root.width
            spacing: 4

            Label {
                visible: root.device !== null && root.device.screenList.length > 1
                topPadding: 2
                text: part.modelData.name
                color: Look.quiet
                font.pixelSize: Look.small
            }

            Label {
                visible: part.modelData.isDark
                text: root.words.dark
                color: Look.quiet
            }

            Repeater {
                model: part.modelData.lineList

                Item {
                    id: line

                    required property var modelData

                    width: root.width
                    height: 20

                    Label {
                        id: zone

                        width: 46
                        text: line.modelData.zone
                        color: Look.quiet
                    }

                    Label {
                        x: 50
                        width: parent.width - x - until.width - 8
                        text: line.modelData.item
                        font.bold: true
                    }

                    Label {
                        id: until

                        anchors.right: parent.right
                        anchors.baseline: zone.baseline
                        text: line.modelData.until
                        color: Look.quiet
                        font.pixelSize: Look.small
                    }
                }
            }
        }
    }

    Rectangle {
        width: parent.width
        height: 1
        color: Look.line
    }
}
