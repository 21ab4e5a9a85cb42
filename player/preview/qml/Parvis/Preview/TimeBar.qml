// The day below the stage: the transport, the events of each screen, and the instant shown.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Preview

Rectangle {
    id: root

    required property PreviewModel preview
    readonly property TimeModel time: preview.timeModel
    readonly property int side: 24
    readonly property int lane: time.lanes.length > 1 ? 24 : 34

    function putAway(): bool {
        return transport.putAway();
    }

    height: 74 + 20 + Math.max(1, time.lanes.length) * (lane + 4) + 22
    color: Look.paper

    Rectangle {
        width: parent.width
        height: 1
        color: Look.line
    }

    Transport {
        id: transport

        x: root.side
        y: 14
        width: parent.width - 2 * root.side
        preview: root.preview
    }

    Item {
        id: day

        x: root.side
        y: 72
        width: parent.width - 2 * root.side
        height: parent.height - y

        Repeater {
            model: root.time.lanes

            DayLane {
                required property var modelData
                required property int index

                y: index * (height + 4)
                width: day.width
                height: root.lane
                screen: root.time.lanes.length > 1 ? modelData.screen : ""
                bars: modelData.bars
                words: root.preview.words
            }
        }

        Repeater {
            model: root.time.ticks

            Item {
                id: tick

                required property var modelData

                x: Math.round(modelData.at * day.width)
                y: Math.max(1, root.time.lanes.length) * (root.lane + 4)

                Rectangle {
                    width: 1
                    height: tick.modelData.label ? 7 : 4
                    color: Look.quiet
                }

                Label {
                    anchors.horizontalCenter: parent.left
                    y: 8
                    text: tick.modelData.label
                    color: Look.quiet
                    font.pixelSize: Look.small
                }
            }
        }

        Rectangle {
            x: Math.round(root.time.position * day.width) - 1
            y: -8
            width: 3
            height: root.time.lanes.length * (root.lane + 4) + 12
            visible: root.time.lanes.length > 0 && root.time.position >= 0 && root.time.position <= 1
            color: Look.errorMark

            Rectangle {
                width: 13
                height: 13
                radius: 7
                x: -5
                y: -6
                color: Look.errorMark
                border.width: 2
                border.color: Look.paper
            }
        }

        MouseArea {
            anchors.fill: parent
            anchors.topMargin: -12
            cursorShape: Qt.SizeHorCursor
            onPressed: mouse => root.time.seek(mouse.x / width)
            onPositionChanged: mouse => root.time.seek(mouse.x / width)
        }
    }
}
