// GNS3's appliance files (*.gns3a, JSON of registry versions 1 to 8): what a machine of QEMU's is made of, which images it can have,
// and how each is known to be the right one.
//
// An appliance becomes a node that is a template: placed as often as one wants. The images themselves are the user's and lie where the user
// has them; who reads the file looks for them, and takes the MD5 sum (which the file names) against damage and mix-ups, not against malice.
// Deliberately missing: appliances of Docker, Dynamips and IOU; second disks, CD-ROMs and firmware, which are said to be left out.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/lab/lab.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::exchange {

struct Appliance {
    struct Image {
        std::string file;        ///< its name, without a folder
        std::string version;
        std::string md5;         ///< 32 digits in lower case; empty where the file names none
        std::uint64_t bytes = 0; ///< 0 where the file names none
        std::string url;         ///< where it can be had: of the image itself, else of a page
    };
    struct Version {
        std::string name;
        std::string disk, kernel, initrd; ///< names of images; empty where it has none
    };

    std::string name;
    std::string about;  ///< what it is and how it is used, in lines
    lab::Machine machine; ///< without image, kernel and initrd
    std::uint32_t cards = 1;
    std::vector<Image> images;
    std::vector<Version> versions; ///< the newest first, as the file has them
    std::vector<std::string> left; ///< what a node cannot have of it, a sentence each

    const Image *findImage(std::string_view file) const;
    /// The images that the version needs.
    std::vector<const Image *> imagesOf(const Version &version) const;
};

bool looksLikeAppliance(std::string_view text, std::string_view fileName);
/// Or a sentence on why it is none, or none of QEMU's.
base::Result<Appliance, std::string> readAppliance(std::string_view text);

/// The node, with eth0, eth1, … as it has cards. `pathOf` gives the place of an image by its name.
lab::Node applianceNode(const Appliance &appliance, const Appliance::Version &version, const std::function<std::string(std::string_view file)> &pathOf);

} // namespace hopyard::exchange
