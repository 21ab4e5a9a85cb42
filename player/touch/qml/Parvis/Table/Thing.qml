// A card or a panel: a finished picture in its place, and a shade over what is pressed on it.
import QtQuick
import Parvis.Table

Item {
    id: root

    required property TablePlace place

    x: place.x
    y: place.y
    z: place.layer
    width: place.width
    height: place.height
    rotation: place.turn
    scale: place.scale
    visible: place.picture !== ""

    Image {
        anchors.fill: parent
        source: root.place.picture
        cache: false
        smooth: true
        antialiasing: true
    }

    Rectangle {
        x: root.place.pressedX
        y: root.place.pressedY
        width: root.place.pressedWidth
        height: root.place.pressedHeight
        visible: width > 0
        color: "#808080"
        opacity: 0.28
    }
}
