// The panel beside the stage: what is on the glass of the open device, and what is wrong.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Preview

Rectangle {
    id: root

    required property PreviewModel preview
    readonly property ProblemModel problems: preview.problemModel
    readonly property Gallery gallery: preview.galleryModel
    readonly property var words: preview.words

    color: Look.panel

    Rectangle {
        width: 1
        height: parent.height
        color: Look.line
    }

    Column {
        id: head

        x: 20
        y: 16
        width: parent.width - 36
        spacing: 12

        OnAir {
            width: parent.width
            visible: root.gallery.isOpen && root.gallery.current !== null
            device: root.gallery.current
            words: root.words
        }

        Item {
            width: parent.width
            height: title.height

            Label {
                id: title

                text: root.words.problems
                font.pixelSize: Look.lead
                font.bold: true
            }

            Label {
                anchors.right: parent.right
                anchors.baseline: title.baseline
                text: [root.problems.errors, root.problems.warnings].filter(part => part).join("  ·  ")
                color: root.problems.errors ? Look.error : Look.quiet
                font.bold: root.problems.errors !== ""
            }
        }

        Row {
            spacing: 6

            PushButton {
                text: root.words.everywhere
                checked: !root.problems.onlyHere
                onPushed: root.problems.filter(false)
            }

            PushButton {
                text: root.words.only_here
                checked: root.problems.onlyHere
                onPushed: root.problems.filter(true)
            }
        }
    }

    ListView {
        anchors.top: head.bottom
        anchors.topMargin: 10
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.leftMargin: 1
        anchors.right: parent.right
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: root.problems.rows

        delegate: ProblemRow {
            required property var modelData
            required property int index

            width: ListView.view.width
            problem: modelData
            words: root.words
            onPushed: root.problems.jump(index)
        }
    }

    Column {
        visible: root.problems.rows.length === 0
        anchors.top: head.bottom
        anchors.topMargin: 18
        x: 20
        width: parent.width - 40
        spacing: 6

        Row {
            spacing: 8

            Sign {
                name: "good"
                visible: root.problems.isChecked
                ink: Look.accent
                anchors.verticalCenter: parent.verticalCenter
            }

            Label {
                text: root.problems.isChecked ? root.words.no_problem : root.words.checking
                color: root.problems.isChecked ? Look.accent : Look.quiet
                font.bold: true
            }
        }

        Label {
            visible: root.problems.isChecked
            width: parent.width
            wrapMode: Text.Wrap
            text: root.problems.onlyHere ? root.words.no_problem_here : root.words.no_problem_body
            color: Look.quiet
        }
    }
}
