"""City data on the publishing side: fetched, checked and normalised into `playlists.documents`.

`written` is what sources.toml says, `fetch` asks a source over HTTP, `kinds/` reads what it answers (one file
a kind), `keep` remembers the last good answer of each, `refresh` does all of it for all sources. Devices load
nothing of this.
"""
