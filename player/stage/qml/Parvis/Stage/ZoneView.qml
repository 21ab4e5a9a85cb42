// One zone: the picture that comes over the one that goes, or a line of text, as a function of `now`.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Stage

Item {
    id: root

    required property StageModel stage
    required property ZoneModel zone

    readonly property double now: stage.now

    readonly property real elapsed: zone.durationMs > 0 ? Math.max(0, Math.min(1, (now - zone.startMs) / zone.durationMs)) : 1
    readonly property real progress: elapsed * elapsed * (3 - 2 * elapsed)
    readonly property bool lit: now >= zone.darkUntilMs

    x: zone.x
    y: zone.y
    width: zone.width
    height: zone.height
    clip: true

    component Slot: Image {
        id: slot

        required property bool front
        required property string address

        readonly property bool plays: address.startsWith("film:")

        x: front ? -root.zone.scrolled : 0
        // A matrix may be wider than its zone; a picture fills it, also one of fewer pixels.
        width: root.zone.kind === "matrix" ? implicitWidth : root.width
        height: root.zone.kind === "matrix" ? implicitHeight : root.height
        y: root.zone.crossfades ? 0 : Math.round(root.height * (front ? 1 - root.progress : -root.progress))
        z: front ? 1 : 0
        opacity: front && root.zone.crossfades ? root.progress : 1
        visible: root.lit && (front || root.progress < 1)
        source: plays ? "" : address
        cache: false
        smooth: root.smooth
        onAddressChanged: {
            // Not `plays`: its binding may not have seen the new address yet.
            if (address.startsWith("film:"))
                film.setSource("FilmView.qml", { "stage": root.stage, "address": address });
            else
                film.source = "";
        }

        Loader {
            id: film

            width: root.width
            height: root.height
        }
    }

    Rectangle {
        anchors.fill: parent
        color: root.zone.ground
    }

    Slot {
        front: !root.zone.secondInFront
        address: root.zone.firstSource
    }

    Slot {
        front: root.zone.secondInFront
        address: root.zone.secondSource
    }

    RunningLine {
        anchors.fill: parent
        visible: root.zone.kind === "ticker"
        zone: root.zone
        now: root.now
        progress: root.progress
    }
}
