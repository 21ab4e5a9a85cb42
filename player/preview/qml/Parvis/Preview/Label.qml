// A line of text.
import QtQuick

Text {
    color: Look.ink
    font.family: Look.family
    font.pixelSize: Look.body
    font.features: ({ "tnum": 1 })
    textFormat: Text.PlainText
    elide: Text.ElideRight
}
