// The pairing page on one screen: one finished picture, a wide one of a matrix moved to the left by `shift`.
import QtQuick

Item {
    id: root

    property int turn: 0
    property int pageWidth: 1
    property int pageHeight: 1
    property real pageScale: 1
    property string source: ""
    property int shift: 0
    // Changes with every beat, so that frames go on being presented while the page stands still.
    property bool beat: false

    anchors.fill: parent

    Rectangle {
        anchors.fill: parent
        color: "#000000"
    }

    Item {
        anchors.centerIn: parent
        width: root.pageWidth
        height: root.pageHeight
        scale: root.pageScale
        rotation: root.turn
        clip: true

        Image {
            x: -root.shift
            asynchronous: false
            cache: false
            source: root.source
        }
    }

    Rectangle {
        width: 1
        height: 1
        color: root.beat ? "#000000" : "#010101"
    }
}
