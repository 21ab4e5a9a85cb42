// The picture of one screen in its frame, with its zones; `exact` pixels of it are asked for.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import Parvis.Preview

Rectangle {
    id: root

    required property ScreenModel screen
    required property PreviewModel preview
    property bool named: false
    property int bezel: 3
    readonly property string marked: screen?.markedZone ?? ""
    readonly property bool waits: screen?.isWaiting ?? true
    readonly property bool dark: screen?.isDark ?? false

    function ask() {
        if (visible)
            screen.fit(Math.round(width * Screen.devicePixelRatio), Math.round(height * Screen.devicePixelRatio));
    }

    color: "#000000"
    onWidthChanged: ask()
    onHeightChanged: ask()
    onVisibleChanged: ask()
    Component.onCompleted: ask()

    Rectangle {
        z: -1
        anchors.fill: parent
        anchors.margins: -root.bezel
        radius: root.bezel
        color: Look.bezel
        border.width: 1
        border.color: Look.stageLine
    }

    Image {
        anchors.fill: parent
        source: root.screen ? root.screen.picture : ""
        cache: false
        smooth: sourceSize.width !== Math.round(width * Screen.devicePixelRatio)
    }

    Label {
        anchors.centerIn: parent
        width: Math.min(implicitWidth, parent.width - 8)
        visible: root.waits || root.dark
        text: root.waits ? (parent.width < 140 ? "…" : root.preview.words.waiting) : parent.width < 90 ? root.preview.words.off : root.preview.words.dark
        color: Look.stageQuiet
        font.pixelSize: Look.small
    }

    Repeater {
        model: root.screen?.zoneList ?? []

        Rectangle {
            id: outline

            required property var modelData
            readonly property bool marked: root.marked !== "" && modelData.name === root.marked

            visible: (root.preview.showsZones || marked) && !root.dark
            x: Math.round(modelData.x * root.width)
            y: Math.round(modelData.y * root.height)
            width: Math.round(modelData.width * root.width)
            height: Math.round(modelData.height * root.height)
            color: "transparent"
            border.width: marked ? 3 : 1
            border.color: marked ? Look.errorMark : Look.mark

            Rectangle {
                visible: root.named && outline.width > 60
                width: Math.min(name.implicitWidth + 12, outline.width)
                height: 22
                color: outline.marked ? Look.errorMark : Look.mark

                Label {
                    id: name

                    x: 6
                    width: parent.width - 12
                    anchors.verticalCenter: parent.verticalCenter
                    text: outline.modelData.name + "  ·  " + outline.modelData.item
                    color: outline.marked ? "#ffffff" : "#08222f"
                    font.pixelSize: Look.small
                    font.bold: true
                }
            }
        }
    }
}
