// The time, as « 14:32 »: figures in cells of one width, so that nothing moves when a minute passes.
pragma ComponentBehavior: Bound

import QtQuick

Item {
    id: root

    required property string text
    required property color color
    required property real pixelSize
    property string alignment: "left"
    property bool bold: true

    readonly property real size: Math.round(pixelSize * Math.min(1, width / Math.max(1, wanted)))
    readonly property int cell: Math.ceil(figure.advanceWidth * size / figure.font.pixelSize)
    readonly property int dot: Math.ceil(cell * 0.5)

    readonly property int figures: text.length - (text.split(":").length - 1)
    readonly property real wanted: figure.advanceWidth * (figures + (text.length - figures) * 0.5) + text.length

    TextMetrics {
        id: figure
        font.family: Style.family
        font.pixelSize: Math.round(root.pixelSize)
        font.bold: root.bold
        font.hintingPreference: Font.PreferNoHinting
        text: "0"
    }

    TextMetrics {
        id: first
        font: figure.font
        text: root.text.charAt(0)
    }

    Row {
        // From the left, the ink of the first figure begins where a line of text below it begins.
        x: root.alignment === "right" ? root.width - width
            : root.alignment === "centre" ? Math.round((root.width - width) / 2)
            : -Math.floor((figure.advanceWidth - first.advanceWidth) / 2 * root.size / figure.font.pixelSize)
        height: root.height

        Repeater {
            model: root.text.length

            Text {
                required property int index

                // A colon between figures stands half way up them, not on the line.
                readonly property bool colon: text === ":"

                width: colon ? root.dot : root.cell
                y: Math.round((root.height + Style.capitals * root.size) / 2 - baselineOffset
                    - (colon ? 0.085 * root.size : 0))
                horizontalAlignment: Text.AlignHCenter
                text: root.text.charAt(index)
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
