// One zone: the picture that comes over the one that goes, or a line of text, as a function of `now`.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Stage

Item {
    id: root

    required property ZoneModel zone
    required property double now

    readonly property real elapsed: zone.durationMs > 0 ? Math.max(0, Math.min(1, (now - zone.startMs) / zone.durationMs)) : 1
    readonly property real progress: elapsed * elapsed * (3 - 2 * elapsed)
    readonly property bool lit: now >= zone.darkUntilMs

    x: zone.x
    y: zone.y
    width: zone.width
    height: zone.height
    clip: true

    component Slot: Image {
        required property bool front

        x: front ? -root.zone.scrolled : 0
        y: root.zone.crossfades ? 0 : Math.round(root.height * (front ? 1 - root.progress : -root.progress))
        z: front ? 1 : 0
        opacity: front && root.zone.crossfades ? root.progress : 1
        visible: root.lit && (front || root.progress < 1)
        cache: false
        smooth: false
    }

    Rectangle {
        anchors.fill: parent
        color: root.zone.ground
    }

    Slot {
        front: !root.zone.secondInFront
        source: root.zone.firstSource
    }

    Slot {
        front: root.zone.secondInFront
        source: root.zone.secondSource
    }

    RunningLine {
        anchors.fill: parent
        visible: root.zone.kind === "ticker"
        zone: root.zone
        now: root.now
        progress: root.progress
    }
}
