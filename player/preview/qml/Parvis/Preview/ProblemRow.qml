// One problem: what is wrong, where, what to do. A push leads to where it shows.
pragma ComponentBehavior: Bound

import QtQuick

Rectangle {
    id: root

    required property var problem
    required property var words

    signal pushed

    height: column.height + 22
    color: problem.chosen ? Look.errorSoft : area.containsMouse ? Look.paper : "transparent"

    Accessible.role: Accessible.ListItem
    Accessible.name: problem.message

    Rectangle {
        anchors.bottom: parent.bottom
        x: 20
        width: parent.width - 36
        height: 1
        color: Look.line
    }

    Sign {
        x: 20
        y: 13
        name: root.problem.isError ? "error" : "warning"
        ink: root.problem.isError ? Look.errorMark : Look.warningMark
    }

    Column {
        id: column

        x: 46
        y: 11
        width: parent.width - 62
        spacing: 3

        Label {
            width: parent.width
            wrapMode: Text.Wrap
            maximumLineCount: 6
            text: root.problem.message
        }

        Label {
            width: parent.width
            text: root.problem.place
            color: root.problem.isError ? Look.error : Look.warning
            font.pixelSize: 13
            font.bold: true
            elide: Text.ElideMiddle
        }

        Label {
            width: parent.width
            visible: text !== ""
            text: root.problem.where
            color: Look.quiet
            font.pixelSize: Look.small
        }

        Label {
            width: parent.width
            visible: text !== ""
            wrapMode: Text.Wrap
            maximumLineCount: 4
            text: [root.problem.found ? root.words.found + root.problem.found : "", root.problem.expected ? root.words.expected + root.problem.expected : ""].filter(part => part).join(", ")
            color: Look.quiet
            font.pixelSize: 13
        }

        Label {
            width: parent.width
            visible: text !== ""
            wrapMode: Text.Wrap
            maximumLineCount: 4
            text: root.problem.hint
            color: Look.accent
            font.pixelSize: 13
        }

        Label {
            width: parent.width
            visible: root.problem.lost
            wrapMode: Text.Wrap
            text: root.words.not_shown
            color: Look.quiet
            font.pixelSize: 13
        }
    }

    MouseArea {
        id: area

        anchors.fill: parent
        hoverEnabled: true
        cursorShape: Qt.PointingHandCursor
        onClicked: root.pushed()
    }
}
