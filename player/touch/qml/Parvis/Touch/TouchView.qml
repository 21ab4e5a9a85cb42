// The page of a touch session over the stage, turned as that is; while there is none, it waits for a finger.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Touch

Item {
    id: root

    required property TouchModel touch
    property int turn: 0

    readonly property bool upright: turn % 180 === 0

    width: upright ? (touch?.width ?? 0) : (touch?.height ?? 0)
    height: upright ? (touch?.height ?? 0) : (touch?.width ?? 0)

    Item {
        width: root.touch?.width ?? 0
        height: root.touch?.height ?? 0
        anchors.centerIn: parent
        rotation: root.turn

        Image {
            anchors.fill: parent
            visible: (root.touch?.picture ?? "") !== ""
            source: root.touch ? root.touch.picture : ""
            cache: false
        }

        MapWindow {
            touch: root.touch
        }

        Rectangle {
            x: root.touch?.pressedX ?? 0
            y: root.touch?.pressedY ?? 0
            width: root.touch?.pressedWidth ?? 0
            height: root.touch?.pressedHeight ?? 0
            visible: width > 0
            color: root.touch?.shade ?? "transparent"
            opacity: 0.28
        }

        MultiPointTouchArea {
            function feel(points: list<var>) {
                const flat = [];
                for (const point of points)
                    flat.push(point.pointId, point.x, point.y);
                root.touch.feel(flat);
            }

            anchors.fill: parent
            maximumTouchPoints: 10
            // Each finger does what it pressed: a hand that lies beside it takes nothing from it.
            onPressed: points => {
                for (const point of points)
                    root.touch.down(point.pointId, point.x, point.y);
            }
            onTouchUpdated: points => feel(points)
            onReleased: points => {
                for (const point of points)
                    root.touch.up(point.pointId, point.x, point.y);
            }
            onCanceled: root.touch.cancel()
        }
    }
}
