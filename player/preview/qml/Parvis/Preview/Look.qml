// Colours, sizes and type of the preview: light paper around a dark stage.
pragma Singleton

import QtQuick

QtObject {
    readonly property string family: "Atkinson Hyperlegible"
    readonly property int small: 12
    readonly property int body: 14
    readonly property int lead: 17
    readonly property int clock: 26

    readonly property color paper: "#f7f5f0"
    readonly property color panel: "#fffefb"
    readonly property color line: "#e3dfd6"
    readonly property color ink: "#17232a"
    readonly property color quiet: "#5a676e"
    readonly property color pressed: "#e9e5dc"

    readonly property color accent: "#00756b"
    readonly property color accentSoft: "#d9ecea"

    readonly property color stage: "#15191c"
    readonly property color stageRaised: "#20262a"
    readonly property color stageLine: "#343c41"
    readonly property color stageInk: "#e4e9eb"
    readonly property color stageQuiet: "#93a0a7"
    readonly property color bezel: "#050607"
    readonly property color mark: "#56b4e9"

    readonly property color error: "#b84300"
    readonly property color errorSoft: "#fbe6da"
    readonly property color errorMark: "#d55e00"
    readonly property color warning: "#775300"
    readonly property color warningMark: "#e69f00"

    // Of events on the time bar; white type is read on each.
    readonly property var tones: ["#2f6483", "#7a5a1e", "#44703f", "#7b4a68", "#35706c", "#94492f", "#565392", "#5c6a2c"]
}
