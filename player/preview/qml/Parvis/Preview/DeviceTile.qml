// One device in the overview: its screens, its name and place, and a mark where something is wrong.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Preview

Item {
    id: root

    required property DeviceModel device
    required property PreviewModel preview

    x: device.x
    y: device.y
    width: device.width
    height: device.height
    visible: device.isSeen

    Rectangle {
        anchors.fill: parent
        anchors.margins: -8
        anchors.bottomMargin: -4
        radius: 8
        visible: root.device.isChosen || area.containsMouse
        color: root.device.isChosen ? Look.stageRaised : "transparent"
        border.width: root.device.isChosen ? 2 : 1
        border.color: root.device.isChosen ? Look.mark : Look.stageLine
    }

    Repeater {
        model: root.device.screenList

        ScreenPicture {
            required property ScreenModel modelData

            screen: modelData
            preview: root.preview
            x: modelData.x - root.device.x
            y: modelData.y - root.device.y
            width: modelData.width
            height: modelData.height
        }
    }

    Rectangle {
        // What keeps the whole folder back is said once, above all.
        visible: root.device.faultText !== "" && root.preview.trouble.length === 0
        width: parent.width
        height: 22
        y: parent.height - 44 - height
        color: Look.errorMark

        Label {
            anchors.fill: parent
            anchors.margins: 4
            verticalAlignment: Text.AlignVCenter
            text: root.device.faultPlace.split("/").pop()
            color: "#ffffff"
            font.pixelSize: Look.small
            font.bold: true
            elide: Text.ElideMiddle
        }
    }

    Sign {
        id: sign

        // Where an older picture is kept, that says it.
        visible: root.device.errorCount > 0 && root.device.faultText === ""
        name: "error"
        ink: Look.errorMark
        width: 16
        y: parent.height - 36
    }

    Label {
        x: sign.visible ? 22 : 0
        y: parent.height - 38
        width: parent.width - x
        text: root.device.name
        // Of many devices the numbers at the end tell them apart.
        elide: Text.ElideMiddle
        color: Look.stageInk
        font.bold: true
        font.pixelSize: 13
    }

    Label {
        y: parent.height - 20
        width: parent.width
        text: root.device.placeName
        color: Look.stageQuiet
        font.pixelSize: Look.small
    }

    MouseArea {
        id: area

        anchors.fill: parent
        hoverEnabled: true
        cursorShape: Qt.PointingHandCursor
        onClicked: root.preview.galleryModel.open(root.device.name)
    }
}
