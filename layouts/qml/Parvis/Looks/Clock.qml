// The time, as « 14:32 », in figures of their own widths: it changes once a minute, and nothing stands beside it.
pragma ComponentBehavior: Bound

import QtQuick

Item {
    id: root

    required property string text
    required property color color
    required property real pixelSize
    property string alignment: "left"
    property bool bold: true

    readonly property int size: Math.round(pixelSize)

    Row {
        x: root.alignment === "right" ? root.width - width
            : root.alignment === "centre" ? Math.round((root.width - width) / 2) : 0
        height: root.height

        Repeater {
            model: root.text.split(/(:)/)

            Text {
                required property string modelData

                // A colon between figures stands half way up them, not on the line.
                readonly property bool colon: modelData === ":"

                y: Math.round((root.height + Style.capitals * root.size) / 2 - baselineOffset
                    - (colon ? 0.085 * root.size : 0))
                text: modelData
                textFormat: Text.PlainText
                renderType: Text.NativeRendering
                color: root.color
                font.family: Style.family
                font.pixelSize: root.size
                font.bold: root.bold
                font.hintingPreference: Font.PreferNoHinting
            }
        }
    }
}
