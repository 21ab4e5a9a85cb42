// One line of text, its capitals centred on the height.
pragma ComponentBehavior: Bound

import QtQuick

Item {
    id: root

    required property string text
    required property color color
    required property real pixelSize
    property string alignment: "left"
    property bool bold: false

    Text {
        x: root.alignment === "right" ? root.width - width
            : root.alignment === "centre" ? Math.round((root.width - width) / 2) : 0
        y: Math.round((root.height + Style.capitals * font.pixelSize) / 2 - baselineOffset)
        text: root.text
        textFormat: Text.PlainText
        renderType: Text.NativeRendering
        color: root.color
        font.family: Style.family
        font.pixelSize: Math.round(root.pixelSize)
        font.bold: root.bold
        font.hintingPreference: Font.PreferNoHinting
    }
}
