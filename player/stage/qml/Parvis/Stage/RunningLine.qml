// A ticker: texts that run, or one standing text that takes the place of another.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Looks
import Parvis.Stage

Item {
    id: root

    required property ZoneModel zone
    required property double now
    required property real progress

    readonly property int count: zone.runs.length
    readonly property bool givesWay: zone.speed <= 0 && count > 1

    component Line: Ticker {
        anchors.fill: parent
        now: root.now
        speed: root.zone.speed
        color: root.zone.ink
        ground: root.zone.ground
        accent: root.zone.accent
        pixelSize: root.zone.size
    }

    Line {
        visible: !root.givesWay || root.progress < 1
        runs: root.givesWay ? root.zone.runs.slice(0, 1) : root.zone.runs
    }

    Line {
        visible: root.givesWay
        opacity: root.progress
        runs: root.givesWay ? root.zone.runs.slice(1) : []
    }
}
