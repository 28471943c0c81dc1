package io.sosia.indexer.sighting;

class SightingsInMemoryTest extends SightingArchiveContract {

    private final SightingsInMemory archive = new SightingsInMemory();

    @Override
    SightingArchive archive() {
        return archive;
    }

    @Override
    SightingArchive settled() {
        return archive;
    }
}
