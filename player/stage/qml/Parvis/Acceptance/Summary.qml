// How it went: measuring, then the verdict with what failed.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Acceptance

Rectangle {
    id: root

    required property GlassModel glass

    readonly property real em: glass.em

    color: glass.matrix ? "#000000" : "#10222b"

    component Line: Text {
        color: "#f4f7f7"
        font.family: "Atkinson Hyperlegible"
        font.pixelSize: root.em
        textFormat: Text.PlainText
        wrapMode: Text.WordWrap
    }

    Column {
        visible: !root.glass.matrix
        x: root.em * 1.5
        y: root.em * 2
        width: root.width - 3 * root.em
        spacing: root.em * 0.45

        Rectangle {
            visible: root.glass.verdict !== ""
            width: parent.width
            height: root.em * 3.2
            radius: root.em * 0.3
            color: root.glass.verdictInk

            Line {
                anchors.verticalCenter: parent.verticalCenter
                x: root.em
                text: root.glass.verdict
                font.pixelSize: root.em * 1.7
                font.bold: true
            }
        }

        Repeater {
            model: root.glass.lines

            Item {
                id: line

                required property var modelData

                width: parent ? parent.width : 0
                height: name.implicitHeight

                Line {
                    text: line.modelData.mark
                    color: line.modelData.ink
                    font.bold: true
                }

                Line {
                    id: name

                    x: root.em * 1.4
                    width: parent.width - x - figure.implicitWidth - root.em
                    text: line.modelData.text
                    color: line.modelData.ink
                }

                Line {
                    id: figure

                    anchors.right: parent.right
                    text: line.modelData.figure
                    color: line.modelData.ink
                }
            }
        }
    }
}
