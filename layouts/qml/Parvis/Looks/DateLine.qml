// The date, as « samedi 21 novembre », or in its shorter form where the long one does not fit.
pragma ComponentBehavior: Bound

import QtQuick

SignLine {
    id: root

    required property string date
    property string shorter: ""

    text: shorter !== "" && longest.advanceWidth > width ? shorter : date

    TextMetrics {
        id: longest
        font.family: Style.family
        font.pixelSize: Math.round(root.pixelSize)
        font.bold: root.bold
        font.hintingPreference: Font.PreferNoHinting
        text: root.date
    }
}
