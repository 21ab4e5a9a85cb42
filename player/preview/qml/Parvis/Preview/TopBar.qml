// Where one is, how the folder stands, and what is drawn beside the pictures.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Preview

Rectangle {
    id: root

    required property PreviewModel preview
    readonly property Gallery gallery: preview.galleryModel
    readonly property DeviceModel device: gallery.current
    readonly property var words: preview.words

    signal searched

    function search() {
        gallery.close();
        field.start();
    }

    function showAll() {
        field.clear();
    }

    height: 56
    color: Look.paper

    Row {
        id: path

        readonly property real room: root.width - aids.width - 56 - (back.visible ? back.width + spacing : 0)

        anchors.left: parent.left
        anchors.leftMargin: 16
        anchors.verticalCenter: parent.verticalCenter
        spacing: 12

        PushButton {
            id: back

            visible: root.gallery.isOpen
            sign: "left"
            text: root.words.back
            anchors.verticalCenter: parent.verticalCenter
            onPushed: root.gallery.close()
        }

        Label {
            id: name

            text: root.gallery.isOpen && root.device ? root.device.name : root.preview.site
            width: Math.min(implicitWidth, path.room)
            elide: Text.ElideMiddle
            font.pixelSize: Look.lead
            font.bold: true
            anchors.verticalCenter: parent.verticalCenter
        }

        Label {
            text: !root.gallery.isOpen ? root.words.title : root.device ? [root.device.placeName, root.device.familyTitle].filter(part => part).join("  ·  ") : ""
            color: Look.quiet
            width: Math.max(0, Math.min(implicitWidth, path.room - name.width - path.spacing))
            anchors.verticalCenter: parent.verticalCenter
        }
    }

    Row {
        id: aids

        anchors.right: parent.right
        anchors.rightMargin: 16
        anchors.verticalCenter: parent.verticalCenter
        spacing: 8

        SearchField {
            id: field

            visible: !root.gallery.isOpen && (root.preview.state === "open" || root.preview.state === "unfound")
            gallery: root.gallery
            words: root.words
            onDone: root.searched()
        }

        Row {
            leftPadding: 8
            spacing: 7
            anchors.verticalCenter: parent.verticalCenter

            Rectangle {
                width: 8
                height: 8
                radius: 4
                color: root.preview.isCurrent ? Look.accent : Look.warningMark
                anchors.verticalCenter: parent.verticalCenter
            }

            Label {
                text: root.preview.status
                color: Look.quiet
                rightPadding: 10
            }
        }

        PushButton {
            sign: "zones"
            text: root.words.zones
            checked: root.preview.showsZones
            onPushed: root.preview.toggleZones()
        }

        PushButton {
            visible: root.gallery.isOpen
            sign: "distance"
            text: root.words.distance
            checked: root.preview.showsDistance
            onPushed: root.preview.toggleDistance()
        }

        PushButton {
            visible: root.gallery.isOpen && (root.device?.isTouched ?? false)
            sign: "targets"
            text: root.words.targets
            checked: root.preview.showsTargets
            onPushed: root.preview.toggleTargets()
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Look.line
    }
}
