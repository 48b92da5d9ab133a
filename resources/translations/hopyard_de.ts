<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>Hopyard</name>
    <message>
        <source>  — not in the lab's folder!</source>
        <translation> — nicht im Ordner des Labs!</translation>
    </message>
    <message>
        <source> (%1 times)</source>
        <translation> (%1-mal)</translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source> by %1</source>
        <translation> über %1</translation>
    </message>
    <message>
        <source> of %1</source>
        <translation> von %1</translation>
    </message>
    <message>
        <source> to %1</source>
        <translation> an %1</translation>
    </message>
    <message>
        <source> to %1 and others</source>
        <translation> an %1 und andere</translation>
    </message>
    <message>
        <source> · %1 of %2 points</source>
        <translation> · %1 von %2 Punkten</translation>
    </message>
    <message>
        <source> · done</source>
        <translation> · fertig</translation>
    </message>
    <message>
        <source>%1  %2  virtual time, seed %3</source>
        <translation>%1  %2  virtuelle Zeit, Startwert %3</translation>
    </message>
    <message>
        <source>%1  Bookmark: %2</source>
        <translation>%1  Lesezeichen: %2</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 %2 shapes</source>
        <translation>%1 %2 Formen</translation>
    </message>
    <message>
        <source>%1 %2 things</source>
        <translation>%1 %2 Dinge</translation>
    </message>
    <message>
        <source>%1 %2, distance %3, metric %4: %5</source>
        <translation>%1 %2, Distanz %3, Metrik %4: %5</translation>
    </message>
    <message>
        <source>%1 (%2 paths)</source>
        <translation>%1 (%2 Pfade)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 (bit %2 differs)</source>
        <translation>%1 (Bit %2 weicht ab)</translation>
    </message>
    <message>
        <source>%1 (by default)</source>
        <translation>%1 (Vorgabe)</translation>
    </message>
    <message>
        <source>%1 (hidden)</source>
        <translation>%1 (ausgeblendet)</translation>
    </message>
    <message>
        <source>%1 (id %2)</source>
        <translation>%1 (ID %2)</translation>
    </message>
    <message>
        <source>%1 (itself)</source>
        <translation>%1 (er selbst)</translation>
    </message>
    <message>
        <source>%1 (length %2)</source>
        <translation>%1 (Länge %2)</translation>
    </message>
    <message>
        <source>%1 (more in the menu)</source>
        <translation>%1 (weitere im Menü)</translation>
    </message>
    <message>
        <source>%1 advertisements</source>
        <translation>%1 Ankündigungen</translation>
    </message>
    <message>
        <source>%1 alone is needed for writing. Add Ctrl or Alt.</source>
        <translation>%1 allein wird zum Schreiben gebraucht. Strg oder Alt dazunehmen.</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>%1 and %2 are picked.</source>
        <translation>%1 und %2 sind ausgewählt.</translation>
    </message>
    <message>
        <source>%1 and %2 more.</source>
        <translation>%1 und %2 weitere.</translation>
    </message>
    <message>
        <source>%1 are picked.</source>
        <translation>%1 sind ausgewählt.</translation>
    </message>
    <message>
        <source>%1 asked for</source>
        <translation>%1 angefordert</translation>
    </message>
    <message>
        <source>%1 at %2 s</source>
        <translation>%1 bei %2 s</translation>
    </message>
    <message>
        <source>%1 at %2, %3 after the decision</source>
        <translation>%1 um %2, %3 nach der Entscheidung</translation>
    </message>
    <message>
        <source>%1 blocked</source>
        <translation>%1 blockiert</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>%1 lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>%1 cannot be started.</source>
        <translation>%1 lässt sich nicht starten.</translation>
    </message>
    <message>
        <source>%1 changed, %2 new, %3 gone</source>
        <translation>%1 geändert, %2 neu, %3 weg</translation>
    </message>
    <message>
        <source>%1 contains it and is longer: the best so far%2</source>
        <translation>%1 enthält sie und ist länger: bisher das beste%2</translation>
    </message>
    <message>
        <source>%1 contains it: the best so far%2</source>
        <translation>%1 enthält sie: bisher das beste%2</translation>
    </message>
    <message>
        <source>%1 corrupt</source>
        <translation>%1 verfälscht</translation>
    </message>
    <message>
        <source>%1 could not be copied into the lab's folder.</source>
        <translation>%1 konnte nicht in den Ordner des Labors kopiert werden.</translation>
    </message>
    <message>
        <source>%1 could not be imported.</source>
        <translation>%1 konnte nicht importiert werden.</translation>
    </message>
    <message>
        <source>%1 could not be opened.</source>
        <translation>%1 konnte nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>%1 could not be saved: %2. The file is as it was before.</source>
        <translation>%1 konnte nicht gespeichert werden: %2. Die Datei ist wie zuvor.</translation>
    </message>
    <message>
        <source>%1 could not be started; it comes with the package graphviz.</source>
        <translation>%1 konnte nicht gestartet werden; es kommt mit dem Paket graphviz.</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>%1 konnte nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>%1 counts</source>
        <translation type="vanished">%1 zählt</translation>
    </message>
    <message>
        <source>%1 counts</source>
        <comment>a protocol</comment>
        <translation>%1 zählt</translation>
    </message>
    <message>
        <source>%1 decides</source>
        <translation>%1 entscheidet</translation>
    </message>
    <message>
        <source>%1 did not finish within %2 seconds and was stopped; sfdp is made for large networks.</source>
        <translation>%1 ist in %2 Sekunden nicht fertig geworden und wurde angehalten; für große Netze ist sfdp gemacht.</translation>
    </message>
    <message>
        <source>%1 does not contain it</source>
        <translation>%1 enthält sie nicht</translation>
    </message>
    <message>
        <source>%1 does not run BGP.</source>
        <translation>Auf %1 läuft kein BGP.</translation>
    </message>
    <message>
        <source>%1 does not run OSPF.</source>
        <translation>Auf %1 läuft kein OSPF.</translation>
    </message>
    <message>
        <source>%1 Enter starts another one.</source>
        <translation>%1 Die Eingabetaste startet eine neue.</translation>
    </message>
    <message>
        <source>%1 errors</source>
        <translation>%1 Fehler</translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation>%1 gefunden</translation>
    </message>
    <message>
        <source>%1 found no places for these nodes. %2</source>
        <translation>%1 hat keine Plätze für diese Knoten gefunden. %2</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 from outside, metric %2 of type %3</source>
        <translation>%1 von außen, Metrik %2 vom Typ %3</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>%1 groups</source>
        <translation>%1 Gruppen</translation>
    </message>
    <message>
        <source>%1 groups are picked.</source>
        <translation>%1 Gruppen sind ausgewählt.</translation>
    </message>
    <message>
        <source>%1 has %2 bytes and must have %3: it is another file, or not complete.</source>
        <translation>%1 hat %2 Bytes und muss %3 haben: es ist eine andere Datei oder nicht vollständig.</translation>
    </message>
    <message>
        <source>%1 has changes that are not saved.</source>
        <translation>%1 hat Änderungen, die nicht gespeichert sind.</translation>
    </message>
    <message>
        <source>%1 has no screen: write “graphics: true” into its machine.</source>
        <translation>%1 hat keinen Bildschirm: „graphics: true“ in seine Maschine schreiben.</translation>
    </message>
    <message>
        <source>%1 has no TCP connections and no listeners at this moment.</source>
        <translation>%1 hat im Moment keine TCP-Verbindungen und lauscht nirgends.</translation>
    </message>
    <message>
        <source>%1 has nothing of OSPF: is “router ospf” in its configuration, and “network …” or “ip ospf area …”?</source>
        <translation>%1 hat nichts von OSPF: Steht „router ospf“ in der Konfiguration, und „network …“ oder „ip ospf area …“?</translation>
    </message>
    <message>
        <source>%1 has the MD5 sum %2 and must have %3: it is another file, or damaged.</source>
        <translation>%1 hat die MD5-Summe %2 und muss %3 haben: es ist eine andere Datei oder beschädigt.</translation>
    </message>
    <message>
        <source>%1 in another area, cost %2</source>
        <translation>%1 in einer anderen Area, Kosten %2</translation>
    </message>
    <message>
        <source>%1 in AS %2</source>
        <translation>%1 im AS %2</translation>
    </message>
    <message numerus="yes">
        <source>%1 in the copy, %n route change(s)</source>
        <translation type="vanished">
            <numerusform>%1 in der Kopie, %n Routenänderung</numerusform>
            <numerusform>%1 in der Kopie, %n Routenänderungen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 in the copy, changes of routes: %2</source>
        <translation>%1 in der Kopie, Routenänderungen: %2</translation>
    </message>
    <message>
        <source>%1 is free.</source>
        <translation>%1 ist frei.</translation>
    </message>
    <message>
        <source>%1 is in the palette now, under My templates.</source>
        <translation>%1 steht nun in der Palette, unter „Eigene Vorlagen“.</translation>
    </message>
    <message>
        <source>%1 is in the palette, among your own templates</source>
        <translation>%1 steht in der Palette, unter den eigenen Vorlagen</translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation>%1 fehlt</translation>
    </message>
    <message>
        <source>%1 is outside of the lab's folder. Copy it there?</source>
        <translation>%1 liegt außerhalb des Ordners des Labors. Dorthin kopieren?</translation>
    </message>
    <message>
        <source>%1 is outside of the lab's folder; copy it there first.</source>
        <translation>%1 liegt außerhalb des Lab-Ordners; erst dorthin kopieren.</translation>
    </message>
    <message>
        <source>%1 is the shortcut of “%2”.</source>
        <translation>%1 ist das Tastenkürzel von „%2“.</translation>
    </message>
    <message>
        <source>%1 it is</source>
        <translation>%1 ist es</translation>
    </message>
    <message>
        <source>%1 kinds</source>
        <translation>%1 Arten</translation>
    </message>
    <message>
        <source>%1 links</source>
        <translation>%1 Leitungen</translation>
    </message>
    <message>
        <source>%1 listens; pick a connection to see it plotted.</source>
        <translation>%1 lauscht; eine Verbindung auswählen, um ihre Kurven zu sehen.</translation>
    </message>
    <message>
        <source>%1 looks for places for %2 nodes…</source>
        <translation>%1 sucht Plätze für %2 Knoten …</translation>
    </message>
    <message>
        <source>%1 looks like no lab or network of a tool that is known.</source>
        <translation>%1 sieht nicht nach einem Lab oder Netz eines bekannten Werkzeugs aus.</translation>
    </message>
    <message>
        <source>%1 made, %2 lost</source>
        <translation>%1 aufgebaut, %2 verloren</translation>
    </message>
    <message>
        <source>%1 matches %2 (%3).</source>
        <translation>%1 passt auf %2 (%3).</translation>
    </message>
    <message>
        <source>%1 matches %2.</source>
        <translation>%1 passt auf %2.</translation>
    </message>
    <message>
        <source>%1 matches no prefix: there is no route.</source>
        <translation>%1 passt auf kein Präfix: es gibt keine Route.</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 more prefixes: type a prefix to see those inside it.</source>
        <translation>%1 weitere Präfixe: ein Präfix tippen, um die darin zu sehen.</translation>
    </message>
    <message>
        <source>%1 more routes changed</source>
        <translation>%1 weitere Routen geändert</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 nodes</source>
        <translation>%1 Knoten</translation>
    </message>
    <message>
        <source>%1 nodes, %2 drawings; double click renames</source>
        <translation>%1 Knoten, %2 Zeichnungen; ein Doppelklick benennt um</translation>
    </message>
    <message>
        <source>%1 nodes, %2 links</source>
        <translation type="vanished">Knoten: %1, Leitungen: %2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>%1 von %2 fertig</translation>
    </message>
    <message>
        <source>%1 of %2: empty</source>
        <translation>%1 von %2: leer</translation>
    </message>
    <message>
        <source>%1 of your own</source>
        <translation>%1 eigene</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message>
        <source>%1 packets</source>
        <translation>%1 Pakete</translation>
    </message>
    <message>
        <source>%1 per second</source>
        <translation>%1 je Sekunde</translation>
    </message>
    <message>
        <source>%1 prefixes</source>
        <translation>%1 Präfixe</translation>
    </message>
    <message>
        <source>%1 prefixes inside</source>
        <translation>%1 Präfixe darin</translation>
    </message>
    <message>
        <source>%1 prefixes, %2 candidates that do not count.</source>
        <translation type="vanished">%1 Präfixe, %2 Kandidaten, die nicht zählen.</translation>
    </message>
    <message>
        <source>%1 reordered</source>
        <translation>%1 umgeordnet</translation>
    </message>
    <message>
        <source>%1 routers</source>
        <translation>%1 Router</translation>
    </message>
    <message>
        <source>%1 routers, %2 links; links have addresses of 10.0.0.0/8, routers a loopback of 10.255.0.0/16.</source>
        <translation>%1 Router, %2 Leitungen; Leitungen haben Adressen aus 10.0.0.0/8, Router ein Loopback aus 10.255.0.0/16.</translation>
    </message>
    <message>
        <source>%1 routers: more than a window can show; `hop generate` makes them.</source>
        <translation>%1 Router: mehr, als ein Fenster zeigen kann; `hop generate` macht sie.</translation>
    </message>
    <message>
        <source>%1 routes</source>
        <translation>%1 Routen</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 shapes</source>
        <translation>%1 Formen</translation>
    </message>
    <message>
        <source>%1 shapes and groups are picked.</source>
        <translation>%1 Formen und Gruppen sind ausgewählt.</translation>
    </message>
    <message>
        <source>%1 shapes are picked.</source>
        <translation>%1 Formen sind ausgewählt.</translation>
    </message>
    <message>
        <source>%1 tagged</source>
        <translation>%1 markiert</translation>
    </message>
    <message>
        <source>%1 These are the workbench's own fields.</source>
        <translation>%1 Dies sind die eigenen Felder der Werkbank.</translation>
    </message>
    <message>
        <source>%1 things</source>
        <translation>%1 Dinge</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 nach %2</translation>
    </message>
    <message>
        <source>%1 to be acknowledged</source>
        <translation>%1 noch zu bestätigen</translation>
    </message>
    <message>
        <source>%1 to describe</source>
        <translation>%1 zu beschreiben</translation>
    </message>
    <message>
        <source>%1 twice</source>
        <translation>%1 doppelt</translation>
    </message>
    <message>
        <source>%1 until it is forgotten</source>
        <translation>%1, bis sie vergessen wird</translation>
    </message>
    <message>
        <source>%1 until it times out</source>
        <translation>%1, bis sie abläuft</translation>
    </message>
    <message>
        <source>%1 warnings</source>
        <translation>%1 Warnungen</translation>
    </message>
    <message>
        <source>%1 was changed by another program.</source>
        <translation>%1 wurde von einem anderen Programm geändert.</translation>
    </message>
    <message>
        <source>%1 was imported; this could not be carried over:</source>
        <translation>%1 wurde importiert; Folgendes ließ sich nicht übernehmen:</translation>
    </message>
    <message>
        <source>%1 ways of equal cost; which a packet takes depends on its flow</source>
        <translation>%1 Wege gleicher Kosten; welchen ein Paket nimmt, hängt von seinem Fluss ab</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>%1 – out</source>
        <translation>%1 – raus</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1 → has longer prefixes</source>
        <translation>%1 → hat längere Präfixe</translation>
    </message>
    <message>
        <source>%1 → next-hop group %2</source>
        <translation>%1 → Next-Hop-Gruppe %2</translation>
    </message>
    <message>
        <source>%1 → nothing</source>
        <translation>%1 → nichts</translation>
    </message>
    <message>
        <source>%1's own reason</source>
        <translation>Eigener Grund von %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>%1, all in one block of at most sixteen (%2): one read.</source>
        <translation>%1, alle in einem Block von höchstens sechzehn (%2): ein Lesezugriff.</translation>
    </message>
    <message>
        <source>%1, at %2 s</source>
        <translation>%1, bei %2 s</translation>
    </message>
    <message>
        <source>%1, at distance %2</source>
        <translation>%1, in Entfernung %2</translation>
    </message>
    <message>
        <source>%1, candidates: %2</source>
        <translation>%1, Kandidaten: %2</translation>
    </message>
    <message>
        <source>%1, data received</source>
        <translation>%1, empfangene Daten</translation>
    </message>
    <message>
        <source>%1, data sent</source>
        <translation>%1, gesendete Daten</translation>
    </message>
    <message>
        <source>%1, heard %2 s ago</source>
        <translation>%1, vor %2 s gehört</translation>
    </message>
    <message>
        <source>%1, in %2 blocks of at most sixteen; levels of index above them: %3 (%4).</source>
        <translation>%1, in %2 Blöcken von höchstens sechzehn; Indexstufen darüber: %3 (%4).</translation>
    </message>
    <message>
        <source>%1, which cannot be reached</source>
        <translation>%1, nicht erreichbar</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: %2 a second</source>
        <translation type="vanished">%1: %2 je Sekunde</translation>
    </message>
    <message>
        <source>%1: %2 – %3</source>
        <translation>%1: %2 – %3</translation>
    </message>
    <message>
        <source>%1: %2, instead of %3.</source>
        <translation>%1: %2 statt %3.</translation>
    </message>
    <message>
        <source>%1: at %2 s, for %3</source>
        <translation>%1: bei %2 s, für %3</translation>
    </message>
    <message>
        <source>%1: inactive</source>
        <translation>%1: inaktiv</translation>
    </message>
    <message>
        <source>%1: none yet; a default route stands beside them.</source>
        <translation>%1: noch keine; eine Standardroute steht daneben.</translation>
    </message>
    <message>
        <source>%1: since %2 s, for %3</source>
        <translation>%1: seit %2 s, für %3</translation>
    </message>
    <message>
        <source>%1: stays %2.</source>
        <translation>%1: bleibt %2.</translation>
    </message>
    <message>
        <source>%1: ways part%2</source>
        <translation>%1: Wege trennen sich%2</translation>
    </message>
    <message>
        <source>%1; %2 untagged</source>
        <translation>%1; %2 unmarkiert</translation>
    </message>
    <message>
        <source>%1[*] – Hopyard</source>
        <translation>%1[*] – Hopyard</translation>
    </message>
    <message>
        <source>%L1 bytes</source>
        <translation>%L1 Bytes</translation>
    </message>
    <message>
        <source>%L1 bytes came later</source>
        <translation>%L1 Bytes kamen später</translation>
    </message>
    <message>
        <source>%L1 bytes from %2, %L3 from %4</source>
        <translation>%L1 Bytes von %2, %L3 von %4</translation>
    </message>
    <message>
        <source>%L1 bytes missing</source>
        <translation>%L1 Bytes fehlen</translation>
    </message>
    <message>
        <source>%L1 bytes of this packet were not kept</source>
        <translation>%L1 Bytes dieses Pakets wurden nicht aufbewahrt</translation>
    </message>
    <message>
        <source>%L1 of %L2</source>
        <translation>%L1 von %L2</translation>
    </message>
    <message>
        <source>%L1 packets passed; of those too many for the eye an even selection is listed</source>
        <translation>%L1 Pakete kamen vorbei; davon steht, da es fürs Auge zu viele sind, eine gleichmäßige Auswahl in der Liste</translation>
    </message>
    <message numerus="yes">
        <source>%n %1 packet(s) dropped: %2</source>
        <translation>
            <numerusform>%n %1-Paket verworfen: %2</numerusform>
            <numerusform>%n %1-Pakete verworfen: %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n candidate(s) that do not count.</source>
        <translation>
            <numerusform>%n Kandidat, der nicht zählt.</numerusform>
            <numerusform>%n Kandidaten, die nicht zählen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n host(s) get a router as gateway.</source>
        <translation>
            <numerusform>%n Host bekommt einen Router als Gateway.</numerusform>
            <numerusform>%n Hosts bekommen einen Router als Gateway.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n inside</source>
        <translation>
            <numerusform>%n darin</numerusform>
            <numerusform>%n darin</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more route(s) changed</source>
        <translation type="vanished">
            <numerusform>%n weitere Route geändert</numerusform>
            <numerusform>%n weitere Routen geändert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation type="vanished">
            <numerusform>%n Knoten</numerusform>
            <numerusform>%n Knoten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n packet(s) sent again</source>
        <translation>
            <numerusform>%n Paket erneut gesendet</numerusform>
            <numerusform>%n Pakete erneut gesendet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n prefix(es)</source>
        <translation>
            <numerusform>%n Präfix</numerusform>
            <numerusform>%n Präfixe</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n step(s) came later</source>
        <translation>
            <numerusform>%n Schritt kam später</numerusform>
            <numerusform>%n Schritte kamen später</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n way(s) of equal cost; which a packet takes depends on its flow</source>
        <translation type="vanished">
            <numerusform>%n Weg; welchen ein Paket nimmt, hängt von seinem Fluss ab</numerusform>
            <numerusform>%n Wege gleicher Kosten; welchen ein Paket nimmt, hängt von seinem Fluss ab</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;About Hopyard</source>
        <translation>Ü&amp;ber Hopyard</translation>
    </message>
    <message>
        <source>&amp;Actual Size</source>
        <translation>&amp;Originalgröße</translation>
    </message>
    <message>
        <source>&amp;Arrange</source>
        <translation>An&amp;ordnen</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Durchsuchen …</translation>
    </message>
    <message>
        <source>&amp;Capture…</source>
        <translation>&amp;Mitschneiden …</translation>
    </message>
    <message>
        <source>&amp;Check now</source>
        <translation>Jetzt &amp;prüfen</translation>
    </message>
    <message>
        <source>&amp;Check the Lab Now</source>
        <translation>Lab jetzt &amp;prüfen</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Copy	Ctrl+Shift+C</source>
        <translation>&amp;Kopieren	Strg+Umschalt+C</translation>
    </message>
    <message>
        <source>&amp;Costs</source>
        <translation>&amp;Kosten</translation>
    </message>
    <message>
        <source>&amp;Delay of a link</source>
        <translation>&amp;Verzögerung einer Leitung</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Ellipse</source>
        <translation>&amp;Ellipse</translation>
    </message>
    <message>
        <source>&amp;Export Picture…</source>
        <translation>Bild e&amp;xportieren …</translation>
    </message>
    <message>
        <source>&amp;Faster</source>
        <translation>&amp;Schneller</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Fill In</source>
        <translation>Au&amp;sfüllen</translation>
    </message>
    <message>
        <source>&amp;Filter:</source>
        <translation>&amp;Filter:</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>&amp;Suchen …</translation>
    </message>
    <message>
        <source>&amp;Grid</source>
        <translation>&amp;Gitter</translation>
    </message>
    <message>
        <source>&amp;Group</source>
        <translation>&amp;Gruppieren</translation>
    </message>
    <message>
        <source>&amp;Guest of %1:</source>
        <translation>&amp;Gast von %1:</translation>
    </message>
    <message>
        <source>&amp;Guide</source>
        <translation>&amp;Anleitung</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;How many × %1</source>
        <translation>&amp;Wie viele × %1</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importieren …</translation>
    </message>
    <message>
        <source>&amp;Insert</source>
        <translation>&amp;Einfügen</translation>
    </message>
    <message>
        <source>&amp;Interfaces</source>
        <translation>&amp;Schnittstellen</translation>
    </message>
    <message>
        <source>&amp;Keep running</source>
        <translation>&amp;Weiterlaufen lassen</translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;Link the Two Picked Nodes</source>
        <translation>Die zwei ausgewählten Knoten &amp;verbinden</translation>
    </message>
    <message>
        <source>&amp;Link Tool</source>
        <translation>&amp;Leitungswerkzeug</translation>
    </message>
    <message>
        <source>&amp;Map</source>
        <translation>&amp;Übersichtskarte</translation>
    </message>
    <message>
        <source>&amp;Move to</source>
        <translation>&amp;Verschieben nach</translation>
    </message>
    <message>
        <source>&amp;Names</source>
        <translation>&amp;Namen</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Neu</translation>
    </message>
    <message>
        <source>&amp;Next ›</source>
        <translation>&amp;Weiter ›</translation>
    </message>
    <message>
        <source>&amp;Note</source>
        <translation>&amp;Notiz</translation>
    </message>
    <message>
        <source>&amp;Note:</source>
        <translation>&amp;Notiz:</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>&amp;Packets</source>
        <translation>&amp;Pakete</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>E&amp;infügen</translation>
    </message>
    <message>
        <source>&amp;Paste	Ctrl+Shift+V</source>
        <translation>E&amp;infügen	Strg+Umschalt+V</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>&amp;Pause before the first event</source>
        <translation>Vor dem ersten Ereignis &amp;anhalten</translation>
    </message>
    <message>
        <source>&amp;Picture</source>
        <translation>&amp;Bild</translation>
    </message>
    <message>
        <source>&amp;Plot</source>
        <translation>&amp;Kurve</translation>
    </message>
    <message>
        <source>&amp;Pointer</source>
        <translation>&amp;Zeiger</translation>
    </message>
    <message>
        <source>&amp;Presentation</source>
        <translation>&amp;Präsentation</translation>
    </message>
    <message>
        <source>&amp;Print…</source>
        <translation>&amp;Drucken …</translation>
    </message>
    <message>
        <source>&amp;Queues</source>
        <translation>&amp;Warteschlangen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Raise</source>
        <translation>Nach &amp;vorn</translation>
    </message>
    <message>
        <source>&amp;Rectangle</source>
        <translation>&amp;Rechteck</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>&amp;Routers learn of networks</source>
        <translation>&amp;Router lernen Netze</translation>
    </message>
    <message>
        <source>&amp;Routing</source>
        <translation>&amp;Routing</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>&amp;Seed</source>
        <translation>&amp;Startzahl</translation>
    </message>
    <message>
        <source>&amp;Snap to Grid</source>
        <translation>Am Gitter &amp;einrasten</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>&amp;Stop the lab</source>
        <translation>Lab &amp;anhalten</translation>
    </message>
    <message>
        <source>&amp;Straighten</source>
        <translation>&amp;Begradigen</translation>
    </message>
    <message>
        <source>&amp;Take networks from</source>
        <translation>&amp;Netze nehmen aus</translation>
    </message>
    <message>
        <source>&amp;Text</source>
        <translation>&amp;Text</translation>
    </message>
    <message>
        <source>&amp;They stand</source>
        <translation>&amp;Sie stehen</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>&amp;Extras</translation>
    </message>
    <message>
        <source>&amp;Try It</source>
        <translation>Aus&amp;probieren</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Ungroup</source>
        <translation>Gruppe &amp;auflösen</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>, %L1 later than this moment</source>
        <translation>, %L1 später als dieser Zeitpunkt</translation>
    </message>
    <message>
        <source>, %L1 left out</source>
        <translation>, %L1 ausgelassen</translation>
    </message>
    <message>
        <source>, lost at %1</source>
        <translation>, verloren bei %1</translation>
    </message>
    <message>
        <source>, MD5 %1</source>
        <translation>, MD5 %1</translation>
    </message>
    <message>
        <source>, one of several ways</source>
        <translation>, einer von mehreren Wegen</translation>
    </message>
    <message>
        <source>, packet %1</source>
        <translation>, Paket %1</translation>
    </message>
    <message>
        <source>, since %1 s</source>
        <translation>, seit %1 s</translation>
    </message>
    <message>
        <source>, tag %1</source>
        <translation>, Tag %1</translation>
    </message>
    <message>
        <source>, there page %L1</source>
        <translation>, dort Seite %L1</translation>
    </message>
    <message>
        <source>, to be sent to %1</source>
        <translation>, zu senden an %1</translation>
    </message>
    <message>
        <source>1 advertisement</source>
        <translation>1 Ankündigung</translation>
    </message>
    <message>
        <source>1 error</source>
        <translation>1 Fehler</translation>
    </message>
    <message>
        <source>1 link</source>
        <translation>1 Leitung</translation>
    </message>
    <message>
        <source>1 more route changed</source>
        <translation>1 weitere Route geändert</translation>
    </message>
    <message>
        <source>1 node</source>
        <translation>1 Knoten</translation>
    </message>
    <message>
        <source>1 prefix</source>
        <translation>1 Präfix</translation>
    </message>
    <message>
        <source>1 route</source>
        <translation>1 Route</translation>
    </message>
    <message>
        <source>1 warning</source>
        <translation>1 Warnung</translation>
    </message>
    <message>
        <source>16 (unreachable)</source>
        <translation>16 (unerreichbar)</translation>
    </message>
    <message>
        <source>: %1</source>
        <translation>: %1</translation>
    </message>
    <message numerus="yes">
        <source>; %n lost</source>
        <translation>
            <numerusform>; %n verloren</numerusform>
            <numerusform>; %n verloren</numerusform>
        </translation>
    </message>
    <message>
        <source>; bit %1 is %2</source>
        <translation>; Bit %1 ist %2</translation>
    </message>
    <message>
        <source>; it can be had from %1</source>
        <translation>; zu haben bei %1</translation>
    </message>
    <message>
        <source>&lt;b&gt;Packet %1&lt;/b&gt; and the page that it came in</source>
        <translation>&lt;b&gt;Paket %1&lt;/b&gt; und die Seite, in der es ankam</translation>
    </message>
    <message>
        <source>? lists the commands</source>
        <translation>? listet die Befehle auf</translation>
    </message>
    <message>
        <source>A capture has ended: %1</source>
        <translation>Ein Mitschnitt ist zu Ende: %1</translation>
    </message>
    <message>
        <source>A capture has what comes from now on, and a moment of the past is shown: go back to the present to start one.</source>
        <translation>Ein Mitschnitt enthält, was von jetzt an kommt, und gezeigt wird ein Moment der Vergangenheit: zurück zur Gegenwart, um einen zu beginnen.</translation>
    </message>
    <message>
        <source>A circle: two ways from each to each.</source>
        <translation>Ein Kreis: von jedem zu jedem führen zwei Wege.</translation>
    </message>
    <message>
        <source>A client, three routers, a web server</source>
        <translation>Ein Client, drei Router, ein Webserver</translation>
    </message>
    <message>
        <source>A command to try</source>
        <translation>Ein Befehl zum Ausprobieren</translation>
    </message>
    <message>
        <source>A computer with Hopyard's own IP stack</source>
        <translation>Ein Computer mit Hopyards eigenem IP-Stack</translation>
    </message>
    <message>
        <source>A data centre of pods: core, aggregation and edge routers, with as much capacity above each as below it. The number of pods is even.</source>
        <translation>Ein Rechenzentrum aus Pods: Kern-, Verteil- und Randrouter, mit so viel Kapazität über jedem wie unter ihm. Die Zahl der Pods ist gerade.</translation>
    </message>
    <message>
        <source>A data centre of two rows, each leaf linked to each spine.</source>
        <translation>Ein Rechenzentrum aus zwei Reihen, jedes Leaf mit jedem Spine verbunden.</translation>
    </message>
    <message>
        <source>A disk, relative to the lab's folder. It is never written.</source>
        <translation>Eine Platte, relativ zum Ordner des Labs. Sie wird nie beschrieben.</translation>
    </message>
    <message>
        <source>a filter refused it</source>
        <translation>ein Filter hat es abgewiesen</translation>
    </message>
    <message>
        <source>A guest's</source>
        <translation>Vom Gast</translation>
    </message>
    <message>
        <source>A lab of containerlab, Kathara, GNS3, CORE, Mininet, a network in GraphML, GML, DOT, or an appliance of GNS3</source>
        <translation>Ein Lab von containerlab, Kathara, GNS3, CORE, Mininet, ein Netz in GraphML, GML, DOT oder eine Appliance von GNS3</translation>
    </message>
    <message>
        <source>A lab of containerlab, Kathara, GNS3, CORE, Mininet, or a network in GraphML, GML, DOT</source>
        <translation type="vanished">Ein Lab von containerlab, Kathara, GNS3, CORE, Mininet oder ein Netz in GraphML, GML, DOT</translation>
    </message>
    <message>
        <source>A lab's pictures are in its folder, so that they go with it.</source>
        <translation>Die Bilder eines Labors liegen in seinem Ordner, damit sie mit ihm gehen.</translation>
    </message>
    <message>
        <source>A lesson with a guide and checks</source>
        <translation>Eine Lektion mit Anleitung und Prüfungen</translation>
    </message>
    <message>
        <source>a line to router %1, out by %2, cost %3</source>
        <translation>eine Leitung zu Router %1, hinaus über %2, Kosten %3</translation>
    </message>
    <message>
        <source>A line “---” stands between two commands</source>
        <translation>Zwischen zwei Befehlen steht eine Zeile „---“</translation>
    </message>
    <message>
        <source>a link or a node</source>
        <translation>eine Leitung oder ein Knoten</translation>
    </message>
    <message>
        <source>A Linux network namespace: real programs run in it</source>
        <translation>Ein Linux-Netzwerk-Namensraum: echte Programme laufen darin</translation>
    </message>
    <message>
        <source>a loop: it was at %1 before</source>
        <translation>eine Schleife: es war schon bei %1</translation>
    </message>
    <message>
        <source>A name has letters, digits, “-”, “_” and “.”, and begins with a letter or digit.</source>
        <translation>Ein Name hat Buchstaben, Ziffern, „-“, „_“ und „.“ und beginnt mit Buchstabe oder Ziffer.</translation>
    </message>
    <message>
        <source>A network drawn with Hopyard</source>
        <translation>Ein mit Hopyard gezeichnetes Netz</translation>
    </message>
    <message>
        <source>A network is written like 10.0.0.0/8 or 192.168.0.0/16: an IPv4 address whose bits beyond the length are zero.</source>
        <translation>Ein Netz schreibt sich wie 10.0.0.0/8 oder 192.168.0.0/16: eine IPv4-Adresse, deren Bits hinter der Länge null sind.</translation>
    </message>
    <message>
        <source>A node needs a name.</source>
        <translation>Ein Knoten braucht einen Namen.</translation>
    </message>
    <message>
        <source>A number, such as 120.</source>
        <translation>Eine Zahl, etwa 120.</translation>
    </message>
    <message>
        <source>A path within the lab's folder, such as pictures/rack.png.</source>
        <translation>Ein Pfad im Ordner des Labs, etwa bilder/rack.png.</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>ein Programm</translation>
    </message>
    <message>
        <source>A ring, a tree, a fabric, a random network, with addresses and routing</source>
        <translation>Ein Ring, ein Baum, eine Fabric, ein Zufallsnetz, mit Adressen und Routing</translation>
    </message>
    <message>
        <source>A root, and below each router the same number of others.</source>
        <translation>Eine Wurzel, und unter jedem Router gleich viele andere.</translation>
    </message>
    <message>
        <source>A template needs a name.</source>
        <translation>Eine Vorlage braucht einen Namen.</translation>
    </message>
    <message>
        <source>A terminal. Ctrl+Tab leaves it.</source>
        <translation>Ein Terminal. Strg+Tab verlässt es.</translation>
    </message>
    <message>
        <source>a virtual link to router %1, cost %2</source>
        <translation>ein virtueller Link zu Router %1, Kosten %2</translation>
    </message>
    <message>
        <source>A virtual machine with a kernel of its own, or an image of yours</source>
        <translation>Eine virtuelle Maschine mit eigenem Kernel oder einem eigenen Abbild</translation>
    </message>
    <message>
        <source>A virtual router, configured in FRR's language</source>
        <translation>Ein virtueller Router, in FRRs Sprache eingerichtet</translation>
    </message>
    <message>
        <source>A whole computer with virtual machines in it</source>
        <translation>Ein ganzer Computer mit virtuellen Maschinen darin</translation>
    </message>
    <message>
        <source>A whole Linux as one ordinary program, the lightest machine</source>
        <translation>Ein ganzes Linux als gewöhnliches Programm, die leichteste Maschine</translation>
    </message>
    <message>
        <source>A&amp;ddresses</source>
        <translation>A&amp;dressen</translation>
    </message>
    <message>
        <source>About Hopyard</source>
        <translation>Über Hopyard</translation>
    </message>
    <message>
        <source>Accepts connections, reads, decides who shall serve, and hands them over</source>
        <translation>Nimmt Verbindungen an, liest, entscheidet, wer bedienen soll, und gibt sie weiter</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Actions and nodes</source>
        <translation>Aktionen und Knoten</translation>
    </message>
    <message>
        <source>adapter %1</source>
        <translation>Adapter %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>%1 hinzufügen</translation>
    </message>
    <message>
        <source>Add %1 to the interfaces of %2</source>
        <translation>%1 zu den Schnittstellen von %2 hinzufügen</translation>
    </message>
    <message>
        <source>Add %1 × %2</source>
        <translation>%2-mal %1 hinzufügen</translation>
    </message>
    <message>
        <source>Add a %1</source>
        <translation>%1 hinzufügen</translation>
    </message>
    <message>
        <source>Add a B&amp;end</source>
        <translation>&amp;Knick hinzufügen</translation>
    </message>
    <message>
        <source>Add a guest</source>
        <translation>Gast hinzufügen</translation>
    </message>
    <message>
        <source>Add a layer</source>
        <translation>Ebene hinzufügen</translation>
    </message>
    <message>
        <source>Add a picture</source>
        <translation>Bild hinzufügen</translation>
    </message>
    <message>
        <source>Add a static route to %1 on %2</source>
        <translation>Statische Route nach %1 auf %2 eintragen</translation>
    </message>
    <message>
        <source>Add an interface</source>
        <translation>Schnittstelle hinzufügen</translation>
    </message>
    <message>
        <source>Add layer %1</source>
        <translation>Ebene %1 hinzufügen</translation>
    </message>
    <message>
        <source>Add P&amp;lot…</source>
        <translation>&amp;Kurve hinzufügen …</translation>
    </message>
    <message>
        <source>Add Plot</source>
        <translation>Kurve hinzufügen</translation>
    </message>
    <message>
        <source>Add Plot…</source>
        <translation>Kurve hinzufügen …</translation>
    </message>
    <message>
        <source>Add static routes to %1 on %2</source>
        <translation>Statische Routen nach %1 auf %2 eintragen</translation>
    </message>
    <message>
        <source>Add These Keys</source>
        <translation>Diese Tasten dazu</translation>
    </message>
    <message>
        <source>added</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>added: %1</source>
        <translation>neu: %1</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Address to look up</source>
        <translation>Nachzuschlagende Adresse</translation>
    </message>
    <message>
        <source>Address to look up in the trie</source>
        <translation>Im Trie nachzuschlagende Adresse</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Addresses behind it</source>
        <translation>Adressen dahinter</translation>
    </message>
    <message>
        <source>Addresses behind the ports</source>
        <translation>Adressen hinter den Anschlüssen</translation>
    </message>
    <message>
        <source>Addresses below the names</source>
        <translation>Adressen unter den Namen</translation>
    </message>
    <message>
        <source>Addresses in other networks</source>
        <translation>Adressen in anderen Netzen</translation>
    </message>
    <message>
        <source>addresses of %1</source>
        <translation>Adressen von %1</translation>
    </message>
    <message>
        <source>Addresses, delays, configurations: of what is picked. What is wrong is said while you type, and most problems have a fix.</source>
        <translation>Adressen, Verzögerungen, Konfigurationen: von dem, was ausgewählt ist. Was falsch ist, wird beim Tippen gesagt, und die meisten Probleme haben eine Abhilfe.</translation>
    </message>
    <message>
        <source>Adjacency</source>
        <translation>Nachbarschaft</translation>
    </message>
    <message>
        <source>Advertisement</source>
        <translation>Ankündigung</translation>
    </message>
    <message>
        <source>Advertising router</source>
        <translation>Ankündigender Router</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Danach</translation>
    </message>
    <message>
        <source>after</source>
        <translation>danach</translation>
    </message>
    <message>
        <source>after %1</source>
        <translation>nach %1</translation>
    </message>
    <message>
        <source>after the impairment</source>
        <translation>nach der Störung</translation>
    </message>
    <message>
        <source>After the link's impairment, both directions</source>
        <translation>Nach der Störung der Leitung, beide Richtungen</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Age (s)</source>
        <translation>Alter (s)</translation>
    </message>
    <message>
        <source>Aggregated by</source>
        <translation>Zusammengefasst von</translation>
    </message>
    <message>
        <source>Align &amp;Bottom</source>
        <translation>Unten a&amp;usrichten</translation>
    </message>
    <message>
        <source>Align &amp;Centres</source>
        <translation>Mittig ausri&amp;chten</translation>
    </message>
    <message>
        <source>Align &amp;Left</source>
        <translation>&amp;Links ausrichten</translation>
    </message>
    <message>
        <source>Align &amp;Middles</source>
        <translation>In der Höhe &amp;mittig ausrichten</translation>
    </message>
    <message>
        <source>Align &amp;Right</source>
        <translation>&amp;Rechts ausrichten</translation>
    </message>
    <message>
        <source>Align &amp;Top</source>
        <translation>&amp;Oben ausrichten</translation>
    </message>
    <message>
        <source>All actions and their keys, which can be changed</source>
        <translation>Alle Aktionen und ihre Tasten, die sich ändern lassen</translation>
    </message>
    <message>
        <source>All areas</source>
        <translation>Alle Areas</translation>
    </message>
    <message>
        <source>All checks of this lab have passed: %1 points.</source>
        <translation>Alle Prüfungen dieses Labs sind bestanden: %1 Punkte.</translation>
    </message>
    <message>
        <source>All nodes</source>
        <translation>Alle Knoten</translation>
    </message>
    <message>
        <source>All of it (0)</source>
        <translation>Alles (0)</translation>
    </message>
    <message>
        <source>all packets; for example: tcp port 80</source>
        <translation>alle Pakete; zum Beispiel: tcp port 80</translation>
    </message>
    <message>
        <source>All Problems</source>
        <translation>Alle Probleme</translation>
    </message>
    <message>
        <source>All problems</source>
        <translation>Alle Probleme</translation>
    </message>
    <message>
        <source>All Standard</source>
        <translation>Alles wie vorgegeben</translation>
    </message>
    <message>
        <source>all to the first</source>
        <translation>alle zum ersten</translation>
    </message>
    <message>
        <source>Allow &amp;always for this lab file</source>
        <translation>Für diese Lab-Datei &amp;immer erlauben</translation>
    </message>
    <message>
        <source>Allow &amp;once</source>
        <translation>&amp;Einmal erlauben</translation>
    </message>
    <message>
        <source>alternate (another way)</source>
        <translation>alternate (anderer Weg)</translation>
    </message>
    <message>
        <source>An address such as 10.0.1.1.</source>
        <translation>Eine Adresse wie 10.0.1.1.</translation>
    </message>
    <message>
        <source>An empty lab</source>
        <translation>Ein leeres Lab</translation>
    </message>
    <message>
        <source>An interface's name has 1 to %1 characters, no blank and no colon.</source>
        <translation>Ein Schnittstellenname hat 1 bis %1 Zeichen, kein Leerzeichen und keinen Doppelpunkt.</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>And at the end</source>
        <translation>Und am Ende</translation>
    </message>
    <message>
        <source>Another lab runs in this window; stop it first.</source>
        <translation>In diesem Fenster läuft ein anderes Lab; das erst anhalten.</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Anwendung</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>area</source>
        <translation>Area</translation>
    </message>
    <message>
        <source>Area %1</source>
        <translation>Area %1</translation>
    </message>
    <message>
        <source>area %1</source>
        <translation>Area %1</translation>
    </message>
    <message>
        <source>area border router</source>
        <translation>Area-Grenzrouter</translation>
    </message>
    <message>
        <source>ARP</source>
        <translation>ARP</translation>
    </message>
    <message>
        <source>Arrangement of the docks</source>
        <translation>Anordnung der Docks</translation>
    </message>
    <message>
        <source>arrived whole</source>
        <translation>ganz angekommen</translation>
    </message>
    <message>
        <source>arrives</source>
        <translation>kommt an</translation>
    </message>
    <message>
        <source>arrives by some ways only</source>
        <translation>kommt nur auf manchen Wegen an</translation>
    </message>
    <message>
        <source>Arrow</source>
        <translation>Pfeil</translation>
    </message>
    <message>
        <source>arrow</source>
        <translation>Pfeil</translation>
    </message>
    <message>
        <source>AS</source>
        <translation>AS</translation>
    </message>
    <message>
        <source>AS boundary router</source>
        <translation>AS-Grenzrouter</translation>
    </message>
    <message>
        <source>As it began</source>
        <translation>Wie am Anfang</translation>
    </message>
    <message>
        <source>As it was at %1: Linux keeps this table, and while the run went on it was written down when it changed.</source>
        <translation>Wie sie bei %1 war: Diese Tabelle führt Linux, und während des Laufs wurde sie aufgeschrieben, wenn sie sich änderte.</translation>
    </message>
    <message>
        <source>AS path</source>
        <translation>AS-Pfad</translation>
    </message>
    <message>
        <source>AS path length</source>
        <translation>Länge des AS-Pfads</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>Asks again when the file or one of these programs changes</source>
        <translation>Fragt wieder, wenn sich die Datei oder eines dieser Programme ändert</translation>
    </message>
    <message>
        <source>At</source>
        <translation>Bei</translation>
    </message>
    <message>
        <source>At</source>
        <comment>a place on the canvas</comment>
        <translation>Position</translation>
    </message>
    <message>
        <source>At %1 s</source>
        <translation type="vanished">Bei %1 s</translation>
    </message>
    <message>
        <source>At each end of a link: green it is up, red it is down, yellow it drops, grey the node is off</source>
        <translation>An jedem Leitungsende: grün steht, rot unterbrochen, gelb verwirft, grau Knoten ist aus</translation>
    </message>
    <message>
        <source>At least 1.</source>
        <translation>Mindestens 1.</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>sofort</translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation>Attribute</translation>
    </message>
    <message>
        <source>Auto layout</source>
        <translation>Automatische Anordnung</translation>
    </message>
    <message>
        <source>Auto layout: %1</source>
        <translation>Automatische Anordnung: %1</translation>
    </message>
    <message>
        <source>avoidance</source>
        <translation>Vermeidung</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>back from %1</source>
        <translation>zurück von %1</translation>
    </message>
    <message>
        <source>Back to the path as it is</source>
        <translation>Zurück zum Pfad, wie er ist</translation>
    </message>
    <message>
        <source>Back to the text (Escape)</source>
        <translation>Zurück zum Text (Escape)</translation>
    </message>
    <message>
        <source>Back to what the lab has</source>
        <translation>Zurück zu dem, was das Lab hat</translation>
    </message>
    <message>
        <source>Back: %1 to %2</source>
        <translation>Zurück: %1 nach %2</translation>
    </message>
    <message>
        <source>backup</source>
        <translation>backup</translation>
    </message>
    <message>
        <source>backward</source>
        <translation>rückwärts</translation>
    </message>
    <message>
        <source>bad checksum</source>
        <translation>falsche Prüfsumme</translation>
    </message>
    <message>
        <source>Bad frames from guest</source>
        <translation>Fehlerhafte Rahmen vom Gast</translation>
    </message>
    <message>
        <source>Bad packets</source>
        <translation>Schlechte Pakete</translation>
    </message>
    <message>
        <source>Bad routes</source>
        <translation>Schlechte Routen</translation>
    </message>
    <message>
        <source>Barabási–Albert (grown)</source>
        <translation>Barabási–Albert (gewachsen)</translation>
    </message>
    <message>
        <source>base portion's storage</source>
        <translation>Speicher des Basisteils</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Davor</translation>
    </message>
    <message>
        <source>before</source>
        <translation>davor</translation>
    </message>
    <message>
        <source>Before or after the impairment</source>
        <translation>Vor oder nach der Störung</translation>
    </message>
    <message>
        <source>before the impairment</source>
        <translation>vor der Störung</translation>
    </message>
    <message>
        <source>Before the link's impairment, both directions</source>
        <translation>Vor der Störung der Leitung, beide Richtungen</translation>
    </message>
    <message>
        <source>Begin at the other end</source>
        <translation>Am anderen Ende beginnen</translation>
    </message>
    <message>
        <source>being cleared</source>
        <translation>wird geleert</translation>
    </message>
    <message>
        <source>Below each</source>
        <translation>Unter jedem</translation>
    </message>
    <message>
        <source>Bend</source>
        <translation>Knick</translation>
    </message>
    <message>
        <source>Bend %1</source>
        <translation>%1 biegen</translation>
    </message>
    <message>
        <source>Beside the keys the action has now</source>
        <translation>Neben den Tasten, die die Aktion schon hat</translation>
    </message>
    <message>
        <source>best</source>
        <translation>beste</translation>
    </message>
    <message>
        <source>best: %1</source>
        <translation>beste: %1</translation>
    </message>
    <message>
        <source>BGP</source>
        <translation>BGP</translation>
    </message>
    <message>
        <source>BGP decision</source>
        <translation>BGP-Entscheidung</translation>
    </message>
    <message>
        <source>BGP neighbours</source>
        <translation>BGP-Nachbarn</translation>
    </message>
    <message>
        <source>BGP of %1 has no neighbours: is there a “neighbor” in its configuration?</source>
        <translation>BGP auf %1 hat keine Nachbarn: Steht „neighbor“ in der Konfiguration?</translation>
    </message>
    <message>
        <source>BGP of %1 knows no prefix yet.</source>
        <translation>BGP auf %1 kennt noch kein Präfix.</translation>
    </message>
    <message>
        <source>BGP table</source>
        <translation>BGP-Tabelle</translation>
    </message>
    <message>
        <source>BGP, each router an AS of its own</source>
        <translation>BGP, jeder Router ein eigenes AS</translation>
    </message>
    <message>
        <source>BIRD Router</source>
        <translation>BIRD-Router</translation>
    </message>
    <message>
        <source>Bits a second; “unlimited” for as fast as it goes</source>
        <translation>Bit je Sekunde; „unlimited“ für so schnell wie möglich</translation>
    </message>
    <message>
        <source>blackhole</source>
        <translation>Blackhole</translation>
    </message>
    <message>
        <source>blackhole: dropped without a word</source>
        <translation>Blackhole: ohne ein Wort verworfen</translation>
    </message>
    <message>
        <source>Blob</source>
        <translation>Blob</translation>
    </message>
    <message>
        <source>Block %1, interval %2: %3</source>
        <translation>Block %1, Intervall %2: %3</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>blockiert</translation>
    </message>
    <message>
        <source>Bookmar&amp;k…</source>
        <translation>&amp;Lesezeichen …</translation>
    </message>
    <message>
        <source>Bookmark</source>
        <translation>Lesezeichen</translation>
    </message>
    <message>
        <source>Bookmark at %1</source>
        <translation>Lesezeichen bei %1</translation>
    </message>
    <message>
        <source>both directions</source>
        <translation>beide Richtungen</translation>
    </message>
    <message>
        <source>Both directions the same</source>
        <translation>Beide Richtungen gleich</translation>
    </message>
    <message>
        <source>Both sides</source>
        <translation>Beide Seiten</translation>
    </message>
    <message>
        <source>Boundary routers of other areas (4)</source>
        <translation>Grenzrouter anderer Areas (4)</translation>
    </message>
    <message>
        <source>Bring the dock to the front, with the keyboard in it</source>
        <translation>Das Dock nach vorn holen, mit der Tastatur darin</translation>
    </message>
    <message>
        <source>Bring the guide to the front, with the keyboard in it</source>
        <translation>Die Anleitung nach vorn holen, mit der Tastatur darin</translation>
    </message>
    <message>
        <source>Broken for %1 until then.</source>
        <translation>Bis dahin %1 unterbrochen.</translation>
    </message>
    <message>
        <source>Broken from then on.</source>
        <translation>Von da an unterbrochen.</translation>
    </message>
    <message>
        <source>brought in by this router</source>
        <translation>von diesem Router eingebracht</translation>
    </message>
    <message>
        <source>Buffer map</source>
        <translation>Pufferkarte</translation>
    </message>
    <message>
        <source>burst loss</source>
        <translation>Serienverlust</translation>
    </message>
    <message>
        <source>Bursts</source>
        <translation>Serien</translation>
    </message>
    <message>
        <source>bursts</source>
        <translation>Serien</translation>
    </message>
    <message>
        <source>bursts of loss</source>
        <translation>Verlustserien</translation>
    </message>
    <message>
        <source>Buttons</source>
        <translation>Schaltflächen</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>über %1</translation>
    </message>
    <message>
        <source>By its manual's steps another path would win</source>
        <translation>Nach den Schritten seines Handbuchs gewönne ein anderer Pfad</translation>
    </message>
    <message>
        <source>by OSPF</source>
        <translation>durch OSPF</translation>
    </message>
    <message>
        <source>by RIP</source>
        <translation>durch RIP</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>Bytes (*.bin);;Text as shown (*.txt)</source>
        <translation>Bytes (*.bin);;Text wie angezeigt (*.txt)</translation>
    </message>
    <message>
        <source>Bytes acknowledged</source>
        <translation>Bestätigte Bytes</translation>
    </message>
    <message>
        <source>Bytes cleared</source>
        <translation>Gelöschte Bytes</translation>
    </message>
    <message>
        <source>Bytes copied</source>
        <translation>Kopierte Bytes</translation>
    </message>
    <message>
        <source>Bytes from guest</source>
        <translation>Bytes vom Gast</translation>
    </message>
    <message>
        <source>Bytes in flight</source>
        <translation>Bytes unterwegs</translation>
    </message>
    <message>
        <source>Bytes of the blob</source>
        <translation>Bytes des Blobs</translation>
    </message>
    <message>
        <source>Bytes of the blob by part</source>
        <translation>Bytes des Blobs nach Teil</translation>
    </message>
    <message>
        <source>Bytes of the packet</source>
        <translation>Bytes des Pakets</translation>
    </message>
    <message>
        <source>Bytes received</source>
        <translation>Empfangene Bytes</translation>
    </message>
    <message>
        <source>Bytes sent</source>
        <translation>Gesendete Bytes</translation>
    </message>
    <message>
        <source>Bytes to guest</source>
        <translation>Bytes zum Gast</translation>
    </message>
    <message>
        <source>Bytes ←</source>
        <translation>Bytes ←</translation>
    </message>
    <message>
        <source>Bytes →</source>
        <translation>Bytes →</translation>
    </message>
    <message>
        <source>Call the question off</source>
        <translation>Frage zurückziehen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Candidates of each prefix</source>
        <translation>Kandidaten jedes Präfixes</translation>
    </message>
    <message>
        <source>cannot be checked here</source>
        <translation>lässt sich hier nicht prüfen</translation>
    </message>
    <message>
        <source>Cannot be read: %1</source>
        <translation>Nicht lesbar: %1</translation>
    </message>
    <message>
        <source>Cannot run %1: %2</source>
        <translation>%1 lässt sich nicht ausführen: %2</translation>
    </message>
    <message>
        <source>Cannot write %1: %2</source>
        <translation>%1 lässt sich nicht schreiben: %2</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>Zeichenfläche</translation>
    </message>
    <message>
        <source>Capture packets</source>
        <translation>Pakete mitschneiden</translation>
    </message>
    <message>
        <source>Capture packets at an end of a link</source>
        <translation>Pakete am Ende einer Leitung mitschneiden</translation>
    </message>
    <message>
        <source>Capture packets of the selected link into a file or Wireshark</source>
        <translation>Pakete der ausgewählten Leitung in eine Datei oder nach Wireshark mitschneiden</translation>
    </message>
    <message>
        <source>Captures</source>
        <translation>Mitschnitte</translation>
    </message>
    <message>
        <source>Captures (*.pcap)</source>
        <translation>Mitschnitte (*.pcap)</translation>
    </message>
    <message>
        <source>Captures have what comes from now on; go back to the present to start one</source>
        <translation>Mitschnitte enthalten, was von jetzt an kommt; zurück zur Gegenwart, um einen zu beginnen</translation>
    </message>
    <message>
        <source>Carrier</source>
        <translation>Träger</translation>
    </message>
    <message>
        <source>Carries</source>
        <translation>Befördert</translation>
    </message>
    <message>
        <source>carries %1, receives by %2 · %3, of which %4 are free</source>
        <translation>befördert mit %1, empfängt mit %2 · %3, davon %4 frei</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>changed, not applied</source>
        <translation>geändert, nicht angewandt</translation>
    </message>
    <message>
        <source>changed: %1</source>
        <translation>geändert: %1</translation>
    </message>
    <message>
        <source>Changed; it came with: %1</source>
        <translation>Geändert; vorgegeben: %1</translation>
    </message>
    <message>
        <source>Changes of the tree so far: %1.</source>
        <translation>Bisherige Änderungen des Baums: %1.</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Choose a picture</source>
        <translation>Bild auswählen</translation>
    </message>
    <message>
        <source>Choose where packets come from and where they go to, or pick two nodes on the canvas.</source>
        <translation>Wählen, woher Pakete kommen und wohin sie gehen, oder zwei Knoten auf der Zeichenfläche auswählen.</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>circles</source>
        <translation>Kreise</translation>
    </message>
    <message>
        <source>Classifier</source>
        <translation>Klassifizierer</translation>
    </message>
    <message>
        <source>Classifiers</source>
        <translation>Klassifizierer</translation>
    </message>
    <message>
        <source>classifiers</source>
        <translation>Klassifizierer</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Clear &amp;Scrollback</source>
        <translation>&amp;Verlauf leeren</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>Liste leeren</translation>
    </message>
    <message>
        <source>Clear the log</source>
        <translation>Log leeren</translation>
    </message>
    <message>
        <source>Clearing</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>clears</source>
        <translation>leert</translation>
    </message>
    <message>
        <source>Click a node on the canvas, or choose one above, to see its tables.</source>
        <translation>Einen Knoten auf der Zeichenfläche anklicken oder oben auswählen, um seine Tabellen zu sehen.</translation>
    </message>
    <message>
        <source>Click the button, tab, row or field that is called so.</source>
        <translation>Klickt den Knopf, Reiter, die Zeile oder das Feld dieses Namens an.</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Client's sequence graph</source>
        <translation>Sequenzdiagramm des Clients</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close (Escape)</source>
        <translation>Schließen (Escape)</translation>
    </message>
    <message>
        <source>Close the console of %1</source>
        <translation>Konsole von %1 schließen</translation>
    </message>
    <message>
        <source>Close this console</source>
        <translation>Diese Konsole schließen</translation>
    </message>
    <message>
        <source>Close this console (Ctrl+Shift+W)</source>
        <translation>Diese Konsole schließen (Strg+Umschalt+W)</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>Diesen Hinweis schließen</translation>
    </message>
    <message>
        <source>Close what was tried</source>
        <translation>Versuch schließen</translation>
    </message>
    <message>
        <source>cluster list length</source>
        <translation>Länge der Cluster-Liste</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Colour by Fl&amp;ow</source>
        <translation>Nach &amp;Fluss färben</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Columns of %1</source>
        <translation>Spalten von %1</translation>
    </message>
    <message>
        <source>Command &amp;Palette</source>
        <translation>&amp;Befehlspalette</translation>
    </message>
    <message>
        <source>Command for %1</source>
        <translation>Befehl für %1</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>Befehlspalette</translation>
    </message>
    <message>
        <source>Commands started with the lab</source>
        <translation>Befehle, die mit dem Lab starten</translation>
    </message>
    <message>
        <source>Communities</source>
        <translation>Communities</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>Verglichen mit</translation>
    </message>
    <message>
        <source>Compared with the lab</source>
        <translation>Verglichen mit dem Lab</translation>
    </message>
    <message>
        <source>Compared with the running router</source>
        <translation>Verglichen mit dem laufenden Router</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Computer</translation>
    </message>
    <message>
        <source>Computers</source>
        <translation>Computer</translation>
    </message>
    <message>
        <source>Con&amp;figuration…</source>
        <translation>&amp;Konfiguration …</translation>
    </message>
    <message>
        <source>Condition to run until</source>
        <translation>Bedingung, bis zu der gelaufen wird</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>Configuration editor</source>
        <translation>Konfigurationseditor</translation>
    </message>
    <message>
        <source>Configuration in FRR's language</source>
        <translation>Konfiguration in FRRs Sprache</translation>
    </message>
    <message>
        <source>Congestion control</source>
        <translation>Staukontrolle</translation>
    </message>
    <message>
        <source>Congestion window</source>
        <translation>Staufenster</translation>
    </message>
    <message>
        <source>congestion window</source>
        <translation>Staufenster</translation>
    </message>
    <message>
        <source>Congestion window (bytes)</source>
        <translation>Staufenster (Bytes)</translation>
    </message>
    <message>
        <source>Congestion window, threshold and what is in flight, with the congestion state</source>
        <translation>Staufenster, Schwelle und was unterwegs ist, mit dem Stauzustand</translation>
    </message>
    <message>
        <source>Connected to</source>
        <translation>Verbunden mit</translation>
    </message>
    <message>
        <source>Connected, with so many links at each router on average.</source>
        <translation>Zusammenhängend, mit so vielen Verbindungen je Router im Mittel.</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Connections (%1)</source>
        <translation>Verbindungen (%1)</translation>
    </message>
    <message>
        <source>Connections or moves</source>
        <translation>Verbindungen oder Umzüge</translation>
    </message>
    <message>
        <source>Connections that can move</source>
        <translation>Verbindungen, die umziehen können</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Konsole</translation>
    </message>
    <message>
        <source>Console of %1</source>
        <translation>Konsole von %1</translation>
    </message>
    <message>
        <source>Console of a Guest</source>
        <translation>Konsole eines Gasts</translation>
    </message>
    <message>
        <source>Consoles</source>
        <translation>Konsolen</translation>
    </message>
    <message>
        <source>Consoles of nodes</source>
        <translation>Konsolen von Knoten</translation>
    </message>
    <message>
        <source>contains it, but is shorter</source>
        <translation>enthält sie, ist aber kürzer</translation>
    </message>
    <message>
        <source>Copied instead</source>
        <translation>Stattdessen kopiert</translation>
    </message>
    <message>
        <source>copied into the guest's buffer</source>
        <translation>in den Puffer des Gasts kopiert</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>Kopien</translation>
    </message>
    <message>
        <source>copies</source>
        <translation>Kopien</translation>
    </message>
    <message>
        <source>Copies against maps</source>
        <translation>Kopieren gegen Einblenden</translation>
    </message>
    <message>
        <source>Copies, maps and cleared pages</source>
        <translation>Kopien, Einblendungen und gelöschte Seiten</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy what is picked beside itself</source>
        <translation>Das Ausgewählte daneben noch einmal anlegen</translation>
    </message>
    <message>
        <source>Copy what is picked, as lab text</source>
        <translation>Das Ausgewählte als Lab-Text kopieren</translation>
    </message>
    <message>
        <source>Corrupt</source>
        <translation>Verfälschen</translation>
    </message>
    <message>
        <source>corruption</source>
        <translation>Verfälschung</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>cost %1</source>
        <translation>Kosten %1</translation>
    </message>
    <message>
        <source>Cost from here</source>
        <translation>Kosten von hier</translation>
    </message>
    <message>
        <source>Costs</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Counter</source>
        <translation>Zähler</translation>
    </message>
    <message>
        <source>Counters</source>
        <translation>Zähler</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>Zählt</translation>
    </message>
    <message>
        <source>Ctrl+K finds every action, dock and node by a few letters. Help has the guide, and this tour again.</source>
        <translation>Strg+K findet jede Aktion, jedes Dock und jeden Knoten mit wenigen Buchstaben. In der Hilfe stehen die Anleitung und diese Tour.</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>&amp;Ausschneiden</translation>
    </message>
    <message>
        <source>D&amp;uplicate</source>
        <translation>&amp;Duplizieren</translation>
    </message>
    <message>
        <source>damped: it flaps</source>
        <translation>gedämpft: sie flattert</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Data of the one that sends more</source>
        <translation>Daten dessen, der mehr sendet</translation>
    </message>
    <message>
        <source>Data received</source>
        <translation>Empfangene Daten</translation>
    </message>
    <message>
        <source>Data sent</source>
        <translation>Gesendete Daten</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>dead interval</source>
        <translation>Dead-Intervall</translation>
    </message>
    <message>
        <source>Decision, step by step</source>
        <translation>Entscheidung, Schritt für Schritt</translation>
    </message>
    <message>
        <source>Delay</source>
        <translation>Verzögerung</translation>
    </message>
    <message>
        <source>delay</source>
        <translation>Verzögerung</translation>
    </message>
    <message>
        <source>Delay of a link</source>
        <translation>Verzögerung einer Leitung</translation>
    </message>
    <message>
        <source>Delay, rate and loss of links</source>
        <translation>Verzögerung, Rate und Verlust der Leitungen</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>%1 löschen</translation>
    </message>
    <message>
        <source>Delete layer %1</source>
        <translation>Ebene %1 löschen</translation>
    </message>
    <message>
        <source>Delete the layer; its shapes stay</source>
        <translation type="vanished">Die Ebene löschen; ihre Formen bleiben</translation>
    </message>
    <message>
        <source>Delete the layer; what is on it stays</source>
        <translation>Die Ebene löschen; was auf ihr ist, bleibt</translation>
    </message>
    <message>
        <source>Delete the template</source>
        <translation>Vorlage löschen</translation>
    </message>
    <message>
        <source>Delete what is picked, with the links of deleted nodes</source>
        <translation>Das Ausgewählte löschen, mit den Leitungen gelöschter Knoten</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>zugestellt</translation>
    </message>
    <message>
        <source>delivered: the address is its own</source>
        <translation>zugestellt: die Adresse ist die eigene</translation>
    </message>
    <message>
        <source>Delivery rate</source>
        <translation>Zustellrate</translation>
    </message>
    <message>
        <source>Delivery rate (bytes/s)</source>
        <translation>Zustellrate (Bytes/s)</translation>
    </message>
    <message>
        <source>demultiplexer named the guest</source>
        <translation>Demultiplexer nannte den Gast</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Description of the lab</source>
        <translation>Beschreibung des Labs</translation>
    </message>
    <message>
        <source>designated</source>
        <translation>designated</translation>
    </message>
    <message>
        <source>Designated bridge</source>
        <translation>Designierte Bridge</translation>
    </message>
    <message>
        <source>Designated cost</source>
        <translation>Designierte Kosten</translation>
    </message>
    <message>
        <source>Designated port</source>
        <translation>Designierter Anschluss</translation>
    </message>
    <message>
        <source>Destination</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Detour</source>
        <translation type="vanished">Umweg</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>Geräte</translation>
    </message>
    <message>
        <source>Devices and links</source>
        <translation>Geräte und Leitungen</translation>
    </message>
    <message>
        <source>Devices or links</source>
        <translation type="vanished">Geräte oder Leitungen</translation>
    </message>
    <message>
        <source>Devices, links or drawings</source>
        <translation>Geräte, Verbindungen oder Zeichnungen</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>directly connected, %1</source>
        <translation>direkt verbunden, %1</translation>
    </message>
    <message>
        <source>directly on %1</source>
        <translation>direkt an %1</translation>
    </message>
    <message>
        <source>Display filter</source>
        <translation>Anzeigefilter</translation>
    </message>
    <message>
        <source>Display filter, such as tcp.port == 80 &amp;&amp; ip.src == 10.0.0.0/8</source>
        <translation>Anzeigefilter, etwa tcp.port == 80 &amp;&amp; ip.src == 10.0.0.0/8</translation>
    </message>
    <message>
        <source>Dissect with Wireshark</source>
        <translation>Mit Wireshark zerlegen</translation>
    </message>
    <message>
        <source>Dissected by Wireshark.</source>
        <translation>Von Wireshark zerlegt.</translation>
    </message>
    <message>
        <source>Dissolve the group; its nodes stay</source>
        <translation>Die Gruppe auflösen; ihre Knoten bleiben</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>Distanz</translation>
    </message>
    <message>
        <source>Distribute &amp;Horizontally</source>
        <translation>&amp;Waagrecht verteilen</translation>
    </message>
    <message>
        <source>Distribute &amp;Vertically</source>
        <translation>&amp;Senkrecht verteilen</translation>
    </message>
    <message>
        <source>DMA table</source>
        <translation>DMA-Tabelle</translation>
    </message>
    <message>
        <source>Docks</source>
        <translation>Docks</translation>
    </message>
    <message>
        <source>does not arrive</source>
        <translation>kommt nicht an</translation>
    </message>
    <message>
        <source>does not contain it: bit %1 differs</source>
        <translation>enthält sie nicht: Bit %1 weicht ab</translation>
    </message>
    <message>
        <source>Does the best that can be done about the current problem</source>
        <translation>Tut das Beste, was gegen das aktuelle Problem getan werden kann</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Double-click a running node to open its console.</source>
        <translation>Einen laufenden Knoten doppelt anklicken, um seine Konsole zu öffnen.</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Ausgefallen</translation>
    </message>
    <message>
        <source>down</source>
        <translation>ausgefallen</translation>
    </message>
    <message>
        <source>Down the trie</source>
        <translation>Den Trie hinab</translation>
    </message>
    <message>
        <source>Down, %1</source>
        <translation>Ausgefallen, %1</translation>
    </message>
    <message>
        <source>DR %1</source>
        <translation>DR %1</translation>
    </message>
    <message>
        <source>DR %1, BDR %2</source>
        <translation>DR %1, BDR %2</translation>
    </message>
    <message>
        <source>Drag a host or a router from the palette onto the canvas, or double-click it. Shift while dropping asks how many.</source>
        <translation>Einen Host oder Router aus der Palette auf die Zeichenfläche ziehen oder doppelt anklicken. Umschalt beim Loslassen fragt nach der Anzahl.</translation>
    </message>
    <message>
        <source>Drag a node from the palette, or begin with one of these.</source>
        <translation>Einen Knoten aus der Palette ziehen oder mit einem von diesen beginnen.</translation>
    </message>
    <message>
        <source>Draw</source>
        <translation>Zeichnen</translation>
    </message>
    <message>
        <source>Draw a network. Press Run. It is alive.</source>
        <translation>Ein Netz zeichnen. Starten. Es lebt.</translation>
    </message>
    <message>
        <source>Draw links: click a node, click another</source>
        <translation>Leitungen zeichnen: einen Knoten anklicken, dann einen anderen</translation>
    </message>
    <message>
        <source>Draw one on the canvas: drag, or click for the usual size</source>
        <translation>Auf die Zeichenfläche zeichnen: ziehen, oder klicken für die übliche Größe</translation>
    </message>
    <message>
        <source>Draw OSPF's T&amp;ree</source>
        <translation>OSPF-&amp;Baum zeichnen</translation>
    </message>
    <message>
        <source>Draw the group as one, or its nodes again</source>
        <translation>Die Gruppe als ein Ding zeichnen oder wieder ihre Knoten</translation>
    </message>
    <message>
        <source>Draw the picked links with right angles</source>
        <translation>Die ausgewählten Leitungen mit rechten Winkeln zeichnen</translation>
    </message>
    <message>
        <source>Draw the tree of shortest paths on the canvas as OSPF of the selected router calculated it</source>
        <translation>Den Baum der kürzesten Wege auf die Leinwand zeichnen, wie OSPF des gewählten Routers ihn berechnet hat</translation>
    </message>
    <message>
        <source>Draw with right angles</source>
        <translation>Mit rechten Winkeln zeichnen</translation>
    </message>
    <message>
        <source>Draw without right angles</source>
        <translation>Ohne rechte Winkel zeichnen</translation>
    </message>
    <message>
        <source>Drawings</source>
        <translation>Zeichnungen</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>Verwerfung</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>Verworfen</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>Dropped on sending</source>
        <translation>Beim Senden verworfen</translation>
    </message>
    <message>
        <source>Dropped to guest</source>
        <translation>Zum Gast verworfen</translation>
    </message>
    <message>
        <source>Dropped ←</source>
        <translation>Verworfen ←</translation>
    </message>
    <message>
        <source>Dropped →</source>
        <translation>Verworfen →</translation>
    </message>
    <message>
        <source>dropped, %1: %2</source>
        <translation>verworfen, %1: %2</translation>
    </message>
    <message>
        <source>dropped, and the sender told that the destination is unreachable</source>
        <translation>verworfen, und dem Absender gesagt, dass das Ziel unerreichbar ist</translation>
    </message>
    <message>
        <source>dropped: %1</source>
        <translation>verworfen: %1</translation>
    </message>
    <message>
        <source>Drops</source>
        <translation>Verwerfungen</translation>
    </message>
    <message>
        <source>Drops by reason</source>
        <translation>Verwerfungen nach Grund</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>duplicates</source>
        <translation>Doppelte</translation>
    </message>
    <message>
        <source>duplication</source>
        <translation>Verdopplung</translation>
    </message>
    <message>
        <source>Each linked to each.</source>
        <translation>Jeder mit jedem verbunden.</translation>
    </message>
    <message>
        <source>Each new router links to others, rather to those that have many links already.</source>
        <translation>Jeder neue Router verbindet sich mit anderen, lieber mit denen, die schon viele Verbindungen haben.</translation>
    </message>
    <message>
        <source>Each packet arrives twice with this probability</source>
        <translation>Jedes Paket kommt mit dieser Wahrscheinlichkeit zweimal an</translation>
    </message>
    <message>
        <source>Each packet is lost with this probability</source>
        <translation>Jedes Paket geht mit dieser Wahrscheinlichkeit verloren</translation>
    </message>
    <message>
        <source>Each packet skips the delay with this probability, and so overtakes</source>
        <translation>Jedes Paket überspringt die Verzögerung mit dieser Wahrscheinlichkeit und überholt so</translation>
    </message>
    <message>
        <source>each to each</source>
        <translation>jeder mit jedem</translation>
    </message>
    <message>
        <source>Edge port</source>
        <translation>Randanschluss</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Edit aside, and see what changes before it is applied (F4)</source>
        <translation>Daneben bearbeiten und vor dem Anwenden sehen, was sich ändert (F4)</translation>
    </message>
    <message>
        <source>Edit the configuration</source>
        <translation>Konfiguration bearbeiten</translation>
    </message>
    <message>
        <source>Edit the router's configuration, with what changes shown before it is applied</source>
        <translation>Die Konfiguration des Routers bearbeiten; vor dem Anwenden wird gezeigt, was sich ändert</translation>
    </message>
    <message>
        <source>Edit what is picked</source>
        <translation>Das Ausgewählte bearbeiten</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>Bearbeitet</translation>
    </message>
    <message>
        <source>Editor…</source>
        <translation>Editor …</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>Ellipse</translation>
    </message>
    <message>
        <source>en, de or es, for this start.</source>
        <translation>en, de oder es, für diesen Start.</translation>
    </message>
    <message>
        <source>engine: Hopyard's own stack; qemu, uml: a real machine</source>
        <translation>engine: Hopyards eigener Stack; qemu, uml: eine echte Maschine</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>equal</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>Equal steps from left to right</source>
        <translation>Gleiche Abstände von links nach rechts</translation>
    </message>
    <message>
        <source>Equal steps from top to bottom</source>
        <translation>Gleiche Abstände von oben nach unten</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Events and bookmarks</source>
        <translation>Ereignisse und Lesezeichen</translation>
    </message>
    <message>
        <source>Events of the run</source>
        <translation>Ereignisse des Laufs</translation>
    </message>
    <message>
        <source>Every action has the keys it came with</source>
        <translation>Jede Aktion hat ihre vorgegebenen Tasten</translation>
    </message>
    <message>
        <source>Every interface that can be given an address has one.</source>
        <translation>Jede Schnittstelle, die eine Adresse haben kann, hat eine.</translation>
    </message>
    <message>
        <source>Every interface that has none gets an address, hosts get a gateway, and routers learn of each other's networks</source>
        <translation>Jede Schnittstelle ohne Adresse bekommt eine, Hosts bekommen ein Gateway, und Router lernen die Netze der anderen</translation>
    </message>
    <message>
        <source>Every link from green to red by its load; links without a rate by the fastest one</source>
        <translation>Jede Leitung von Grün nach Rot nach ihrer Last; Leitungen ohne Rate nach der schnellsten</translation>
    </message>
    <message>
        <source>Every link from green to red by the share of its packets that is dropped</source>
        <translation>Jede Leitung von Grün nach Rot nach dem Anteil verworfener Pakete</translation>
    </message>
    <message>
        <source>Every node of the kinds that are picked</source>
        <translation>Alle Knoten der ausgewählten Arten</translation>
    </message>
    <message>
        <source>Everything is green</source>
        <translation>Alles ist grün</translation>
    </message>
    <message>
        <source>Exits of guests</source>
        <translation>Ausstiege der Gäste</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export as &amp;CSV…</source>
        <translation>Als &amp;CSV exportieren …</translation>
    </message>
    <message>
        <source>Export as &amp;PNG…</source>
        <translation>Als &amp;PNG exportieren …</translation>
    </message>
    <message>
        <source>Export as &amp;SVG…</source>
        <translation>Als &amp;SVG exportieren …</translation>
    </message>
    <message>
        <source>Export Plots</source>
        <translation>Kurven exportieren</translation>
    </message>
    <message>
        <source>Export the canvas</source>
        <translation>Zeichenfläche exportieren</translation>
    </message>
    <message>
        <source>external</source>
        <translation>extern</translation>
    </message>
    <message>
        <source>external over internal</source>
        <translation>extern vor intern</translation>
    </message>
    <message>
        <source>F&amp;old or Unfold</source>
        <translation>&amp;Ein- oder ausklappen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>failed?</source>
        <translation>ausfiele?</translation>
    </message>
    <message>
        <source>Family of addresses</source>
        <translation>Adressfamilie</translation>
    </message>
    <message>
        <source>fastest</source>
        <translation>maximal</translation>
    </message>
    <message>
        <source>Fat tree</source>
        <translation>Fat Tree</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>Fehlzugriffe</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Felder</translation>
    </message>
    <message>
        <source>Fields of the blob</source>
        <translation>Felder des Blobs</translation>
    </message>
    <message>
        <source>Fields of the packet</source>
        <translation>Felder des Pakets</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Files that are read:</source>
        <translation>Dateien, die gelesen werden:</translation>
    </message>
    <message>
        <source>Fill in &amp;Addresses…</source>
        <translation>&amp;Adressen ausfüllen …</translation>
    </message>
    <message>
        <source>Fill in Addresses</source>
        <translation>Adressen ausfüllen</translation>
    </message>
    <message>
        <source>Fill in addresses</source>
        <translation>Adressen ausfüllen</translation>
    </message>
    <message>
        <source>Fill in all addresses that are missing</source>
        <translation>Alle fehlenden Adressen ausfüllen</translation>
    </message>
    <message>
        <source>Filled</source>
        <translation>Gefüllt</translation>
    </message>
    <message>
        <source>filled by the adapter</source>
        <translation>vom Adapter gefüllt</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter devices and links</source>
        <translation>Geräte und Leitungen filtern</translation>
    </message>
    <message>
        <source>Filter events</source>
        <translation>Ereignisse filtern</translation>
    </message>
    <message>
        <source>Filter of the RIB</source>
        <translation>Filter der RIB</translation>
    </message>
    <message>
        <source>Filter, in the language of libpcap</source>
        <translation>Filter in der Sprache von libpcap</translation>
    </message>
    <message>
        <source>Filter: 10.0.2.0/24, ospf, eth1, distance …</source>
        <translation>Filter: 10.0.2.0/24, ospf, eth1, distance …</translation>
    </message>
    <message>
        <source>filtered</source>
        <translation>gefiltert</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Find an action or a node</source>
        <translation>Aktion oder Knoten suchen</translation>
    </message>
    <message>
        <source>Find any action or node by a few letters</source>
        <translation>Jede Aktion, jeden Knoten mit wenigen Buchstaben finden</translation>
    </message>
    <message>
        <source>Find anything</source>
        <translation>Alles finden</translation>
    </message>
    <message>
        <source>Find in the configuration</source>
        <translation>In der Konfiguration suchen</translation>
    </message>
    <message>
        <source>Find in the content</source>
        <translation>Im Inhalt suchen</translation>
    </message>
    <message>
        <source>Find in this text (Ctrl+F)</source>
        <translation>In diesem Text suchen (Strg+F)</translation>
    </message>
    <message>
        <source>Find on the canvas</source>
        <translation>Auf der Zeichenfläche suchen</translation>
    </message>
    <message>
        <source>First hops</source>
        <translation>Erste Sprünge</translation>
    </message>
    <message>
        <source>first packet</source>
        <translation>erstes Paket</translation>
    </message>
    <message>
        <source>First page</source>
        <translation>Erste Seite</translation>
    </message>
    <message>
        <source>Five steps through the window</source>
        <translation>Fünf Schritte durch das Fenster</translation>
    </message>
    <message>
        <source>Fix</source>
        <translation>Beheben</translation>
    </message>
    <message>
        <source>Fix the Pro&amp;blem</source>
        <translation>Pro&amp;blem beheben</translation>
    </message>
    <message>
        <source>Fixes</source>
        <translation>Abhilfen</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>Fluss</translation>
    </message>
    <message>
        <source>Flow table</source>
        <translation>Flusstabelle</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>%1 einklappen</translation>
    </message>
    <message>
        <source>Fold again what was unfolded</source>
        <translation>Ausgeklapptes wieder einklappen</translation>
    </message>
    <message>
        <source>Fold long runs</source>
        <translation>Lange Folgen einklappen</translation>
    </message>
    <message>
        <source>Fold long runs of pages that are in the same state into bars</source>
        <translation>Lange Folgen von Seiten im selben Zustand zu Balken einklappen</translation>
    </message>
    <message>
        <source>Follow the &amp;newest</source>
        <translation>Dem &amp;Neuesten folgen</translation>
    </message>
    <message>
        <source>Follow the end</source>
        <translation>Dem Ende folgen</translation>
    </message>
    <message>
        <source>Follow the latest packet</source>
        <translation>Dem neuesten Paket folgen</translation>
    </message>
    <message>
        <source>Follow this packet</source>
        <translation>Diesem Paket folgen</translation>
    </message>
    <message>
        <source>Follow this stream</source>
        <translation>Diesem Strom folgen</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>seit %1</translation>
    </message>
    <message>
        <source>For a screenshot: let the lab start its programs without asking.</source>
        <translation>Für ein Bildschirmfoto: das Lab startet seine Programme ohne Frage.</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Forget These</source>
        <translation>Diese vergessen</translation>
    </message>
    <message>
        <source>Forgotten in</source>
        <translation>Vergessen in</translation>
    </message>
    <message>
        <source>Form of the content</source>
        <translation>Form des Inhalts</translation>
    </message>
    <message>
        <source>forward</source>
        <translation>vorwärts</translation>
    </message>
    <message>
        <source>forwarded</source>
        <translation>weitergeleitet</translation>
    </message>
    <message>
        <source>Forwarder</source>
        <translation>Weiterleiter</translation>
    </message>
    <message>
        <source>forwarder</source>
        <translation>Weiterleiter</translation>
    </message>
    <message>
        <source>Forwarding</source>
        <translation>Weiterleitung</translation>
    </message>
    <message>
        <source>fragmentation needed</source>
        <translation>Fragmentierung nötig</translation>
    </message>
    <message>
        <source>fragmented</source>
        <translation>zerlegt</translation>
    </message>
    <message>
        <source>fragments created</source>
        <translation>Fragmente erzeugt</translation>
    </message>
    <message>
        <source>Frames from guest</source>
        <translation>Rahmen vom Gast</translation>
    </message>
    <message>
        <source>Frames refused for their VLAN: %1.</source>
        <translation>Wegen ihres VLANs abgewiesene Rahmen: %1.</translation>
    </message>
    <message>
        <source>Frames to guest</source>
        <translation>Rahmen zum Gast</translation>
    </message>
    <message>
        <source>free</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License,
version 3 or later. It comes with no warranty.</source>
        <translation>Freie Software unter der GNU General Public License,
Version 3 oder später. Ohne jede Gewährleistung.</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>from</source>
        <translation>von</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>Von %1</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>from another AS</source>
        <translation>aus einem anderen AS</translation>
    </message>
    <message>
        <source>from outside before from within the AS</source>
        <translation>von außen vor aus dem AS selbst</translation>
    </message>
    <message>
        <source>From router</source>
        <translation>Vom Router</translation>
    </message>
    <message>
        <source>from within the AS</source>
        <translation>aus dem eigenen AS</translation>
    </message>
    <message>
        <source>FRR Router</source>
        <translation>FRR-Router</translation>
    </message>
    <message>
        <source>Full mesh</source>
        <translation>Vollvermaschung</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>Gilbert-Elliott loss: probability of entering a burst, then of leaving it, for each packet. Empty: none</source>
        <translation>Gilbert-Elliott-Verlust: Wahrscheinlichkeit, für jedes Paket, in eine Serie zu geraten und wieder heraus. Leer: keine</translation>
    </message>
    <message>
        <source>Give %1 the address %2</source>
        <translation>%1 die Adresse %2 geben</translation>
    </message>
    <message>
        <source>Give %1 the authentication of %2</source>
        <translation>%1 die Authentifizierung von %2 geben</translation>
    </message>
    <message>
        <source>Give %1 the same password for %2</source>
        <translation>%1 dasselbe Passwort für %2 geben</translation>
    </message>
    <message>
        <source>Go back to the step before</source>
        <translation>Zum vorigen Schritt zurück</translation>
    </message>
    <message>
        <source>Go On from &amp;Here</source>
        <translation>Von &amp;hier weiter</translation>
    </message>
    <message>
        <source>Go on to the next step of the guide</source>
        <translation>Weiter zum nächsten Schritt der Anleitung</translation>
    </message>
    <message>
        <source>Go on until a packet passes the selected node or link; any packet where nothing is selected</source>
        <translation>Weiter, bis ein Paket den ausgewählten Knoten oder die Leitung passiert; irgendein Paket, wenn nichts ausgewählt ist</translation>
    </message>
    <message>
        <source>Go on until an event or a packet that you describe</source>
        <translation>Weiter bis zu einem beschriebenen Ereignis oder Paket</translation>
    </message>
    <message>
        <source>Go on until the table in the Tables dock changes</source>
        <translation>Weiter, bis sich die Tabelle im Dock Tabellen ändert</translation>
    </message>
    <message>
        <source>Go to &amp;Console</source>
        <translation>Zur &amp;Konsole</translation>
    </message>
    <message>
        <source>Go to &amp;Devices and Links</source>
        <translation>Zu &amp;Geräten und Leitungen</translation>
    </message>
    <message>
        <source>Go to &amp;Hypervisor</source>
        <translation>Zum &amp;Hypervisor</translation>
    </message>
    <message>
        <source>Go to &amp;Log</source>
        <translation>Zum &amp;Log</translation>
    </message>
    <message>
        <source>Go to &amp;Migration</source>
        <translation>Zum &amp;Umzug</translation>
    </message>
    <message>
        <source>Go to &amp;Tables</source>
        <translation>Zu den &amp;Tabellen</translation>
    </message>
    <message>
        <source>Go to Ca&amp;ptures</source>
        <translation>Zu den &amp;Mitschnitten</translation>
    </message>
    <message>
        <source>Go to P&amp;lots</source>
        <translation>Zu den K&amp;urven</translation>
    </message>
    <message>
        <source>Go to Pac&amp;kets</source>
        <translation>Zu den &amp;Paketen</translation>
    </message>
    <message>
        <source>Go to the &amp;Canvas</source>
        <translation>Zur &amp;Zeichenfläche</translation>
    </message>
    <message>
        <source>Go to the &amp;Guide</source>
        <translation>Zur &amp;Anleitung</translation>
    </message>
    <message>
        <source>Go to the &amp;Path</source>
        <translation>Zum &amp;Pfad</translation>
    </message>
    <message>
        <source>Go to the Tim&amp;e Line</source>
        <translation>Zur Z&amp;eitleiste</translation>
    </message>
    <message>
        <source>goes on as elsewhere in this list</source>
        <translation>weiter wie anderswo in dieser Liste</translation>
    </message>
    <message>
        <source>Goes to</source>
        <translation>Geht an</translation>
    </message>
    <message>
        <source>Graphviz circo: for rings</source>
        <translation>Graphviz circo: für Ringe</translation>
    </message>
    <message>
        <source>Graphviz dot: from the top down, for trees and fabrics</source>
        <translation>Graphviz dot: von oben nach unten, für Bäume und Fabrics</translation>
    </message>
    <message>
        <source>Graphviz neato: for some hundred nodes</source>
        <translation>Graphviz neato: für einige hundert Knoten</translation>
    </message>
    <message>
        <source>Graphviz sfdp: for thousands of nodes</source>
        <translation>Graphviz sfdp: für Tausende Knoten</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Gitter</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Group </source>
        <translation>Gruppe </translation>
    </message>
    <message>
        <source>Group %1</source>
        <translation>Gruppe %1</translation>
    </message>
    <message>
        <source>group %1</source>
        <translation>Gruppe %1</translation>
    </message>
    <message>
        <source>Group %1 nodes</source>
        <translation>%1 Knoten gruppieren</translation>
    </message>
    <message>
        <source>Group %1, its network %2 of 32: %3</source>
        <translation>Gruppe %1, ihr Netz %2 von 32: %3</translation>
    </message>
    <message>
        <source>Guest</source>
        <translation>Gast</translation>
    </message>
    <message>
        <source>guest %1</source>
        <translation>Gast %1</translation>
    </message>
    <message>
        <source>guest gave the buffer back</source>
        <translation>Gast gab den Puffer zurück</translation>
    </message>
    <message>
        <source>guest memory</source>
        <translation>Gastspeicher</translation>
    </message>
    <message>
        <source>Guest page</source>
        <translation>Gastseite</translation>
    </message>
    <message>
        <source>guest paused</source>
        <translation>Gast angehalten</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>Gäste</translation>
    </message>
    <message>
        <source>guests</source>
        <translation>Gäste</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>Anleitung</translation>
    </message>
    <message>
        <source>had it</source>
        <translation>hatte sie</translation>
    </message>
    <message>
        <source>handshake</source>
        <translation>Handshake</translation>
    </message>
    <message>
        <source>Has a service's address, and passes each connection on to the host that serves it</source>
        <translation>Hat die Adresse eines Dienstes und reicht jede Verbindung an den Host weiter, der sie bedient</translation>
    </message>
    <message>
        <source>has it now</source>
        <translation>hat sie nun</translation>
    </message>
    <message>
        <source>Heat Map: E&amp;rrors</source>
        <translation>Wärmekarte: F&amp;ehler</translation>
    </message>
    <message>
        <source>Heat Map: Loa&amp;d</source>
        <translation>Wärmekarte: &amp;Last</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>hello every %1, missed after %2 s</source>
        <translation>Hello alle %1, vermisst nach %2 s</translation>
    </message>
    <message>
        <source>hello interval</source>
        <translation>Hello-Intervall</translation>
    </message>
    <message>
        <source>Hexadecimal</source>
        <translation>Hexadezimal</translation>
    </message>
    <message>
        <source>Hide layer %1</source>
        <translation>Ebene %1 ausblenden</translation>
    </message>
    <message>
        <source>Hide Them</source>
        <translation>Verbergen</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>Tipp</translation>
    </message>
    <message>
        <source>Hint %1</source>
        <translation>Tipp %1</translation>
    </message>
    <message>
        <source>Hold the list</source>
        <translation>Liste anhalten</translation>
    </message>
    <message>
        <source>Hold the list; what comes meanwhile is kept</source>
        <translation>Liste anhalten; was inzwischen kommt, bleibt erhalten</translation>
    </message>
    <message>
        <source>Hop</source>
        <translation>Hop</translation>
    </message>
    <message>
        <source>Hops</source>
        <translation>Sprünge</translation>
    </message>
    <message>
        <source>Hopyard</source>
        <translation>Hopyard</translation>
    </message>
    <message>
        <source>Hopyard %1</source>
        <translation>Hopyard %1</translation>
    </message>
    <message>
        <source>Hopyard: draw a network, press Run, and it is alive.</source>
        <translation>Hopyard: ein Netz zeichnen, starten, und es lebt.</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Host page</source>
        <translation>Hostseite</translation>
    </message>
    <message>
        <source>Host page %L1: %2</source>
        <translation>Hostseite %L1: %2</translation>
    </message>
    <message>
        <source>Host pages</source>
        <translation>Hostseiten</translation>
    </message>
    <message>
        <source>Host pages %L1 to %L2. The first: %3</source>
        <translation>Hostseiten %L1 bis %L2. Die erste: %3</translation>
    </message>
    <message>
        <source>Hosts</source>
        <translation>Hosts</translation>
    </message>
    <message>
        <source>hosts</source>
        <translation>Hosts</translation>
    </message>
    <message>
        <source>Hosts to move to</source>
        <translation>Hosts, zu denen umgezogen werden kann</translation>
    </message>
    <message>
        <source>How a packet from an adapter gets into a guest's memory</source>
        <translation>Wie ein Paket vom Adapter in den Speicher eines Gasts kommt</translation>
    </message>
    <message>
        <source>How far it is</source>
        <translation>Wie weit es ist</translation>
    </message>
    <message>
        <source>How it carries packets</source>
        <translation>Wie er Pakete befördert</translation>
    </message>
    <message>
        <source>How its guests' datagrams are carried</source>
        <translation>Wie die Datagramme seiner Gäste befördert werden</translation>
    </message>
    <message>
        <source>How long a packet is under way</source>
        <translation>Wie lange ein Paket unterwegs ist</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Wie viele</translation>
    </message>
    <message>
        <source>How many packets</source>
        <translation>Wie viele Pakete</translation>
    </message>
    <message>
        <source>How much is shown</source>
        <translation>Wie viel gezeigt wird</translation>
    </message>
    <message>
        <source>How much may wait for a line with a rate: packets (a bare number) or bytes (64kB)</source>
        <translation>Wie viel auf eine Leitung mit Rate warten darf: Pakete (nur eine Zahl) oder Bytes (64kB)</translation>
    </message>
    <message>
        <source>How much of the way</source>
        <translation>Wie viel vom Weg</translation>
    </message>
    <message>
        <source>How much was said</source>
        <translation>Wie viel gesagt wurde</translation>
    </message>
    <message>
        <source>How often it stands there</source>
        <translation>Wie oft es dort steht</translation>
    </message>
    <message>
        <source>How routers learn of networks</source>
        <translation>Wie Router Netze lernen</translation>
    </message>
    <message>
        <source>How the table is really stored</source>
        <translation>Wie die Tabelle wirklich gespeichert ist</translation>
    </message>
    <message>
        <source>How they are linked</source>
        <translation>Wie sie verbunden sind</translation>
    </message>
    <message>
        <source>How they stand</source>
        <translation>Wie sie stehen</translation>
    </message>
    <message>
        <source>How to draw a lab, run it and look into it</source>
        <translation>Wie man ein Lab zeichnet, startet und hineinschaut</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>Hypervisor</source>
        <translation>Hypervisor</translation>
    </message>
    <message>
        <source>I&amp;mpairments</source>
        <translation>S&amp;törungen</translation>
    </message>
    <message>
        <source>ICMP errors held back (too many)</source>
        <translation>ICMP-Fehler zurückgehalten (zu viele)</translation>
    </message>
    <message>
        <source>ICMP errors sent</source>
        <translation>ICMP-Fehler gesendet</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>If %1 failed</source>
        <translation>Wenn %1 ausfiele</translation>
    </message>
    <message>
        <source>If the link %1 failed</source>
        <translation>Wenn die Leitung %1 ausfiele</translation>
    </message>
    <message>
        <source>IGP before EGP before incomplete</source>
        <translation>IGP vor EGP vor incomplete</translation>
    </message>
    <message>
        <source>IGP metric</source>
        <translation>IGP-Metrik</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Abbild</translation>
    </message>
    <message>
        <source>image</source>
        <translation>Abbild</translation>
    </message>
    <message>
        <source>Impairment</source>
        <translation>Störung</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Import a lab or a network</source>
        <translation>Lab oder Netz importieren</translation>
    </message>
    <message>
        <source>in a column</source>
        <translation>in einer Spalte</translation>
    </message>
    <message>
        <source>in a copy of the network</source>
        <translation>in einer Kopie des Netzes</translation>
    </message>
    <message>
        <source>in a grid</source>
        <translation>in einem Raster</translation>
    </message>
    <message>
        <source>In a moment of the past nothing can be moved; go back to the present, or go on from here</source>
        <translation>In einem Moment der Vergangenheit kann nichts umziehen; zurück zur Gegenwart, oder von hier aus weitergehen</translation>
    </message>
    <message>
        <source>in a ring</source>
        <translation>in einem Ring</translation>
    </message>
    <message>
        <source>in a row</source>
        <translation>in einer Reihe</translation>
    </message>
    <message>
        <source>in block</source>
        <translation>im Block</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>in flight</source>
        <translation>unterwegs</translation>
    </message>
    <message>
        <source>in group</source>
        <translation>in der Gruppe</translation>
    </message>
    <message>
        <source>In network namespaces of Linux, which the lab makes:</source>
        <translation>In Netzwerk-Namensräumen von Linux, die das Lab anlegt:</translation>
    </message>
    <message>
        <source>In ring</source>
        <translation>Eingangsring</translation>
    </message>
    <message>
        <source>In the configuration editor: go to the next line that is wrong</source>
        <translation>Im Konfigurationseditor: zur nächsten fehlerhaften Zeile</translation>
    </message>
    <message>
        <source>In the configuration editor: show what changes, and apply it</source>
        <translation>Im Konfigurationseditor: zeigen, was sich ändert, und anwenden</translation>
    </message>
    <message>
        <source>in the DMA table</source>
        <translation>in der DMA-Tabelle</translation>
    </message>
    <message>
        <source>In the lab</source>
        <translation>Im Lab</translation>
    </message>
    <message>
        <source>In the middle of the picked link; drag it where it shall be</source>
        <translation>In der Mitte der ausgewählten Leitung; dorthin ziehen, wo er sein soll</translation>
    </message>
    <message>
        <source>inactive</source>
        <translation>inaktiv</translation>
    </message>
    <message>
        <source>Index row %1, entry %2: %3</source>
        <translation>Indexzeile %1, Eintrag %2: %3</translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>Innen</translation>
    </message>
    <message>
        <source>Inspect: %1</source>
        <translation>Untersuchen: %1</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Eingetragen</translation>
    </message>
    <message>
        <source>Instead of the keys the action has now</source>
        <translation>Statt der Tasten, die die Aktion jetzt hat</translation>
    </message>
    <message>
        <source>Interface</source>
        <translation>Schnittstelle</translation>
    </message>
    <message>
        <source>Interface buttons</source>
        <translation>Schaltflächen der Schnittstellen</translation>
    </message>
    <message>
        <source>interface eth0
 ip address 10.0.1.1/24

Ctrl+Space says what can follow.</source>
        <translation>interface eth0
 ip address 10.0.1.1/24

Strg+Leertaste sagt, was folgen kann.</translation>
    </message>
    <message>
        <source>Interface, neighbour</source>
        <translation>Schnittstelle, Nachbar</translation>
    </message>
    <message>
        <source>Interfaces</source>
        <translation>Schnittstellen</translation>
    </message>
    <message>
        <source>interfaces</source>
        <translation>Schnittstellen</translation>
    </message>
    <message>
        <source>Interfaces at the ends of links</source>
        <translation>Schnittstellen an den Enden der Leitungen</translation>
    </message>
    <message>
        <source>Interfaces without link or entry</source>
        <translation>Schnittstellen ohne Link oder Eintrag</translation>
    </message>
    <message>
        <source>internal</source>
        <translation>intern</translation>
    </message>
    <message>
        <source>Interrupts</source>
        <translation>Interrupts</translation>
    </message>
    <message>
        <source>Introduction</source>
        <translation>Einführung</translation>
    </message>
    <message>
        <source>is on this network</source>
        <translation>ist an diesem Netz</translation>
    </message>
    <message>
        <source>It does not look at VLANs.</source>
        <translation>Er achtet nicht auf VLANs.</translation>
    </message>
    <message>
        <source>It gets this address</source>
        <translation>Sie bekommt diese Adresse</translation>
    </message>
    <message>
        <source>It goes on in the background and is offered again at the next start. “hop ps” lists it, “hop stop” stops it.</source>
        <translation>Es läuft im Hintergrund weiter und wird beim nächsten Start wieder angeboten. „hop ps“ listet es auf, „hop stop“ hält es an.</translation>
    </message>
    <message>
        <source>It has reached its greatest age and is being withdrawn</source>
        <translation>Sie hat ihr Höchstalter erreicht und wird zurückgezogen</translation>
    </message>
    <message>
        <source>It has this address already</source>
        <translation>Sie hat diese Adresse schon</translation>
    </message>
    <message>
        <source>its checksum or form was wrong</source>
        <translation>Prüfsumme oder Form war falsch</translation>
    </message>
    <message>
        <source>its fragments were not put together</source>
        <translation>seine Fragmente wurden nicht zusammengesetzt</translation>
    </message>
    <message>
        <source>its next hop cannot be reached</source>
        <translation>ihr Next Hop ist nicht erreichbar</translation>
    </message>
    <message>
        <source>Its own</source>
        <translation>Eigene</translation>
    </message>
    <message>
        <source>its own</source>
        <translation>die eigene</translation>
    </message>
    <message>
        <source>its program or machine outside is gone</source>
        <translation>sein Programm oder seine Maschine draußen ist weg</translation>
    </message>
    <message>
        <source>its time to live ran out</source>
        <translation>seine Lebenszeit (TTL) lief ab</translation>
    </message>
    <message>
        <source>itself</source>
        <translation>er selbst</translation>
    </message>
    <message>
        <source>Jitter</source>
        <translation>Jitter</translation>
    </message>
    <message>
        <source>jitter</source>
        <translation>Jitter</translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation>Weiter bearbeiten</translation>
    </message>
    <message>
        <source>Keep in Plots</source>
        <translation>In den Kurven behalten</translation>
    </message>
    <message>
        <source>Keep the lab running without the window?</source>
        <translation>Das Lab ohne das Fenster weiterlaufen lassen?</translation>
    </message>
    <message>
        <source>Keep the latest packets in sight</source>
        <translation>Die neuesten Pakete im Blick behalten</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>Kernel</translation>
    </message>
    <message>
        <source>kernel</source>
        <translation>Kernel</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>kind of area</source>
        <translation>Art der Area</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>Arten</translation>
    </message>
    <message>
        <source>Kinds of networks</source>
        <translation>Arten von Netzen</translation>
    </message>
    <message>
        <source>L&amp;ine</source>
        <translation>L&amp;inie</translation>
    </message>
    <message>
        <source>Lab</source>
        <translation>Lab</translation>
    </message>
    <message>
        <source>Lab properties</source>
        <translation>Eigenschaften des Labs</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Beschriftung</translation>
    </message>
    <message>
        <source>label</source>
        <translation>Beschriftung</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Beschriftungen</translation>
    </message>
    <message>
        <source>Labs (*.yaml *.yml);;All files (*)</source>
        <translation>Labs (*.yaml *.yml);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Labs and networks of other tools (*.clab.yml *.clab.yaml *.yml *.yaml *.gns3 *.gns3a *.imn *.xml *.mn *.json *.dot *.gv *.graphml *.gml lab.conf);;All files (*)</source>
        <translation>Labs und Netze anderer Werkzeuge (*.clab.yml *.clab.yaml *.yml *.yaml *.gns3 *.gns3a *.imn *.xml *.mn *.json *.dot *.gv *.graphml *.gml lab.conf);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Labs and networks of other tools (*.clab.yml *.clab.yaml *.yml *.yaml *.gns3 *.imn *.xml *.mn *.json *.dot *.gv *.graphml *.gml lab.conf);;All files (*)</source>
        <translation type="vanished">Labs und Netze anderer Werkzeuge (*.clab.yml *.clab.yaml *.yml *.yaml *.gns3 *.imn *.xml *.mn *.json *.dot *.gv *.graphml *.gml lab.conf);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Labs and programs</source>
        <translation>Labs und Programme</translation>
    </message>
    <message>
        <source>Labs that may run programs</source>
        <translation>Labs, die Programme starten dürfen</translation>
    </message>
    <message>
        <source>Labs whose programs were allowed for good ask again</source>
        <translation>Labs, deren Programme dauerhaft erlaubt waren, fragen wieder</translation>
    </message>
    <message>
        <source>landed in the page</source>
        <translation>in der Seite gelandet</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Large communities</source>
        <translation>Large Communities</translation>
    </message>
    <message>
        <source>Larger (+)</source>
        <translation>Größer (+)</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Letzte Änderung</translation>
    </message>
    <message>
        <source>Last step</source>
        <translation>Letzter Schritt</translation>
    </message>
    <message>
        <source>later than the moment that is shown</source>
        <translation>später als der Zeitpunkt, der gezeigt wird</translation>
    </message>
    <message>
        <source>latest</source>
        <translation>neueste</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Ebene</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Ebene</translation>
    </message>
    <message>
        <source>Layer </source>
        <translation>Ebene </translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Ebenen</translation>
    </message>
    <message>
        <source>Layers of the drawing</source>
        <translation>Ebenen der Zeichnung</translation>
    </message>
    <message>
        <source>Layout by &amp;Springs</source>
        <translation>Mit &amp;Federn anordnen</translation>
    </message>
    <message>
        <source>Layout by Springs, &amp;Large</source>
        <translation>Mit Federn anordnen, &amp;groß</translation>
    </message>
    <message>
        <source>Layout in &amp;Ranks</source>
        <translation>In &amp;Rängen anordnen</translation>
    </message>
    <message>
        <source>Layout of the difference</source>
        <translation>Anordnung des Unterschieds</translation>
    </message>
    <message>
        <source>Layout on &amp;Circles</source>
        <translation>Auf &amp;Kreisen anordnen</translation>
    </message>
    <message>
        <source>Leaf %1: %2</source>
        <translation>Blatt %1: %2</translation>
    </message>
    <message>
        <source>Leaf and spine</source>
        <translation>Leaf und Spine</translation>
    </message>
    <message>
        <source>Learned</source>
        <translation>Gelernt</translation>
    </message>
    <message>
        <source>learned</source>
        <translation>gelernt</translation>
    </message>
    <message>
        <source>Learns which address is behind which port</source>
        <translation>Lernt, welche Adresse hinter welchem Anschluss liegt</translation>
    </message>
    <message>
        <source>Least RTT (ms)</source>
        <translation>Kleinste RTT (ms)</translation>
    </message>
    <message>
        <source>Leaves</source>
        <translation>Leafs</translation>
    </message>
    <message>
        <source>Left (ms)</source>
        <translation>Verbleibend (ms)</translation>
    </message>
    <message>
        <source>Left (s)</source>
        <translation>Verbleibend (s)</translation>
    </message>
    <message>
        <source>Legend of the host pages</source>
        <translation>Legende der Hostseiten</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Lent</source>
        <translation>Verliehen</translation>
    </message>
    <message>
        <source>lent</source>
        <translation>verliehen</translation>
    </message>
    <message>
        <source>lent to %1</source>
        <translation>an %1 verliehen</translation>
    </message>
    <message>
        <source>Let %1 expect AS %2 at %3</source>
        <translation>%1 bei %3 das AS %2 erwarten lassen</translation>
    </message>
    <message>
        <source>Let %1 have a MAC address of its own</source>
        <translation>%1 eine eigene MAC-Adresse geben</translation>
    </message>
    <message>
        <source>Let %1 have the BGP neighbour %2</source>
        <translation>%1 den BGP-Nachbarn %2 geben</translation>
    </message>
    <message>
        <source>Let %1 speak %2</source>
        <translation>%1 soll %2 sprechen</translation>
    </message>
    <message>
        <source>Let %1 speak %2 on %3</source>
        <translation>%1 auf %3 %2 sprechen lassen</translation>
    </message>
    <message>
        <source>Let %1 speak %2 on %3, no longer passive</source>
        <translation>%1 an %3 %2 sprechen lassen, nicht mehr passiv</translation>
    </message>
    <message>
        <source>Let %1 tell of %2 by %3</source>
        <translation>%1 soll %2 über %3 bekannt geben</translation>
    </message>
    <message>
        <source>Let exactly one event happen, then pause</source>
        <translation>Genau ein Ereignis geschehen lassen, dann pausieren</translation>
    </message>
    <message>
        <source>Let the route of %1 to %2 go by %3</source>
        <translation>Die Route von %1 nach %2 über %3 führen</translation>
    </message>
    <message>
        <source>Let time in the lab pass as on the wall</source>
        <translation>Die Zeit im Lab wie an der Wand vergehen lassen</translation>
    </message>
    <message>
        <source>Let time in the lab pass at double speed, at most ×1 where Linux nodes take part</source>
        <translation>Die Zeit im Lab doppelt so schnell vergehen lassen, höchstens ×1, wo Linux-Knoten mitwirken</translation>
    </message>
    <message>
        <source>Let time in the lab pass at half the speed</source>
        <translation>Die Zeit im Lab halb so schnell vergehen lassen</translation>
    </message>
    <message>
        <source>Let Wireshark's dissectors make the fields of the picked packet</source>
        <translation>Wiresharks Zerleger die Felder des ausgewählten Pakets machen lassen</translation>
    </message>
    <message>
        <source>Letters, digits, blanks and “-_.+()”, at most %1.</source>
        <translation>Buchstaben, Ziffern, Leerzeichen und „-_.+()“, höchstens %1.</translation>
    </message>
    <message>
        <source>Letters, digits, “-”, “_” and “.” only.</source>
        <translation>Nur Buchstaben, Ziffern, „-“, „_“ und „.“.</translation>
    </message>
    <message>
        <source>Levels below the root</source>
        <translation>Ebenen unter der Wurzel</translation>
    </message>
    <message>
        <source>Li&amp;ghts of Links</source>
        <translation>L&amp;ichter der Leitungen</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Light or &amp;Dark</source>
        <translation>Hell oder &amp;dunkel</translation>
    </message>
    <message>
        <source>Light or dark colours</source>
        <translation>Helle oder dunkle Farben</translation>
    </message>
    <message>
        <source>light or dark, for this start.</source>
        <translation>light (hell) oder dark (dunkel), für diesen Start.</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Line</source>
        <comment>a drawing</comment>
        <translation>Linie</translation>
    </message>
    <message>
        <source>Line %1, column %2</source>
        <translation>Zeile %1, Spalte %2</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message>
        <source>Line numbers</source>
        <translation>Zeilennummern</translation>
    </message>
    <message>
        <source>Lines %1</source>
        <translation>Zeilen %1</translation>
    </message>
    <message>
        <source>Lines of which nodes</source>
        <translation>Zeilen welcher Knoten</translation>
    </message>
    <message>
        <source>Lines that contain</source>
        <translation>Zeilen, die enthalten</translation>
    </message>
    <message>
        <source>Lines that differ</source>
        <translation>Zeilen, die sich unterscheiden</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Leitung</translation>
    </message>
    <message>
        <source>link %1</source>
        <translation>Leitung %1</translation>
    </message>
    <message>
        <source>Link %1 and %2</source>
        <translation>%1 und %2 verbinden</translation>
    </message>
    <message>
        <source>Link &amp;end:</source>
        <translation>&amp;Leitungsende:</translation>
    </message>
    <message>
        <source>Link Do&amp;wn</source>
        <translation>Leitung &amp;unterbrechen</translation>
    </message>
    <message>
        <source>link down</source>
        <translation>Leitung aus</translation>
    </message>
    <message>
        <source>Link end</source>
        <translation>Leitungsende</translation>
    </message>
    <message>
        <source>Link nodes first: addresses belong to the ends of links.</source>
        <translation>Erst Knoten verbinden: Adressen gehören zu den Enden von Leitungen.</translation>
    </message>
    <message>
        <source>Link properties</source>
        <translation>Eigenschaften der Leitung</translation>
    </message>
    <message>
        <source>Link state database</source>
        <translation>Link-State-Datenbank</translation>
    </message>
    <message>
        <source>Linked to</source>
        <translation>Verbunden mit</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Leitungen</translation>
    </message>
    <message>
        <source>Links (%1)</source>
        <translation>Leitungen (%1)</translation>
    </message>
    <message>
        <source>Links at each</source>
        <translation>Leitungen je Router</translation>
    </message>
    <message>
        <source>Links of a new one</source>
        <translation>Verbindungen eines neuen</translation>
    </message>
    <message>
        <source>links: %1</source>
        <translation>Leitungen: %1</translation>
    </message>
    <message>
        <source>Linux Namespace</source>
        <translation>Linux-Namensraum</translation>
    </message>
    <message>
        <source>Linux programs and machines live by this computer's clock: %1. Use virtual hosts and routers in their place, or run the lab in real time.</source>
        <translation>Linux-Programme und Maschinen leben nach der Uhr dieses Rechners: %1. An ihrer Stelle virtuelle Hosts und Router verwenden oder das Labor in Echtzeit laufen lassen.</translation>
    </message>
    <message>
        <source>List &amp;Packets</source>
        <translation>&amp;Pakete auflisten</translation>
    </message>
    <message>
        <source>List the packets of the selected links alone; of everything where no link is selected</source>
        <translation>Nur die Pakete der ausgewählten Leitungen auflisten; alle, wenn keine Leitung ausgewählt ist</translation>
    </message>
    <message>
        <source>lives outside this network: its table cannot be asked here</source>
        <translation>lebt außerhalb dieses Netzes: seine Tabelle lässt sich hier nicht erfragen</translation>
    </message>
    <message>
        <source>Lo&amp;wer</source>
        <translation>Nach &amp;hinten</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>Load it</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Local</source>
        <translation>Lokal</translation>
    </message>
    <message>
        <source>local origin</source>
        <translation>lokaler Ursprung</translation>
    </message>
    <message>
        <source>Local pref.</source>
        <translation type="vanished">Local Pref.</translation>
    </message>
    <message>
        <source>Local preference</source>
        <translation>Local Preference</translation>
    </message>
    <message>
        <source>local preference</source>
        <translation>lokale Präferenz</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Log lines</source>
        <translation>Log-Zeilen</translation>
    </message>
    <message>
        <source>Longer ones that do not match: %1</source>
        <translation>Längere, die nicht passen: %1</translation>
    </message>
    <message>
        <source>Longer prefixes, group %1, its address %2 of 32: %3</source>
        <translation>Längere Präfixe, Gruppe %1, ihre Adresse %2 von 32: %3</translation>
    </message>
    <message>
        <source>Look at all checks of the running lab, as they will be when their times have come</source>
        <translation>Alle Prüfungen des laufenden Labs ansehen, wie sie sein werden, wenn ihre Zeit gekommen ist</translation>
    </message>
    <message>
        <source>Look at all checks, on a copy of the network that goes on to the time they are meant for</source>
        <translation>Alle Prüfungen ansehen, an einer Kopie des Netzes, die bis zu ihrer Zeit weiterläuft</translation>
    </message>
    <message>
        <source>Look up an address: 10.0.2.10</source>
        <translation>Adresse nachschlagen: 10.0.2.10</translation>
    </message>
    <message>
        <source>Lookup</source>
        <translation>Nachschlagen</translation>
    </message>
    <message>
        <source>Loops of switches</source>
        <translation>Schleifen aus Switches</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Loss, jitter and whatever else is random come from this number</source>
        <translation>Verlust, Schwankung und alles andere Zufällige kommt von dieser Zahl</translation>
    </message>
    <message>
        <source>lost at: %1</source>
        <translation>verlor bei: %1</translation>
    </message>
    <message>
        <source>lost by the link's impairment</source>
        <translation>durch die Störung der Leitung verloren</translation>
    </message>
    <message>
        <source>lost here</source>
        <translation>hier verloren</translation>
    </message>
    <message>
        <source>lost on the way</source>
        <translation>unterwegs verloren</translation>
    </message>
    <message>
        <source>Lower %1</source>
        <translation>%1 nach hinten</translation>
    </message>
    <message>
        <source>MAC</source>
        <translation>MAC</translation>
    </message>
    <message>
        <source>MAC addresses</source>
        <translation>MAC-Adressen</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Maschine</translation>
    </message>
    <message>
        <source>Make %1 a %2</source>
        <translation>%1 zu %2 machen</translation>
    </message>
    <message>
        <source>Make %1 the gateway of %2</source>
        <translation>%1 zum Gateway von %2 machen</translation>
    </message>
    <message>
        <source>Make all %1 like it a %2</source>
        <translation>Alle %1 wie dieser zu %2 machen</translation>
    </message>
    <message>
        <source>Make it</source>
        <translation>Erzeugen</translation>
    </message>
    <message>
        <source>Make this moment the present: the run takes another way from here, and the old one is kept</source>
        <translation>Diesen Moment zur Gegenwart machen: der Lauf nimmt von hier einen anderen Weg, der alte bleibt erhalten</translation>
    </message>
    <message>
        <source>malformed</source>
        <translation>fehlerhaft</translation>
    </message>
    <message>
        <source>Map of the lab</source>
        <translation>Karte des Labs</translation>
    </message>
    <message>
        <source>maps</source>
        <translation>Einblendungen</translation>
    </message>
    <message>
        <source>Markdown: **bold**, lists, `code`</source>
        <translation>Markdown: **fett**, Listen, `Code`</translation>
    </message>
    <message>
        <source>matches</source>
        <translation>passt</translation>
    </message>
    <message>
        <source>MED</source>
        <translation>MED</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>memory of %1</source>
        <translation>Speicher von %1</translation>
    </message>
    <message>
        <source>Menu of the canvas</source>
        <translation>Menü der Zeichenfläche</translation>
    </message>
    <message>
        <source>Menu of the template</source>
        <translation>Menü der Vorlage</translation>
    </message>
    <message>
        <source>Menus</source>
        <translation>Menüs</translation>
    </message>
    <message>
        <source>Messages from it</source>
        <translation>Nachrichten von ihm</translation>
    </message>
    <message>
        <source>Messages refused: %1.</source>
        <translation>Abgewiesene Nachrichten: %1.</translation>
    </message>
    <message>
        <source>Messages to it</source>
        <translation>Nachrichten an ihn</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>Metrik</translation>
    </message>
    <message>
        <source>Migration</source>
        <translation>Umzug</translation>
    </message>
    <message>
        <source>missed in %1</source>
        <translation>vermisst in %1</translation>
    </message>
    <message>
        <source>Missing and wrong routes</source>
        <translation>Fehlende und falsche Routen</translation>
    </message>
    <message>
        <source>Missing gateways</source>
        <translation>Fehlende Gateways</translation>
    </message>
    <message>
        <source>missing: %L1 bytes that no packet brought here</source>
        <translation>es fehlen %L1 Bytes, die kein Paket hierher brachte</translation>
    </message>
    <message>
        <source>Mistake in the configuration</source>
        <translation>Fehler in der Konfiguration</translation>
    </message>
    <message>
        <source>Mistakes in the configuration</source>
        <translation>Fehler in der Konfiguration</translation>
    </message>
    <message>
        <source>Mistakes: %1. The lab cannot run until they are mended.</source>
        <translation>Fehler: %1. Das Lab kann nicht laufen, bis sie behoben sind.</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Modus</translation>
    </message>
    <message>
        <source>mode</source>
        <translation>Modus</translation>
    </message>
    <message>
        <source>Moment shown, and how far the run has come</source>
        <translation>Gezeigter Moment, und wie weit der Lauf gekommen ist</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>More of This Row</source>
        <translation>Mehr aus dieser Zeile</translation>
    </message>
    <message>
        <source>Move %1</source>
        <translation>%1 verschieben</translation>
    </message>
    <message>
        <source>Move the picked connection to another host, in the middle of what it does</source>
        <translation>Die ausgewählte Verbindung auf einen anderen Host umziehen, mitten in dem, was sie tut</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>Umziehen nach</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>umgezogen</translation>
    </message>
    <message>
        <source>Moved nodes go to the grid; hold Alt to place them freely</source>
        <translation>Verschobene Knoten gehen ans Gitter; mit Alt frei setzen</translation>
    </message>
    <message>
        <source>Moves</source>
        <translation>Umzüge</translation>
    </message>
    <message>
        <source>Moves (%1)</source>
        <translation>Umzüge (%1)</translation>
    </message>
    <message>
        <source>MTU</source>
        <translation>MTU</translation>
    </message>
    <message>
        <source>Multi-exit discriminator: which of its entrances a neighbouring AS prefers</source>
        <translation>Multi-Exit-Discriminator: welchen seiner Eingänge ein benachbartes AS vorzieht</translation>
    </message>
    <message>
        <source>Multiply all these moments, for a slow or busy computer.</source>
        <translation>Multipliziert alle diese Zeitpunkte, für einen langsamen oder beschäftigten Rechner.</translation>
    </message>
    <message>
        <source>My templates</source>
        <translation>Eigene Vorlagen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of the template</source>
        <translation>Name der Vorlage</translation>
    </message>
    <message>
        <source>Name, kind, address, text…</source>
        <translation>Name, Art, Adresse, Text …</translation>
    </message>
    <message>
        <source>Names of nodes</source>
        <translation>Namen der Knoten</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namensraum</translation>
    </message>
    <message>
        <source>Nearest, but not matching: %1</source>
        <translation>Am nächsten, aber nicht passend: %1</translation>
    </message>
    <message>
        <source>neighbor IP</source>
        <translation>Adresse des Nachbarn</translation>
    </message>
    <message>
        <source>Neighbour</source>
        <translation>Nachbar</translation>
    </message>
    <message>
        <source>neighbour queue full</source>
        <translation>Warteschlange des Nachbarn voll</translation>
    </message>
    <message>
        <source>neighbour unreachable</source>
        <translation>Nachbar nicht erreichbar</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>Nachbarn</translation>
    </message>
    <message>
        <source>Neighbours of RIP</source>
        <translation>Nachbarn von RIP</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>network %1</source>
        <translation>Netz %1</translation>
    </message>
    <message>
        <source>network /%1, routers on it: %2</source>
        <translation>Netz /%1, Router daran: %2</translation>
    </message>
    <message>
        <source>Network that new ones are taken from</source>
        <translation>Netz, aus dem neue genommen werden</translation>
    </message>
    <message>
        <source>network type</source>
        <translation>Netztyp</translation>
    </message>
    <message>
        <source>Network, interface</source>
        <translation>Netz, Schnittstelle</translation>
    </message>
    <message>
        <source>Networks (2)</source>
        <translation>Netze (2)</translation>
    </message>
    <message>
        <source>Networks and their interfaces</source>
        <translation>Netze und ihre Schnittstellen</translation>
    </message>
    <message>
        <source>Networks of other areas (3)</source>
        <translation>Netze anderer Areas (3)</translation>
    </message>
    <message>
        <source>Networks outside (5)</source>
        <translation>Netze außerhalb (5)</translation>
    </message>
    <message>
        <source>Networks outside, of this area (7)</source>
        <translation>Netze außerhalb, dieser Area (7)</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>New from &amp;Generator…</source>
        <translation>Neu aus &amp;Generator …</translation>
    </message>
    <message>
        <source>New from a generator</source>
        <translation>Neu aus einem Generator</translation>
    </message>
    <message>
        <source>New keys: press them here</source>
        <translation>Neue Tasten: hier drücken</translation>
    </message>
    <message>
        <source>New name of %1</source>
        <translation>Neuer Name von %1</translation>
    </message>
    <message>
        <source>newer</source>
        <translation>neuer</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Next &amp;Change of This Table</source>
        <translation>Nächste &amp;Änderung dieser Tabelle</translation>
    </message>
    <message>
        <source>Next &amp;Mistake in the Configuration</source>
        <translation>Nächster &amp;Fehler in der Konfiguration</translation>
    </message>
    <message>
        <source>Next (Return)</source>
        <translation>Weiter (Eingabe)</translation>
    </message>
    <message>
        <source>Next (Return, F3)</source>
        <translation>Weiter (Eingabe, F3)</translation>
    </message>
    <message>
        <source>Next difference</source>
        <translation>Nächster Unterschied</translation>
    </message>
    <message>
        <source>Next hop</source>
        <translation>Next Hop</translation>
    </message>
    <message>
        <source>Next hops</source>
        <translation>Next Hops</translation>
    </message>
    <message>
        <source>Next Pack&amp;et Here</source>
        <translation>Nächstes &amp;Paket hier</translation>
    </message>
    <message>
        <source>Next S&amp;tep of the Guide</source>
        <translation>Nächster &amp;Schritt der Anleitung</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>No answer.</source>
        <translation>Keine Antwort.</translation>
    </message>
    <message>
        <source>No buffer</source>
        <translation>Kein Puffer</translation>
    </message>
    <message>
        <source>no buffer</source>
        <translation>kein Puffer</translation>
    </message>
    <message>
        <source>No capture runs</source>
        <translation>Kein Mitschnitt läuft</translation>
    </message>
    <message>
        <source>No capture runs. Start one here, or from the menu of a link.</source>
        <translation>Kein Mitschnitt läuft. Hier einen starten oder aus dem Menü einer Leitung.</translation>
    </message>
    <message>
        <source>No connection has moved yet.
Pick one under “Connections” and move it.</source>
        <translation>Noch ist keine Verbindung umgezogen.
Eine unter „Verbindungen“ auswählen und umziehen.</translation>
    </message>
    <message>
        <source>No connection of a service is open at this moment. As soon as a client opens one it stands here, and can be moved.</source>
        <translation>Gerade ist keine Verbindung eines Dienstes offen. Sobald ein Client eine öffnet, steht sie hier und kann umziehen.</translation>
    </message>
    <message>
        <source>No console is open</source>
        <translation>Keine Konsole ist offen</translation>
    </message>
    <message>
        <source>No difference.</source>
        <translation>Kein Unterschied.</translation>
    </message>
    <message>
        <source>No engine is running.</source>
        <translation>Keine Engine läuft.</translation>
    </message>
    <message>
        <source>No Keys</source>
        <translation>Keine Tasten</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Keine Grenze</translation>
    </message>
    <message>
        <source>no link</source>
        <translation>keine Leitung</translation>
    </message>
    <message>
        <source>no path can be used</source>
        <translation>kein Pfad ist nutzbar</translation>
    </message>
    <message>
        <source>No problem</source>
        <translation>Kein Problem</translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>Keine Probleme</translation>
    </message>
    <message>
        <source>No problems: this lab can run.</source>
        <translation>Keine Probleme: dieses Lab kann laufen.</translation>
    </message>
    <message>
        <source>no program waits for it</source>
        <translation>kein Programm wartet darauf</translation>
    </message>
    <message>
        <source>no route</source>
        <translation>keine Route</translation>
    </message>
    <message>
        <source>no route of its own: ways part here</source>
        <translation>keine eigene Route: hier trennen sich Wege</translation>
    </message>
    <message>
        <source>no route to the destination</source>
        <translation>keine Route zum Ziel</translation>
    </message>
    <message>
        <source>No route would change.</source>
        <translation>Keine Route würde sich ändern.</translation>
    </message>
    <message>
        <source>no route: dropped, and the sender told</source>
        <translation>keine Route: verworfen, und dem Absender gesagt</translation>
    </message>
    <message>
        <source>No router has a configuration.</source>
        <translation>Kein Router hat eine Konfiguration.</translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation>Keine Einstellung hat diese Wörter.</translation>
    </message>
    <message>
        <source>no socket</source>
        <translation>kein Socket</translation>
    </message>
    <message>
        <source>No spanning tree: a loop of switches would carry frames for ever.</source>
        <translation>Kein Spanning Tree: eine Schleife von Switches würde Rahmen für immer kreisen lassen.</translation>
    </message>
    <message>
        <source>No station is known</source>
        <translation>Keine Station ist bekannt</translation>
    </message>
    <message>
        <source>no timer: its own</source>
        <translation>keine Uhr: die eigene</translation>
    </message>
    <message>
        <source>no translation</source>
        <translation>keine Übersetzung</translation>
    </message>
    <message>
        <source>no translation of its address (NAT)</source>
        <translation>keine Übersetzung seiner Adresse (NAT)</translation>
    </message>
    <message>
        <source>No viewer for the screen is installed: sudo apt install tigervnc-viewer (or virt-viewer). The screen is at %1</source>
        <translation>Kein Betrachter für den Bildschirm ist installiert: sudo apt install tigervnc-viewer (oder virt-viewer). Der Bildschirm ist unter %1</translation>
    </message>
    <message>
        <source>No way on: %1</source>
        <translation>Kein Weg weiter: %1</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation type="vanished">niemand</translation>
    </message>
    <message>
        <source>nobody has it</source>
        <translation>niemand hat sie</translation>
    </message>
    <message>
        <source>nobody on the way has the address, so nobody answers</source>
        <translation>niemand auf dem Weg hat die Adresse, also antwortet niemand</translation>
    </message>
    <message>
        <source>nobody there has the address: dropped</source>
        <translation>niemand dort hat die Adresse: verworfen</translation>
    </message>
    <message>
        <source>nobody there speaks its protocol</source>
        <translation>dort spricht niemand sein Protokoll</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Node kinds</source>
        <translation>Knotenarten</translation>
    </message>
    <message>
        <source>Node properties</source>
        <translation>Eigenschaften des Knotens</translation>
    </message>
    <message>
        <source>node stopped</source>
        <translation>Knoten aus</translation>
    </message>
    <message>
        <source>Nodes and notes by a word of their name, kind, addresses or text</source>
        <translation>Knoten und Notizen nach einem Wort aus Name, Art, Adressen oder Text</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>none counts</source>
        <translation>keine zählt</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>none, as 0</source>
        <translation>keine, gilt als 0</translation>
    </message>
    <message>
        <source>none, which is the worst</source>
        <translation>keine, gilt als schlechteste</translation>
    </message>
    <message>
        <source>none: from this AS</source>
        <translation type="vanished">keiner: aus diesem AS</translation>
    </message>
    <message>
        <source>none: the forwarder reads itself</source>
        <translation>keiner: der Weiterleiter liest selbst</translation>
    </message>
    <message>
        <source>none: the tiny guest system</source>
        <translation>keines: das winzige Gastsystem</translation>
    </message>
    <message>
        <source>not at all</source>
        <translation>gar nicht</translation>
    </message>
    <message>
        <source>not chosen</source>
        <translation>nicht gewählt</translation>
    </message>
    <message>
        <source>not chosen, though it would win at: %1</source>
        <translation>nicht gewählt, obwohl er gewönne bei: %1</translation>
    </message>
    <message>
        <source>not chosen, though no step tells it from the best</source>
        <translation>nicht gewählt, obwohl ihn kein Schritt vom besten unterscheidet</translation>
    </message>
    <message>
        <source>not for us</source>
        <translation>nicht für uns</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message>
        <source>not looked at</source>
        <translation>nicht betrachtet</translation>
    </message>
    <message>
        <source>not looked at yet</source>
        <translation>noch nicht angesehen</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>noch nicht</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Note down the moment that is shown</source>
        <translation>Den gezeigten Moment notieren</translation>
    </message>
    <message>
        <source>nothing can follow</source>
        <translation>nichts kann folgen</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>Noch ist nichts geschehen.</translation>
    </message>
    <message>
        <source>Nothing here is a number that can be plotted</source>
        <translation>Hier ist keine Zahl, die sich zeichnen lässt</translation>
    </message>
    <message>
        <source>Nothing is longer here: %1</source>
        <translation>Hier ist nichts länger: %1</translation>
    </message>
    <message>
        <source>Nothing is plotted yet. “Add Plot…” offers everything with a number: rates, losses and queues of links, windows and round trips of connections, counters of interfaces, how long routes have stood, processor time. Any other number: “Plot” in its menu, in the table where it stands.</source>
        <translation>Noch ist keine Kurve da. „Kurve hinzufügen …“ bietet alles, was eine Zahl hat: Raten, Verluste und Warteschlangen von Leitungen, Fenster und Umlaufzeiten von Verbindungen, Zähler von Schnittstellen, wie lange Routen bestehen, Prozessorzeit. Jede andere Zahl: „zeichnen“ in ihrem Menü, in der Tabelle, in der sie steht.</translation>
    </message>
    <message>
        <source>Nothing is plotted yet. “Add Plot…” offers everything with a number: rates, losses and queues of links, windows and round trips of connections, how long routes have stood, processor time of guests.</source>
        <translation type="vanished">Noch ist keine Kurve da. „Kurve hinzufügen …“ bietet alles, was eine Zahl hat: Raten, Verluste und Warteschlangen von Leitungen, Fenster und Umlaufzeiten von Verbindungen, wie lange Routen bestehen, Prozessorzeit von Gästen.</translation>
    </message>
    <message>
        <source>Nothing keeps this lab from running.</source>
        <translation>Nichts hindert dieses Lab am Laufen.</translation>
    </message>
    <message>
        <source>Nothing passes in this direction</source>
        <translation>In dieser Richtung kommt nichts durch</translation>
    </message>
    <message>
        <source>nothing tells them apart</source>
        <translation>nichts unterscheidet sie</translation>
    </message>
    <message>
        <source>Nothing there, and no default route</source>
        <translation>Dort ist nichts, und keine Standardroute</translation>
    </message>
    <message>
        <source>Nothing there: the default route beside it, group %1</source>
        <translation>Dort ist nichts: die Standardroute daneben, Gruppe %1</translation>
    </message>
    <message>
        <source>nothing to decide: there is no other path</source>
        <translation>nichts zu entscheiden: es gibt keinen anderen Pfad</translation>
    </message>
    <message>
        <source>Nothing to plot yet</source>
        <translation>Noch nichts als Kurve</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>Of its rows the first %1 were.</source>
        <translation>Von ihren Zeilen wurden es die ersten %1.</translation>
    </message>
    <message>
        <source>Of menus, docks and dialogs; counts from the next start</source>
        <translation>Der Menüs, Docks und Dialoge; gilt ab dem nächsten Start</translation>
    </message>
    <message>
        <source>Of the picked shapes among the others</source>
        <translation>Der ausgewählten Formen unter den anderen</translation>
    </message>
    <message>
        <source>Offers</source>
        <translation>Angebote</translation>
    </message>
    <message>
        <source>older external path</source>
        <translation>älterer externer Pfad</translation>
    </message>
    <message>
        <source>On a plane, connected; the nearer two routers are the likelier they are linked.</source>
        <translation>In der Ebene, zusammenhängend; je näher zwei Router sich sind, desto eher sind sie verbunden.</translation>
    </message>
    <message>
        <source>One below the other</source>
        <translation>Untereinander</translation>
    </message>
    <message>
        <source>One bit of a packet is flipped with this probability</source>
        <translation>Ein Bit eines Pakets kippt mit dieser Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>One in the middle, linked to all others.</source>
        <translation>Einer in der Mitte, mit allen anderen verbunden.</translation>
    </message>
    <message>
        <source>One router behind the other.</source>
        <translation>Ein Router hinter dem anderen.</translation>
    </message>
    <message>
        <source>one to the next</source>
        <translation>einer zum nächsten</translation>
    </message>
    <message>
        <source>Opaque, everywhere (11)</source>
        <translation>Opaque, überall (11)</translation>
    </message>
    <message>
        <source>Opaque, of a link (9)</source>
        <translation>Opaque, eines Links (9)</translation>
    </message>
    <message>
        <source>Opaque, of the area (10)</source>
        <translation>Opaque, der Area (10)</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>„%1“ öffnen</translation>
    </message>
    <message>
        <source>Open &amp;Console</source>
        <translation>&amp;Konsole öffnen</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>Zuletzt &amp;benutzte öffnen</translation>
    </message>
    <message>
        <source>Open a &amp;Guest's Console</source>
        <translation>Konsole eines &amp;Gasts öffnen</translation>
    </message>
    <message>
        <source>Open a &amp;Sample Lab</source>
        <translation>&amp;Beispiel-Lab öffnen</translation>
    </message>
    <message>
        <source>Open a lab</source>
        <translation>Lab öffnen</translation>
    </message>
    <message>
        <source>Open Another S&amp;hell</source>
        <translation>Weitere S&amp;hell öffnen</translation>
    </message>
    <message>
        <source>Open in &amp;Wireshark</source>
        <translation>In &amp;Wireshark öffnen</translation>
    </message>
    <message>
        <source>Open in Wireshark</source>
        <translation>In Wireshark öffnen</translation>
    </message>
    <message>
        <source>Open one more shell on the selected namespace node</source>
        <translation>Auf dem ausgewählten Namensraum-Knoten eine weitere Shell öffnen</translation>
    </message>
    <message>
        <source>Open Recor&amp;d…</source>
        <translation>Aufzeichnun&amp;g öffnen …</translation>
    </message>
    <message>
        <source>Open Record</source>
        <translation>Aufzeichnung öffnen</translation>
    </message>
    <message>
        <source>Open Scree&amp;n</source>
        <translation>Bildschir&amp;m öffnen</translation>
    </message>
    <message>
        <source>Open the capture's file</source>
        <translation>Datei des Mitschnitts öffnen</translation>
    </message>
    <message>
        <source>Open the configuration editor</source>
        <translation>Konfigurationseditor öffnen</translation>
    </message>
    <message>
        <source>Open the console of a guest of the selected hypervisor</source>
        <translation>Die Konsole eines Gasts des ausgewählten Hypervisors öffnen</translation>
    </message>
    <message>
        <source>Open the console of the selected node</source>
        <translation>Die Konsole des ausgewählten Knotens öffnen</translation>
    </message>
    <message>
        <source>Open the selected capture's file in Wireshark</source>
        <translation>Die Datei des ausgewählten Mitschnitts in Wireshark öffnen</translation>
    </message>
    <message>
        <source>Open the selected packets in Wireshark</source>
        <translation>Die ausgewählten Pakete in Wireshark öffnen</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Origin</translation>
    </message>
    <message>
        <source>origin</source>
        <translation>Ursprung</translation>
    </message>
    <message>
        <source>Originator</source>
        <translation>Originator</translation>
    </message>
    <message>
        <source>OSPF</source>
        <translation>OSPF</translation>
    </message>
    <message>
        <source>OSPF cost</source>
        <translation>OSPF-Kosten</translation>
    </message>
    <message>
        <source>OSPF costs of the ends of links</source>
        <translation>OSPF-Kosten der Leitungsenden</translation>
    </message>
    <message>
        <source>OSPF database</source>
        <translation>OSPF-Datenbank</translation>
    </message>
    <message>
        <source>OSPF in one area</source>
        <translation>OSPF in einem Bereich</translation>
    </message>
    <message>
        <source>OSPF interfaces and neighbours</source>
        <translation>OSPF-Schnittstellen und -Nachbarn</translation>
    </message>
    <message>
        <source>OSPF neighbours</source>
        <translation>OSPF-Nachbarn</translation>
    </message>
    <message>
        <source>OSPF's shortest paths</source>
        <translation>Kürzeste Wege von OSPF</translation>
    </message>
    <message>
        <source>OSPF, and BGP with route reflectors</source>
        <translation>OSPF, und BGP mit Route-Reflektoren</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Out by</source>
        <translation>Hinaus über</translation>
    </message>
    <message>
        <source>Out of reach</source>
        <translation>Außer Reichweite</translation>
    </message>
    <message>
        <source>Out ring</source>
        <translation>Ausgangsring</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Output of %1</source>
        <translation>Ausgabe von %1</translation>
    </message>
    <message>
        <source>outside gone</source>
        <translation>draußen niemand mehr</translation>
    </message>
    <message>
        <source>over</source>
        <translation>über</translation>
    </message>
    <message>
        <source>own</source>
        <translation>eigener</translation>
    </message>
    <message>
        <source>own AS</source>
        <translation>eigenes AS</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Besitzer</translation>
    </message>
    <message>
        <source>Packet</source>
        <translation>Paket</translation>
    </message>
    <message>
        <source>Packet list</source>
        <translation>Paketliste</translation>
    </message>
    <message>
        <source>Packets</source>
        <translation>Pakete</translation>
    </message>
    <message>
        <source>Packets dropped meanwhile: %1.</source>
        <translation>Inzwischen verworfene Pakete: %1.</translation>
    </message>
    <message>
        <source>Packets have the colour of their conversation, not of their protocol; the legend follows</source>
        <translation>Pakete haben die Farbe ihres Gesprächs, nicht ihres Protokolls; die Legende folgt</translation>
    </message>
    <message>
        <source>Packets in</source>
        <translation>Pakete hinein</translation>
    </message>
    <message>
        <source>Packets out</source>
        <translation>Pakete hinaus</translation>
    </message>
    <message>
        <source>Packets ←</source>
        <translation>Pakete ←</translation>
    </message>
    <message>
        <source>Packets →</source>
        <translation>Pakete →</translation>
    </message>
    <message>
        <source>page cleared</source>
        <translation>Seite geleert</translation>
    </message>
    <message>
        <source>page listed in the DMA table</source>
        <translation>Seite in die DMA-Tabelle eingetragen</translation>
    </message>
    <message>
        <source>page mapped into another guest, too</source>
        <translation>Seite auch in einen anderen Gast eingeblendet</translation>
    </message>
    <message>
        <source>page mapped into the guest</source>
        <translation>Seite in den Gast eingeblendet</translation>
    </message>
    <message>
        <source>page unmapped</source>
        <translation>Seite ausgeblendet</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Pages by what they are used for</source>
        <translation>Seiten nach ihrer Verwendung</translation>
    </message>
    <message>
        <source>Pages cleared</source>
        <translation>Gelöschte Seiten</translation>
    </message>
    <message>
        <source>pages cleared</source>
        <translation>gelöschte Seiten</translation>
    </message>
    <message>
        <source>Pages mapped</source>
        <translation>Eingeblendete Seiten</translation>
    </message>
    <message>
        <source>Pages unmapped</source>
        <translation>Ausgeblendete Seiten</translation>
    </message>
    <message>
        <source>Palette</source>
        <translation>Palette</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>bestanden</translation>
    </message>
    <message>
        <source>Passed: %1</source>
        <translation>Bestanden: %1</translation>
    </message>
    <message>
        <source>passive: no hellos</source>
        <translation>passiv: keine Hellos</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Path between two nodes</source>
        <translation>Pfad zwischen zwei Knoten</translation>
    </message>
    <message>
        <source>Path, hop by hop</source>
        <translation>Pfad, Hop für Hop</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>pausiert</translation>
    </message>
    <message>
        <source>Paused: %1</source>
        <translation>Pausiert: %1</translation>
    </message>
    <message>
        <source>Peer</source>
        <translation>Gegenüber</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>Phases</source>
        <translation>Phasen</translation>
    </message>
    <message>
        <source>Phases of the move</source>
        <translation>Phasen des Umzugs</translation>
    </message>
    <message>
        <source>Pick a connection: its windows, its round trips and its sequence graph stand here.</source>
        <translation>Eine Verbindung auswählen: ihre Fenster, ihre Umlaufzeiten und ihr Sequenzdiagramm stehen hier.</translation>
    </message>
    <message>
        <source>Pick a node</source>
        <translation>Knoten auswählen</translation>
    </message>
    <message>
        <source>Pick a node or a link to edit it here.</source>
        <translation>Einen Knoten oder eine Leitung auswählen, um sie hier zu bearbeiten.</translation>
    </message>
    <message>
        <source>Pick a node, or the link at an end.</source>
        <translation type="vanished">Einen Knoten auswählen, oder die Leitung an einem Ende.</translation>
    </message>
    <message>
        <source>Pick a node, several, or the link at an end.</source>
        <translation>Einen Knoten, mehrere oder den Link an einem Ende auswählen.</translation>
    </message>
    <message>
        <source>Pick a packet of TCP or UDP and follow its stream to read it here.</source>
        <translation>Ein Paket von TCP oder UDP auswählen und seinem Strom folgen, um ihn hier zu lesen.</translation>
    </message>
    <message>
        <source>Pick a page, or follow the latest packet.</source>
        <translation>Eine Seite auswählen oder dem neuesten Paket folgen.</translation>
    </message>
    <message>
        <source>Pick a page: where it goes is drawn here.</source>
        <translation>Eine Seite auswählen: ihr Weg wird hier gezeichnet.</translation>
    </message>
    <message>
        <source>Pick a router</source>
        <translation>Router auswählen</translation>
    </message>
    <message>
        <source>Pick an action first.</source>
        <translation>Erst eine Aktion auswählen.</translation>
    </message>
    <message>
        <source>Pick and move</source>
        <translation>Auswählen und verschieben</translation>
    </message>
    <message>
        <source>Picked: %1</source>
        <translation>Ausgewählt: %1</translation>
    </message>
    <message>
        <source>Picked: %1 nodes and %2 links</source>
        <translation>Ausgewählt: %1 Knoten und %2 Leitungen</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.svg *.webp *.gif)</source>
        <translation>Bilder (*.png *.jpg *.jpeg *.svg *.webp *.gif)</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>Bilder (*.png)</translation>
    </message>
    <message>
        <source>Pictures of the move</source>
        <translation>Bilder des Umzugs</translation>
    </message>
    <message>
        <source>Place of the cursor</source>
        <translation>Stelle des Cursors</translation>
    </message>
    <message>
        <source>Placeholder</source>
        <translation>Platzhalter</translation>
    </message>
    <message>
        <source>Plot &amp;Queue</source>
        <translation>Kurve der &amp;Warteschlange</translation>
    </message>
    <message>
        <source>Plot &amp;Rate</source>
        <translation>Kurve der &amp;Rate</translation>
    </message>
    <message>
        <source>Plot a link, a node, a connection or the whole network</source>
        <translation type="vanished">Eine Leitung, einen Knoten, eine Verbindung oder das ganze Netz als Kurve</translation>
    </message>
    <message>
        <source>Plot a link, a node, a connection or the whole network over the time of the lab</source>
        <translation>Eine Leitung, einen Knoten, eine Verbindung oder das ganze Netz als Kurve über der Zeit des Labs</translation>
    </message>
    <message>
        <source>Plot a link, a node, a connection, a number of a table or the whole network</source>
        <translation>Eine Leitung, einen Knoten, eine Verbindung, eine Zahl aus einer Tabelle oder das ganze Netz zeichnen</translation>
    </message>
    <message>
        <source>Plot Con&amp;vergence</source>
        <translation>Kurve der Kon&amp;vergenz</translation>
    </message>
    <message>
        <source>Plot for how long the routes of the selected nodes have stood</source>
        <translation>Kurve, wie lange die Routen der ausgewählten Knoten bestehen</translation>
    </message>
    <message>
        <source>Plot L&amp;oss</source>
        <translation>Kurve des V&amp;erlusts</translation>
    </message>
    <message>
        <source>Plot this connection in the Plots dock, whatever is picked here</source>
        <translation>Diese Verbindung im Dock Kurven zeichnen, was auch immer hier ausgewählt ist</translation>
    </message>
    <message>
        <source>Plot this of the selected links, both ways, in the Plots dock</source>
        <translation>Dies von den ausgewählten Leitungen, in beiden Richtungen, im Dock Kurven zeichnen</translation>
    </message>
    <message>
        <source>Plot “%1”</source>
        <translation>„%1“ zeichnen</translation>
    </message>
    <message>
        <source>Plot “%1” per Second</source>
        <translation>„%1“ je Sekunde zeichnen</translation>
    </message>
    <message>
        <source>Plots</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>PNG picture (*.png);;SVG drawing (*.svg);;PDF document (*.pdf)</source>
        <translation>PNG-Bild (*.png);;SVG-Zeichnung (*.svg);;PDF-Dokument (*.pdf)</translation>
    </message>
    <message>
        <source>Pods</source>
        <translation>Pods</translation>
    </message>
    <message>
        <source>Point-to-point</source>
        <translation>Punkt-zu-Punkt</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Anschluss</translation>
    </message>
    <message>
        <source>port</source>
        <translation>Anschluss</translation>
    </message>
    <message>
        <source>port %1</source>
        <translation>Anschluss %1</translation>
    </message>
    <message>
        <source>port down</source>
        <translation>Anschluss aus</translation>
    </message>
    <message>
        <source>Port inside</source>
        <translation>Port innen</translation>
    </message>
    <message>
        <source>Port outside</source>
        <translation>Port außen</translation>
    </message>
    <message>
        <source>Ports</source>
        <translation>Ports</translation>
    </message>
    <message>
        <source>Ports and tree</source>
        <translation>Anschlüsse und Baum</translation>
    </message>
    <message>
        <source>Ports of the switch</source>
        <translation>Anschlüsse des Switches</translation>
    </message>
    <message>
        <source>Pr&amp;operties</source>
        <translation>&amp;Eigenschaften</translation>
    </message>
    <message>
        <source>Pre&amp;ferences</source>
        <translation>&amp;Einstellungen</translation>
    </message>
    <message>
        <source>Pref.</source>
        <translation>Präf.</translation>
    </message>
    <message>
        <source>preference</source>
        <translation>Präferenz</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Prefix</source>
        <translation>Präfix</translation>
    </message>
    <message>
        <source>Prefix matched</source>
        <translation>Passendes Präfix</translation>
    </message>
    <message>
        <source>Prefix, path</source>
        <translation>Präfix, Pfad</translation>
    </message>
    <message>
        <source>Prefixes from it</source>
        <translation>Präfixe von ihm</translation>
    </message>
    <message>
        <source>Prefixes to it</source>
        <translation>Präfixe an ihn</translation>
    </message>
    <message>
        <source>Prefixes: %1. </source>
        <translation>Präfixe: %1. </translation>
    </message>
    <message>
        <source>Press on the edge of a node and release on another: they are linked. Drag to move, turn the wheel to zoom. Ctrl+Z undoes everything.</source>
        <translation>Am Rand eines Knotens drücken und auf einem anderen loslassen: sie sind verbunden. Ziehen verschiebt, das Rad zoomt. Strg+Z macht alles rückgängig.</translation>
    </message>
    <message>
        <source>Press Run</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Press the keys here</source>
        <translation>Tasten hier drücken</translation>
    </message>
    <message>
        <source>Preview of the network</source>
        <translation>Vorschau des Netzes</translation>
    </message>
    <message>
        <source>Previous (Shift+F3)</source>
        <translation>Zurück (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Previous (Shift+Return)</source>
        <translation>Zurück (Umschalt+Eingabe)</translation>
    </message>
    <message>
        <source>Previous difference</source>
        <translation>Voriger Unterschied</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Drucken</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorität</translation>
    </message>
    <message>
        <source>priority</source>
        <translation>Priorität</translation>
    </message>
    <message>
        <source>Probes</source>
        <translation>Sonden</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Problem with the guests</source>
        <translation>Problem mit den Gästen</translation>
    </message>
    <message>
        <source>Problem with the interfaces</source>
        <translation>Problem mit den Schnittstellen</translation>
    </message>
    <message>
        <source>Problem with the ports</source>
        <translation>Problem mit den Anschlüssen</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Problems for the Student to Find</source>
        <translation>Probleme, die selbst zu finden sind</translation>
    </message>
    <message>
        <source>Problems for the student to find: %1</source>
        <translation>Probleme, die selbst zu finden sind: %1</translation>
    </message>
    <message>
        <source>Problems of the lab</source>
        <translation>Probleme des Labs</translation>
    </message>
    <message>
        <source>Problems of these kinds are not said before the student asks for them. Errors always are.</source>
        <translation>Probleme dieser Arten werden erst genannt, wenn danach gefragt wird. Fehler werden immer genannt.</translation>
    </message>
    <message>
        <source>Problems to find</source>
        <translation>Zu findende Probleme</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>Prozess</translation>
    </message>
    <message>
        <source>processor time</source>
        <translation>Prozessorzeit</translation>
    </message>
    <message>
        <source>Processor time (ms)</source>
        <translation>Prozessorzeit (ms)</translation>
    </message>
    <message>
        <source>Processor time (ns)</source>
        <translation>Prozessorzeit (ns)</translation>
    </message>
    <message>
        <source>Processor time of the guests</source>
        <translation>Prozessorzeit der Gäste</translation>
    </message>
    <message>
        <source>Processor time on this computer</source>
        <translation>Prozessorzeit auf diesem Rechner</translation>
    </message>
    <message>
        <source>Processors</source>
        <translation>Prozessoren</translation>
    </message>
    <message>
        <source>processors</source>
        <translation>Prozessoren</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>Programs by node</source>
        <translation>Programme nach Knoten</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>Eigenschaften</translation>
    </message>
    <message>
        <source>Properties of what is picked</source>
        <translation>Eigenschaften des Ausgewählten</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Put %1 on layer %2</source>
        <translation>%1 auf Ebene %2 legen</translation>
    </message>
    <message>
        <source>Put all docks back where they were at the very first start</source>
        <translation>Alle Docks dorthin, wo sie beim allerersten Start waren</translation>
    </message>
    <message>
        <source>Put the keyboard on the canvas</source>
        <translation>Die Tastatur auf die Zeichenfläche holen</translation>
    </message>
    <message>
        <source>Put the keyboard on the time line: arrows go back and forth</source>
        <translation>Die Tastatur auf die Zeitleiste holen: Pfeile gehen vor und zurück</translation>
    </message>
    <message>
        <source>Put the picked node into the palette, to be placed again</source>
        <translation>Den ausgewählten Knoten in die Palette legen, um ihn wieder zu setzen</translation>
    </message>
    <message>
        <source>Put the picked nodes into a group that folds into one</source>
        <translation>Die ausgewählten Knoten in eine Gruppe legen, die sich zu einem einklappt</translation>
    </message>
    <message>
        <source>Put the picked shapes on this layer</source>
        <translation type="vanished">Die ausgewählten Formen auf diese Ebene legen</translation>
    </message>
    <message>
        <source>Put this line into the console of %1; Return runs it</source>
        <translation>Diese Zeile in die Konsole von %1 setzen; Eingabe führt sie aus</translation>
    </message>
    <message>
        <source>Put what is picked on this layer</source>
        <translation>Das Ausgewählte auf diese Ebene legen</translation>
    </message>
    <message>
        <source>Puts all docks back where they were at the very first start</source>
        <translation>Setzt alle Docks dorthin, wo sie beim allerersten Start waren</translation>
    </message>
    <message>
        <source>QEMU Machine</source>
        <translation>QEMU-Maschine</translation>
    </message>
    <message>
        <source>Qt %1</source>
        <translation>Qt %1</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>queue full</source>
        <translation>Warteschlange voll</translation>
    </message>
    <message>
        <source>Queue in packets</source>
        <translation>Warteschlange in Paketen</translation>
    </message>
    <message>
        <source>Queued bytes</source>
        <translation>Wartende Bytes</translation>
    </message>
    <message>
        <source>Queued packets</source>
        <translation>Eingereihte Pakete</translation>
    </message>
    <message>
        <source>Raise %1</source>
        <translation>%1 nach vorn</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>Zufällig</translation>
    </message>
    <message>
        <source>Range and export of the plots</source>
        <translation>Bereich und Export der Kurven</translation>
    </message>
    <message>
        <source>ranks</source>
        <translation>Ränge</translation>
    </message>
    <message>
        <source>Rapid</source>
        <translation>Rapid</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>rate limited</source>
        <translation>Rate begrenzt</translation>
    </message>
    <message>
        <source>Re&amp;view and Apply the Configuration</source>
        <translation>Konfi&amp;guration durchsehen und anwenden</translation>
    </message>
    <message>
        <source>Re-plug %1</source>
        <translation>%1 umstecken</translation>
    </message>
    <message>
        <source>Reached by</source>
        <translation>Erreicht über</translation>
    </message>
    <message>
        <source>Real packets flow along the links. Pause, step, slow down; double-click a node for its console.</source>
        <translation>Echte Pakete fließen über die Leitungen. Pausieren, in Schritten gehen, verlangsamen; ein Doppelklick auf einen Knoten öffnet seine Konsole.</translation>
    </message>
    <message>
        <source>Real Ti&amp;me</source>
        <translation>Echt&amp;zeit</translation>
    </message>
    <message>
        <source>Really stored as 524,288 groups of 32 networks and one leaf for each run of equal next hops (%1): two reads, four inside a /24 that has longer prefixes.</source>
        <translation>Wirklich gespeichert als 524.288 Gruppen von 32 Netzen und ein Blatt für jede Folge gleicher Next Hops (%1): zwei Lesezugriffe, vier in einem /24 mit längeren Präfixen.</translation>
    </message>
    <message>
        <source>Really stored as intervals of addresses</source>
        <translation>Wirklich gespeichert als Intervalle von Adressen</translation>
    </message>
    <message>
        <source>Really stored as intervals of the first 64 bits</source>
        <translation>Wirklich gespeichert als Intervalle der ersten 64 Bits</translation>
    </message>
    <message>
        <source>reassembled</source>
        <translation>zusammengesetzt</translation>
    </message>
    <message>
        <source>reassembly limit</source>
        <translation>Grenze des Zusammensetzens</translation>
    </message>
    <message>
        <source>reassembly timeout</source>
        <translation>Zeit des Zusammensetzens abgelaufen</translation>
    </message>
    <message>
        <source>receive</source>
        <translation>Empfang</translation>
    </message>
    <message>
        <source>Receive errors</source>
        <translation>Empfangsfehler</translation>
    </message>
    <message>
        <source>Receive scale</source>
        <translation>Skalierung Empfang</translation>
    </message>
    <message>
        <source>Receive window</source>
        <translation>Empfangsfenster</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>received</source>
        <translation>empfangen</translation>
    </message>
    <message>
        <source>Received bytes</source>
        <translation>Empfangene Bytes</translation>
    </message>
    <message>
        <source>Received packets</source>
        <translation>Empfangene Pakete</translation>
    </message>
    <message>
        <source>Received, dropped</source>
        <translation>Empfangen, verworfen</translation>
    </message>
    <message>
        <source>Receives by</source>
        <translation>Empfängt mit</translation>
    </message>
    <message>
        <source>Recent labs</source>
        <translation>Zuletzt benutzte Labs</translation>
    </message>
    <message>
        <source>Recor&amp;d…</source>
        <translation>Auf&amp;zeichnen …</translation>
    </message>
    <message>
        <source>Record the Run</source>
        <translation>Lauf aufzeichnen</translation>
    </message>
    <message>
        <source>Records (*.hopyard)</source>
        <translation>Aufzeichnungen (*.hopyard)</translation>
    </message>
    <message>
        <source>Records (*.hopyard);;All files (*)</source>
        <translation>Aufzeichnungen (*.hopyard);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>recovery</source>
        <translation>Erholung</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>Redo in this text (Ctrl+Shift+Z)</source>
        <translation>Wiederholen in diesem Text (Strg+Umschalt+Z)</translation>
    </message>
    <message>
        <source>reduced by a mark</source>
        <translation>durch eine Markierung verkleinert</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Freigabe</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove %1 of %2</source>
        <translation>%1 von %2 entfernen</translation>
    </message>
    <message>
        <source>Remove a bend of %1</source>
        <translation>Einen Knick von %1 entfernen</translation>
    </message>
    <message>
        <source>Remove the bookmark</source>
        <translation>Lesezeichen entfernen</translation>
    </message>
    <message>
        <source>Remove the guest</source>
        <translation>Gast entfernen</translation>
    </message>
    <message>
        <source>Remove the interface</source>
        <translation>Schnittstelle entfernen</translation>
    </message>
    <message>
        <source>Remove the plot that has the keyboard (Del)</source>
        <translation>Die Kurve mit der Tastatur entfernen (Entf)</translation>
    </message>
    <message>
        <source>Remove the selected bookmark</source>
        <translation>Das ausgewählte Lesezeichen entfernen</translation>
    </message>
    <message>
        <source>Remove “%1” from %2</source>
        <translation>„%1“ von %2 entfernen</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>entfernt</translation>
    </message>
    <message>
        <source>removed: %1</source>
        <translation>entfernt: %1</translation>
    </message>
    <message>
        <source>Rename %1 of %2 to %3</source>
        <translation>%1 von %2 in %3 umbenennen</translation>
    </message>
    <message>
        <source>Rename %1 to %2</source>
        <translation>%1 in %2 umbenennen</translation>
    </message>
    <message>
        <source>Rename a group</source>
        <translation>Gruppe umbenennen</translation>
    </message>
    <message>
        <source>Rename Grou&amp;p…</source>
        <translation>Gruppe &amp;umbenennen …</translation>
    </message>
    <message>
        <source>Rename group %1 to %2</source>
        <translation>Gruppe %1 in %2 umbenennen</translation>
    </message>
    <message>
        <source>Rename layer %1 to %2</source>
        <translation>Ebene %1 in %2 umbenennen</translation>
    </message>
    <message>
        <source>Reorder</source>
        <translation>Umordnen</translation>
    </message>
    <message>
        <source>reordering</source>
        <translation>Umordnung</translation>
    </message>
    <message>
        <source>Repeats every frame to every other port</source>
        <translation>Wiederholt jeden Rahmen an jedem anderen Anschluss</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Reset &amp;Layout</source>
        <translation>Anordnung &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Result of the lookup</source>
        <translation>Ergebnis des Nachschlagens</translation>
    </message>
    <message>
        <source>Retransmission time-out</source>
        <translation>Wiederholungsfrist</translation>
    </message>
    <message>
        <source>Retransmits now</source>
        <translation>Wiederholungen jetzt</translation>
    </message>
    <message>
        <source>Return or a click goes to the line</source>
        <translation>Eingabe oder ein Klick geht zur Zeile</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Review and apply…</source>
        <translation>Durchsehen und anwenden …</translation>
    </message>
    <message>
        <source>RIB</source>
        <translation>RIB</translation>
    </message>
    <message>
        <source>Right &amp;Angles</source>
        <translation>Rechte &amp;Winkel</translation>
    </message>
    <message>
        <source>Ring</source>
        <translation>Ring</translation>
    </message>
    <message>
        <source>RIP</source>
        <translation>RIP</translation>
    </message>
    <message>
        <source>RIP and OSPF</source>
        <translation>RIP und OSPF</translation>
    </message>
    <message>
        <source>RIP neighbours</source>
        <translation>RIP-Nachbarn</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>root</source>
        <translation>Wurzel</translation>
    </message>
    <message>
        <source>root (the way there)</source>
        <translation>root (der Weg dorthin)</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Umlaufzeit</translation>
    </message>
    <message>
        <source>Round-trip time and time-out</source>
        <translation>Umlaufzeit und Frist</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Route of</source>
        <translation>Route von</translation>
    </message>
    <message>
        <source>Route of the address</source>
        <translation>Route der Adresse</translation>
    </message>
    <message>
        <source>Router</source>
        <translation>Router</translation>
    </message>
    <message>
        <source>router ID</source>
        <translation>Router-ID</translation>
    </message>
    <message>
        <source>router id %1</source>
        <translation>Router-ID %1</translation>
    </message>
    <message>
        <source>Router, network</source>
        <translation>Router, Netz</translation>
    </message>
    <message>
        <source>Routers</source>
        <translation>Router</translation>
    </message>
    <message>
        <source>Routers (1)</source>
        <translation>Router (1)</translation>
    </message>
    <message>
        <source>Routers that find their ways themselves</source>
        <translation>Router, die ihre Wege selbst finden</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>Routen</translation>
    </message>
    <message>
        <source>Routes of RIP</source>
        <translation>Routen von RIP</translation>
    </message>
    <message>
        <source>Routes that would change</source>
        <translation>Routen, die sich ändern würden</translation>
    </message>
    <message>
        <source>Routing</source>
        <translation>Routing</translation>
    </message>
    <message>
        <source>Routing protocols that do not fit</source>
        <translation>Routingprotokolle, die nicht zusammenpassen</translation>
    </message>
    <message>
        <source>Routing would be quiet again %1, with %2 changed at %3.</source>
        <translation>Das Routing wäre %1 wieder ruhig, mit %2 geändert an %3.</translation>
    </message>
    <message numerus="yes">
        <source>Routing would be quiet again after %1: %n route(s) would have changed at %2.</source>
        <translation type="vanished">
            <numerusform>Das Routing wäre nach %1 wieder ruhig: %n Route hätte sich an %2 geändert.</numerusform>
            <numerusform>Das Routing wäre nach %1 wieder ruhig: %n Routen hätten sich an %2 geändert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Routing would still be changing after %1; what stands here is of that moment.</source>
        <translation>Das Routing würde nach %1 noch in Bewegung sein; was hier steht, ist von diesem Moment.</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Reihen</translation>
    </message>
    <message>
        <source>Rows and columns.</source>
        <translation>Zeilen und Spalten.</translation>
    </message>
    <message>
        <source>RTO (ms)</source>
        <translation>RTO (ms)</translation>
    </message>
    <message>
        <source>RTT (ms)</source>
        <translation>RTT (ms)</translation>
    </message>
    <message>
        <source>RTT variation (ms)</source>
        <translation>RTT-Schwankung (ms)</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Run &amp;Until…</source>
        <translation>Laufen &amp;bis …</translation>
    </message>
    <message>
        <source>Run in &amp;Virtual Time…</source>
        <translation>In &amp;virtueller Zeit starten …</translation>
    </message>
    <message>
        <source>Run in Virtual Time</source>
        <translation>In virtueller Zeit starten</translation>
    </message>
    <message>
        <source>Run programs of this lab?</source>
        <translation>Programme dieses Labs starten?</translation>
    </message>
    <message>
        <source>Run the lab (Ctrl+R), then choose two nodes: the way of packets between them stands here, hop by hop, there and back again.</source>
        <translation>Das Lab starten (Strg+R), dann zwei Knoten wählen: der Weg der Pakete zwischen ihnen steht hier, Hop für Hop, hin und zurück.</translation>
    </message>
    <message>
        <source>Run the lab (Ctrl+R), then click a node: its forwarding table, its ARP table and its interfaces stand here.</source>
        <translation>Das Lab starten (Strg+R), dann einen Knoten anklicken: seine Weiterleitungstabelle, seine ARP-Tabelle und seine Schnittstellen stehen hier.</translation>
    </message>
    <message>
        <source>Run the lab first: a capture needs packets.</source>
        <translation>Erst das Lab starten: ein Mitschnitt braucht Pakete.</translation>
    </message>
    <message>
        <source>Run the lab on a clock of its own: the same seed gives the same packets to the last bit</source>
        <translation>Das Labor nach einer eigenen Uhr laufen lassen: Derselbe Startwert ergibt dieselben Pakete bis aufs letzte Bit</translation>
    </message>
    <message>
        <source>Run the lab to capture packets.</source>
        <translation>Das Lab starten, um Pakete mitzuschneiden.</translation>
    </message>
    <message>
        <source>Run the lab to look into %1.</source>
        <translation>Das Lab starten, um in %1 hineinzuschauen.</translation>
    </message>
    <message>
        <source>Run the lab to move its connections.</source>
        <translation>Das Lab starten, um seine Verbindungen umzuziehen.</translation>
    </message>
    <message>
        <source>Run the lab, or go on where it is paused</source>
        <translation>Das Lab starten, oder weiter, wo es pausiert ist</translation>
    </message>
    <message>
        <source>Run the lab; its checks are looked at while it runs</source>
        <translation>Das Lab starten; seine Prüfungen werden angesehen, während es läuft</translation>
    </message>
    <message>
        <source>Run until</source>
        <translation>Laufen bis</translation>
    </message>
    <message>
        <source>Run until …  kind == RouteChanged &amp;&amp; node == r1,  or a packet:  icmp &amp;&amp; ip.addr == 10.0.0.1</source>
        <translation>Laufen bis …  kind == RouteChanged &amp;&amp; node == r1,  oder ein Paket:  icmp &amp;&amp; ip.addr == 10.0.0.1</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>Running now</source>
        <translation>Läuft gerade</translation>
    </message>
    <message>
        <source>S&amp;lower</source>
        <translation>&amp;Langsamer</translation>
    </message>
    <message>
        <source>S&amp;tep</source>
        <translation>Sc&amp;hritt</translation>
    </message>
    <message>
        <source>SACK</source>
        <translation>SACK</translation>
    </message>
    <message>
        <source>said on another way of the run</source>
        <translation>auf einem anderen Weg des Laufs gesagt</translation>
    </message>
    <message>
        <source>Sample labs</source>
        <translation>Beispiel-Labs</translation>
    </message>
    <message>
        <source>Save &amp;As…</source>
        <translation>Speichern &amp;unter …</translation>
    </message>
    <message>
        <source>Save as a &amp;Template…</source>
        <translation>Als &amp;Vorlage speichern …</translation>
    </message>
    <message>
        <source>Save as a template</source>
        <translation>Als Vorlage speichern</translation>
    </message>
    <message>
        <source>Save captured packets</source>
        <translation>Mitgeschnittene Pakete speichern</translation>
    </message>
    <message>
        <source>Save the Content</source>
        <translation>Inhalt speichern</translation>
    </message>
    <message>
        <source>Save the content…</source>
        <translation>Inhalt speichern…</translation>
    </message>
    <message>
        <source>Save the lab</source>
        <translation>Lab speichern</translation>
    </message>
    <message>
        <source>Save the lab first: pictures are kept in its folder.</source>
        <translation>Erst das Lab speichern: Bilder liegen in seinem Ordner.</translation>
    </message>
    <message>
        <source>Save the lab first: the answer is remembered for its file</source>
        <translation>Erst das Lab speichern: die Antwort wird für seine Datei gemerkt</translation>
    </message>
    <message>
        <source>Save to a fi&amp;le</source>
        <translation>In eine &amp;Datei speichern</translation>
    </message>
    <message>
        <source>Save what is shown: its bytes, or as text</source>
        <translation>Speichern, was angezeigt wird: die Bytes oder als Text</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 gespeichert</translation>
    </message>
    <message>
        <source>Say how it is</source>
        <translation>Sagen, wie es steht</translation>
    </message>
    <message>
        <source>Say what would change if the selected link failed; the running lab notices nothing</source>
        <translation>Sagen, was sich änderte, wenn die ausgewählte Leitung ausfiele; das laufende Lab merkt nichts</translation>
    </message>
    <message>
        <source>Say what would change if the selected node failed; the running lab notices nothing</source>
        <translation>Sagen, was sich änderte, wenn der ausgewählte Knoten ausfiele; das laufende Lab merkt nichts</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search actions and keys</source>
        <translation>Aktionen und Tasten suchen</translation>
    </message>
    <message>
        <source>Search in the preferences</source>
        <translation>In den Einstellungen suchen</translation>
    </message>
    <message>
        <source>Search node kinds</source>
        <translation>Knotenarten suchen</translation>
    </message>
    <message>
        <source>Search settings and shortcuts</source>
        <translation>Einstellungen und Tastenkürzel suchen</translation>
    </message>
    <message>
        <source>Search what can be plotted</source>
        <translation>Suchen, was als Kurve zu haben ist</translation>
    </message>
    <message>
        <source>Search: rate r1, window, drops…</source>
        <translation type="vanished">Suchen: rate r1, window, drops …</translation>
    </message>
    <message>
        <source>Search: rate r1, window, errors eth0…</source>
        <translation>Suchen: Rate r1, Fenster, errors eth0 …</translation>
    </message>
    <message>
        <source>Seconds since it was heard</source>
        <translation>Sekunden, seit er gehört wurde</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startzahl</translation>
    </message>
    <message>
        <source>Seed of what is random</source>
        <translation>Startwert des Zufalls</translation>
    </message>
    <message>
        <source>Seen: %1</source>
        <translation>Gesehen: %1</translation>
    </message>
    <message>
        <source>Segments sent again</source>
        <translation>Erneut gesendete Segmente</translation>
    </message>
    <message>
        <source>Segments, acknowledgements and the window's edge over time</source>
        <translation>Segmente, Bestätigungen und Fensterrand über der Zeit</translation>
    </message>
    <message>
        <source>Select &amp;All</source>
        <translation>&amp;Alles auswählen</translation>
    </message>
    <message>
        <source>Select &amp;All	Ctrl+Shift+A</source>
        <translation>&amp;Alles auswählen	Strg+Umschalt+A</translation>
    </message>
    <message>
        <source>Select &amp;Nothing</source>
        <translation>&amp;Nichts auswählen</translation>
    </message>
    <message>
        <source>Select a node first: its table is the one in the Tables dock.</source>
        <translation>Erst einen Knoten auswählen: gemeint ist seine Tabelle im Dock Tabellen.</translation>
    </message>
    <message>
        <source>Select by &amp;Kind</source>
        <translation>Nach A&amp;rt auswählen</translation>
    </message>
    <message>
        <source>Select the Same Ki&amp;nd</source>
        <translation>Alle &amp;gleicher Art auswählen</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>Ausgewählt</translation>
    </message>
    <message>
        <source>Selected nodes</source>
        <translation>Ausgewählte Knoten</translation>
    </message>
    <message>
        <source>Send errors</source>
        <translation>Sendefehler</translation>
    </message>
    <message>
        <source>Send MSS</source>
        <translation>Sende-MSS</translation>
    </message>
    <message>
        <source>Send scale</source>
        <translation>Skalierung Senden</translation>
    </message>
    <message>
        <source>Send window</source>
        <translation>Sendefenster</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>Sent again</source>
        <translation>Erneut gesendet</translation>
    </message>
    <message>
        <source>sent again</source>
        <translation>erneut gesendet</translation>
    </message>
    <message>
        <source>sent again: %L1 bytes</source>
        <translation>erneut gesendet: %L1 Bytes</translation>
    </message>
    <message>
        <source>sent by the adapter</source>
        <translation>vom Adapter gesendet</translation>
    </message>
    <message>
        <source>Sent bytes</source>
        <translation>Gesendete Bytes</translation>
    </message>
    <message>
        <source>Sent packets</source>
        <translation>Gesendete Pakete</translation>
    </message>
    <message>
        <source>Sequence</source>
        <translation>Sequenz</translation>
    </message>
    <message>
        <source>Sequence chart</source>
        <translation>Ablaufdiagramm</translation>
    </message>
    <message>
        <source>Sequence numbers, received</source>
        <translation>Sequenznummern, empfangen</translation>
    </message>
    <message>
        <source>Sequence numbers, sent</source>
        <translation>Sequenznummern, gesendet</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>Dienste</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>Set %1 of %2</source>
        <translation>%1 von %2 setzen</translation>
    </message>
    <message>
        <source>Set %1 of %2 to %3</source>
        <translation>%1 von %2 auf %3 setzen</translation>
    </message>
    <message>
        <source>Set a bookmark</source>
        <translation>Lesezeichen setzen</translation>
    </message>
    <message>
        <source>Set a bookmark at the moment that is shown</source>
        <translation>Beim gezeigten Moment ein Lesezeichen setzen</translation>
    </message>
    <message>
        <source>Set problems to find</source>
        <translation>Zu findende Probleme festlegen</translation>
    </message>
    <message>
        <source>Set title</source>
        <translation>Titel setzen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Several at O&amp;nce…</source>
        <translation>&amp;Mehrere auf einmal …</translation>
    </message>
    <message>
        <source>Several at once</source>
        <translation>Mehrere auf einmal</translation>
    </message>
    <message>
        <source>Several nodes of the palette's current kind; Shift held while dropping asks the same</source>
        <translation type="vanished">Mehrere Knoten der aktuellen Art der Palette; Umschalt beim Loslassen fragt dasselbe</translation>
    </message>
    <message>
        <source>Several nodes of what is current in the palette; Shift held while dropping asks the same</source>
        <translation>Mehrere Knoten von dem, was in der Palette ausgewählt ist; Umschalt beim Ablegen fragt dasselbe</translation>
    </message>
    <message>
        <source>Several things are picked</source>
        <translation>Mehrere Dinge sind ausgewählt</translation>
    </message>
    <message>
        <source>shall have it</source>
        <translation>soll sie haben</translation>
    </message>
    <message>
        <source>Shape properties</source>
        <translation>Eigenschaften der Form</translation>
    </message>
    <message>
        <source>Shapes (%1)</source>
        <translation>Formen (%1)</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Shared</source>
        <translation>Geteilt</translation>
    </message>
    <message>
        <source>shares the traffic</source>
        <translation>teilt den Verkehr</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Shorter prefixes that contain it too lose: %1.</source>
        <translation>Kürzere Präfixe, die sie auch enthalten, verlieren: %1.</translation>
    </message>
    <message>
        <source>Shortest paths</source>
        <translation>Kürzeste Wege</translation>
    </message>
    <message>
        <source>Show %1 on the canvas</source>
        <translation>%1 auf der Zeichenfläche zeigen</translation>
    </message>
    <message>
        <source>Show &amp;BGP</source>
        <translation>&amp;BGP zeigen</translation>
    </message>
    <message>
        <source>Show &amp;everything</source>
        <translation>&amp;Alles zeigen</translation>
    </message>
    <message>
        <source>Show &amp;Tables</source>
        <translation>&amp;Tabellen zeigen</translation>
    </message>
    <message>
        <source>Show a hint</source>
        <translation>Einen Tipp zeigen</translation>
    </message>
    <message>
        <source>Show a run that was recorded, from beginning to end</source>
        <translation>Einen aufgezeichneten Lauf von Anfang bis Ende zeigen</translation>
    </message>
    <message>
        <source>Show Again</source>
        <translation>Noch einmal zeigen</translation>
    </message>
    <message>
        <source>Show BGP's table of the selected router, and its decisions step by step</source>
        <translation>Die BGP-Tabelle des gewählten Routers zeigen, und seine Entscheidungen Schritt für Schritt</translation>
    </message>
    <message>
        <source>Show Connect&amp;ions</source>
        <translation>&amp;Verbindungen zeigen</translation>
    </message>
    <message>
        <source>Show forwarding table, ARP table and interfaces of the selected node</source>
        <translation>Weiterleitungstabelle, ARP-Tabelle und Schnittstellen des ausgewählten Knotens zeigen</translation>
    </message>
    <message>
        <source>Show hint %1 of %2</source>
        <translation>Tipp %1 von %2 zeigen</translation>
    </message>
    <message>
        <source>Show in Way and Stream also what came after the moment shown, paler</source>
        <translation>In Weg und Strom auch zeigen, was nach dem gezeigten Moment kam, blasser</translation>
    </message>
    <message>
        <source>Show It</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show layer %1</source>
        <translation>Ebene %1 einblenden</translation>
    </message>
    <message>
        <source>Show or hide %1</source>
        <translation>%1 ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show packets on their way along the links</source>
        <translation>Pakete auf ihrem Weg über die Leitungen zeigen</translation>
    </message>
    <message>
        <source>Show the grid</source>
        <translation>Das Gitter zeigen</translation>
    </message>
    <message>
        <source>Show the moment before the last event</source>
        <translation>Den Moment vor dem letzten Ereignis zeigen</translation>
    </message>
    <message>
        <source>Show the moment to which the run has come</source>
        <translation>Den Moment zeigen, bis zu dem der Lauf gekommen ist</translation>
    </message>
    <message>
        <source>Show the packet's whole way, here and on the canvas</source>
        <translation>Den ganzen Weg des Pakets zeigen, hier und auf der Zeichenfläche</translation>
    </message>
    <message>
        <source>Show the packets of this conversation alone</source>
        <translation type="vanished">Nur die Pakete dieses Gesprächs zeigen</translation>
    </message>
    <message>
        <source>Show the packets of this conversation alone, and what was said in it</source>
        <translation>Nur die Pakete dieses Gesprächs zeigen, und was darin gesagt wurde</translation>
    </message>
    <message>
        <source>Show the Pat&amp;h Between</source>
        <translation>&amp;Pfad dazwischen zeigen</translation>
    </message>
    <message>
        <source>Show the problems of the lab</source>
        <translation>Die Probleme des Labs zeigen</translation>
    </message>
    <message>
        <source>Show the run's first moment</source>
        <translation>Den ersten Moment des Laufs zeigen</translation>
    </message>
    <message>
        <source>Show the screen of the selected QEMU machine in a viewer for VNC</source>
        <translation>Den Bildschirm der ausgewählten QEMU-Maschine in einem VNC-Betrachter zeigen</translation>
    </message>
    <message>
        <source>Show the solution</source>
        <translation>Lösung zeigen</translation>
    </message>
    <message>
        <source>Show the TCP connections of the selected node, with their windows, round trips and sequence graphs</source>
        <translation>Die TCP-Verbindungen des ausgewählten Knotens zeigen, mit Fenstern, Umlaufzeiten und Sequenzdiagrammen</translation>
    </message>
    <message>
        <source>Show the way of packets between the two selected nodes, there and back again</source>
        <translation>Den Weg der Pakete zwischen den zwei ausgewählten Knoten zeigen, hin und zurück</translation>
    </message>
    <message>
        <source>Show the way of the packet that arrived last: DMA table, guest, clearing</source>
        <translation>Den Weg des zuletzt angekommenen Pakets zeigen: DMA-Tabelle, Gast, Leeren</translation>
    </message>
    <message>
        <source>Show the whole lab</source>
        <translation>Das ganze Lab zeigen</translation>
    </message>
    <message>
        <source>Show Them</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>Show this of the selected node, with the keyboard in it</source>
        <translation>Dies vom ausgewählten Knoten zeigen, mit der Tastatur darin</translation>
    </message>
    <message>
        <source>shown instead of the name</source>
        <translation>steht statt des Namens</translation>
    </message>
    <message>
        <source>Shows what changes before it does (Ctrl+Return)</source>
        <translation>Zeigt, was sich ändert, bevor es geschieht (Strg+Eingabe)</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Since (ns)</source>
        <translation>Seit (ns)</translation>
    </message>
    <message>
        <source>since the decision</source>
        <translation>seit der Entscheidung</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Size of a record</source>
        <translation>Größe einer Aufzeichnung</translation>
    </message>
    <message>
        <source>Size of the window.</source>
        <translation>Größe des Fensters.</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>slow start</source>
        <translation>Slow Start</translation>
    </message>
    <message>
        <source>Slow-start threshold</source>
        <translation>Slow-Start-Schwelle</translation>
    </message>
    <message>
        <source>Slow-start threshold (bytes)</source>
        <translation>Slow-Start-Schwelle (Bytes)</translation>
    </message>
    <message>
        <source>Smaller (−)</source>
        <translation>Kleiner (−)</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>geglättet</translation>
    </message>
    <message>
        <source>socket buffer full</source>
        <translation>Socket-Puffer voll</translation>
    </message>
    <message>
        <source>Sockets</source>
        <translation>Sockets</translation>
    </message>
    <message>
        <source>Solution</source>
        <translation>Lösung</translation>
    </message>
    <message>
        <source>Some of these problems are left for you to find.</source>
        <translation>Einige dieser Probleme sind zum Selbstfinden gedacht.</translation>
    </message>
    <message>
        <source>Some packets would be lost from then on.</source>
        <translation>Von da an gingen manche Pakete verloren.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Zwischenraum</translation>
    </message>
    <message>
        <source>Spanning tree</source>
        <translation>Spanning Tree</translation>
    </message>
    <message>
        <source>spanning tree</source>
        <translation>Spanning Tree</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Speed of time</source>
        <translation>Geschwindigkeit der Zeit</translation>
    </message>
    <message>
        <source>Speed of time: slow motion to the left, real time at ×1, faster to the right where no Linux node takes part</source>
        <translation type="vanished">Geschwindigkeit der Zeit: links Zeitlupe, Echtzeit bei ×1, rechts schneller, wo kein Linux-Knoten mitwirkt</translation>
    </message>
    <message>
        <source>Speed of time: slow motion to the left, real time at ×1, faster to the right where no Linux node takes part; in virtual time, at the end, as fast as the processor goes</source>
        <translation>Geschwindigkeit der Zeit: links Zeitlupe, bei ×1 Echtzeit, rechts schneller, wo kein Linux-Knoten mitspielt; in virtueller Zeit ganz rechts so schnell, wie der Prozessor kann</translation>
    </message>
    <message>
        <source>Spines</source>
        <translation>Spines</translation>
    </message>
    <message>
        <source>Spoofed</source>
        <translation>Gefälscht</translation>
    </message>
    <message>
        <source>spoofed source</source>
        <translation>gefälschte Quelle</translation>
    </message>
    <message>
        <source>springs</source>
        <translation>Federn</translation>
    </message>
    <message>
        <source>springs, large</source>
        <translation>Federn, groß</translation>
    </message>
    <message>
        <source>stale: its neighbour restarts</source>
        <translation>veraltet: ihr Nachbar startet neu</translation>
    </message>
    <message>
        <source>Standard Keys</source>
        <translation>Vorgegebene Tasten</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>Stern</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Start a capture</source>
        <translation>Mitschnitt starten</translation>
    </message>
    <message>
        <source>start commands</source>
        <translation>Startbefehle</translation>
    </message>
    <message>
        <source>Start the selected node</source>
        <translation>Den ausgewählten Knoten starten</translation>
    </message>
    <message>
        <source>Started with the lab</source>
        <translation>Startet mit dem Lab</translation>
    </message>
    <message>
        <source>Start…</source>
        <translation>Starten …</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>State of RIP</source>
        <translation>Zustand von RIP</translation>
    </message>
    <message>
        <source>State of the configuration</source>
        <translation>Zustand der Konfiguration</translation>
    </message>
    <message>
        <source>State of the connection</source>
        <translation>Zustand der Verbindung</translation>
    </message>
    <message>
        <source>Static</source>
        <translation>Statisch</translation>
    </message>
    <message>
        <source>Stations of the page</source>
        <translation>Stationen der Seite</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Ste&amp;p Before in the Guide</source>
        <translation>Voriger S&amp;chritt der Anleitung</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>Step &amp;Back</source>
        <translation>Schritt &amp;zurück</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Steps and points</source>
        <translation>Schritte und Punkte</translation>
    </message>
    <message>
        <source>Steps of the lookup</source>
        <translation>Schritte des Nachschlagens</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop the lab; nothing of the run is left behind</source>
        <translation>Das Lab anhalten; vom Lauf bleibt nichts zurück</translation>
    </message>
    <message>
        <source>Stop the selected captures</source>
        <translation>Die ausgewählten Mitschnitte anhalten</translation>
    </message>
    <message>
        <source>Stop the selected node, as if its plug were pulled</source>
        <translation>Den ausgewählten Knoten anhalten, als würde der Stecker gezogen</translation>
    </message>
    <message>
        <source>Stop time in the lab; packets stand where they are</source>
        <translation>Die Zeit im Lab anhalten; Pakete stehen, wo sie sind</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>Straighten links</source>
        <translation>Leitungen begradigen</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>Strom</translation>
    </message>
    <message>
        <source>stream.bin</source>
        <translation>strom.bin</translation>
    </message>
    <message>
        <source>Such as 10, or trunk 10,20 native 99; nothing: a port as all are</source>
        <translation>Etwa 10, oder trunk 10,20 native 99; nichts: ein Anschluss wie alle</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>suppressed by an aggregate</source>
        <translation>durch eine Zusammenfassung unterdrückt</translation>
    </message>
    <message>
        <source>Swap the ends</source>
        <translation>Enden tauschen</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>Switch</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>Zwischen hell und dunkel wechseln</translation>
    </message>
    <message>
        <source>Switch Node &amp;On</source>
        <translation>Knoten &amp;einschalten</translation>
    </message>
    <message>
        <source>Switch Node O&amp;ff</source>
        <translation>Knoten &amp;ausschalten</translation>
    </message>
    <message>
        <source>Switch ports</source>
        <translation>Ports des Switches</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>ausgeschaltet</translation>
    </message>
    <message>
        <source>Switched on</source>
        <translation>Eingeschaltet</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Table and decision</source>
        <translation>Tabelle und Entscheidung</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <source>Tables of a node</source>
        <translation>Tabellen eines Knotens</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Tagged</source>
        <translation>Mit Tag</translation>
    </message>
    <message>
        <source>Take %1 down</source>
        <translation>%1 unterbrechen</translation>
    </message>
    <message>
        <source>Take %1 off its layer</source>
        <translation>%1 von seiner Ebene nehmen</translation>
    </message>
    <message>
        <source>Take all bends out of the picked links</source>
        <translation>Alle Knicke aus den ausgewählten Leitungen nehmen</translation>
    </message>
    <message>
        <source>Take it down in a copy of the network and see what changes; the running lab notices nothing</source>
        <translation>In einer Kopie des Netzes ausfallen lassen und sehen, was sich ändert; das laufende Lab merkt nichts</translation>
    </message>
    <message>
        <source>Take the &amp;Tour</source>
        <translation>&amp;Tour beginnen</translation>
    </message>
    <message>
        <source>Take the gateway of %1 away</source>
        <translation>Das Gateway von %1 wegnehmen</translation>
    </message>
    <message>
        <source>Take the keys away from the action that has them</source>
        <translation>Die Tasten der Aktion wegnehmen, die sie hat</translation>
    </message>
    <message>
        <source>Take the picked link down, or bring it up again</source>
        <translation>Die ausgewählte Leitung unterbrechen oder wieder verbinden</translation>
    </message>
    <message>
        <source>Take the route of %1 to %2 away</source>
        <translation>Die Route von %1 nach %2 entfernen</translation>
    </message>
    <message>
        <source>Take Them Away from “%1”</source>
        <translation>„%1“ wegnehmen</translation>
    </message>
    <message>
        <source>Take what is picked off its layer</source>
        <translation>Das Ausgewählte von seiner Ebene nehmen</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>zurückgenommen</translation>
    </message>
    <message>
        <source>taken from the output buffer</source>
        <translation>aus dem Ausgangspuffer genommen</translation>
    </message>
    <message>
        <source>takes no part: it flaps (dampening)</source>
        <translation>nimmt nicht teil: er flattert (Dämpfung)</translation>
    </message>
    <message>
        <source>takes no part: its next hop cannot be reached</source>
        <translation>nimmt nicht teil: sein Next Hop ist nicht erreichbar</translation>
    </message>
    <message>
        <source>Terminal</source>
        <translation>Terminal</translation>
    </message>
    <message>
        <source>Terminal on %1</source>
        <translation>Terminal auf %1</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Text of %1</source>
        <translation>Text von %1</translation>
    </message>
    <message>
        <source>Text of the guide</source>
        <translation>Text der Anleitung</translation>
    </message>
    <message>
        <source>Text of the shape</source>
        <translation>Text der Form</translation>
    </message>
    <message>
        <source>Text of the step</source>
        <translation>Text des Schritts</translation>
    </message>
    <message>
        <source>Text to find</source>
        <translation>Gesuchter Text</translation>
    </message>
    <message>
        <source>Texts that are compared</source>
        <translation>Verglichene Texte</translation>
    </message>
    <message>
        <source>The action stays in its menu and in the command palette</source>
        <translation>Die Aktion bleibt in ihrem Menü und in der Befehlspalette</translation>
    </message>
    <message>
        <source>The autonomous systems on the way, the nearest first</source>
        <translation>Die autonomen Systeme auf dem Weg, das nächste zuerst</translation>
    </message>
    <message>
        <source>the best before</source>
        <translation>der beste zuvor</translation>
    </message>
    <message>
        <source>the canvas</source>
        <translation>die Zeichenfläche</translation>
    </message>
    <message>
        <source>The canvas alone on the whole screen; Escape comes back</source>
        <translation>Nur die Zeichenfläche auf dem ganzen Bildschirm; Escape kehrt zurück</translation>
    </message>
    <message>
        <source>The checks could not be looked at: %1</source>
        <translation>Die Prüfungen ließen sich nicht ansehen: %1</translation>
    </message>
    <message>
        <source>The choice that stands here is that of %1. Its configuration may have options that are not seen here, or the paths changed between two answers.</source>
        <translation>Hier steht die Wahl von %1. Seine Konfiguration kann Optionen haben, die hier nicht zu sehen sind, oder die Pfade haben sich zwischen zwei Antworten geändert.</translation>
    </message>
    <message>
        <source>the consoles</source>
        <translation>die Konsolen</translation>
    </message>
    <message>
        <source>The content cannot be written to %1: %2</source>
        <translation>Der Inhalt kann nicht nach %1 geschrieben werden: %2</translation>
    </message>
    <message>
        <source>The delay is a time such as 5ms or 250us.</source>
        <translation>Die Verzögerung ist eine Zeit wie 5ms oder 250us.</translation>
    </message>
    <message>
        <source>The delay varies by up to this much, up and down</source>
        <translation>Die Verzögerung schwankt um bis zu so viel nach oben und unten</translation>
    </message>
    <message>
        <source>the destination itself</source>
        <translation>das Ziel selbst</translation>
    </message>
    <message>
        <source>The engine closed the connection.</source>
        <translation>Die Engine hat die Verbindung geschlossen.</translation>
    </message>
    <message>
        <source>The engine did not start in time.</source>
        <translation>Die Engine ist nicht rechtzeitig gestartet.</translation>
    </message>
    <message>
        <source>The engine ended at once (exit code %1).</source>
        <translation>Die Engine ist sofort zu Ende gegangen (Exit-Code %1).</translation>
    </message>
    <message>
        <source>The engine has ended unexpectedly; the lab on the canvas is unharmed.</source>
        <translation>Die Engine ist unerwartet zu Ende gegangen; dem Lab auf der Zeichenfläche ist nichts passiert.</translation>
    </message>
    <message>
        <source>The engine refused (error %1).</source>
        <translation>Die Engine hat abgelehnt (Fehler %1).</translation>
    </message>
    <message>
        <source>The engine speaks another version of the protocol. Use a workbench and a hop of the same version.</source>
        <translation>Die Engine spricht eine andere Version des Protokolls. Werkbank und hop derselben Version verwenden.</translation>
    </message>
    <message>
        <source>the external path that was the best already</source>
        <translation>der externe Pfad, der schon der beste war</translation>
    </message>
    <message>
        <source>the fewest autonomous systems on the way</source>
        <translation>die wenigsten autonomen Systeme auf dem Weg</translation>
    </message>
    <message>
        <source>the fewest route reflectors on the way</source>
        <translation>die wenigsten Route-Reflectors auf dem Weg</translation>
    </message>
    <message>
        <source>The file does not say where its nodes stand, so they were laid out. Saving writes their places, too.</source>
        <translation>Die Datei sagt nicht, wo ihre Knoten stehen; sie wurden angeordnet. Beim Speichern werden ihre Plätze mitgeschrieben.</translation>
    </message>
    <message>
        <source>the guest was paused</source>
        <translation>der Gast war angehalten</translation>
    </message>
    <message>
        <source>the highest local preference, which the whole AS shares</source>
        <translation>die höchste lokale Präferenz, die das ganze AS teilt</translation>
    </message>
    <message>
        <source>the highest preference, by which BIRD compares protocols</source>
        <translation>die höchste Präferenz, nach der BIRD Protokolle vergleicht</translation>
    </message>
    <message>
        <source>the highest weight, which is this router's own affair</source>
        <translation>das höchste Gewicht, das nur diesen Router angeht</translation>
    </message>
    <message>
        <source>The hypervisor that is shown; follows the selection on the canvas</source>
        <translation>Der gezeigte Hypervisor; folgt der Auswahl auf der Zeichenfläche</translation>
    </message>
    <message>
        <source>the image's, or the tiny guest system's</source>
        <translation>der des Abbilds oder des winzigen Gastsystems</translation>
    </message>
    <message>
        <source>The lab cannot run: %1</source>
        <translation>Das Lab kann nicht laufen: %1</translation>
    </message>
    <message>
        <source>The lab has no forwarder with a service. Its connections stay where they are.</source>
        <translation>Das Lab hat keinen Weiterleiter mit einem Dienst. Seine Verbindungen bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>The lab has no hypervisor. Draw one, give it guests, and see here where their packets land.</source>
        <translation>Das Lab hat keinen Hypervisor. Einen zeichnen, ihm Gäste geben und hier sehen, wo ihre Pakete landen.</translation>
    </message>
    <message>
        <source>The lab has stopped.</source>
        <translation>Das Lab ist angehalten.</translation>
    </message>
    <message>
        <source>The lab is running</source>
        <translation>Das Lab läuft</translation>
    </message>
    <message>
        <source>The lab runs on a clock of its own. The same lab with the same seed gives the same packets, to the last bit. Its speed is the slider's, up to as fast as the processor goes.</source>
        <translation>Das Labor läuft nach einer eigenen Uhr. Dasselbe Labor mit demselben Startwert ergibt dieselben Pakete, bis aufs letzte Bit. Seine Geschwindigkeit ist die des Reglers, bis zu so schnell, wie der Prozessor kann.</translation>
    </message>
    <message>
        <source>The lab runs.</source>
        <translation>Das Lab läuft.</translation>
    </message>
    <message>
        <source>The lab that is drawn now has unsaved changes. Replace it by the running one?</source>
        <translation type="vanished">Das gezeichnete Lab hat ungespeicherte Änderungen. Durch das laufende ersetzen?</translation>
    </message>
    <message>
        <source>The lab to open.</source>
        <translation>Das zu öffnende Lab.</translation>
    </message>
    <message>
        <source>The lab “%1” is still running (%2).</source>
        <translation>Das Lab „%1“ läuft noch (%2).</translation>
    </message>
    <message>
        <source>The lab's folder has another %1; rename one of them first.</source>
        <translation>Im Ordner des Labors gibt es schon ein anderes %1; zuerst eines davon umbenennen.</translation>
    </message>
    <message>
        <source>the last after %1</source>
        <translation>die letzte nach %1</translation>
    </message>
    <message>
        <source>The lesson</source>
        <translation>Die Lektion</translation>
    </message>
    <message>
        <source>the link or the node was down</source>
        <translation>Leitung oder Knoten war aus</translation>
    </message>
    <message>
        <source>The list on the start page and in the File menu</source>
        <translation>Die Liste auf der Startseite und im Menü Datei</translation>
    </message>
    <message>
        <source>the lists</source>
        <translation>die Listen</translation>
    </message>
    <message>
        <source>the log</source>
        <translation>das Log</translation>
    </message>
    <message>
        <source>The long way round</source>
        <translation>Der lange Weg</translation>
    </message>
    <message>
        <source>the lowest MED, among paths of the same neighbouring AS</source>
        <translation>die kleinste MED, unter Pfaden desselben benachbarten AS</translation>
    </message>
    <message>
        <source>the lowest neighbour's address</source>
        <translation>die kleinste Adresse eines Nachbarn</translation>
    </message>
    <message>
        <source>the lowest router id</source>
        <translation>die kleinste Router-ID</translation>
    </message>
    <message>
        <source>the nearest next hop</source>
        <translation>der nächste Next Hop</translation>
    </message>
    <message>
        <source>the network %1 mask %2 with nobody else on it, cost %3</source>
        <translation>das Netz %1 Maske %2, sonst niemand daran, Kosten %3</translation>
    </message>
    <message>
        <source>The network as a drawing. Tab goes from node to node; the tables list the same.</source>
        <translation>Das Netz als Zeichnung. Tab geht von Knoten zu Knoten; die Tabellen führen dasselbe auf.</translation>
    </message>
    <message>
        <source>the network whose designated router is %1, joined at %2, cost %3</source>
        <translation>das Netz mit dem Designated Router %1, angeschlossen bei %2, Kosten %3</translation>
    </message>
    <message>
        <source>the next hop did not answer ARP</source>
        <translation>der nächste Hop hat auf ARP nicht geantwortet</translation>
    </message>
    <message>
        <source>The node does not have this connection now.</source>
        <translation>Der Knoten hat diese Verbindung jetzt nicht.</translation>
    </message>
    <message>
        <source>The node whose tables are shown; follows the selection on the canvas</source>
        <translation>Der Knoten, dessen Tabellen gezeigt werden; folgt der Auswahl auf der Zeichenfläche</translation>
    </message>
    <message>
        <source>The packet cannot be written to a file: %1</source>
        <translation>Das Paket lässt sich nicht in eine Datei schreiben: %1</translation>
    </message>
    <message>
        <source>The packet that is picked</source>
        <translation>Das ausgewählte Paket</translation>
    </message>
    <message>
        <source>the packets</source>
        <translation>die Pakete</translation>
    </message>
    <message>
        <source>The packets cannot be written to a file: %1</source>
        <translation>Die Pakete lassen sich nicht in eine Datei schreiben: %1</translation>
    </message>
    <message>
        <source>The past is shown, %1 of %2</source>
        <translation>Gezeigt wird die Vergangenheit, %1 von %2</translation>
    </message>
    <message>
        <source>The path that packets take between two nodes stands here. Draw a lab first, or open one.</source>
        <translation>Der Pfad, den Pakete zwischen zwei Knoten nehmen, steht hier. Erst ein Lab zeichnen oder öffnen.</translation>
    </message>
    <message>
        <source>the peer's</source>
        <translation>die des Gegenübers</translation>
    </message>
    <message>
        <source>The present, %1</source>
        <translation>Die Gegenwart, %1</translation>
    </message>
    <message>
        <source>The printer cannot be reached.</source>
        <translation>Der Drucker ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>the problems</source>
        <translation>die Probleme</translation>
    </message>
    <message>
        <source>The program “hop” was not found, neither beside the workbench nor in PATH. It runs the lab's engine.</source>
        <translation>Das Programm „hop“ wurde weder neben der Werkbank noch in PATH gefunden. Es betreibt die Engine des Labs.</translation>
    </message>
    <message>
        <source>the queue was full</source>
        <translation>die Warteschlange war voll</translation>
    </message>
    <message>
        <source>The real BIRD in a Linux namespace</source>
        <translation>Das echte BIRD in einem Linux-Namensraum</translation>
    </message>
    <message>
        <source>The real FRR in a Linux namespace, configured by the same text</source>
        <translation>Das echte FRR in einem Linux-Namensraum, durch denselben Text eingerichtet</translation>
    </message>
    <message>
        <source>The root is %1, at cost %2 by %3; this bridge is %4.</source>
        <translation>Die Wurzel ist %1, zu Kosten %2 über %3; diese Bridge ist %4.</translation>
    </message>
    <message>
        <source>The router whose configuration is edited; follows the selection on the canvas</source>
        <translation>Der Router, dessen Konfiguration bearbeitet wird; folgt der Auswahl auf der Zeichenfläche</translation>
    </message>
    <message>
        <source>The run is recorded.</source>
        <translation>Der Lauf wird aufgezeichnet.</translation>
    </message>
    <message>
        <source>The run is written into %1, which takes %2 at most.</source>
        <translation>Der Lauf wird in %1 geschrieben, die höchstens %2 groß wird.</translation>
    </message>
    <message>
        <source>The run is written into %1.</source>
        <translation>Der Lauf wird in %1 geschrieben.</translation>
    </message>
    <message>
        <source>The running lab cannot be shown: %1</source>
        <translation>Das laufende Lab lässt sich nicht zeigen: %1</translation>
    </message>
    <message>
        <source>The running network has all edits again.</source>
        <translation>Das laufende Netz hat wieder alle Änderungen.</translation>
    </message>
    <message>
        <source>The running network keeps its old state, the drawing has your edit: %1</source>
        <translation>Das laufende Netz behält seinen alten Zustand, die Zeichnung hat die Änderung: %1</translation>
    </message>
    <message>
        <source>The running router has not told its configuration. Is it on?</source>
        <translation>Der laufende Router hat seine Konfiguration nicht genannt. Ist er eingeschaltet?</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>The shell has ended with status %1.</source>
        <translation>Die Shell endete mit Status %1.</translation>
    </message>
    <message>
        <source>The shell has ended.</source>
        <translation>Die Shell ist zu Ende.</translation>
    </message>
    <message>
        <source>The smallest network there is</source>
        <translation>Das kleinste Netz, das es gibt</translation>
    </message>
    <message>
        <source>The step</source>
        <translation>Der Schritt</translation>
    </message>
    <message>
        <source>The switch with the lowest is the root; 0 to 61440 in steps of 4096</source>
        <translation>Der Switch mit der kleinsten ist die Wurzel; 0 bis 61440 in Schritten von 4096</translation>
    </message>
    <message>
        <source>the tables</source>
        <translation>die Tabellen</translation>
    </message>
    <message>
        <source>The template %1 cannot be read.</source>
        <translation>Die Vorlage %1 lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>The template cannot be written to %1.</source>
        <translation>Die Vorlage lässt sich nicht nach %1 schreiben.</translation>
    </message>
    <message>
        <source>The template could not be saved.</source>
        <translation>Die Vorlage konnte nicht gespeichert werden.</translation>
    </message>
    <message>
        <source>the time line</source>
        <translation>die Zeitleiste</translation>
    </message>
    <message>
        <source>The time line is there while the lab runs: press Run.</source>
        <translation>Die Zeitleiste ist da, während das Lab läuft: starten.</translation>
    </message>
    <message>
        <source>The unsaved work could not be read.</source>
        <translation>Die ungesicherte Arbeit ließ sich nicht lesen.</translation>
    </message>
    <message>
        <source>the way to boundary router %1, cost %2</source>
        <translation>der Weg zum Grenzrouter %1, Kosten %2</translation>
    </message>
    <message>
        <source>The ways that the run took; each goes on from where it was left</source>
        <translation>Die Wege, die der Lauf nahm; jeder geht weiter, wo er verlassen wurde</translation>
    </message>
    <message>
        <source>The whole canvas as PNG, SVG or PDF</source>
        <translation>Die ganze Zeichenfläche als PNG, SVG oder PDF</translation>
    </message>
    <message>
        <source>The whole canvas on one page</source>
        <translation>Die ganze Zeichenfläche auf einer Seite</translation>
    </message>
    <message>
        <source>The whole lab small in a corner; a click goes there</source>
        <translation>Das ganze Lab klein in einer Ecke; ein Klick geht dorthin</translation>
    </message>
    <message>
        <source>The windows that both ends offer each other</source>
        <translation>Die Fenster, die beide Enden einander anbieten</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>Theme, language, canvas, keyboard shortcuts</source>
        <translation>Farbschema, Sprache, Zeichenfläche, Tastenkürzel</translation>
    </message>
    <message>
        <source>There</source>
        <translation>Hin</translation>
    </message>
    <message>
        <source>There are %1 plots already; remove one first.</source>
        <translation>Es gibt schon %1 Kurven; erst eine entfernen.</translation>
    </message>
    <message>
        <source>There is a guest %1 already.</source>
        <translation>Einen Gast %1 gibt es schon.</translation>
    </message>
    <message>
        <source>There is a node called %1 already.</source>
        <translation>Einen Knoten namens %1 gibt es schon.</translation>
    </message>
    <message>
        <source>There is an interface %1 already.</source>
        <translation>Eine Schnittstelle %1 gibt es schon.</translation>
    </message>
    <message>
        <source>There is no guide</source>
        <translation>Es gibt keine Anleitung</translation>
    </message>
    <message>
        <source>There is no longer prefix inside it.</source>
        <translation>Darin ist kein längeres Präfix.</translation>
    </message>
    <message>
        <source>There is no part of a lab on the clipboard.</source>
        <translation>In der Zwischenablage ist kein Teil eines Labs.</translation>
    </message>
    <message>
        <source>There is nothing on the canvas yet.</source>
        <translation>Auf der Zeichenfläche ist noch nichts.</translation>
    </message>
    <message>
        <source>There is nothing to read: this is no packet of TCP or UDP.</source>
        <translation>Hier gibt es nichts zu lesen: Das ist kein Paket von TCP oder UDP.</translation>
    </message>
    <message>
        <source>there was no room for it in memory</source>
        <translation>im Speicher war kein Platz dafür</translation>
    </message>
    <message>
        <source>There: %1 to %2</source>
        <translation>Hin: %1 nach %2</translation>
    </message>
    <message>
        <source>They are &amp;linked</source>
        <translation>Sie sind &amp;verbunden</translation>
    </message>
    <message>
        <source>This bridge, %1, is the root of the spanning tree.</source>
        <translation>Diese Bridge, %1, ist die Wurzel des Spanning Tree.</translation>
    </message>
    <message>
        <source>this is the beginning, there is more</source>
        <translation>das ist der Anfang, es gibt mehr</translation>
    </message>
    <message>
        <source>This lab has no guide.

A lab with a guide shows its steps, hints and checks here.</source>
        <translation>Dieses Lab hat keine Anleitung.

Ein Lab mit Anleitung zeigt hier seine Schritte, Tipps und Prüfungen.</translation>
    </message>
    <message>
        <source>This lab keeps %1 problems for you to find.</source>
        <translation>In diesem Lab sind %1 Probleme selbst zu finden.</translation>
    </message>
    <message>
        <source>This lab keeps 1 problem for you to find.</source>
        <translation>In diesem Lab ist 1 Problem selbst zu finden.</translation>
    </message>
    <message>
        <source>This lab starts programs on this computer, as you, each in the network of its node. Only run them if you trust where the lab came from.</source>
        <translation>Dieses Lab startet Programme auf diesem Computer, mit den eigenen Rechten, jedes im Netz seines Knotens. Nur starten, wenn die Herkunft des Labs vertrauenswürdig ist.</translation>
    </message>
    <message>
        <source>this node itself</source>
        <translation>dieser Knoten selbst</translation>
    </message>
    <message>
        <source>this router</source>
        <translation>dieser Router</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Three ways out</source>
        <translation>Drei Wege hinaus</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Time (ns)</source>
        <translation>Zeit (ns)</translation>
    </message>
    <message>
        <source>Time in the lab</source>
        <translation>Zeit im Lab</translation>
    </message>
    <message>
        <source>Time in the lab since it was started</source>
        <translation>Zeit im Lab seit seinem Start</translation>
    </message>
    <message>
        <source>Time line</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Time of the run</source>
        <translation>Zeit des Laufs</translation>
    </message>
    <message>
        <source>Time since the last route change</source>
        <translation>Zeit seit der letzten Routenänderung</translation>
    </message>
    <message>
        <source>time-out</source>
        <translation>Frist</translation>
    </message>
    <message>
        <source>Timer</source>
        <translation>Timer</translation>
    </message>
    <message>
        <source>Timers</source>
        <translation>Timer</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Title of the lab</source>
        <translation>Titel des Labs</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>to</source>
        <translation>nach</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>nach %1</translation>
    </message>
    <message>
        <source>to %1: %2; to %3: %4</source>
        <translation>an %1: %2; an %3: %4</translation>
    </message>
    <message>
        <source>To read</source>
        <translation>Zu lesen</translation>
    </message>
    <message>
        <source>To send</source>
        <translation>Zu senden</translation>
    </message>
    <message>
        <source>To the &amp;Front</source>
        <translation>Ganz nach &amp;vorn</translation>
    </message>
    <message>
        <source>To the Bac&amp;k</source>
        <translation>Ganz nach &amp;hinten</translation>
    </message>
    <message>
        <source>To the Be&amp;ginning</source>
        <translation>Zum An&amp;fang</translation>
    </message>
    <message>
        <source>To the Prese&amp;nt</source>
        <translation>Zur &amp;Gegenwart</translation>
    </message>
    <message>
        <source>To:</source>
        <translation>Ziel:</translation>
    </message>
    <message>
        <source>To: a node or an address</source>
        <translation>Nach: ein Knoten oder eine Adresse</translation>
    </message>
    <message>
        <source>too big</source>
        <translation>zu groß</translation>
    </message>
    <message>
        <source>too large for what lies ahead</source>
        <translation>zu groß für den weiteren Weg</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>Tour</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>Baum</translation>
    </message>
    <message>
        <source>Tree of shortest paths</source>
        <translation>Baum der kürzesten Wege</translation>
    </message>
    <message>
        <source>Trie</source>
        <translation>Trie</translation>
    </message>
    <message>
        <source>Trie of the prefixes</source>
        <translation>Trie der Präfixe</translation>
    </message>
    <message>
        <source>Trigger this action, MS after the lab was opened. This, --pick and --type may be given several times.</source>
        <translation>Diese Aktion MS Millisekunden nach dem Öffnen des Labs auslösen. Dies, --pick und --type dürfen mehrmals stehen.</translation>
    </message>
    <message>
        <source>TTL exceeded</source>
        <translation>TTL abgelaufen</translation>
    </message>
    <message>
        <source>Two hosts</source>
        <translation>Zwei Hosts</translation>
    </message>
    <message>
        <source>Two protocols and the border between</source>
        <translation>Zwei Protokolle und die Grenze dazwischen</translation>
    </message>
    <message>
        <source>Type this text and Return.</source>
        <translation>Diesen Text und Eingabe tippen.</translation>
    </message>
    <message>
        <source>unchanged for</source>
        <translation>unverändert seit</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>unterwegs</translation>
    </message>
    <message>
        <source>Undo in this text (Ctrl+Z)</source>
        <translation>Rückgängig in diesem Text (Strg+Z)</translation>
    </message>
    <message>
        <source>Unfold %1</source>
        <translation>%1 ausklappen</translation>
    </message>
    <message>
        <source>Ungroup %1</source>
        <translation>%1 auflösen</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>Ungelesen</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>Ungespeicherte Änderungen</translation>
    </message>
    <message>
        <source>Unsaved work on %1 from %2 was found; the workbench was not closed in an orderly way then.</source>
        <translation>Ungesicherte Arbeit an %1 von %2 wurde gefunden; die Werkbank wurde damals nicht ordentlich geschlossen.</translation>
    </message>
    <message>
        <source>Unsent</source>
        <translation>Ungesendet</translation>
    </message>
    <message>
        <source>unsupported</source>
        <translation>nicht unterstützt</translation>
    </message>
    <message>
        <source>Untagged</source>
        <translation>Ohne Tag</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>Unused</source>
        <translation>Unbenutzt</translation>
    </message>
    <message>
        <source>up</source>
        <translation>in Betrieb</translation>
    </message>
    <message>
        <source>up to %1, the moment shown</source>
        <translation>bis %1, dem gezeigten Moment</translation>
    </message>
    <message>
        <source>Updates every %1 s, the next in about %2 s. A route times out %3 s after it was last heard of, is told as unreachable, and is forgotten %4 s later.</source>
        <translation>Aktualisierungen alle %1 s, die nächste in etwa %2 s. Eine Route läuft %3 s, nachdem sie zuletzt gehört wurde, ab, wird als unerreichbar gemeldet und %4 s später vergessen.</translation>
    </message>
    <message>
        <source>Use These Keys</source>
        <translation>Diese Tasten verwenden</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Benutzt</translation>
    </message>
    <message>
        <source>User-mode Linux</source>
        <translation>User-mode Linux</translation>
    </message>
    <message>
        <source>Values (*.csv)</source>
        <translation>Werte (*.csv)</translation>
    </message>
    <message>
        <source>variation</source>
        <translation>Schwankung</translation>
    </message>
    <message>
        <source>Vector pictures (*.svg)</source>
        <translation>Vektorbilder (*.svg)</translation>
    </message>
    <message>
        <source>Verifying %1…</source>
        <translation>%1 wird geprüft …</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation>Version und Lizenz</translation>
    </message>
    <message>
        <source>Virtual machines and their hypervisor</source>
        <translation>Virtuelle Maschinen und ihr Hypervisor</translation>
    </message>
    <message>
        <source>virtual, such as 10.0.0.80</source>
        <translation>virtuell, etwa 10.0.0.80</translation>
    </message>
    <message>
        <source>VLAN</source>
        <translation>VLAN</translation>
    </message>
    <message>
        <source>VLANs</source>
        <translation>VLANs</translation>
    </message>
    <message>
        <source>W&amp;hat:</source>
        <translation>&amp;Was:</translation>
    </message>
    <message>
        <source>Wait this long before the screenshot.</source>
        <translation>So lange vor dem Bildschirmfoto warten.</translation>
    </message>
    <message>
        <source>Waiting for packets</source>
        <translation type="vanished">Wartet auf Pakete</translation>
    </message>
    <message>
        <source>Waiting packets</source>
        <translation>Wartende Pakete</translation>
    </message>
    <message>
        <source>waits for its time</source>
        <translation>wartet auf ihre Zeit</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Watch the packets of the selected links live, each in a Wireshark of its own</source>
        <translation>Die Pakete der ausgewählten Leitungen live ansehen, jede in einem eigenen Wireshark</translation>
    </message>
    <message>
        <source>Waxman (random, by distance)</source>
        <translation>Waxman (zufällig, nach Abstand)</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>Way of %1: %2</source>
        <translation>Weg von %1: %2</translation>
    </message>
    <message>
        <source>Way of the packet</source>
        <translation>Weg des Pakets</translation>
    </message>
    <message>
        <source>Ways out of the past</source>
        <translation>Wege aus der Vergangenheit</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>What becomes of it</source>
        <translation>Was daraus wird</translation>
    </message>
    <message>
        <source>What came later</source>
        <translation>Was später kam</translation>
    </message>
    <message>
        <source>What can be dropped here is one file: a lab (.yaml), a record (.hopyard), a lab or network of another tool, or on the canvas a picture</source>
        <translation>Hier kann eine Datei abgelegt werden: ein Labor (.yaml), eine Aufzeichnung (.hopyard), ein Labor oder Netz eines anderen Werkzeugs oder auf der Zeichenfläche ein Bild</translation>
    </message>
    <message>
        <source>What can be dropped here is one file: a lab (.yaml), a record (.hopyard), or a lab or network of another tool</source>
        <translation type="vanished">Hier lässt sich eine Datei ablegen: ein Lab (.yaml), eine Aufzeichnung (.hopyard) oder ein Lab oder Netz eines anderen Werkzeugs</translation>
    </message>
    <message>
        <source>What can be plotted</source>
        <translation>Was als Kurve zu haben ist</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Was sich ändert</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>Was sich unterscheidet</translation>
    </message>
    <message>
        <source>What fails</source>
        <translation>Was ausfällt</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>What happened to the page</source>
        <translation>Was mit der Seite geschah</translation>
    </message>
    <message>
        <source>What happens in a run stands here: adjacencies, routes, drops, edits. Run the lab (Ctrl+R).</source>
        <translation>Was in einem Lauf geschieht, steht hier: Nachbarschaften, Routen, Verwerfungen, Änderungen. Das Lab starten (Strg+R).</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>Was wäre, wenn</translation>
    </message>
    <message>
        <source>What If It &amp;Failed?</source>
        <translation>Was wäre bei &amp;Ausfall?</translation>
    </message>
    <message>
        <source>What If It Fai&amp;led?</source>
        <translation>Was wäre bei Aus&amp;fall?</translation>
    </message>
    <message>
        <source>What is followed</source>
        <translation>Wem gefolgt wird</translation>
    </message>
    <message>
        <source>What is left to you</source>
        <translation>Was noch zu tun bleibt</translation>
    </message>
    <message>
        <source>What is wrong with the condition</source>
        <translation>Was an der Bedingung falsch ist</translation>
    </message>
    <message>
        <source>What is wrong with the configuration, and its editor</source>
        <translation>Was an der Konfiguration falsch ist, und ihr Editor</translation>
    </message>
    <message>
        <source>What is wrong with the filter</source>
        <translation>Was am Filter falsch ist</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was sie tut</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>Was sie sagt</translation>
    </message>
    <message>
        <source>What moved</source>
        <translation>Was umzog</translation>
    </message>
    <message>
        <source>What of BGP</source>
        <translation>Was von BGP</translation>
    </message>
    <message>
        <source>What of OSPF</source>
        <translation>Was von OSPF</translation>
    </message>
    <message>
        <source>What the nodes of a running lab know stands here. Draw a lab first, or open one.</source>
        <translation>Was die Knoten eines laufenden Labs wissen, steht hier. Erst ein Lab zeichnen oder öffnen.</translation>
    </message>
    <message>
        <source>What the table really read</source>
        <translation>Was die Tabelle wirklich gelesen hat</translation>
    </message>
    <message>
        <source>What there is</source>
        <translation>Was es gibt</translation>
    </message>
    <message>
        <source>What these keys would do</source>
        <translation>Was diese Tasten täten</translation>
    </message>
    <message>
        <source>What this end sends and receives</source>
        <translation>Was dieses Ende sendet und empfängt</translation>
    </message>
    <message>
        <source>what this router itself brings in</source>
        <translation>was dieser Router selbst einbringt</translation>
    </message>
    <message>
        <source>What told the best from the path that %1 compared with it last</source>
        <translation>Was den besten von dem Pfad unterschied, den %1 zuletzt mit ihm verglich</translation>
    </message>
    <message>
        <source>What waits at the ends of links, one square a packet</source>
        <translation>Was an den Leitungsenden wartet, ein Quadrat je Paket</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>Was gesagt wurde</translation>
    </message>
    <message>
        <source>What was tried</source>
        <translation>Was ausprobiert wurde</translation>
    </message>
    <message>
        <source>What would happen</source>
        <translation>Was geschähe</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>When the file of a recorded run is as large as that, its oldest packets and events make room for the newest; the run can still be shown from its beginning</source>
        <translation>Wird die Datei eines aufgezeichneten Laufs so groß, weichen die ältesten Pakete und Ereignisse den neuesten; der Lauf lässt sich weiterhin von Anfang an zeigen</translation>
    </message>
    <message>
        <source>When the table was written down</source>
        <translation>Wann die Tabelle aufgeschrieben wurde</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Where is %1 of %2?</source>
        <translation>Wo ist %1 von %2?</translation>
    </message>
    <message>
        <source>Which configuration</source>
        <translation>Welche Konfiguration</translation>
    </message>
    <message>
        <source>Which decision</source>
        <translation>Welche Entscheidung</translation>
    </message>
    <message>
        <source>Which of the run's ways</source>
        <translation>Welcher der Wege des Laufs</translation>
    </message>
    <message>
        <source>Which path is used, and why</source>
        <translation>Welcher Pfad benutzt wird und warum</translation>
    </message>
    <message>
        <source>Which path to %1, and why</source>
        <translation>Welcher Pfad zu %1, und warum</translation>
    </message>
    <message>
        <source>Which route would 10.0.2.10 take?</source>
        <translation>Welche Route nähme 10.0.2.10?</translation>
    </message>
    <message>
        <source>Which step</source>
        <translation>Welcher Schritt</translation>
    </message>
    <message>
        <source>Which table</source>
        <translation>Welche Tabelle</translation>
    </message>
    <message>
        <source>Who dissected the packet</source>
        <translation>Wer das Paket zerlegt hat</translation>
    </message>
    <message>
        <source>who serves: names of hosts</source>
        <translation>wer bedient: Namen von Hosts</translation>
    </message>
    <message>
        <source>whole network</source>
        <translation>ganzes Netz</translation>
    </message>
    <message>
        <source>Whose data the sequence graph shows</source>
        <translation>Wessen Daten das Sequenzdiagramm zeigt</translation>
    </message>
    <message>
        <source>Whose words</source>
        <translation>Wessen Worte</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Why not</source>
        <translation>Warum nicht</translation>
    </message>
    <message>
        <source>Why nothing is plotted</source>
        <translation>Warum keine Kurve da ist</translation>
    </message>
    <message>
        <source>Why the capture did not start</source>
        <translation>Warum der Mitschnitt nicht startete</translation>
    </message>
    <message>
        <source>Why the run paused</source>
        <translation>Warum der Lauf pausierte</translation>
    </message>
    <message>
        <source>Why there are no events</source>
        <translation>Warum es keine Ereignisse gibt</translation>
    </message>
    <message>
        <source>Why there is no connection</source>
        <translation>Warum keine Verbindung da ist</translation>
    </message>
    <message>
        <source>Why there is no path</source>
        <translation>Warum es keinen Pfad gibt</translation>
    </message>
    <message>
        <source>Why there is no table</source>
        <translation>Warum es keine Tabelle gibt</translation>
    </message>
    <message>
        <source>Why there is nothing of BGP</source>
        <translation>Warum es nichts von BGP gibt</translation>
    </message>
    <message>
        <source>Why there is nothing of OSPF</source>
        <translation>Warum es nichts von OSPF gibt</translation>
    </message>
    <message>
        <source>Why there is nothing to see</source>
        <translation>Warum es nichts zu sehen gibt</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>window's edge</source>
        <translation>Fensterrand</translation>
    </message>
    <message>
        <source>Windows offered</source>
        <translation>Angebotene Fenster</translation>
    </message>
    <message>
        <source>Wins: %1</source>
        <translation>Es gewinnt: %1</translation>
    </message>
    <message>
        <source>Wireshark could not be started.</source>
        <translation>Wireshark ließ sich nicht starten.</translation>
    </message>
    <message>
        <source>Wireshark is not installed</source>
        <translation>Wireshark ist nicht installiert</translation>
    </message>
    <message>
        <source>Wireshark is not installed (Debian: &lt;tt&gt;apt install wireshark&lt;/tt&gt;). A file can be opened with it later.</source>
        <translation>Wireshark ist nicht installiert (Debian: &lt;tt&gt;apt install wireshark&lt;/tt&gt;). Eine Datei lässt sich später damit öffnen.</translation>
    </message>
    <message>
        <source>Wireshark's dissector (sharkd) is not installed.</source>
        <translation>Wiresharks Zerleger (sharkd) ist nicht installiert.</translation>
    </message>
    <message>
        <source>Wireshark's dissector (sharkd, package wireshark-common) is not installed: these are the workbench's own fields.</source>
        <translation>Wiresharks Zerleger (sharkd, Paket wireshark-common) ist nicht installiert: dies sind die eigenen Felder der Werkbank.</translation>
    </message>
    <message>
        <source>Wireshark's dissector does not answer.</source>
        <translation>Wiresharks Zerleger antwortet nicht.</translation>
    </message>
    <message>
        <source>Wireshark's dissector has ended unexpectedly.</source>
        <translation>Wiresharks Zerleger ist unerwartet zu Ende gegangen.</translation>
    </message>
    <message>
        <source>Wireshark's dissector refuses the packet.</source>
        <translation>Wiresharks Zerleger lehnt das Paket ab.</translation>
    </message>
    <message>
        <source>withdrawn; kept for its penalty</source>
        <translation>zurückgezogen; wegen ihrer Strafe behalten</translation>
    </message>
    <message>
        <source>Words that may stand here</source>
        <translation>Wörter, die hier stehen dürfen</translation>
    </message>
    <message>
        <source>Write a picture of the window and end.</source>
        <translation>Ein Bild des Fensters schreiben und enden.</translation>
    </message>
    <message>
        <source>Write the run into a file from which it can be shown again, here or elsewhere</source>
        <translation>Den Lauf in eine Datei schreiben, aus der er hier oder anderswo wieder gezeigt werden kann</translation>
    </message>
    <message>
        <source>Wrote %1</source>
        <translation>%1 geschrieben</translation>
    </message>
    <message>
        <source>X</source>
        <translation>X</translation>
    </message>
    <message>
        <source>Y</source>
        <translation>Y</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>Zoom %1</source>
        <translation>Zoom %1</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>&amp;Vergrößern</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Zoom to &amp;Fit</source>
        <translation>&amp;Einpassen</translation>
    </message>
    <message>
        <source>“%1” is no address. Type one like 10.0.2.10 or 2001:db8::1.</source>
        <translation>„%1“ ist keine Adresse. Eine wie 10.0.2.10 oder 2001:db8::1 tippen.</translation>
    </message>
    <message>
        <source>“%1” is no name of a node.</source>
        <translation>„%1“ ist kein Name eines Knotens.</translation>
    </message>
    <message>
        <source>“%1” is not an address with its length, such as 10.0.0.11/24.</source>
        <translation>„%1“ ist keine Adresse mit ihrer Länge wie 10.0.0.11/24.</translation>
    </message>
    <message>
        <source>“%1” is not an address with its length, such as 10.0.1.10/24, nor dhcp.</source>
        <translation>„%1“ ist weder eine Adresse mit ihrer Länge wie 10.0.1.10/24 noch dhcp.</translation>
    </message>
    <message>
        <source>“%1” is nothing of a port; write such as vlan 10, or trunk 10,20 native 99</source>
        <translation>„%1“ ist nichts für einen Anschluss; etwa vlan 10 oder trunk 10,20 native 99</translation>
    </message>
    <message>
        <source>“%1” wants a value behind it</source>
        <translation>„%1“ braucht einen Wert dahinter</translation>
    </message>
    <message>
        <source>… and %1 more.</source>
        <translation>… und %1 weitere.</translation>
    </message>
    <message>
        <source>‹ &amp;Back</source>
        <translation>‹ &amp;Zurück</translation>
    </message>
</context>
</TS>
