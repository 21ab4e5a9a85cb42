// A window on the map: one large picture, moved and enlarged behind it while fingers do so.
import QtQuick
import Parvis.Touch

Item {
    id: root

    required property TouchModel touch

    x: touch?.windowX ?? 0
    y: touch?.windowY ?? 0
    width: touch?.windowWidth ?? 0
    height: touch?.windowHeight ?? 0
    visible: (touch?.map ?? "") !== ""
    clip: true

    Image {
        x: root.touch?.mapX ?? 0
        y: root.touch?.mapY ?? 0
        width: root.touch?.mapWidth ?? 0
        height: root.touch?.mapHeight ?? 0
        scale: root.touch?.mapScale ?? 0
        transformOrigin: Item.TopLeft
        source: root.touch ? root.touch.map : ""
        cache: false
        smooth: scale !== 1 || implicitWidth !== width
    }
}
