// One screen: its zones and widgets at the instant `stage.now`, turned by `turn` degrees where the output cannot.
// Who fits it to an output of other pixels makes it `smooth`.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Stage

Item {
    id: root

    required property StageModel stage
    property int turn: 0

    readonly property bool upright: turn % 180 === 0

    smooth: false
    width: upright ? stage.width : stage.height
    height: upright ? stage.height : stage.width

    FrameAnimation {
        running: root.stage.moving
        onTriggered: root.stage.tick()
    }

    Rectangle {
        width: root.stage.width
        height: root.stage.height
        anchors.centerIn: parent
        rotation: root.turn
        clip: root.turn !== 0 || root.smooth
        color: "#000000"

        // The first film that is drawn at all needs a tenth of a second more: drawn here, outside, that passes unseen.
        Loader {
            readonly property string address: root.stage.upcoming

            x: -1
            width: 1
            height: 1
            onAddressChanged: {
                if (address)
                    setSource("FilmView.qml", { "stage": root.stage, "address": address });
                else
                    source = "";
            }
        }

        Repeater {
            model: root.stage.grounds

            Rectangle {
                required property var modelData

                x: modelData.x
                y: modelData.y
                width: modelData.width
                height: modelData.height
                color: modelData.colour
            }
        }

        Repeater {
            model: root.stage.zones

            ZoneView {
                required property ZoneModel modelData

                stage: root.stage
                zone: modelData
                smooth: root.smooth
            }
        }

        Repeater {
            model: root.stage.widgets

            WidgetView {
                required property WidgetModel modelData

                widget: modelData
            }
        }
    }
}
