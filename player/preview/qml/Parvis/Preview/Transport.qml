// Day and hour shown, and the buttons that go elsewhere in time.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Preview

Item {
    id: root

    required property PreviewModel preview
    readonly property TimeModel time: preview.timeModel
    readonly property var words: preview.words

    function putAway(): bool {
        const was = calendar.visible;
        calendar.visible = false;
        return was;
    }

    height: 36

    Row {
        id: moves

        spacing: 6

        PushButton {
            sign: "previous"
            tip: root.words.previous
            onPushed: root.time.change(-1)
        }

        PushButton {
            sign: root.time.playing ? "pause" : "play"
            tip: root.time.playing ? root.words.pause : root.words.play
            width: 44
            onPushed: root.time.toggle()
        }

        PushButton {
            sign: "next"
            tip: root.words.next
            onPushed: root.time.change(1)
        }

        Item {
            width: 6
            height: 1
        }

        Repeater {
            model: root.time.rates

            PushButton {
                required property int modelData

                text: modelData + "×"
                framed: false
                // In a narrow window the keys change it.
                visible: root.width > 1080 || checked
                checked: root.time.rate === modelData
                onPushed: root.time.playAt(modelData)
            }
        }
    }

    Row {
        x: Math.max(moves.width + 16, Math.min((parent.width - width) / 2, days.x - width - 16))
        spacing: 12

        Label {
            text: root.time.clock
            font.pixelSize: Look.clock
            font.bold: true
            anchors.verticalCenter: parent.verticalCenter
        }

        Label {
            text: root.time.offset
            color: Look.quiet
            anchors.verticalCenter: parent.verticalCenter
            anchors.verticalCenterOffset: 4
        }
    }

    Row {
        id: days

        anchors.right: parent.right
        spacing: 6

        PushButton {
            sign: "left"
            tip: root.words.previous_day
            onPushed: root.time.shiftDay(-1)
        }

        PushButton {
            id: picker

            sign: "calendar"
            text: root.time.date
            checked: calendar.visible
            onPushed: calendar.visible = !calendar.visible
        }

        PushButton {
            sign: "right"
            tip: root.words.next_day
            onPushed: root.time.shiftDay(1)
        }

        Item {
            width: 6
            height: 1
        }

        PushButton {
            text: root.time.live ? root.words.live : root.words.now
            checked: root.time.live
            onPushed: root.time.goLive()
        }
    }

    Calendar {
        id: calendar

        visible: false
        anchors.right: parent.right
        anchors.bottom: parent.top
        anchors.bottomMargin: 10
        time: root.time
        words: root.words
        onPicked: visible = false
    }
}
