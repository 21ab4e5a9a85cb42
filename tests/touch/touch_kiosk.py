"""A kiosk's touch screen on a real stage, and a finger."""

from __future__ import annotations

from msgspec.structs import replace
from stage_world import Shelf, screen
from touch_world import Finger, offered
from touched_stage import TouchedStage

from device_profiles.profile import Legibility, Screen
from player.touch.aloud.reader import Speaks
from player.touch.layer import TouchLayer
from player.touch.target import Act


def touch() -> Screen:
    return screen(
        width=1024,
        height=1280,
        width_mm=301.0,
        height_mm=376.0,
        bottom_mm=900.0,
        distance_m=0.5,
        legibility=Legibility.EN_301_549,
        touch_points=10,
        speech=True,
    )


class Kiosk(TouchedStage):
    """A stage with one touch screen, clocks set by hand, and a finger."""

    def __init__(
        self, shelf: Shelf, voice: Speaks | None = None, languages: tuple[str, ...] | None = None
    ) -> None:
        services = replace(offered(), languages=languages) if languages else offered()
        super().__init__(shelf, touch(), services, voice)
        self.finger = Finger(self.window)

    @property
    def layer(self) -> TouchLayer:
        assert isinstance(self.window.layer, TouchLayer)
        return self.window.layer

    def begin(self) -> None:
        """Touch the screen at rest, and see the first page."""
        self.finger.tap(500, 640)
        self.until(lambda: self.layer.page is not None)

    def touch(self, act: Act, value: str = "") -> None:
        """Touch a target, and see what follows."""
        page = self.layer.page
        assert page is not None
        target = next(one for one in page.targets if (one.act, one.value) == (act, value))
        self.finger.tap_in(target.rect)
        self.until(lambda: self.layer.page is not page)

    def is_asked(self) -> bool:
        """Whether the page asks if somebody is still there."""
        page = self.layer.page
        return page is not None and any(one.act is Act.STAY for one in page.targets)
