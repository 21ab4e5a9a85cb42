// All devices, family by family, as large as fits.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Preview

Flickable {
    id: root

    required property PreviewModel preview
    readonly property Gallery gallery: preview.galleryModel

    contentHeight: Math.max(height, gallery.wallHeight)
    boundsBehavior: Flickable.StopAtBounds
    clip: true
    onContentHeightChanged: contentY = Math.max(0, Math.min(contentY, contentHeight - height))
    onContentYChanged: gallery.scroll(contentY)
    onWidthChanged: gallery.resize(width, height)
    onHeightChanged: gallery.resize(width, height)
    Component.onCompleted: gallery.resize(width, height)

    function reveal(device) {
        if (!device)
            return;
        if (device.y < contentY)
            contentY = Math.max(0, device.y - 60);
        else if (device.y + device.height > contentY + height)
            contentY = device.y + device.height - height + 16;
    }

    Connections {
        target: root.gallery

        function onCurrent_changed() {
            root.reveal(root.gallery.current);
        }
    }

    Repeater {
        model: root.gallery.headings

        Label {
            required property var modelData

            x: modelData.x
            y: modelData.y
            width: modelData.width
            text: modelData.title
            color: Look.stageQuiet
            font.pixelSize: Look.body
        }
    }

    Repeater {
        model: root.gallery.devices

        DeviceTile {
            required property DeviceModel modelData

            device: modelData
            preview: root.preview
        }
    }
}
