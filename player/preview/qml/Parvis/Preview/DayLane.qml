// The day of one screen: its events in their colours, dark hours hatched, run boundaries as fine cuts.
pragma ComponentBehavior: Bound

import QtQuick

Item {
    id: root

    property string screen: ""
    required property var bars
    required property var words

    clip: true

    Repeater {
        model: root.bars

        Rectangle {
            id: bar

            required property var modelData
            readonly property bool event: modelData.kind === "event"
            readonly property bool dark: modelData.kind === "dark"
            readonly property real from: Math.round(modelData.start * root.width)

            x: from
            width: Math.max(1, Math.round((modelData.start + modelData.width) * root.width) - from - 1)
            height: root.height
            radius: 3
            clip: true
            color: event ? Look.tones[modelData.tone % Look.tones.length] : dark ? "#d9d5cb" : "#eeebe3"
            border.width: event || dark ? 0 : 1
            border.color: Look.line

            Repeater {
                model: bar.dark ? Math.ceil(bar.width / 9) + 4 : 0

                Rectangle {
                    required property int index

                    x: index * 9 - root.height / 2
                    y: -root.height
                    width: 1
                    height: 3 * root.height
                    rotation: 35
                    color: "#b9b3a6"
                }
            }

            Repeater {
                model: bar.modelData.cuts

                Rectangle {
                    required property var modelData

                    // A notch: the name of the event stands above it.
                    x: Math.round(modelData * root.width) - bar.from
                    y: bar.height - height
                    width: 1
                    height: 6
                    color: "#ffffff"
                    opacity: 0.8
                }
            }

            Label {
                x: 8
                width: bar.width - 12
                visible: bar.width > 44
                anchors.verticalCenter: parent.verticalCenter
                text: (root.screen && bar.event ? root.screen + "  ·  " : "") + (bar.event ? bar.modelData.label : bar.dark ? root.words.dark : root.words.built_in)
                color: bar.event ? "#ffffff" : Look.quiet
                font.pixelSize: Look.small
                font.bold: bar.event
            }
        }
    }
}
