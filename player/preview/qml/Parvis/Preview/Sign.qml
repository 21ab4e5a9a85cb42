// A small drawn sign: play, pause, previous, next, left, right, calendar, zones, distance, targets, search, clear, error, warning, good.
import QtQuick

Canvas {
    id: root

    property string name: ""
    property color ink: Look.ink

    width: 16
    height: 16
    onNameChanged: requestPaint()
    onInkChanged: requestPaint()

    onPaint: {
        const c = getContext("2d");
        c.reset();
        c.fillStyle = root.ink;
        c.strokeStyle = root.ink;
        c.lineWidth = 1.8;
        c.lineCap = "round";
        c.lineJoin = "round";
        const shape = points => {
            c.beginPath();
            points.forEach((p, i) => i ? c.lineTo(p[0], p[1]) : c.moveTo(p[0], p[1]));
        };
        switch (root.name) {
        case "play":
            shape([[4, 2], [14, 8], [4, 14]]);
            c.fill();
            break;
        case "pause":
            c.fillRect(3, 2, 3.6, 12);
            c.fillRect(9.4, 2, 3.6, 12);
            break;
        case "next":
            shape([[3, 2.5], [10.5, 8], [3, 13.5]]);
            c.fill();
            c.fillRect(11.5, 2.5, 2, 11);
            break;
        case "previous":
            shape([[13, 2.5], [5.5, 8], [13, 13.5]]);
            c.fill();
            c.fillRect(2.5, 2.5, 2, 11);
            break;
        case "left":
            shape([[10, 3], [5, 8], [10, 13]]);
            c.stroke();
            break;
        case "right":
            shape([[6, 3], [11, 8], [6, 13]]);
            c.stroke();
            break;
        case "calendar":
            c.strokeRect(2, 3.5, 12, 10.5);
            shape([[2, 7], [14, 7]]);
            c.stroke();
            shape([[5, 1.5], [5, 4.5]]);
            c.stroke();
            shape([[11, 1.5], [11, 4.5]]);
            c.stroke();
            break;
        case "zones":
            c.strokeRect(1.5, 2.5, 13, 11);
            shape([[9.5, 2.5], [9.5, 10], [14, 10]]);
            c.stroke();
            shape([[1.5, 10], [9.5, 10]]);
            c.stroke();
            break;
        case "distance":
            shape([[1, 8], [4.5, 4.5], [8, 3.4], [11.5, 4.5], [15, 8], [11.5, 11.5], [8, 12.6], [4.5, 11.5], [1, 8]]);
            c.stroke();
            c.beginPath();
            c.arc(8, 8, 2.3, 0, 7);
            c.fill();
            break;
        case "targets":
            c.beginPath();
            c.arc(8, 8, 6.2, 0, 7);
            c.stroke();
            c.beginPath();
            c.arc(8, 8, 2.3, 0, 7);
            c.fill();
            break;
        case "search":
            c.beginPath();
            c.arc(6.8, 6.8, 4.6, 0, 7);
            c.stroke();
            shape([[10.3, 10.3], [14, 14]]);
            c.stroke();
            break;
        case "clear":
            shape([[4, 4], [12, 12]]);
            c.stroke();
            shape([[12, 4], [4, 12]]);
            c.stroke();
            break;
        case "error":
            c.beginPath();
            c.arc(8, 8, 7.5, 0, 7);
            c.fill();
            c.strokeStyle = "#ffffff";
            shape([[5.4, 5.4], [10.6, 10.6]]);
            c.stroke();
            shape([[10.6, 5.4], [5.4, 10.6]]);
            c.stroke();
            break;
        case "warning":
            shape([[8, 1], [15.5, 14.5], [0.5, 14.5]]);
            c.fill();
            c.fillStyle = "#17232a";
            c.fillRect(7.1, 5.4, 1.8, 4.8);
            c.fillRect(7.1, 11.2, 1.8, 1.8);
            break;
        case "good":
            shape([[2.5, 8.5], [6.3, 12.3], [13.5, 4]]);
            c.stroke();
            break;
        }
    }
}
