// One line of text, its capitals centred on the height; smaller type only where the width leaves no choice.
pragma ComponentBehavior: Bound

import QtQuick

Item {
    id: root

    required property string text
    required property color color
    required property real pixelSize
    property string alignment: "left"
    property bool bold: false

    readonly property real inkWidth: words.width
    readonly property real fitting: Math.min(1, width / Math.max(1, natural.advanceWidth))

    TextMetrics {
        id: natural
        font.family: Style.family
        font.pixelSize: Math.round(root.pixelSize)
        font.bold: root.bold
        font.hintingPreference: Font.PreferNoHinting
        text: root.text
    }

    Text {
        id: words
        x: root.alignment === "right" ? root.width - width
            : root.alignment === "centre" ? Math.round((root.width - width) / 2) : 0
        y: Math.round((root.height + Style.capitals * font.pixelSize) / 2 - baselineOffset)
        text: root.text
        textFormat: Text.PlainText
        renderType: Text.NativeRendering
        color: root.color
        font.family: Style.family
        font.pixelSize: Math.max(1, Math.floor(Math.round(root.pixelSize) * root.fitting))
        font.bold: root.bold
        font.hintingPreference: Font.PreferNoHinting
    }
}
