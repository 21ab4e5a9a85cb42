"""From GeoJSON, as map editors export it, to districts that touch screens draw. Editors' side; no disk."""
