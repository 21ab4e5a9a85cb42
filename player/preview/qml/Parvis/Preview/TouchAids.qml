// Over a touch screen: how large each target is in millimetres, and what everyone reaches.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Preview

Item {
    id: root

    required property ScreenModel screen
    required property PreviewModel preview

    Rectangle {
        width: parent.width
        height: Math.round((root.screen?.reachTop ?? 0) * parent.height)
        color: "#000000"
        opacity: 0.45
    }

    Rectangle {
        y: Math.round((root.screen?.reachBottom ?? 1) * parent.height)
        width: parent.width
        height: parent.height - y
        color: "#000000"
        opacity: 0.45
    }

    Repeater {
        model: root.screen?.targetList ?? []

        Rectangle {
            id: target

            required property var modelData
            readonly property bool roomy: width > size.font.pixelSize * 15

            x: Math.round(modelData.x * root.width)
            y: Math.round(modelData.y * root.height)
            width: Math.round(modelData.width * root.width)
            height: Math.round(modelData.height * root.height)
            color: "transparent"
            border.width: modelData.small ? 3 : 1
            border.color: modelData.small ? Look.errorMark : Look.accent

            Rectangle {
                anchors.right: parent.right
                anchors.bottom: parent.bottom
                width: Math.min(size.implicitWidth + 6, target.width)
                height: Math.min(size.implicitHeight + 2, target.height)
                color: target.modelData.small ? Look.errorMark : Look.accent

                Label {
                    id: size

                    anchors.centerIn: parent
                    width: Math.min(implicitWidth, parent.width)
                    text: (target.modelData.small ? "! " : "") + (target.roomy ? target.modelData.size : target.modelData.least)
                    color: "#ffffff"
                    font.pixelSize: root.width < 420 ? 9 : 11
                }
            }
        }
    }

    Repeater {
        model: root.screen?.reachEdges ?? []

        Rectangle {
            id: edge

            required property var modelData

            y: Math.min(root.height - 2, Math.round(modelData.y * root.height))
            width: root.width + 8
            height: 2
            color: Look.warningMark

            Label {
                anchors.left: parent.right
                anchors.leftMargin: 6
                anchors.verticalCenter: parent.verticalCenter
                text: edge.modelData.text
                color: Look.warningMark
                font.pixelSize: Look.small
                font.bold: true
            }
        }
    }
}
