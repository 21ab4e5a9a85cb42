// What stands on the stage when there is no device to show, or none that is sought.
import QtQuick
import Parvis.Preview

Item {
    id: root

    required property PreviewModel preview
    readonly property var words: preview.words

    Column {
        anchors.centerIn: parent
        width: Math.min(520, parent.width - 48)
        spacing: 14

        Label {
            width: parent.width
            wrapMode: Text.Wrap
            text: root.words[root.preview.state + "_title"] ?? root.words.loading
            color: Look.stageInk
            font.pixelSize: Look.clock
            font.bold: true
        }

        Label {
            width: parent.width
            visible: text !== ""
            wrapMode: Text.Wrap
            lineHeight: 1.25
            text: root.preview.state === "unread" ? root.preview.trouble.filter(part => part).join("\n") : root.words[root.preview.state + "_body"] ?? root.preview.folder
            color: Look.stageQuiet
            font.pixelSize: Look.lead
        }

        Rectangle {
            visible: code.text !== ""
            width: parent.width
            height: code.height + 32
            radius: 8
            color: Look.stageRaised

            Label {
                id: code

                x: 18
                y: 16
                lineHeight: 1.35
                text: root.words[root.preview.state + "_code"] ?? ""
                color: Look.stageInk
            }
        }
    }
}
