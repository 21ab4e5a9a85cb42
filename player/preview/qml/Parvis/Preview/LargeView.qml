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
    readonly property var screens: device ? device.screenList : []

    function roomHeight() {
        let ratios = 0;
        for (const screen of screens)
            ratios += screen.ratio;
        const wide = width - 56 - gap * (screens.length - 1);
        return Math.max(40, Math.min(height - 44 - foot - banner.height, wide / ratios));
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
        y: banner.height + Math.max(22, (parent.height - banner.height - height) / 2)
        spacing: root.gap

        Repeater {
            model: root.screens

            Item {
                id: place

                required property ScreenModel modelData
                readonly property real wide: root.trueSize ? modelData.trueWidth : root.roomHeight() * modelData.ratio
                readonly property real limit: Math.min(1, (root.width - 56) / wide, (root.height - 44 - root.foot) * modelData.ratio / wide)

                width: Math.max(picture.width, caption.implicitWidth)
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
                    anchors.horizontalCenter: parent.horizontalCenter
                    text: (root.screens.length > 1 ? place.modelData.name + "  ·  " : "") + (root.trueSize ? place.modelData.seenFrom : place.modelData.pixels) + (place.modelData.touchModel || place.modelData.tableModel ? "  ·  " + root.preview.words.touch_it : "") + (root.trueSize && place.limit < 1 ? "  ·  " + root.preview.words.reduced + " " + Math.round(place.limit * 100) + " %" : "")
                    color: Look.stageQuiet
                    font.pixelSize: 13
                }
            }
        }
    }
}
