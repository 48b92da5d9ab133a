<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en">
<context>
    <name>Hopyard</name>
    <message numerus="yes">
        <source>%1 in the copy, %n route change(s)</source>
        <translation type="vanished">
            <numerusform>%1 in the copy, %n route change</numerusform>
            <numerusform>%1 in the copy, %n route changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n %1 packet(s) dropped: %2</source>
        <translation>
            <numerusform>%n %1 packet dropped: %2</numerusform>
            <numerusform>%n %1 packets dropped: %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n candidate(s) that do not count.</source>
        <translation>
            <numerusform>%n candidate that does not count.</numerusform>
            <numerusform>%n candidates that do not count.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n host(s) get a router as gateway.</source>
        <translation>
            <numerusform>%n host gets a router as gateway.</numerusform>
            <numerusform>%n hosts get a router as gateway.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n inside</source>
        <translation>
            <numerusform>%n inside</numerusform>
            <numerusform>%n inside</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more route(s) changed</source>
        <translation type="vanished">
            <numerusform>%n more route changed</numerusform>
            <numerusform>%n more routes changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation type="vanished">
            <numerusform>%n node</numerusform>
            <numerusform>%n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n packet(s) sent again</source>
        <translation>
            <numerusform>%n packet sent again</numerusform>
            <numerusform>%n packets sent again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n prefix(es)</source>
        <translation>
            <numerusform>%n prefix</numerusform>
            <numerusform>%n prefixes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n step(s) came later</source>
        <translation>
            <numerusform>%n step came later</numerusform>
            <numerusform>%n steps came later</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n way(s) of equal cost; which a packet takes depends on its flow</source>
        <translation type="vanished">
            <numerusform>%n way; which a packet takes depends on its flow</numerusform>
            <numerusform>%n ways of equal cost; which a packet takes depends on its flow</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>; %n lost</source>
        <translation>
            <numerusform>; %n lost</numerusform>
            <numerusform>; %n lost</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Routing would be quiet again after %1: %n route(s) would have changed at %2.</source>
        <translation type="vanished">
            <numerusform>Routing would be quiet again after %1: %n route would have changed at %2.</numerusform>
            <numerusform>Routing would be quiet again after %1: %n routes would have changed at %2.</numerusform>
        </translation>
    </message>
</context>
</TS>
