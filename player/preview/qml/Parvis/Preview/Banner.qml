// Why an older picture is shown: what is wrong, in which file and line.
import QtQuick

Rectangle {
    id: root

    property string title: ""
    property string place: ""
    property string text: ""
    property real maximumWidth: 600

    visible: text !== ""
    width: Math.min(maximumWidth, Math.max(line.implicitWidth, message.implicitWidth) + 60)
    height: visible ? column.height + 20 : 0
    radius: 8
    color: Look.errorSoft
    border.width: 1
    border.color: Look.errorMark

    Sign {
        x: 16
        y: 14
        name: "error"
        ink: Look.errorMark
    }

    Column {
        id: column

        x: 44
        y: 10
        width: parent.width - 60
        spacing: 2

        Label {
            id: line

            width: parent.width
            text: root.title + (root.title && root.place ? "  ·  " : "") + root.place
            color: Look.error
            font.bold: true
        }

        Label {
            id: message

            width: parent.width
            text: root.text
            wrapMode: Text.Wrap
            maximumLineCount: 3
        }
    }
}
