// What devices are sought, how many are found, and a push that shows all of them again.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Preview

Rectangle {
    id: root

    required property Gallery gallery
    required property var words

    signal done

    function start() {
        field.forceActiveFocus();
        field.selectAll();
    }

    function clear() {
        field.text = "";
        gallery.find("");
        done();
    }

    implicitWidth: 292
    implicitHeight: 34
    radius: 7
    color: Look.panel
    border.width: 1
    border.color: field.activeFocus ? Look.accent : Look.line

    Sign {
        x: 11
        anchors.verticalCenter: parent.verticalCenter
        name: "search"
        ink: Look.quiet
    }

    TextInput {
        id: field

        anchors.fill: parent
        anchors.leftMargin: 36
        anchors.rightMargin: text ? found.width + 46 : 12
        verticalAlignment: TextInput.AlignVCenter
        clip: true
        selectByMouse: true
        maximumLength: 60
        color: Look.ink
        selectionColor: Look.accent
        selectedTextColor: Look.panel
        font.family: Look.family
        font.pixelSize: Look.body
        cursorDelegate: Rectangle {
            width: 1
            visible: field.activeFocus
            color: Look.ink
        }
        Accessible.role: Accessible.EditableText
        Accessible.name: root.gallery.invitation
        onTextEdited: root.gallery.find(text)
        Keys.onEscapePressed: root.clear()
    }

    Label {
        anchors.fill: field
        verticalAlignment: Text.AlignVCenter
        visible: !field.text
        text: root.gallery.invitation
        color: Look.quiet
    }

    Label {
        id: found

        anchors.right: parent.right
        anchors.rightMargin: 36
        anchors.verticalCenter: parent.verticalCenter
        visible: field.text !== ""
        text: root.gallery.count
        color: Look.quiet
        font.pixelSize: Look.small
    }

    PushButton {
        anchors.right: parent.right
        visible: field.text !== ""
        sign: "clear"
        tip: root.words.clear
        framed: false
        onPushed: root.clear()
    }
}
