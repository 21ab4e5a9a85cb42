// A window on the map: one large picture, moved and enlarged behind it while fingers do so.
import QtQuick
import Parvis.Touch

Item {
    id: root

    required property TouchModel touch

    x: touch.windowX
    y: touch.windowY
    width: touch.windowWidth
    height: touch.windowHeight
    visible: touch.map !== ""
    clip: true

    Image {
        x: root.touch.mapX
        y: root.touch.mapY
        width: root.touch.mapWidth
        height: root.touch.mapHeight
        scale: root.touch.mapScale
        transformOrigin: Item.TopLeft
        source: root.touch.map
        cache: false
        smooth: scale !== 1 || implicitWidth !== width
    }
}
