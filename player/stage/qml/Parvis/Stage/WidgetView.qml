// A fixed widget: the hour, the date, the place or the city's mark.
pragma ComponentBehavior: Bound

import QtQuick
import Parvis.Looks
import Parvis.Stage

Item {
    id: root

    required property WidgetModel widget

    x: widget.x
    y: widget.y
    width: widget.width
    height: widget.height

    Loader {
        anchors.fill: parent
        sourceComponent: root.widget.kind === "clock" ? clock
            : root.widget.kind === "date" ? date
            : root.widget.kind === "place" ? place
            : root.widget.kind === "cue" ? cue : logo
    }

    Component {
        id: clock

        Clock {
            text: root.widget.texts[0]
            color: root.widget.ink
            pixelSize: root.widget.size
            alignment: root.widget.align
        }
    }

    Component {
        id: date

        DateLine {
            date: root.widget.texts[0]
            shorter: root.widget.texts[1]
            color: root.widget.ink
            pixelSize: root.widget.size
            alignment: root.widget.align
        }
    }

    Component {
        id: place

        PlaceName {
            text: root.widget.texts[0]
            color: root.widget.ink
            pixelSize: root.widget.size
            alignment: root.widget.align
        }
    }

    Component {
        id: logo

        Logo {
            source: ""
            text: root.widget.texts[0]
            color: root.widget.ink
            pixelSize: root.widget.size
            alignment: root.widget.align
        }
    }

    Component {
        id: cue

        TouchCue {
            lines: root.widget.texts
            color: root.widget.ink
            accent: root.widget.accent
            onAccent: root.widget.onAccent
            pixelSize: root.widget.size
        }
    }
}
