// One device large: all its screens side by side, as high as there is room, or as small as they look on site.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Preview
import Parvis.Table
import Parvis.Touch

Item {
    id: root

    required property PreviewModel preview
    required property DeviceModel device
    readonly property bool trueSize: preview.showsDistance
    readonly property int gap: 40
    readonly property int foot: 58
    readonly property real head: banner.visible ? banner.height + 12 : 0
    readonly property var screens: device ? device.screenList : []
    readonly property real roomWidth: Math.max(1, width - 56 - gap * (screens.length - 1))
    readonly property real roomHeight: Math.max(40, height - 44 - foot - head)

    function largest() {
        let ratios = 0;
        for (const screen of screens)
            ratios += screen.ratio;
        return Math.max(40, Math.min(roomHeight, roomWidth / ratios));
    }

    // One measure for all screens of a device: side by side they are as large as they look to each other.
    function reduction() {
        let wide = 0, high = 1;
        for (const screen of screens) {
            wide += screen.trueWidth;
            high = Math.max(high, screen.trueWidth / screen.ratio);
        }
        return Math.min(1, roomWidth / Math.max(1, wide), roomHeight / high);
    }

    Banner {
        id: banner

        anchors.horizontalCenter: parent.horizontalCenter
        y: visible ? 16 : 0
        maximumWidth: parent.width - 56
        place: root.device ? root.device.faultPlace : ""
        text: root.device ? root.device.faultText : ""
        title: root.preview.words.kept
    }

    Row {
        id: row

        anchors.horizontalCenter: parent.horizontalCenter
        y: root.head + Math.max(22, (parent.height - root.head - height) / 2)
        spacing: root.gap

        Repeater {
            model: root.screens

            Item {
                id: place

                required property ScreenModel modelData
                readonly property real limit: root.trueSize ? root.reduction() : 1
                readonly property real wide: root.trueSize ? modelData.trueWidth : root.largest() * modelData.ratio

                width: Math.max(picture.width, Math.min(caption.implicitWidth, root.roomWidth / root.screens.length))
                height: picture.height + root.foot
                anchors.bottom: parent?.bottom

                ScreenPicture {
                    id: picture

                    screen: place.modelData
                    preview: root.preview
                    named: true
                    bezel: root.trueSize ? 1 : 5
                    width: Math.round(place.wide * place.limit)
                    height: Math.round(width / place.modelData.ratio)
                    anchors.horizontalCenter: parent.horizontalCenter

                    Loader {
                        active: place.modelData.touchModel !== null
                        sourceComponent: TouchView {
                            touch: place.modelData.touchModel
                            transformOrigin: Item.TopLeft
                            scale: picture.width / width
                        }
                    }

                    Loader {
                        active: place.modelData.tableModel !== null
                        sourceComponent: TableView {
                            touch: place.modelData.tableModel
                            transformOrigin: Item.TopLeft
                            scale: picture.width / width
                        }
                    }

                    TouchAids {
                        anchors.fill: parent
                        visible: root.preview.showsTargets && place.modelData.touchModel !== null
                        screen: place.modelData
                        preview: root.preview
                    }
                }

                Label {
                    id: caption

                    anchors.top: picture.bottom
                    anchors.topMargin: 16
                    width: parent.width
                    horizontalAlignment: Text.AlignHCenter
                    wrapMode: Text.Wrap
                    maximumLineCount: 2
                    text: (root.screens.length > 1 ? place.modelData.name + "  ·  " : "") + (root.trueSize ? place.modelData.seenFrom : place.modelData.pixels) + (place.modelData.touchModel || place.modelData.tableModel ? "  ·  " + root.preview.words.touch_it : "") + (root.trueSize && place.limit < 1 ? "  ·  " + root.preview.words.reduced + " " + Math.round(place.limit * 100) + " %" : "")
                    color: Look.stageQuiet
                    font.pixelSize: 13
                }
            }
        }
    }
}
