// The page of a touch session over the stage, turned as that is; while there is none, it waits for a finger.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Touch

Item {
    id: root

    required property TouchModel touch
    property int turn: 0

    readonly property bool upright: turn % 180 === 0

    width: upright ? touch.width : touch.height
    height: upright ? touch.height : touch.width

    Item {
        width: root.touch.width
        height: root.touch.height
        anchors.centerIn: parent
        rotation: root.turn

        Image {
            anchors.fill: parent
            visible: root.touch.picture !== ""
            source: root.touch.picture
            cache: false
        }

        Rectangle {
            x: root.touch.pressedX
            y: root.touch.pressedY
            width: root.touch.pressedWidth
            height: root.touch.pressedHeight
            visible: width > 0
            color: root.touch.shade
            opacity: 0.28
        }

        MultiPointTouchArea {
            anchors.fill: parent
            maximumTouchPoints: 1
            touchPoints: [
                TouchPoint {
                    id: finger
                }
            ]
            onPressed: root.touch.down(finger.x, finger.y)
            onUpdated: root.touch.move(finger.x, finger.y)
            onReleased: root.touch.up(finger.x, finger.y)
            onCanceled: root.touch.up(-1, -1)
        }
    }
}
