// A table over the stage, turned as that is: its ground, panels and cards; while nobody is there, it waits.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Table

Item {
    id: root

    required property TableModel touch
    property int turn: 0

    readonly property bool upright: turn % 180 === 0

    width: upright ? (touch?.width ?? 0) : (touch?.height ?? 0)
    height: upright ? (touch?.height ?? 0) : (touch?.width ?? 0)

    function flat(points: list<var>): list<var> {
        const found = [];
        for (const point of points) {
            const spot = point.ellipseDiameters;
            found.push(point.pointId, point.x, point.y, Math.max(spot.width, spot.height));
        }
        return found;
    }

    Item {
        id: table

        width: root.touch?.width ?? 0
        height: root.touch?.height ?? 0
        anchors.centerIn: parent
        rotation: root.turn
        clip: true

        Rectangle {
            anchors.fill: parent
            visible: root.touch?.isOpen ?? false
            color: root.touch?.colour ?? "transparent"
        }

        Image {
            anchors.fill: parent
            visible: (root.touch?.isOpen ?? false) && source.toString() !== ""
            source: root.touch ? root.touch.picture : ""
            cache: false
        }

        Repeater {
            model: root.touch?.panels ?? []

            Thing {
                required property TablePlace modelData

                place: modelData
            }
        }

        Repeater {
            model: root.touch?.cards ?? []

            Thing {
                required property TablePlace modelData

                place: modelData
            }
        }

        MultiPointTouchArea {
            anchors.fill: parent
            z: 1000
            maximumTouchPoints: root.touch?.mostFingers ?? 1
            onPressed: points => root.touch.down(root.flat(points))
            onUpdated: points => root.touch.move(root.flat(points))
            onReleased: points => root.touch.up(root.flat(points))
            onCanceled: points => root.touch.cancel(root.flat(points))
        }
    }
}
