// A key, large enough for a thumb in a glove; it is dark while it is pressed.
import QtQuick

Rectangle {
    id: root

    property string text
    property string ground: "#2b4450"
    property string ink: "#f4f7f7"
    property real em: 16
    property bool strong: true

    signal pressed()

    radius: height * 0.12
    color: area.pressed ? Qt.darker(ground, 1.5) : ground

    Text {
        anchors.centerIn: parent
        width: parent.width - root.em
        text: root.text
        color: root.ink
        font.family: "Atkinson Hyperlegible"
        font.pixelSize: root.em
        font.bold: root.strong
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 9
        horizontalAlignment: Text.AlignHCenter
        textFormat: Text.PlainText
    }

    MouseArea {
        id: area

        anchors.fill: parent
        onClicked: root.pressed()
    }
}
