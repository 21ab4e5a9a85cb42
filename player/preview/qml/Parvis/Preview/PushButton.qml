// A button with words or a drawn sign; `checked` stays down. `tip` says what it does.
import QtQuick

Rectangle {
    id: root

    property string text: ""
    property string sign: ""
    property string tip: ""
    property bool checked: false
    property bool bold: false
    property bool framed: true
    property color ink: checked ? Look.accent : Look.ink

    signal pushed

    implicitWidth: Math.max(34, content.width + 24)
    implicitHeight: 34
    radius: 7
    color: area.pressed ? Look.pressed : checked ? Look.accentSoft : area.containsMouse ? Look.paper : framed ? Look.panel : "transparent"
    border.width: framed ? 1 : 0
    border.color: checked ? Look.accent : Look.line

    Accessible.role: Accessible.Button
    Accessible.name: text || tip
    Accessible.onPressAction: root.pushed()

    Row {
        id: content

        anchors.centerIn: parent
        spacing: root.text && root.sign ? 8 : 0

        Sign {
            name: root.sign
            ink: root.ink
            visible: root.sign !== ""
            anchors.verticalCenter: parent.verticalCenter
        }

        Label {
            text: root.text
            color: root.ink
            font.bold: root.bold || root.checked
            visible: root.text !== ""
            anchors.verticalCenter: parent.verticalCenter
        }
    }

    MouseArea {
        id: area

        anchors.fill: parent
        hoverEnabled: true
        cursorShape: Qt.PointingHandCursor
        onClicked: root.pushed()
    }

    Rectangle {
        z: 10
        visible: area.containsMouse && root.tip !== "" && root.text === ""
        anchors.bottom: parent.top
        anchors.bottomMargin: 6
        anchors.horizontalCenter: parent.horizontalCenter
        width: hint.width + 16
        height: 26
        radius: 5
        color: Look.ink

        Label {
            id: hint

            anchors.centerIn: parent
            text: root.tip
            color: Look.paper
            font.pixelSize: Look.small
        }
    }
}
