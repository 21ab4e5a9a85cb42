// A film that Qt plays: asks for its frames, the one it stands at first. Only this file needs QtMultimedia.
import QtQuick
import QtMultimedia
import Parvis.Stage

VideoOutput {
    id: root

    required property StageModel stage
    required property string address

    fillMode: VideoOutput.Stretch
    endOfStreamPolicy: VideoOutput.KeepLastFrame

    Component.onCompleted: stage.project(address, videoSink)
}
