// All devices, and below them what keeps the whole folder from being taken in.
import QtQuick
import Parvis.Preview

Item {
    id: root

    required property PreviewModel preview

    Overview {
        anchors.top: parent.top
        anchors.bottom: kept.visible ? kept.top : parent.bottom
        anchors.bottomMargin: kept.visible ? 12 : 0
        width: parent.width
        preview: root.preview
    }

    Banner {
        id: kept

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 20
        maximumWidth: parent.width - 56
        visible: root.preview.trouble.length > 0
        title: root.preview.words.kept_all
        place: root.preview.trouble[0] ?? ""
        text: root.preview.trouble[1] ?? ""
    }
}
