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
            : root.widget.kind === "logo" ? logo
            : root.widget.kind === "cue" ? cue : sign
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
        id: sign

        Sign {
            lines: root.widget.texts
            strong: root.widget.strong
            color: root.widget.ink
            quiet: root.widget.quiet
            pixelSize: root.widget.size
            alignment: root.widget.align
        }
    }

    Component {
        id: logo

        Logo {
            source: root.widget.picture
            lines: root.widget.texts
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
