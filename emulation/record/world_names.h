// Names of a world's nodes and links for the record.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hopyard::world {
class World;
}

namespace hopyard::record {

class Recorder;

/// Writes down the world's nodes and links as they are now.
void describe(Recorder &recorder, const world::World &world);

} // namespace hopyard::record
