// GNS3's appliance files: machines, images, versions; hostile ones end in sentences.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/appliance.h"
#include "core/lab/validate.h"

#include <QTest>

using namespace hopyard;
using exchange::Appliance;

namespace {

const std::string kOld =
    "{\"name\": \"Cisco IOSv\", \"category\": \"router\", \"description\": \"A router.\", \"usage\": \"No password.\", \"registry_version\": 3,"
    " \"qemu\": {\"adapter_type\": \"e1000\", \"adapters\": 4, \"ram\": 512, \"hda_disk_interface\": \"virtio\", \"arch\": \"i386\", \"console_type\": \"telnet\", \"options\": \"-nographic\"},"
    " \"images\": [{\"filename\": \"vios.vmdk\", \"version\": \"15.6\", \"md5sum\": \"83707E3CC93646DA58EE6563A68002B5\", \"filesize\": 102400512, \"download_url\": \"https://example.org/x\"},"
    "            {\"filename\": \"../evil\", \"md5sum\": \"x\"}, {\"filename\": \"startup.img\", \"md5sum\": \"nonsense\"}],"
    " \"versions\": [{\"name\": \"15.6\", \"images\": {\"hda_disk_image\": \"vios.vmdk\", \"hdb_disk_image\": \"startup.img\"}}, {\"name\": \"bad\", \"images\": {\"hda_disk_image\": \"none\"}}]}";

} // namespace

class TestAppliance : public QObject {
    Q_OBJECT
private slots:
    void olderVersions()
    {
        const auto read = exchange::readAppliance(kOld);
        QVERIFY2(read.has_value(), read ? "" : read.error().c_str());
        QCOMPARE(read->name, std::string("Cisco IOSv"));
        QCOMPARE(read->machine.memory, 512u);
        QVERIFY(read->machine.card == lab::MachineCard::e1000);
        QVERIFY(read->machine.disk == lab::MachineDisk::virtio);
        QCOMPARE(read->cards, 4u);
        QCOMPARE(read->versions.size(), std::size_t(1));
        QCOMPARE(read->images.size(), std::size_t(2));
        QCOMPARE(read->images[0].md5, std::string("83707e3cc93646da58ee6563a68002b5"));
        QCOMPARE(read->images[0].bytes, std::uint64_t(102400512));
        QVERIFY(read->images[1].md5.empty());
        QCOMPARE(read->left.size(), std::size_t(5)); // the evil name, the nonsense sum, version "bad", the second disk, options
        const lab::Node node = exchange::applianceNode(*read, read->versions[0], [](std::string_view file) { return "images/" + std::string(file); });
        QCOMPARE(node.name, std::string("Cisco-IOSv"));
        QCOMPARE(node.label, std::string("Cisco IOSv"));
        QCOMPARE(node.machine.image, std::string("images/vios.vmdk"));
        QCOMPARE(node.interfaces.size(), std::size_t(4));
        QVERIFY(node.note.find("No password.") != std::string::npos);
        QVERIFY(!lab::hasErrors(lab::validate(lab::Lab{"", "", {node}, {}, {}, {}})));
    }

    void registryVersion8()
    {
        const auto read = exchange::readAppliance(R"({"name": "X", "registry_version": 8, "settings": [{"template_type": "qemu", "template_properties":
 {"adapter_type": "virtio-net-pci", "ram": 99999999999, "cpus": 2, "console_type": "vnc", "kernel_command_line": "quiet"}}],
 "images": [{"filename": "k", "checksum": "00000000000000000000000000000000", "checksum_type": "md5"}, {"filename": "i"}],
 "versions": [{"name": 1, "images": {"kernel_image": "k", "initrd": "i"}}]})");
        QVERIFY2(read.has_value(), read ? "" : read.error().c_str());
        QCOMPARE(read->machine.memory, lab::Machine::kMostMemory);
        QVERIFY(read->machine.graphics);
        QCOMPARE(read->images[0].md5.size(), std::size_t(32));
        QCOMPARE(read->versions[0].name, std::string("1"));
        QCOMPARE(read->imagesOf(read->versions[0]).size(), std::size_t(2));
        const lab::Node node = exchange::applianceNode(*read, read->versions[0], [](std::string_view file) { return std::string(file); });
        QCOMPARE(node.machine.kernel, std::string("k"));
        QCOMPARE(node.machine.append, std::string("quiet"));
        QVERIFY(!lab::hasErrors(lab::validate(lab::Lab{"", "", {node}, {}, {}, {}})));
    }

    void others_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("nothing") << "" << "not JSON";
        QTest::newRow("a list") << "[]" << "this is no appliance";
        QTest::newRow("docker") << R"({"docker": {"image": "x"}})" << "of kind docker";
        QTest::newRow("settings of docker") << R"({"settings": [{"template_type": "docker"}]})" << "of kind docker";
        QTest::newRow("another processor") << R"({"qemu": {"arch": "arm"}, "images": [{"filename": "a"}], "versions": [{"images": {"hda_disk_image": "a"}}]})" << "kind arm";
        QTest::newRow("no versions") << R"({"qemu": {}, "versions": {}})" << "no version with a disk";
        QTest::newRow("deep") << QString("[").repeated(500) << "nested too deeply";
        QTest::newRow("wrong shapes") << R"({"qemu": {"ram": [1]}, "images": [1, "x", {"filename": 7}], "versions": [null, {"images": []}]})" << "no version with a disk";
    }
    void others()
    {
        QFETCH(QString, text);
        QFETCH(QString, sentence);
        const auto read = exchange::readAppliance(text.toStdString());
        QVERIFY(!read);
        QVERIFY2(QString::fromStdString(read.error()).contains(sentence), read.error().c_str());
    }

    void isTold()
    {
        QVERIFY(exchange::looksLikeAppliance("{}", "x.gns3a"));
        QVERIFY(exchange::looksLikeAppliance(kOld, "x.json"));
        QVERIFY(!exchange::looksLikeAppliance("{\"topology\": {}}", "x.gns3"));
    }
};

QTEST_APPLESS_MAIN(TestAppliance)
#include "tst_appliance.moc"
