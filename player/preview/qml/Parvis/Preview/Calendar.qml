// A month to choose a day from.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Preview

Rectangle {
    id: root

    required property TimeModel time
    required property var words
    readonly property int cell: 38

    signal picked

    width: 7 * cell + 32
    height: grid.y + grid.height + 16
    radius: 10
    color: Look.panel
    border.width: 1
    border.color: Look.line

    MouseArea {
        anchors.fill: parent
    }

    PushButton {
        x: 16
        y: 12
        sign: "left"
        framed: false
        onPushed: root.time.shiftMonth(-1)
    }

    Label {
        anchors.horizontalCenter: parent.horizontalCenter
        y: 20
        text: root.time.monthTitle
        font.bold: true
    }

    PushButton {
        anchors.right: parent.right
        anchors.rightMargin: 16
        y: 12
        sign: "right"
        framed: false
        onPushed: root.time.shiftMonth(1)
    }

    Row {
        x: 16
        y: 54

        Repeater {
            model: root.time.weekdays

            Label {
                required property string modelData

                width: root.cell
                horizontalAlignment: Text.AlignHCenter
                text: modelData
                color: Look.quiet
                font.pixelSize: Look.small
            }
        }
    }

    Grid {
        id: grid

        x: 16
        y: 76
        columns: 7

        Repeater {
            model: root.time.monthDays

            Rectangle {
                id: day

                required property var modelData

                width: root.cell
                height: 34
                radius: 7
                color: modelData.isChosen ? Look.accent : area.containsMouse ? Look.accentSoft : "transparent"

                Label {
                    anchors.centerIn: parent
                    text: day.modelData.day
                    color: day.modelData.isChosen ? "#ffffff" : day.modelData.isInside ? Look.ink : "#a4adb2"
                    font.bold: day.modelData.isChosen
                }

                MouseArea {
                    id: area

                    anchors.fill: parent
                    hoverEnabled: true
                    cursorShape: Qt.PointingHandCursor
                    onClicked: {
                        root.time.pickDay(day.modelData.year, day.modelData.month, day.modelData.day);
                        root.picked();
                    }
                }
            }
        }
    }
}
