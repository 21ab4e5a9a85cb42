// The window of the preview: light paper around a dark stage, the day below, the problems beside.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import Parvis.Preview

Window {
    id: root

    required property PreviewModel preview
    readonly property Gallery gallery: preview.galleryModel
    readonly property TimeModel time: preview.timeModel

    width: Math.min(1600, Screen.desktopAvailableWidth)
    height: Math.min(1000, Screen.desktopAvailableHeight)
    minimumWidth: 1024
    minimumHeight: 600
    title: preview.site + " – Parvis"
    color: Look.paper

    Connections {
        target: root.gallery

        function onCurrent_changed() {
            // The field that may have had the keyboard is not there beside one device.
            if (root.gallery.isOpen)
                desk.forceActiveFocus();
        }
    }

    Item {
        id: desk

        anchors.fill: parent
        focus: true
        Keys.onPressed: event => {
            event.accepted = true;
            switch (event.key) {
            case Qt.Key_Left:
                return root.gallery.move(-1, 0);
            case Qt.Key_Right:
                return root.gallery.move(1, 0);
            case Qt.Key_Up:
                return root.gallery.move(0, -1);
            case Qt.Key_Down:
                return root.gallery.move(0, 1);
            case Qt.Key_Return:
            case Qt.Key_Enter:
                return root.gallery.open("");
            case Qt.Key_Escape:
                if (!bar.putAway())
                    root.gallery.isOpen ? root.gallery.close() : top.showAll();
                return;
            case Qt.Key_Backspace:
                return root.gallery.close();
            case Qt.Key_F:
                return event.modifiers & Qt.ControlModifier ? top.search() : undefined;
            case Qt.Key_Space:
                return root.time.toggle();
            case Qt.Key_Comma:
                return root.time.change(-1);
            case Qt.Key_Period:
            case Qt.Key_Semicolon:
                return root.time.change(1);
            case Qt.Key_Plus:
                return root.time.faster(1);
            case Qt.Key_Minus:
                return root.time.faster(-1);
            case Qt.Key_PageUp:
                return root.time.shiftDay(-1);
            case Qt.Key_PageDown:
                return root.time.shiftDay(1);
            case Qt.Key_N:
                return root.time.goLive();
            case Qt.Key_Z:
                return root.preview.toggleZones();
            case Qt.Key_D:
                return root.preview.toggleDistance();
            case Qt.Key_T:
                return root.preview.toggleTargets();
            }
            event.accepted = false;
        }

        TopBar {
            id: top

            width: parent.width
            preview: root.preview
            onSearched: desk.forceActiveFocus()
        }

        Rectangle {
            id: stage

            anchors.top: top.bottom
            anchors.bottom: bar.top
            anchors.left: parent.left
            anchors.right: panel.left
            color: Look.stage
            clip: true

            AllDevices {
                anchors.fill: parent
                preview: root.preview
                visible: root.preview.state === "open" && !root.gallery.isOpen
            }

            LargeView {
                anchors.fill: parent
                preview: root.preview
                device: root.gallery.current
                visible: root.preview.state === "open" && root.gallery.isOpen
            }

            EmptyState {
                anchors.fill: parent
                preview: root.preview
                visible: root.preview.state !== "open"
            }
        }

        Problems {
            id: panel

            anchors.top: top.bottom
            anchors.bottom: bar.top
            anchors.right: parent.right
            width: Math.min(400, Math.max(320, parent.width * 0.24))
            preview: root.preview
        }

        TimeBar {
            id: bar

            anchors.bottom: parent.bottom
            width: parent.width
            preview: root.preview
        }
    }
}
