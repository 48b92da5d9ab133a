<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES" sourcelanguage="en">
<context>
    <name>Hopyard</name>
    <message>
        <source>  — not in the lab's folder!</source>
        <translation> — ¡no está en la carpeta del laboratorio!</translation>
    </message>
    <message>
        <source> (%1 times)</source>
        <translation> (%1 veces)</translation>
    </message>
    <message>
        <source> and </source>
        <translation> y </translation>
    </message>
    <message>
        <source> by %1</source>
        <translation> por %1</translation>
    </message>
    <message>
        <source> of %1</source>
        <translation> de %1</translation>
    </message>
    <message>
        <source> to %1</source>
        <translation> a %1</translation>
    </message>
    <message>
        <source> to %1 and others</source>
        <translation> a %1 y otros</translation>
    </message>
    <message>
        <source> · %1 of %2 points</source>
        <translation> · %1 de %2 puntos</translation>
    </message>
    <message>
        <source> · done</source>
        <translation> · hecho</translation>
    </message>
    <message>
        <source>%1  %2  virtual time, seed %3</source>
        <translation>%1  %2  tiempo virtual, semilla %3</translation>
    </message>
    <message>
        <source>%1  Bookmark: %2</source>
        <translation>%1  Marcador: %2</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 %2 shapes</source>
        <translation>%1 %2 formas</translation>
    </message>
    <message>
        <source>%1 %2 things</source>
        <translation>%1 %2 cosas</translation>
    </message>
    <message>
        <source>%1 %2, distance %3, metric %4: %5</source>
        <translation>%1 %2, distancia %3, métrica %4: %5</translation>
    </message>
    <message>
        <source>%1 (%2 paths)</source>
        <translation>%1 (%2 rutas)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 (bit %2 differs)</source>
        <translation>%1 (difiere el bit %2)</translation>
    </message>
    <message>
        <source>%1 (by default)</source>
        <translation>%1 (por defecto)</translation>
    </message>
    <message>
        <source>%1 (hidden)</source>
        <translation>%1 (oculta)</translation>
    </message>
    <message>
        <source>%1 (id %2)</source>
        <translation>%1 (ID %2)</translation>
    </message>
    <message>
        <source>%1 (itself)</source>
        <translation>%1 (él mismo)</translation>
    </message>
    <message>
        <source>%1 (length %2)</source>
        <translation>%1 (longitud %2)</translation>
    </message>
    <message>
        <source>%1 (more in the menu)</source>
        <translation>%1 (más en el menú)</translation>
    </message>
    <message>
        <source>%1 advertisements</source>
        <translation>%1 anuncios</translation>
    </message>
    <message>
        <source>%1 alone is needed for writing. Add Ctrl or Alt.</source>
        <translation>%1 sola hace falta para escribir. Añadir Ctrl o Alt.</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 y %2</translation>
    </message>
    <message>
        <source>%1 and %2 are picked.</source>
        <translation>Están seleccionados %1 y %2.</translation>
    </message>
    <message>
        <source>%1 and %2 more.</source>
        <translation>%1 y %2 más.</translation>
    </message>
    <message>
        <source>%1 are picked.</source>
        <translation>Seleccionados: %1.</translation>
    </message>
    <message>
        <source>%1 asked for</source>
        <translation>%1 solicitados</translation>
    </message>
    <message>
        <source>%1 at %2 s</source>
        <translation>%1 en %2 s</translation>
    </message>
    <message>
        <source>%1 at %2, %3 after the decision</source>
        <translation>%1 en %2, %3 tras la decisión</translation>
    </message>
    <message>
        <source>%1 blocked</source>
        <translation>%1 bloqueados</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>%1 no se puede leer.</translation>
    </message>
    <message>
        <source>%1 cannot be started.</source>
        <translation>%1 no se puede iniciar.</translation>
    </message>
    <message>
        <source>%1 changed, %2 new, %3 gone</source>
        <translation>%1 cambiadas, %2 nuevas, %3 desaparecidas</translation>
    </message>
    <message>
        <source>%1 contains it and is longer: the best so far%2</source>
        <translation>%1 la contiene y es más largo: el mejor hasta ahora%2</translation>
    </message>
    <message>
        <source>%1 contains it: the best so far%2</source>
        <translation>%1 la contiene: el mejor hasta ahora%2</translation>
    </message>
    <message>
        <source>%1 corrupt</source>
        <translation>%1 corruptos</translation>
    </message>
    <message>
        <source>%1 could not be copied into the lab's folder.</source>
        <translation>%1 no se pudo copiar a la carpeta del laboratorio.</translation>
    </message>
    <message>
        <source>%1 could not be imported.</source>
        <translation>%1 no se pudo importar.</translation>
    </message>
    <message>
        <source>%1 could not be opened.</source>
        <translation>%1 no se pudo abrir.</translation>
    </message>
    <message>
        <source>%1 could not be saved: %2. The file is as it was before.</source>
        <translation>%1 no se pudo guardar: %2. El archivo está como antes.</translation>
    </message>
    <message>
        <source>%1 could not be started; it comes with the package graphviz.</source>
        <translation>%1 no se pudo iniciar; viene con el paquete graphviz.</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>%1 no se pudo escribir: %2</translation>
    </message>
    <message>
        <source>%1 counts</source>
        <translation type="vanished">cuenta %1</translation>
    </message>
    <message>
        <source>%1 counts</source>
        <comment>a protocol</comment>
        <translation>cuenta %1</translation>
    </message>
    <message>
        <source>%1 decides</source>
        <translation>%1 decide</translation>
    </message>
    <message>
        <source>%1 did not finish within %2 seconds and was stopped; sfdp is made for large networks.</source>
        <translation>%1 no terminó en %2 segundos y se detuvo; sfdp está hecho para redes grandes.</translation>
    </message>
    <message>
        <source>%1 does not contain it</source>
        <translation>%1 no la contiene</translation>
    </message>
    <message>
        <source>%1 does not run BGP.</source>
        <translation>%1 no ejecuta BGP.</translation>
    </message>
    <message>
        <source>%1 does not run OSPF.</source>
        <translation>%1 no ejecuta OSPF.</translation>
    </message>
    <message>
        <source>%1 Enter starts another one.</source>
        <translation>%1 Intro inicia otra.</translation>
    </message>
    <message>
        <source>%1 errors</source>
        <translation>%1 errores</translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation>%1 encontrados</translation>
    </message>
    <message>
        <source>%1 found no places for these nodes. %2</source>
        <translation>%1 no encontró lugares para estos nodos. %2</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>%1 from outside, metric %2 of type %3</source>
        <translation>%1 de fuera, métrica %2 de tipo %3</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>%1 groups</source>
        <translation>%1 grupos</translation>
    </message>
    <message>
        <source>%1 groups are picked.</source>
        <translation>Hay %1 grupos seleccionados.</translation>
    </message>
    <message>
        <source>%1 has %2 bytes and must have %3: it is another file, or not complete.</source>
        <translation>%1 tiene %2 bytes y debe tener %3: es otro archivo, o no está completo.</translation>
    </message>
    <message>
        <source>%1 has changes that are not saved.</source>
        <translation>%1 tiene cambios sin guardar.</translation>
    </message>
    <message>
        <source>%1 has no screen: write “graphics: true” into its machine.</source>
        <translation>%1 no tiene pantalla: escribir «graphics: true» en su máquina.</translation>
    </message>
    <message>
        <source>%1 has no TCP connections and no listeners at this moment.</source>
        <translation>%1 no tiene ahora conexiones TCP ni escucha en ningún puerto.</translation>
    </message>
    <message>
        <source>%1 has nothing of OSPF: is “router ospf” in its configuration, and “network …” or “ip ospf area …”?</source>
        <translation>%1 no tiene nada de OSPF: ¿está «router ospf» en su configuración, y «network …» o «ip ospf area …»?</translation>
    </message>
    <message>
        <source>%1 has the MD5 sum %2 and must have %3: it is another file, or damaged.</source>
        <translation>%1 tiene la suma MD5 %2 y debe tener %3: es otro archivo, o está dañado.</translation>
    </message>
    <message>
        <source>%1 in another area, cost %2</source>
        <translation>%1 en otra área, coste %2</translation>
    </message>
    <message>
        <source>%1 in AS %2</source>
        <translation>%1 en el AS %2</translation>
    </message>
    <message numerus="yes">
        <source>%1 in the copy, %n route change(s)</source>
        <translation type="vanished">
            <numerusform>%1 en la copia, %n cambio de ruta</numerusform>
            <numerusform>%1 en la copia, %n cambios de ruta</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 in the copy, changes of routes: %2</source>
        <translation>%1 en la copia, cambios de rutas: %2</translation>
    </message>
    <message>
        <source>%1 is free.</source>
        <translation>%1 está libre.</translation>
    </message>
    <message>
        <source>%1 is in the palette now, under My templates.</source>
        <translation>%1 está ahora en la paleta, en «Mis plantillas».</translation>
    </message>
    <message>
        <source>%1 is in the palette, among your own templates</source>
        <translation>%1 está en la paleta, entre las plantillas propias</translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation>falta %1</translation>
    </message>
    <message>
        <source>%1 is outside of the lab's folder. Copy it there?</source>
        <translation>%1 está fuera de la carpeta del laboratorio. ¿Copiarlo allí?</translation>
    </message>
    <message>
        <source>%1 is outside of the lab's folder; copy it there first.</source>
        <translation>%1 está fuera de la carpeta del laboratorio; copiarlo allí primero.</translation>
    </message>
    <message>
        <source>%1 is the shortcut of “%2”.</source>
        <translation>%1 es el atajo de «%2».</translation>
    </message>
    <message>
        <source>%1 it is</source>
        <translation>%1 lo es</translation>
    </message>
    <message>
        <source>%1 kinds</source>
        <translation>%1 clases</translation>
    </message>
    <message>
        <source>%1 links</source>
        <translation>%1 enlaces</translation>
    </message>
    <message>
        <source>%1 listens; pick a connection to see it plotted.</source>
        <translation>%1 escucha; elegir una conexión para ver sus gráficas.</translation>
    </message>
    <message>
        <source>%1 looks for places for %2 nodes…</source>
        <translation>%1 busca lugares para %2 nodos…</translation>
    </message>
    <message>
        <source>%1 looks like no lab or network of a tool that is known.</source>
        <translation>%1 no parece un laboratorio ni una red de una herramienta conocida.</translation>
    </message>
    <message>
        <source>%1 made, %2 lost</source>
        <translation>%1 establecidas, %2 perdidas</translation>
    </message>
    <message>
        <source>%1 matches %2 (%3).</source>
        <translation>%1 coincide con %2 (%3).</translation>
    </message>
    <message>
        <source>%1 matches %2.</source>
        <translation>%1 coincide con %2.</translation>
    </message>
    <message>
        <source>%1 matches no prefix: there is no route.</source>
        <translation>%1 no coincide con ningún prefijo: no hay ruta.</translation>
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
        <translation>%1 prefijos más: escribir un prefijo para ver los que contiene.</translation>
    </message>
    <message>
        <source>%1 more routes changed</source>
        <translation>%1 rutas más cambiadas</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 nodes</source>
        <translation>%1 nodos</translation>
    </message>
    <message>
        <source>%1 nodes, %2 drawings; double click renames</source>
        <translation>%1 nodos, %2 dibujos; doble clic para renombrar</translation>
    </message>
    <message>
        <source>%1 nodes, %2 links</source>
        <translation type="vanished">Nodos: %1, enlaces: %2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>%1 de %2 hechos</translation>
    </message>
    <message>
        <source>%1 of %2: empty</source>
        <translation>%1 de %2: vacío</translation>
    </message>
    <message>
        <source>%1 of your own</source>
        <translation>%1 propias</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 en %2</translation>
    </message>
    <message>
        <source>%1 packets</source>
        <translation>%1 paquetes</translation>
    </message>
    <message>
        <source>%1 per second</source>
        <translation>%1 por segundo</translation>
    </message>
    <message>
        <source>%1 prefixes</source>
        <translation>%1 prefijos</translation>
    </message>
    <message>
        <source>%1 prefixes inside</source>
        <translation>%1 prefijos dentro</translation>
    </message>
    <message>
        <source>%1 prefixes, %2 candidates that do not count.</source>
        <translation type="vanished">%1 prefijos, %2 candidatos que no cuentan.</translation>
    </message>
    <message>
        <source>%1 reordered</source>
        <translation>%1 reordenados</translation>
    </message>
    <message>
        <source>%1 routers</source>
        <translation>%1 routers</translation>
    </message>
    <message>
        <source>%1 routers, %2 links; links have addresses of 10.0.0.0/8, routers a loopback of 10.255.0.0/16.</source>
        <translation>%1 routers, %2 enlaces; los enlaces tienen direcciones de 10.0.0.0/8, los routers un loopback de 10.255.0.0/16.</translation>
    </message>
    <message>
        <source>%1 routers: more than a window can show; `hop generate` makes them.</source>
        <translation>%1 routers: más de los que una ventana puede mostrar; `hop generate` los crea.</translation>
    </message>
    <message>
        <source>%1 routes</source>
        <translation>%1 rutas</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 shapes</source>
        <translation>%1 formas</translation>
    </message>
    <message>
        <source>%1 shapes and groups are picked.</source>
        <translation>Hay %1 formas y grupos seleccionados.</translation>
    </message>
    <message>
        <source>%1 shapes are picked.</source>
        <translation>Hay %1 formas seleccionadas.</translation>
    </message>
    <message>
        <source>%1 tagged</source>
        <translation>%1 etiquetadas</translation>
    </message>
    <message>
        <source>%1 These are the workbench's own fields.</source>
        <translation>%1 Estos son los campos propios del programa.</translation>
    </message>
    <message>
        <source>%1 things</source>
        <translation>%1 cosas</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 a %2</translation>
    </message>
    <message>
        <source>%1 to be acknowledged</source>
        <translation>%1 por confirmar</translation>
    </message>
    <message>
        <source>%1 to describe</source>
        <translation>%1 por describir</translation>
    </message>
    <message>
        <source>%1 twice</source>
        <translation>%1 duplicados</translation>
    </message>
    <message>
        <source>%1 until it is forgotten</source>
        <translation>%1 hasta que se olvide</translation>
    </message>
    <message>
        <source>%1 until it times out</source>
        <translation>%1 hasta que caduque</translation>
    </message>
    <message>
        <source>%1 warnings</source>
        <translation>%1 advertencias</translation>
    </message>
    <message>
        <source>%1 was changed by another program.</source>
        <translation>Otro programa ha cambiado %1.</translation>
    </message>
    <message>
        <source>%1 was imported; this could not be carried over:</source>
        <translation>%1 se importó; esto no se pudo trasladar:</translation>
    </message>
    <message>
        <source>%1 ways of equal cost; which a packet takes depends on its flow</source>
        <translation>%1 caminos de igual coste; cuál toma un paquete depende de su flujo</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>%1 – out</source>
        <translation>%1 – fuera</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1 → has longer prefixes</source>
        <translation>%1 → tiene prefijos más largos</translation>
    </message>
    <message>
        <source>%1 → next-hop group %2</source>
        <translation>%1 → grupo de siguientes saltos %2</translation>
    </message>
    <message>
        <source>%1 → nothing</source>
        <translation>%1 → nada</translation>
    </message>
    <message>
        <source>%1's own reason</source>
        <translation>Motivo propio de %1</translation>
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
        <translation>%1, todos en un bloque de dieciséis como mucho (%2): una lectura.</translation>
    </message>
    <message>
        <source>%1, at %2 s</source>
        <translation>%1, a los %2 s</translation>
    </message>
    <message>
        <source>%1, at distance %2</source>
        <translation>%1, a distancia %2</translation>
    </message>
    <message>
        <source>%1, candidates: %2</source>
        <translation>%1, candidatos: %2</translation>
    </message>
    <message>
        <source>%1, data received</source>
        <translation>%1, datos recibidos</translation>
    </message>
    <message>
        <source>%1, data sent</source>
        <translation>%1, datos enviados</translation>
    </message>
    <message>
        <source>%1, heard %2 s ago</source>
        <translation>%1, oído hace %2 s</translation>
    </message>
    <message>
        <source>%1, in %2 blocks of at most sixteen; levels of index above them: %3 (%4).</source>
        <translation>%1, en %2 bloques de dieciséis como mucho; niveles de índice por encima: %3 (%4).</translation>
    </message>
    <message>
        <source>%1, which cannot be reached</source>
        <translation>%1, que no se alcanza</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: %2 a second</source>
        <translation type="vanished">%1: %2 por segundo</translation>
    </message>
    <message>
        <source>%1: %2 – %3</source>
        <translation>%1: %2 – %3</translation>
    </message>
    <message>
        <source>%1: %2, instead of %3.</source>
        <translation>%1: %2, en lugar de %3.</translation>
    </message>
    <message>
        <source>%1: at %2 s, for %3</source>
        <translation>%1: en %2 s, durante %3</translation>
    </message>
    <message>
        <source>%1: inactive</source>
        <translation>%1: inactiva</translation>
    </message>
    <message>
        <source>%1: none yet; a default route stands beside them.</source>
        <translation>%1: todavía ninguna; al lado hay una ruta por defecto.</translation>
    </message>
    <message>
        <source>%1: since %2 s, for %3</source>
        <translation>%1: desde %2 s, para %3</translation>
    </message>
    <message>
        <source>%1: stays %2.</source>
        <translation>%1: sigue %2.</translation>
    </message>
    <message>
        <source>%1: ways part%2</source>
        <translation>%1: los caminos se separan%2</translation>
    </message>
    <message>
        <source>%1; %2 untagged</source>
        <translation>%1; %2 sin etiquetar</translation>
    </message>
    <message>
        <source>%1[*] – Hopyard</source>
        <translation>%1[*] – Hopyard</translation>
    </message>
    <message>
        <source>%L1 bytes</source>
        <translation>%L1 bytes</translation>
    </message>
    <message>
        <source>%L1 bytes came later</source>
        <translation>%L1 bytes llegaron después</translation>
    </message>
    <message>
        <source>%L1 bytes from %2, %L3 from %4</source>
        <translation>%L1 bytes de %2, %L3 de %4</translation>
    </message>
    <message>
        <source>%L1 bytes missing</source>
        <translation>faltan %L1 bytes</translation>
    </message>
    <message>
        <source>%L1 bytes of this packet were not kept</source>
        <translation>%L1 bytes de este paquete no se guardaron</translation>
    </message>
    <message>
        <source>%L1 of %L2</source>
        <translation>%L1 de %L2</translation>
    </message>
    <message>
        <source>%L1 packets passed; of those too many for the eye an even selection is listed</source>
        <translation>Pasaron %L1 paquetes; como son demasiados para la vista, se lista una selección uniforme</translation>
    </message>
    <message numerus="yes">
        <source>%n %1 packet(s) dropped: %2</source>
        <translation>
            <numerusform>%n paquete %1 descartado: %2</numerusform>
            <numerusform>%n paquetes %1 descartados: %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n candidate(s) that do not count.</source>
        <translation>
            <numerusform>%n candidato que no cuenta.</numerusform>
            <numerusform>%n candidatos que no cuentan.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n host(s) get a router as gateway.</source>
        <translation>
            <numerusform>%n host recibe un router como puerta de enlace.</numerusform>
            <numerusform>%n hosts reciben un router como puerta de enlace.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n inside</source>
        <translation>
            <numerusform>%n dentro</numerusform>
            <numerusform>%n dentro</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more route(s) changed</source>
        <translation type="vanished">
            <numerusform>%n ruta más cambió</numerusform>
            <numerusform>%n rutas más cambiaron</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation type="vanished">
            <numerusform>%n nodo</numerusform>
            <numerusform>%n nodos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n packet(s) sent again</source>
        <translation>
            <numerusform>%n paquete enviado de nuevo</numerusform>
            <numerusform>%n paquetes enviados de nuevo</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n prefix(es)</source>
        <translation>
            <numerusform>%n prefijo</numerusform>
            <numerusform>%n prefijos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n step(s) came later</source>
        <translation>
            <numerusform>%n paso vino después</numerusform>
            <numerusform>%n pasos vinieron después</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n way(s) of equal cost; which a packet takes depends on its flow</source>
        <translation type="vanished">
            <numerusform>%n camino; cuál toma un paquete depende de su flujo</numerusform>
            <numerusform>%n caminos de igual coste; cuál toma un paquete depende de su flujo</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;About Hopyard</source>
        <translation>&amp;Acerca de Hopyard</translation>
    </message>
    <message>
        <source>&amp;Actual Size</source>
        <translation>Tamaño &amp;real</translation>
    </message>
    <message>
        <source>&amp;Arrange</source>
        <translation>&amp;Organizar</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>E&amp;xaminar…</translation>
    </message>
    <message>
        <source>&amp;Capture…</source>
        <translation>&amp;Capturar…</translation>
    </message>
    <message>
        <source>&amp;Check now</source>
        <translation>&amp;Comprobar ahora</translation>
    </message>
    <message>
        <source>&amp;Check the Lab Now</source>
        <translation>&amp;Comprobar el laboratorio ahora</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copiar</translation>
    </message>
    <message>
        <source>&amp;Copy	Ctrl+Shift+C</source>
        <translation>&amp;Copiar	Ctrl+Mayús+C</translation>
    </message>
    <message>
        <source>&amp;Costs</source>
        <translation>&amp;Costes</translation>
    </message>
    <message>
        <source>&amp;Delay of a link</source>
        <translation>Re&amp;tardo de un enlace</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Eliminar</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Editar</translation>
    </message>
    <message>
        <source>&amp;Ellipse</source>
        <translation>&amp;Elipse</translation>
    </message>
    <message>
        <source>&amp;Export Picture…</source>
        <translation>&amp;Exportar imagen…</translation>
    </message>
    <message>
        <source>&amp;Faster</source>
        <translation>Más &amp;rápido</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Archivo</translation>
    </message>
    <message>
        <source>&amp;Fill In</source>
        <translation>&amp;Rellenar</translation>
    </message>
    <message>
        <source>&amp;Filter:</source>
        <translation>&amp;Filtro:</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>&amp;Buscar…</translation>
    </message>
    <message>
        <source>&amp;Grid</source>
        <translation>&amp;Cuadrícula</translation>
    </message>
    <message>
        <source>&amp;Group</source>
        <translation>A&amp;grupar</translation>
    </message>
    <message>
        <source>&amp;Guest of %1:</source>
        <translation>&amp;Invitado de %1:</translation>
    </message>
    <message>
        <source>&amp;Guide</source>
        <translation>&amp;Guía</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;yuda</translation>
    </message>
    <message>
        <source>&amp;How many × %1</source>
        <translation>&amp;Cuántos × %1</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importar…</translation>
    </message>
    <message>
        <source>&amp;Insert</source>
        <translation>&amp;Insertar</translation>
    </message>
    <message>
        <source>&amp;Interfaces</source>
        <translation>&amp;Interfaces</translation>
    </message>
    <message>
        <source>&amp;Keep running</source>
        <translation>&amp;Dejar en marcha</translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts</source>
        <translation>Atajos de &amp;teclado</translation>
    </message>
    <message>
        <source>&amp;Link the Two Picked Nodes</source>
        <translation>&amp;Enlazar los dos nodos seleccionados</translation>
    </message>
    <message>
        <source>&amp;Link Tool</source>
        <translation>Herramienta de en&amp;lace</translation>
    </message>
    <message>
        <source>&amp;Map</source>
        <translation>&amp;Mapa</translation>
    </message>
    <message>
        <source>&amp;Move to</source>
        <translation>&amp;Mover a</translation>
    </message>
    <message>
        <source>&amp;Names</source>
        <translation>&amp;Nombres</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Nuevo</translation>
    </message>
    <message>
        <source>&amp;Next ›</source>
        <translation>&amp;Siguiente ›</translation>
    </message>
    <message>
        <source>&amp;Note</source>
        <translation>&amp;Nota</translation>
    </message>
    <message>
        <source>&amp;Note:</source>
        <translation>&amp;Nota:</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>&amp;Abrir…</translation>
    </message>
    <message>
        <source>&amp;Packets</source>
        <translation>&amp;Paquetes</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Pegar</translation>
    </message>
    <message>
        <source>&amp;Paste	Ctrl+Shift+V</source>
        <translation>&amp;Pegar	Ctrl+Mayús+V</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausa</translation>
    </message>
    <message>
        <source>&amp;Pause before the first event</source>
        <translation>&amp;Pausar antes del primer evento</translation>
    </message>
    <message>
        <source>&amp;Picture</source>
        <translation>&amp;Imagen</translation>
    </message>
    <message>
        <source>&amp;Plot</source>
        <translation>&amp;Gráfica</translation>
    </message>
    <message>
        <source>&amp;Pointer</source>
        <translation>&amp;Puntero</translation>
    </message>
    <message>
        <source>&amp;Presentation</source>
        <translation>&amp;Presentación</translation>
    </message>
    <message>
        <source>&amp;Print…</source>
        <translation>I&amp;mprimir…</translation>
    </message>
    <message>
        <source>&amp;Queues</source>
        <translation>&amp;Colas</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
    <message>
        <source>&amp;Raise</source>
        <translation>&amp;Subir</translation>
    </message>
    <message>
        <source>&amp;Rectangle</source>
        <translation>&amp;Rectángulo</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Rehacer</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>Cambiar &amp;nombre</translation>
    </message>
    <message>
        <source>&amp;Routers learn of networks</source>
        <translation>Los &amp;routers aprenden las redes</translation>
    </message>
    <message>
        <source>&amp;Routing</source>
        <translation>&amp;Enrutamiento</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>E&amp;jecutar</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Guardar</translation>
    </message>
    <message>
        <source>&amp;Seed</source>
        <translation>&amp;Semilla</translation>
    </message>
    <message>
        <source>&amp;Snap to Grid</source>
        <translation>&amp;Ajustar a la cuadrícula</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Iniciar</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Detener</translation>
    </message>
    <message>
        <source>&amp;Stop the lab</source>
        <translation>&amp;Detener el laboratorio</translation>
    </message>
    <message>
        <source>&amp;Straighten</source>
        <translation>&amp;Enderezar</translation>
    </message>
    <message>
        <source>&amp;Take networks from</source>
        <translation>&amp;Tomar redes de</translation>
    </message>
    <message>
        <source>&amp;Text</source>
        <translation>&amp;Texto</translation>
    </message>
    <message>
        <source>&amp;They stand</source>
        <translation>&amp;Están</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>&amp;Herramientas</translation>
    </message>
    <message>
        <source>&amp;Try It</source>
        <translation>&amp;Probarlo</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Deshacer</translation>
    </message>
    <message>
        <source>&amp;Ungroup</source>
        <translation>&amp;Desagrupar</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
    <message>
        <source>, %L1 later than this moment</source>
        <translation>, %L1 posteriores a este momento</translation>
    </message>
    <message>
        <source>, %L1 left out</source>
        <translation>, %L1 omitidos</translation>
    </message>
    <message>
        <source>, lost at %1</source>
        <translation>, perdidos en %1</translation>
    </message>
    <message>
        <source>, MD5 %1</source>
        <translation>, MD5 %1</translation>
    </message>
    <message>
        <source>, one of several ways</source>
        <translation>, uno de varios caminos</translation>
    </message>
    <message>
        <source>, packet %1</source>
        <translation>, paquete %1</translation>
    </message>
    <message>
        <source>, since %1 s</source>
        <translation>, desde hace %1 s</translation>
    </message>
    <message>
        <source>, tag %1</source>
        <translation>, etiqueta %1</translation>
    </message>
    <message>
        <source>, there page %L1</source>
        <translation>, allí página %L1</translation>
    </message>
    <message>
        <source>, to be sent to %1</source>
        <translation>, enviar a %1</translation>
    </message>
    <message>
        <source>1 advertisement</source>
        <translation>1 anuncio</translation>
    </message>
    <message>
        <source>1 error</source>
        <translation>1 error</translation>
    </message>
    <message>
        <source>1 link</source>
        <translation>1 enlace</translation>
    </message>
    <message>
        <source>1 more route changed</source>
        <translation>1 ruta más cambiada</translation>
    </message>
    <message>
        <source>1 node</source>
        <translation>1 nodo</translation>
    </message>
    <message>
        <source>1 prefix</source>
        <translation>1 prefijo</translation>
    </message>
    <message>
        <source>1 route</source>
        <translation>1 ruta</translation>
    </message>
    <message>
        <source>1 warning</source>
        <translation>1 advertencia</translation>
    </message>
    <message>
        <source>16 (unreachable)</source>
        <translation>16 (inalcanzable)</translation>
    </message>
    <message>
        <source>: %1</source>
        <translation>: %1</translation>
    </message>
    <message numerus="yes">
        <source>; %n lost</source>
        <translation>
            <numerusform>; %n perdido</numerusform>
            <numerusform>; %n perdidos</numerusform>
        </translation>
    </message>
    <message>
        <source>; bit %1 is %2</source>
        <translation>; el bit %1 es %2</translation>
    </message>
    <message>
        <source>; it can be had from %1</source>
        <translation>; se puede obtener de %1</translation>
    </message>
    <message>
        <source>&lt;b&gt;Packet %1&lt;/b&gt; and the page that it came in</source>
        <translation>&lt;b&gt;Paquete %1&lt;/b&gt; y la página en la que llegó</translation>
    </message>
    <message>
        <source>? lists the commands</source>
        <translation>? lista las órdenes</translation>
    </message>
    <message>
        <source>A capture has ended: %1</source>
        <translation>Una captura ha terminado: %1</translation>
    </message>
    <message>
        <source>A capture has what comes from now on, and a moment of the past is shown: go back to the present to start one.</source>
        <translation>Una captura contiene lo que llega a partir de ahora, y se muestra un momento del pasado: vuelva al presente para iniciar una.</translation>
    </message>
    <message>
        <source>A circle: two ways from each to each.</source>
        <translation>Un círculo: dos caminos de cada uno a cada otro.</translation>
    </message>
    <message>
        <source>A client, three routers, a web server</source>
        <translation>Un cliente, tres routers, un servidor web</translation>
    </message>
    <message>
        <source>A command to try</source>
        <translation>Una orden para probar</translation>
    </message>
    <message>
        <source>A computer with Hopyard's own IP stack</source>
        <translation>Un ordenador con la pila IP propia de Hopyard</translation>
    </message>
    <message>
        <source>A data centre of pods: core, aggregation and edge routers, with as much capacity above each as below it. The number of pods is even.</source>
        <translation>Un centro de datos de pods: routers de núcleo, agregación y borde, con tanta capacidad por encima de cada uno como por debajo. El número de pods es par.</translation>
    </message>
    <message>
        <source>A data centre of two rows, each leaf linked to each spine.</source>
        <translation>Un centro de datos de dos filas, cada leaf enlazado con cada spine.</translation>
    </message>
    <message>
        <source>A disk, relative to the lab's folder. It is never written.</source>
        <translation>Un disco, relativo a la carpeta del laboratorio. Nunca se escribe en él.</translation>
    </message>
    <message>
        <source>a filter refused it</source>
        <translation>un filtro lo rechazó</translation>
    </message>
    <message>
        <source>A guest's</source>
        <translation>De un invitado</translation>
    </message>
    <message>
        <source>A lab of containerlab, Kathara, GNS3, CORE, Mininet, a network in GraphML, GML, DOT, or an appliance of GNS3</source>
        <translation>Un laboratorio de containerlab, Kathara, GNS3, CORE, Mininet, una red en GraphML, GML, DOT, o un appliance de GNS3</translation>
    </message>
    <message>
        <source>A lab of containerlab, Kathara, GNS3, CORE, Mininet, or a network in GraphML, GML, DOT</source>
        <translation type="vanished">Un laboratorio de containerlab, Kathara, GNS3, CORE, Mininet, o una red en GraphML, GML, DOT</translation>
    </message>
    <message>
        <source>A lab's pictures are in its folder, so that they go with it.</source>
        <translation>Las imágenes de un laboratorio están en su carpeta, para que vayan con él.</translation>
    </message>
    <message>
        <source>A lesson with a guide and checks</source>
        <translation>Una lección con guía y comprobaciones</translation>
    </message>
    <message>
        <source>a line to router %1, out by %2, cost %3</source>
        <translation>una línea al router %1, sale por %2, coste %3</translation>
    </message>
    <message>
        <source>A line “---” stands between two commands</source>
        <translation>Entre dos órdenes va una línea «---»</translation>
    </message>
    <message>
        <source>a link or a node</source>
        <translation>un enlace o un nodo</translation>
    </message>
    <message>
        <source>A Linux network namespace: real programs run in it</source>
        <translation>Un espacio de nombres de red de Linux: en él se ejecutan programas reales</translation>
    </message>
    <message>
        <source>a loop: it was at %1 before</source>
        <translation>un bucle: ya estuvo en %1</translation>
    </message>
    <message>
        <source>A name has letters, digits, “-”, “_” and “.”, and begins with a letter or digit.</source>
        <translation>Un nombre tiene letras, cifras, «-», «_» y «.», y empieza por letra o cifra.</translation>
    </message>
    <message>
        <source>A network drawn with Hopyard</source>
        <translation>Una red dibujada con Hopyard</translation>
    </message>
    <message>
        <source>A network is written like 10.0.0.0/8 or 192.168.0.0/16: an IPv4 address whose bits beyond the length are zero.</source>
        <translation>Una red se escribe como 10.0.0.0/8 o 192.168.0.0/16: una dirección IPv4 cuyos bits tras la longitud son cero.</translation>
    </message>
    <message>
        <source>A node needs a name.</source>
        <translation>Un nodo necesita un nombre.</translation>
    </message>
    <message>
        <source>A number, such as 120.</source>
        <translation>Un número, como 120.</translation>
    </message>
    <message>
        <source>A path within the lab's folder, such as pictures/rack.png.</source>
        <translation>Una ruta dentro de la carpeta del laboratorio, como imagenes/rack.png.</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>un programa</translation>
    </message>
    <message>
        <source>A ring, a tree, a fabric, a random network, with addresses and routing</source>
        <translation>Un anillo, un árbol, una fabric, una red aleatoria, con direcciones y enrutamiento</translation>
    </message>
    <message>
        <source>A root, and below each router the same number of others.</source>
        <translation>Una raíz, y bajo cada router el mismo número de otros.</translation>
    </message>
    <message>
        <source>A template needs a name.</source>
        <translation>Una plantilla necesita un nombre.</translation>
    </message>
    <message>
        <source>A terminal. Ctrl+Tab leaves it.</source>
        <translation>Un terminal. Ctrl+Tab sale de él.</translation>
    </message>
    <message>
        <source>a virtual link to router %1, cost %2</source>
        <translation>un enlace virtual al router %1, coste %2</translation>
    </message>
    <message>
        <source>A virtual machine with a kernel of its own, or an image of yours</source>
        <translation>Una máquina virtual con núcleo propio, o una imagen propia</translation>
    </message>
    <message>
        <source>A virtual router, configured in FRR's language</source>
        <translation>Un router virtual, configurado en el lenguaje de FRR</translation>
    </message>
    <message>
        <source>A whole computer with virtual machines in it</source>
        <translation>Un ordenador entero con máquinas virtuales dentro</translation>
    </message>
    <message>
        <source>A whole Linux as one ordinary program, the lightest machine</source>
        <translation>Un Linux entero como un programa corriente, la máquina más ligera</translation>
    </message>
    <message>
        <source>A&amp;ddresses</source>
        <translation>&amp;Direcciones</translation>
    </message>
    <message>
        <source>About Hopyard</source>
        <translation>Acerca de Hopyard</translation>
    </message>
    <message>
        <source>Accepts connections, reads, decides who shall serve, and hands them over</source>
        <translation>Acepta conexiones, lee, decide quién debe servir y las entrega</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>confirmado</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Acción</translation>
    </message>
    <message>
        <source>Actions and nodes</source>
        <translation>Acciones y nodos</translation>
    </message>
    <message>
        <source>adapter %1</source>
        <translation>adaptador %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>Añadir %1</translation>
    </message>
    <message>
        <source>Add %1 to the interfaces of %2</source>
        <translation>Añadir %1 a las interfaces de %2</translation>
    </message>
    <message>
        <source>Add %1 × %2</source>
        <translation>Añadir %1 × %2</translation>
    </message>
    <message>
        <source>Add a %1</source>
        <translation>Añadir %1</translation>
    </message>
    <message>
        <source>Add a B&amp;end</source>
        <translation>Añadir un c&amp;odo</translation>
    </message>
    <message>
        <source>Add a guest</source>
        <translation>Añadir un invitado</translation>
    </message>
    <message>
        <source>Add a layer</source>
        <translation>Añadir una capa</translation>
    </message>
    <message>
        <source>Add a picture</source>
        <translation>Añadir una imagen</translation>
    </message>
    <message>
        <source>Add a static route to %1 on %2</source>
        <translation>Añadir una ruta estática a %1 en %2</translation>
    </message>
    <message>
        <source>Add an interface</source>
        <translation>Añadir una interfaz</translation>
    </message>
    <message>
        <source>Add layer %1</source>
        <translation>Añadir la capa %1</translation>
    </message>
    <message>
        <source>Add P&amp;lot…</source>
        <translation>Añadir &amp;gráfica…</translation>
    </message>
    <message>
        <source>Add Plot</source>
        <translation>Añadir gráfica</translation>
    </message>
    <message>
        <source>Add Plot…</source>
        <translation>Añadir gráfica…</translation>
    </message>
    <message>
        <source>Add static routes to %1 on %2</source>
        <translation>Añadir rutas estáticas a %1 en %2</translation>
    </message>
    <message>
        <source>Add These Keys</source>
        <translation>Añadir estas teclas</translation>
    </message>
    <message>
        <source>added</source>
        <translation>añadida</translation>
    </message>
    <message>
        <source>added: %1</source>
        <translation>añadidas: %1</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Address to look up</source>
        <translation>Dirección que buscar</translation>
    </message>
    <message>
        <source>Address to look up in the trie</source>
        <translation>Dirección que buscar en el trie</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Direcciones</translation>
    </message>
    <message>
        <source>Addresses behind it</source>
        <translation>Direcciones detrás</translation>
    </message>
    <message>
        <source>Addresses behind the ports</source>
        <translation>Direcciones tras los puertos</translation>
    </message>
    <message>
        <source>Addresses below the names</source>
        <translation>Direcciones bajo los nombres</translation>
    </message>
    <message>
        <source>Addresses in other networks</source>
        <translation>Direcciones en otras redes</translation>
    </message>
    <message>
        <source>addresses of %1</source>
        <translation>direcciones de %1</translation>
    </message>
    <message>
        <source>Addresses, delays, configurations: of what is picked. What is wrong is said while you type, and most problems have a fix.</source>
        <translation>Direcciones, retardos, configuraciones: de lo seleccionado. Lo que está mal se dice al escribir, y la mayoría de los problemas tienen arreglo.</translation>
    </message>
    <message>
        <source>Adjacency</source>
        <translation>Adyacencia</translation>
    </message>
    <message>
        <source>Advertisement</source>
        <translation>Anuncio</translation>
    </message>
    <message>
        <source>Advertising router</source>
        <translation>Router anunciante</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Después</translation>
    </message>
    <message>
        <source>after</source>
        <translation>después</translation>
    </message>
    <message>
        <source>after %1</source>
        <translation>tras %1</translation>
    </message>
    <message>
        <source>after the impairment</source>
        <translation>tras la degradación</translation>
    </message>
    <message>
        <source>After the link's impairment, both directions</source>
        <translation>Tras la degradación del enlace, en ambos sentidos</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Edad</translation>
    </message>
    <message>
        <source>Age (s)</source>
        <translation>Edad (s)</translation>
    </message>
    <message>
        <source>Aggregated by</source>
        <translation>Agregado por</translation>
    </message>
    <message>
        <source>Align &amp;Bottom</source>
        <translation>Alinear a&amp;bajo</translation>
    </message>
    <message>
        <source>Align &amp;Centres</source>
        <translation>Alinear los &amp;centros</translation>
    </message>
    <message>
        <source>Align &amp;Left</source>
        <translation>Alinear a la &amp;izquierda</translation>
    </message>
    <message>
        <source>Align &amp;Middles</source>
        <translation>Alinear a &amp;media altura</translation>
    </message>
    <message>
        <source>Align &amp;Right</source>
        <translation>Alinear a la &amp;derecha</translation>
    </message>
    <message>
        <source>Align &amp;Top</source>
        <translation>Alinear a&amp;rriba</translation>
    </message>
    <message>
        <source>All actions and their keys, which can be changed</source>
        <translation>Todas las acciones y sus teclas, que se pueden cambiar</translation>
    </message>
    <message>
        <source>All areas</source>
        <translation>Todas las áreas</translation>
    </message>
    <message>
        <source>All checks of this lab have passed: %1 points.</source>
        <translation>Todas las comprobaciones de este laboratorio están superadas: %1 puntos.</translation>
    </message>
    <message>
        <source>All nodes</source>
        <translation>Todos los nodos</translation>
    </message>
    <message>
        <source>All of it (0)</source>
        <translation>Todo (0)</translation>
    </message>
    <message>
        <source>all packets; for example: tcp port 80</source>
        <translation>todos los paquetes; por ejemplo: tcp port 80</translation>
    </message>
    <message>
        <source>All Problems</source>
        <translation>Todos los problemas</translation>
    </message>
    <message>
        <source>All problems</source>
        <translation>Todos los problemas</translation>
    </message>
    <message>
        <source>All Standard</source>
        <translation>Todo por defecto</translation>
    </message>
    <message>
        <source>all to the first</source>
        <translation>todos con el primero</translation>
    </message>
    <message>
        <source>Allow &amp;always for this lab file</source>
        <translation>Permitir &amp;siempre para este archivo</translation>
    </message>
    <message>
        <source>Allow &amp;once</source>
        <translation>Permitir &amp;una vez</translation>
    </message>
    <message>
        <source>alternate (another way)</source>
        <translation>alternate (otro camino)</translation>
    </message>
    <message>
        <source>An address such as 10.0.1.1.</source>
        <translation>Una dirección como 10.0.1.1.</translation>
    </message>
    <message>
        <source>An empty lab</source>
        <translation>Un laboratorio vacío</translation>
    </message>
    <message>
        <source>An interface's name has 1 to %1 characters, no blank and no colon.</source>
        <translation>El nombre de una interfaz tiene de 1 a %1 caracteres, sin espacios ni dos puntos.</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>y %1 más</translation>
    </message>
    <message>
        <source>And at the end</source>
        <translation>Y al final</translation>
    </message>
    <message>
        <source>Another lab runs in this window; stop it first.</source>
        <translation>En esta ventana se ejecuta otro laboratorio; detenerlo primero.</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Apariencia</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Aplicación</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Aplicar</translation>
    </message>
    <message>
        <source>area</source>
        <translation>área</translation>
    </message>
    <message>
        <source>Area %1</source>
        <translation>Área %1</translation>
    </message>
    <message>
        <source>area %1</source>
        <translation>área %1</translation>
    </message>
    <message>
        <source>area border router</source>
        <translation>router de borde de área</translation>
    </message>
    <message>
        <source>ARP</source>
        <translation>ARP</translation>
    </message>
    <message>
        <source>Arrangement of the docks</source>
        <translation>Disposición de los paneles</translation>
    </message>
    <message>
        <source>arrived whole</source>
        <translation>llegó entero</translation>
    </message>
    <message>
        <source>arrives</source>
        <translation>llega</translation>
    </message>
    <message>
        <source>arrives by some ways only</source>
        <translation>llega solo por algunos caminos</translation>
    </message>
    <message>
        <source>Arrow</source>
        <translation>Flecha</translation>
    </message>
    <message>
        <source>arrow</source>
        <translation>flecha</translation>
    </message>
    <message>
        <source>AS</source>
        <translation>AS</translation>
    </message>
    <message>
        <source>AS boundary router</source>
        <translation>router de frontera del AS</translation>
    </message>
    <message>
        <source>As it began</source>
        <translation>Como al principio</translation>
    </message>
    <message>
        <source>As it was at %1: Linux keeps this table, and while the run went on it was written down when it changed.</source>
        <translation>Como era en %1: esta tabla la lleva Linux, y durante la ejecución se anotó cada vez que cambió.</translation>
    </message>
    <message>
        <source>AS path</source>
        <translation>Ruta de AS</translation>
    </message>
    <message>
        <source>AS path length</source>
        <translation>longitud del camino de AS</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Como el escritorio</translation>
    </message>
    <message>
        <source>Asks again when the file or one of these programs changes</source>
        <translation>Vuelve a preguntar cuando cambien el archivo o uno de estos programas</translation>
    </message>
    <message>
        <source>At</source>
        <translation>En</translation>
    </message>
    <message>
        <source>At</source>
        <comment>a place on the canvas</comment>
        <translation>Posición</translation>
    </message>
    <message>
        <source>At %1 s</source>
        <translation type="vanished">En %1 s</translation>
    </message>
    <message>
        <source>At each end of a link: green it is up, red it is down, yellow it drops, grey the node is off</source>
        <translation>En cada extremo de un enlace: verde activo, rojo caído, amarillo descarta, gris el nodo está apagado</translation>
    </message>
    <message>
        <source>At least 1.</source>
        <translation>Al menos 1.</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>al instante</translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation>Atributos</translation>
    </message>
    <message>
        <source>Auto layout</source>
        <translation>Disposición automática</translation>
    </message>
    <message>
        <source>Auto layout: %1</source>
        <translation>Disposición automática: %1</translation>
    </message>
    <message>
        <source>avoidance</source>
        <translation>evitación</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>back from %1</source>
        <translation>de vuelta desde %1</translation>
    </message>
    <message>
        <source>Back to the path as it is</source>
        <translation>Volver al camino como es</translation>
    </message>
    <message>
        <source>Back to the text (Escape)</source>
        <translation>Volver al texto (Escape)</translation>
    </message>
    <message>
        <source>Back to what the lab has</source>
        <translation>Volver a lo que tiene el laboratorio</translation>
    </message>
    <message>
        <source>Back: %1 to %2</source>
        <translation>Vuelta: %1 a %2</translation>
    </message>
    <message>
        <source>backup</source>
        <translation>backup</translation>
    </message>
    <message>
        <source>backward</source>
        <translation>hacia atrás</translation>
    </message>
    <message>
        <source>bad checksum</source>
        <translation>suma de verificación incorrecta</translation>
    </message>
    <message>
        <source>Bad frames from guest</source>
        <translation>Tramas erróneas del invitado</translation>
    </message>
    <message>
        <source>Bad packets</source>
        <translation>Paquetes malos</translation>
    </message>
    <message>
        <source>Bad routes</source>
        <translation>Rutas malas</translation>
    </message>
    <message>
        <source>Barabási–Albert (grown)</source>
        <translation>Barabási–Albert (crecida)</translation>
    </message>
    <message>
        <source>base portion's storage</source>
        <translation>memoria de la parte base</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Antes</translation>
    </message>
    <message>
        <source>before</source>
        <translation>antes</translation>
    </message>
    <message>
        <source>Before or after the impairment</source>
        <translation>Antes o después de la degradación</translation>
    </message>
    <message>
        <source>before the impairment</source>
        <translation>antes de la degradación</translation>
    </message>
    <message>
        <source>Before the link's impairment, both directions</source>
        <translation>Antes de la degradación del enlace, en ambos sentidos</translation>
    </message>
    <message>
        <source>Begin at the other end</source>
        <translation>Empezar por el otro extremo</translation>
    </message>
    <message>
        <source>being cleared</source>
        <translation>en borrado</translation>
    </message>
    <message>
        <source>Below each</source>
        <translation>Bajo cada uno</translation>
    </message>
    <message>
        <source>Bend</source>
        <translation>Codo</translation>
    </message>
    <message>
        <source>Bend %1</source>
        <translation>Doblar %1</translation>
    </message>
    <message>
        <source>Beside the keys the action has now</source>
        <translation>Además de las teclas que ya tiene la acción</translation>
    </message>
    <message>
        <source>best</source>
        <translation>mejor</translation>
    </message>
    <message>
        <source>best: %1</source>
        <translation>mejor: %1</translation>
    </message>
    <message>
        <source>BGP</source>
        <translation>BGP</translation>
    </message>
    <message>
        <source>BGP decision</source>
        <translation>Decisión de BGP</translation>
    </message>
    <message>
        <source>BGP neighbours</source>
        <translation>Vecinos BGP</translation>
    </message>
    <message>
        <source>BGP of %1 has no neighbours: is there a “neighbor” in its configuration?</source>
        <translation>BGP de %1 no tiene vecinos: ¿hay un «neighbor» en su configuración?</translation>
    </message>
    <message>
        <source>BGP of %1 knows no prefix yet.</source>
        <translation>BGP de %1 aún no conoce ningún prefijo.</translation>
    </message>
    <message>
        <source>BGP table</source>
        <translation>Tabla BGP</translation>
    </message>
    <message>
        <source>BGP, each router an AS of its own</source>
        <translation>BGP, cada router un AS propio</translation>
    </message>
    <message>
        <source>BIRD Router</source>
        <translation>Router BIRD</translation>
    </message>
    <message>
        <source>Bits a second; “unlimited” for as fast as it goes</source>
        <translation>Bits por segundo; «unlimited» para lo más rápido posible</translation>
    </message>
    <message>
        <source>blackhole</source>
        <translation>agujero negro</translation>
    </message>
    <message>
        <source>blackhole: dropped without a word</source>
        <translation>blackhole: descartado sin decir nada</translation>
    </message>
    <message>
        <source>Blob</source>
        <translation>Blob</translation>
    </message>
    <message>
        <source>Block %1, interval %2: %3</source>
        <translation>Bloque %1, intervalo %2: %3</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>bloqueado</translation>
    </message>
    <message>
        <source>Bookmar&amp;k…</source>
        <translation>&amp;Marcador…</translation>
    </message>
    <message>
        <source>Bookmark</source>
        <translation>Marcador</translation>
    </message>
    <message>
        <source>Bookmark at %1</source>
        <translation>Marcador en %1</translation>
    </message>
    <message>
        <source>both directions</source>
        <translation>ambos sentidos</translation>
    </message>
    <message>
        <source>Both directions the same</source>
        <translation>Ambos sentidos iguales</translation>
    </message>
    <message>
        <source>Both sides</source>
        <translation>Ambos lados</translation>
    </message>
    <message>
        <source>Boundary routers of other areas (4)</source>
        <translation>Routers de frontera de otras áreas (4)</translation>
    </message>
    <message>
        <source>Bring the dock to the front, with the keyboard in it</source>
        <translation>Traer el panel al frente, con el teclado en él</translation>
    </message>
    <message>
        <source>Bring the guide to the front, with the keyboard in it</source>
        <translation>Traer la guía al frente, con el teclado en ella</translation>
    </message>
    <message>
        <source>Broken for %1 until then.</source>
        <translation>Cortado durante %1 hasta entonces.</translation>
    </message>
    <message>
        <source>Broken from then on.</source>
        <translation>Cortado desde entonces.</translation>
    </message>
    <message>
        <source>brought in by this router</source>
        <translation>aportada por este router</translation>
    </message>
    <message>
        <source>Buffer map</source>
        <translation>Mapa de búferes</translation>
    </message>
    <message>
        <source>burst loss</source>
        <translation>pérdida en ráfagas</translation>
    </message>
    <message>
        <source>Bursts</source>
        <translation>Ráfagas</translation>
    </message>
    <message>
        <source>bursts</source>
        <translation>ráfagas</translation>
    </message>
    <message>
        <source>bursts of loss</source>
        <translation>ráfagas de pérdida</translation>
    </message>
    <message>
        <source>Buttons</source>
        <translation>Botones</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>por %1</translation>
    </message>
    <message>
        <source>By its manual's steps another path would win</source>
        <translation>Según los pasos de su manual ganaría otro camino</translation>
    </message>
    <message>
        <source>by OSPF</source>
        <translation>por OSPF</translation>
    </message>
    <message>
        <source>by RIP</source>
        <translation>por RIP</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>Bytes (*.bin);;Text as shown (*.txt)</source>
        <translation>Bytes (*.bin);;Texto como se muestra (*.txt)</translation>
    </message>
    <message>
        <source>Bytes acknowledged</source>
        <translation>Bytes confirmados</translation>
    </message>
    <message>
        <source>Bytes cleared</source>
        <translation>Bytes borrados</translation>
    </message>
    <message>
        <source>Bytes copied</source>
        <translation>Bytes copiados</translation>
    </message>
    <message>
        <source>Bytes from guest</source>
        <translation>Bytes del invitado</translation>
    </message>
    <message>
        <source>Bytes in flight</source>
        <translation>Bytes en vuelo</translation>
    </message>
    <message>
        <source>Bytes of the blob</source>
        <translation>Bytes del blob</translation>
    </message>
    <message>
        <source>Bytes of the blob by part</source>
        <translation>Bytes del blob por partes</translation>
    </message>
    <message>
        <source>Bytes of the packet</source>
        <translation>Bytes del paquete</translation>
    </message>
    <message>
        <source>Bytes received</source>
        <translation>Bytes recibidos</translation>
    </message>
    <message>
        <source>Bytes sent</source>
        <translation>Bytes enviados</translation>
    </message>
    <message>
        <source>Bytes to guest</source>
        <translation>Bytes al invitado</translation>
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
        <translation>Retirar la pregunta</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Candidates of each prefix</source>
        <translation>Candidatos de cada prefijo</translation>
    </message>
    <message>
        <source>cannot be checked here</source>
        <translation>no se puede comprobar aquí</translation>
    </message>
    <message>
        <source>Cannot be read: %1</source>
        <translation>No se puede leer: %1</translation>
    </message>
    <message>
        <source>Cannot run %1: %2</source>
        <translation>No se puede ejecutar %1: %2</translation>
    </message>
    <message>
        <source>Cannot write %1: %2</source>
        <translation>No se puede escribir %1: %2</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>Lienzo</translation>
    </message>
    <message>
        <source>Capture packets</source>
        <translation>Capturar paquetes</translation>
    </message>
    <message>
        <source>Capture packets at an end of a link</source>
        <translation>Capturar paquetes en un extremo de un enlace</translation>
    </message>
    <message>
        <source>Capture packets of the selected link into a file or Wireshark</source>
        <translation>Capturar paquetes del enlace seleccionado en un archivo o en Wireshark</translation>
    </message>
    <message>
        <source>Captures</source>
        <translation>Capturas</translation>
    </message>
    <message>
        <source>Captures (*.pcap)</source>
        <translation>Capturas (*.pcap)</translation>
    </message>
    <message>
        <source>Captures have what comes from now on; go back to the present to start one</source>
        <translation>Las capturas contienen lo que llega a partir de ahora; vuelva al presente para iniciar una</translation>
    </message>
    <message>
        <source>Carrier</source>
        <translation>Portadora</translation>
    </message>
    <message>
        <source>Carries</source>
        <translation>Transporta</translation>
    </message>
    <message>
        <source>carries %1, receives by %2 · %3, of which %4 are free</source>
        <translation>transporta por %1, recibe por %2 · %3, de ellos %4 libres</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Cambiado</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>cambiada</translation>
    </message>
    <message>
        <source>changed, not applied</source>
        <translation>cambiado, sin aplicar</translation>
    </message>
    <message>
        <source>changed: %1</source>
        <translation>cambiadas: %1</translation>
    </message>
    <message>
        <source>Changed; it came with: %1</source>
        <translation>Cambiado; por defecto: %1</translation>
    </message>
    <message>
        <source>Changes of the tree so far: %1.</source>
        <translation>Cambios del árbol hasta ahora: %1.</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Comprobación</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Comprobaciones</translation>
    </message>
    <message>
        <source>Choose a picture</source>
        <translation>Elegir una imagen</translation>
    </message>
    <message>
        <source>Choose where packets come from and where they go to, or pick two nodes on the canvas.</source>
        <translation>Elegir de dónde vienen los paquetes y adónde van, o seleccionar dos nodos en el lienzo.</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>Elección</translation>
    </message>
    <message>
        <source>circles</source>
        <translation>círculos</translation>
    </message>
    <message>
        <source>Classifier</source>
        <translation>Clasificador</translation>
    </message>
    <message>
        <source>Classifiers</source>
        <translation>Clasificadores</translation>
    </message>
    <message>
        <source>classifiers</source>
        <translation>clasificadores</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Vaciar</translation>
    </message>
    <message>
        <source>Clear &amp;Scrollback</source>
        <translation>&amp;Vaciar el historial</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>Vaciar la lista</translation>
    </message>
    <message>
        <source>Clear the log</source>
        <translation>Vaciar el registro</translation>
    </message>
    <message>
        <source>Clearing</source>
        <translation>Borrado</translation>
    </message>
    <message>
        <source>clears</source>
        <translation>borrados</translation>
    </message>
    <message>
        <source>Click a node on the canvas, or choose one above, to see its tables.</source>
        <translation>Hacer clic en un nodo del lienzo, o elegir uno arriba, para ver sus tablas.</translation>
    </message>
    <message>
        <source>Click the button, tab, row or field that is called so.</source>
        <translation>Pulsa el botón, la pestaña, la fila o el campo que se llama así.</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Cliente</translation>
    </message>
    <message>
        <source>client</source>
        <translation>cliente</translation>
    </message>
    <message>
        <source>Client's sequence graph</source>
        <translation>Gráfica de secuencia del cliente</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close (Escape)</source>
        <translation>Cerrar (Escape)</translation>
    </message>
    <message>
        <source>Close the console of %1</source>
        <translation>Cerrar la consola de %1</translation>
    </message>
    <message>
        <source>Close this console</source>
        <translation>Cerrar esta consola</translation>
    </message>
    <message>
        <source>Close this console (Ctrl+Shift+W)</source>
        <translation>Cerrar esta consola (Ctrl+Mayús+W)</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>Cerrar este aviso</translation>
    </message>
    <message>
        <source>Close what was tried</source>
        <translation>Cerrar la prueba</translation>
    </message>
    <message>
        <source>cluster list length</source>
        <translation>longitud de la lista de clústeres</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Código</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Color</translation>
    </message>
    <message>
        <source>colour</source>
        <translation>color</translation>
    </message>
    <message>
        <source>Colour by Fl&amp;ow</source>
        <translation>Colorear por &amp;flujo</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Columnas</translation>
    </message>
    <message>
        <source>Columns of %1</source>
        <translation>Columnas de %1</translation>
    </message>
    <message>
        <source>Command &amp;Palette</source>
        <translation>&amp;Paleta de órdenes</translation>
    </message>
    <message>
        <source>Command for %1</source>
        <translation>Orden para %1</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>Paleta de órdenes</translation>
    </message>
    <message>
        <source>Commands started with the lab</source>
        <translation>Órdenes que se inician con el laboratorio</translation>
    </message>
    <message>
        <source>Communities</source>
        <translation>Comunidades</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>Comparado con</translation>
    </message>
    <message>
        <source>Compared with the lab</source>
        <translation>Comparado con el laboratorio</translation>
    </message>
    <message>
        <source>Compared with the running router</source>
        <translation>Comparado con el router en marcha</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Ordenador</translation>
    </message>
    <message>
        <source>Computers</source>
        <translation>Ordenadores</translation>
    </message>
    <message>
        <source>Con&amp;figuration…</source>
        <translation>Con&amp;figuración…</translation>
    </message>
    <message>
        <source>Condition to run until</source>
        <translation>Condición hasta la que ejecutar</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Configuración</translation>
    </message>
    <message>
        <source>configuration</source>
        <translation>configuración</translation>
    </message>
    <message>
        <source>Configuration editor</source>
        <translation>Editor de configuración</translation>
    </message>
    <message>
        <source>Configuration in FRR's language</source>
        <translation>Configuración en el lenguaje de FRR</translation>
    </message>
    <message>
        <source>Congestion control</source>
        <translation>Control de congestión</translation>
    </message>
    <message>
        <source>Congestion window</source>
        <translation>Ventana de congestión</translation>
    </message>
    <message>
        <source>congestion window</source>
        <translation>ventana de congestión</translation>
    </message>
    <message>
        <source>Congestion window (bytes)</source>
        <translation>Ventana de congestión (bytes)</translation>
    </message>
    <message>
        <source>Congestion window, threshold and what is in flight, with the congestion state</source>
        <translation>Ventana de congestión, umbral y lo que está en vuelo, con el estado de congestión</translation>
    </message>
    <message>
        <source>Connected to</source>
        <translation>Conectado a</translation>
    </message>
    <message>
        <source>Connected, with so many links at each router on average.</source>
        <translation>Conexa, con ese número medio de enlaces en cada router.</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Conexión</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Conexiones</translation>
    </message>
    <message>
        <source>Connections (%1)</source>
        <translation>Conexiones (%1)</translation>
    </message>
    <message>
        <source>Connections or moves</source>
        <translation>Conexiones o traslados</translation>
    </message>
    <message>
        <source>Connections that can move</source>
        <translation>Conexiones que se pueden trasladar</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Consola</translation>
    </message>
    <message>
        <source>Console of %1</source>
        <translation>Consola de %1</translation>
    </message>
    <message>
        <source>Console of a Guest</source>
        <translation>Consola de un invitado</translation>
    </message>
    <message>
        <source>Consoles</source>
        <translation>Consolas</translation>
    </message>
    <message>
        <source>Consoles of nodes</source>
        <translation>Consolas de nodos</translation>
    </message>
    <message>
        <source>contains it, but is shorter</source>
        <translation>la contiene, pero es más corto</translation>
    </message>
    <message>
        <source>Copied instead</source>
        <translation>Copiado en su lugar</translation>
    </message>
    <message>
        <source>copied into the guest's buffer</source>
        <translation>copiado al búfer del invitado</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>Copias</translation>
    </message>
    <message>
        <source>copies</source>
        <translation>copias</translation>
    </message>
    <message>
        <source>Copies against maps</source>
        <translation>Copias frente a mapeos</translation>
    </message>
    <message>
        <source>Copies, maps and cleared pages</source>
        <translation>Copias, asignaciones y páginas borradas</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy what is picked beside itself</source>
        <translation>Copiar lo seleccionado a su lado</translation>
    </message>
    <message>
        <source>Copy what is picked, as lab text</source>
        <translation>Copiar lo seleccionado como texto de laboratorio</translation>
    </message>
    <message>
        <source>Corrupt</source>
        <translation>Corromper</translation>
    </message>
    <message>
        <source>corruption</source>
        <translation>corrupción</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coste</translation>
    </message>
    <message>
        <source>cost %1</source>
        <translation>coste %1</translation>
    </message>
    <message>
        <source>Cost from here</source>
        <translation>Coste desde aquí</translation>
    </message>
    <message>
        <source>Costs</source>
        <translation>Costes</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Cantidad</translation>
    </message>
    <message>
        <source>Counter</source>
        <translation>Contador</translation>
    </message>
    <message>
        <source>Counters</source>
        <translation>Contadores</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>Cuenta</translation>
    </message>
    <message>
        <source>Ctrl+K finds every action, dock and node by a few letters. Help has the guide, and this tour again.</source>
        <translation>Ctrl+K encuentra cada acción, panel y nodo con unas pocas letras. En la ayuda están la guía y este recorrido.</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>Cor&amp;tar</translation>
    </message>
    <message>
        <source>D&amp;uplicate</source>
        <translation>&amp;Duplicar</translation>
    </message>
    <message>
        <source>damped: it flaps</source>
        <translation>amortiguada: oscila</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>data</source>
        <translation>datos</translation>
    </message>
    <message>
        <source>Data of the one that sends more</source>
        <translation>Datos del que envía más</translation>
    </message>
    <message>
        <source>Data received</source>
        <translation>Datos recibidos</translation>
    </message>
    <message>
        <source>Data sent</source>
        <translation>Datos enviados</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Base de datos</translation>
    </message>
    <message>
        <source>dead interval</source>
        <translation>intervalo dead</translation>
    </message>
    <message>
        <source>Decision, step by step</source>
        <translation>Decisión, paso a paso</translation>
    </message>
    <message>
        <source>Delay</source>
        <translation>Retardo</translation>
    </message>
    <message>
        <source>delay</source>
        <translation>retardo</translation>
    </message>
    <message>
        <source>Delay of a link</source>
        <translation>Retardo de un enlace</translation>
    </message>
    <message>
        <source>Delay, rate and loss of links</source>
        <translation>Retardo, tasa y pérdida de los enlaces</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>Eliminar %1</translation>
    </message>
    <message>
        <source>Delete layer %1</source>
        <translation>Eliminar la capa %1</translation>
    </message>
    <message>
        <source>Delete the layer; its shapes stay</source>
        <translation type="vanished">Eliminar la capa; sus formas se quedan</translation>
    </message>
    <message>
        <source>Delete the layer; what is on it stays</source>
        <translation>Eliminar la capa; lo que está en ella se queda</translation>
    </message>
    <message>
        <source>Delete the template</source>
        <translation>Eliminar la plantilla</translation>
    </message>
    <message>
        <source>Delete what is picked, with the links of deleted nodes</source>
        <translation>Eliminar lo seleccionado, con los enlaces de los nodos eliminados</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>entregado</translation>
    </message>
    <message>
        <source>delivered: the address is its own</source>
        <translation>entregado: la dirección es la suya</translation>
    </message>
    <message>
        <source>Delivery rate</source>
        <translation>Tasa de entrega</translation>
    </message>
    <message>
        <source>Delivery rate (bytes/s)</source>
        <translation>Tasa de entrega (bytes/s)</translation>
    </message>
    <message>
        <source>demultiplexer named the guest</source>
        <translation>el demultiplexor nombró al invitado</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Descripción</translation>
    </message>
    <message>
        <source>Description of the lab</source>
        <translation>Descripción del laboratorio</translation>
    </message>
    <message>
        <source>designated</source>
        <translation>designated</translation>
    </message>
    <message>
        <source>Designated bridge</source>
        <translation>Puente designado</translation>
    </message>
    <message>
        <source>Designated cost</source>
        <translation>Coste designado</translation>
    </message>
    <message>
        <source>Designated port</source>
        <translation>Puerto designado</translation>
    </message>
    <message>
        <source>Destination</source>
        <translation>Destino</translation>
    </message>
    <message>
        <source>Detour</source>
        <translation type="vanished">Desvío</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>Dispositivos</translation>
    </message>
    <message>
        <source>Devices and links</source>
        <translation>Dispositivos y enlaces</translation>
    </message>
    <message>
        <source>Devices or links</source>
        <translation type="vanished">Dispositivos o enlaces</translation>
    </message>
    <message>
        <source>Devices, links or drawings</source>
        <translation>Dispositivos, enlaces o dibujos</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Diferencia</translation>
    </message>
    <message>
        <source>directly connected, %1</source>
        <translation>conectada directamente, %1</translation>
    </message>
    <message>
        <source>directly on %1</source>
        <translation>directamente en %1</translation>
    </message>
    <message>
        <source>Display filter</source>
        <translation>Filtro de visualización</translation>
    </message>
    <message>
        <source>Display filter, such as tcp.port == 80 &amp;&amp; ip.src == 10.0.0.0/8</source>
        <translation>Filtro de visualización, como tcp.port == 80 &amp;&amp; ip.src == 10.0.0.0/8</translation>
    </message>
    <message>
        <source>Dissect with Wireshark</source>
        <translation>Disecar con Wireshark</translation>
    </message>
    <message>
        <source>Dissected by Wireshark.</source>
        <translation>Disecado por Wireshark.</translation>
    </message>
    <message>
        <source>Dissolve the group; its nodes stay</source>
        <translation>Disolver el grupo; sus nodos se quedan</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>Distancia</translation>
    </message>
    <message>
        <source>Distribute &amp;Horizontally</source>
        <translation>Distribuir en &amp;horizontal</translation>
    </message>
    <message>
        <source>Distribute &amp;Vertically</source>
        <translation>Distribuir en &amp;vertical</translation>
    </message>
    <message>
        <source>DMA table</source>
        <translation>Tabla DMA</translation>
    </message>
    <message>
        <source>Docks</source>
        <translation>Paneles</translation>
    </message>
    <message>
        <source>does not arrive</source>
        <translation>no llega</translation>
    </message>
    <message>
        <source>does not contain it: bit %1 differs</source>
        <translation>no la contiene: difiere el bit %1</translation>
    </message>
    <message>
        <source>Does the best that can be done about the current problem</source>
        <translation>Hace lo mejor que se puede contra el problema actual</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message>
        <source>Double-click a running node to open its console.</source>
        <translation>Doble clic en un nodo en marcha abre su consola.</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Caído</translation>
    </message>
    <message>
        <source>down</source>
        <translation>caído</translation>
    </message>
    <message>
        <source>Down the trie</source>
        <translation>Bajando por el trie</translation>
    </message>
    <message>
        <source>Down, %1</source>
        <translation>Caído, %1</translation>
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
        <translation>Arrastrar un host o un router de la paleta al lienzo, o hacer doble clic. Mayús al soltar pregunta cuántos.</translation>
    </message>
    <message>
        <source>Drag a node from the palette, or begin with one of these.</source>
        <translation>Arrastrar un nodo de la paleta, o empezar con uno de estos.</translation>
    </message>
    <message>
        <source>Draw</source>
        <translation>Dibujar</translation>
    </message>
    <message>
        <source>Draw a network. Press Run. It is alive.</source>
        <translation>Dibujar una red. Ejecutar. Está viva.</translation>
    </message>
    <message>
        <source>Draw links: click a node, click another</source>
        <translation>Dibujar enlaces: clic en un nodo, clic en otro</translation>
    </message>
    <message>
        <source>Draw one on the canvas: drag, or click for the usual size</source>
        <translation>Dibujar una en el lienzo: arrastrar, o hacer clic para el tamaño habitual</translation>
    </message>
    <message>
        <source>Draw OSPF's T&amp;ree</source>
        <translation>Dibujar el á&amp;rbol de OSPF</translation>
    </message>
    <message>
        <source>Draw the group as one, or its nodes again</source>
        <translation>Dibujar el grupo como uno, o de nuevo sus nodos</translation>
    </message>
    <message>
        <source>Draw the picked links with right angles</source>
        <translation>Dibujar los enlaces seleccionados en ángulo recto</translation>
    </message>
    <message>
        <source>Draw the tree of shortest paths on the canvas as OSPF of the selected router calculated it</source>
        <translation>Dibujar en el lienzo el árbol de caminos más cortos tal como lo calculó OSPF del router elegido</translation>
    </message>
    <message>
        <source>Draw with right angles</source>
        <translation>Dibujar en ángulo recto</translation>
    </message>
    <message>
        <source>Draw without right angles</source>
        <translation>Dibujar sin ángulos rectos</translation>
    </message>
    <message>
        <source>Drawings</source>
        <translation>Dibujos</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>Descarte</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>Descartados</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>descartado</translation>
    </message>
    <message>
        <source>Dropped on sending</source>
        <translation>Descartados al enviar</translation>
    </message>
    <message>
        <source>Dropped to guest</source>
        <translation>Descartados al invitado</translation>
    </message>
    <message>
        <source>Dropped ←</source>
        <translation>Descartados ←</translation>
    </message>
    <message>
        <source>Dropped →</source>
        <translation>Descartados →</translation>
    </message>
    <message>
        <source>dropped, %1: %2</source>
        <translation>descartado, %1: %2</translation>
    </message>
    <message>
        <source>dropped, and the sender told that the destination is unreachable</source>
        <translation>descartado, y se dice al remitente que el destino es inalcanzable</translation>
    </message>
    <message>
        <source>dropped: %1</source>
        <translation>descartados: %1</translation>
    </message>
    <message>
        <source>Drops</source>
        <translation>Descartes</translation>
    </message>
    <message>
        <source>Drops by reason</source>
        <translation>Descartes por motivo</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplicar</translation>
    </message>
    <message>
        <source>duplicates</source>
        <translation>duplicados</translation>
    </message>
    <message>
        <source>duplication</source>
        <translation>duplicación</translation>
    </message>
    <message>
        <source>Each linked to each.</source>
        <translation>Cada uno enlazado con cada otro.</translation>
    </message>
    <message>
        <source>Each new router links to others, rather to those that have many links already.</source>
        <translation>Cada router nuevo se enlaza con otros, preferentemente con los que ya tienen muchos enlaces.</translation>
    </message>
    <message>
        <source>Each packet arrives twice with this probability</source>
        <translation>Cada paquete llega dos veces con esta probabilidad</translation>
    </message>
    <message>
        <source>Each packet is lost with this probability</source>
        <translation>Cada paquete se pierde con esta probabilidad</translation>
    </message>
    <message>
        <source>Each packet skips the delay with this probability, and so overtakes</source>
        <translation>Cada paquete se salta el retardo con esta probabilidad, y así adelanta</translation>
    </message>
    <message>
        <source>each to each</source>
        <translation>todos con todos</translation>
    </message>
    <message>
        <source>Edge port</source>
        <translation>Puerto de borde</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Edit aside, and see what changes before it is applied (F4)</source>
        <translation>Editar aparte y ver qué cambia antes de aplicarlo (F4)</translation>
    </message>
    <message>
        <source>Edit the configuration</source>
        <translation>Editar la configuración</translation>
    </message>
    <message>
        <source>Edit the router's configuration, with what changes shown before it is applied</source>
        <translation>Editar la configuración del router; se muestra qué cambia antes de aplicarlo</translation>
    </message>
    <message>
        <source>Edit what is picked</source>
        <translation>Editar lo seleccionado</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>Editado</translation>
    </message>
    <message>
        <source>Editor…</source>
        <translation>Editor…</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>Elipse</translation>
    </message>
    <message>
        <source>en, de or es, for this start.</source>
        <translation>en, de o es, para este inicio.</translation>
    </message>
    <message>
        <source>engine: Hopyard's own stack; qemu, uml: a real machine</source>
        <translation>engine: la pila propia de Hopyard; qemu, uml: una máquina real</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Época</translation>
    </message>
    <message>
        <source>equal</source>
        <translation>igual</translation>
    </message>
    <message>
        <source>Equal steps from left to right</source>
        <translation>Pasos iguales de izquierda a derecha</translation>
    </message>
    <message>
        <source>Equal steps from top to bottom</source>
        <translation>Pasos iguales de arriba abajo</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Errores</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Sucesos</translation>
    </message>
    <message>
        <source>Events and bookmarks</source>
        <translation>Sucesos y marcadores</translation>
    </message>
    <message>
        <source>Events of the run</source>
        <translation>Sucesos de la ejecución</translation>
    </message>
    <message>
        <source>Every action has the keys it came with</source>
        <translation>Cada acción tiene las teclas con las que vino</translation>
    </message>
    <message>
        <source>Every interface that can be given an address has one.</source>
        <translation>Cada interfaz que puede tener una dirección la tiene.</translation>
    </message>
    <message>
        <source>Every interface that has none gets an address, hosts get a gateway, and routers learn of each other's networks</source>
        <translation>Cada interfaz sin dirección recibe una, los hosts reciben una puerta de enlace, y los routers aprenden las redes de los demás</translation>
    </message>
    <message>
        <source>Every link from green to red by its load; links without a rate by the fastest one</source>
        <translation>Cada enlace de verde a rojo según su carga; los que no tienen tasa, según el más rápido</translation>
    </message>
    <message>
        <source>Every link from green to red by the share of its packets that is dropped</source>
        <translation>Cada enlace de verde a rojo según la parte de sus paquetes que se descarta</translation>
    </message>
    <message>
        <source>Every node of the kinds that are picked</source>
        <translation>Todos los nodos de las clases seleccionadas</translation>
    </message>
    <message>
        <source>Everything is green</source>
        <translation>Todo está en verde</translation>
    </message>
    <message>
        <source>Exits of guests</source>
        <translation>Salidas de invitados</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Expira</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Export as &amp;CSV…</source>
        <translation>Exportar como &amp;CSV…</translation>
    </message>
    <message>
        <source>Export as &amp;PNG…</source>
        <translation>Exportar como &amp;PNG…</translation>
    </message>
    <message>
        <source>Export as &amp;SVG…</source>
        <translation>Exportar como &amp;SVG…</translation>
    </message>
    <message>
        <source>Export Plots</source>
        <translation>Exportar gráficas</translation>
    </message>
    <message>
        <source>Export the canvas</source>
        <translation>Exportar el lienzo</translation>
    </message>
    <message>
        <source>external</source>
        <translation>externo</translation>
    </message>
    <message>
        <source>external over internal</source>
        <translation>externo antes que interno</translation>
    </message>
    <message>
        <source>F&amp;old or Unfold</source>
        <translation>&amp;Plegar o desplegar</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fallado</translation>
    </message>
    <message>
        <source>failed?</source>
        <translation>fallara?</translation>
    </message>
    <message>
        <source>Family of addresses</source>
        <translation>Familia de direcciones</translation>
    </message>
    <message>
        <source>fastest</source>
        <translation>máxima</translation>
    </message>
    <message>
        <source>Fat tree</source>
        <translation>Fat tree</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>Fallos</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Campos</translation>
    </message>
    <message>
        <source>Fields of the blob</source>
        <translation>Campos del blob</translation>
    </message>
    <message>
        <source>Fields of the packet</source>
        <translation>Campos del paquete</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>file</source>
        <translation>archivo</translation>
    </message>
    <message>
        <source>Files that are read:</source>
        <translation>Archivos que se leen:</translation>
    </message>
    <message>
        <source>Fill in &amp;Addresses…</source>
        <translation>Rellenar &amp;direcciones…</translation>
    </message>
    <message>
        <source>Fill in Addresses</source>
        <translation>Rellenar direcciones</translation>
    </message>
    <message>
        <source>Fill in addresses</source>
        <translation>Rellenar direcciones</translation>
    </message>
    <message>
        <source>Fill in all addresses that are missing</source>
        <translation>Rellenar todas las direcciones que faltan</translation>
    </message>
    <message>
        <source>Filled</source>
        <translation>Llena</translation>
    </message>
    <message>
        <source>filled by the adapter</source>
        <translation>llenada por el adaptador</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtro</translation>
    </message>
    <message>
        <source>Filter devices and links</source>
        <translation>Filtrar dispositivos y enlaces</translation>
    </message>
    <message>
        <source>Filter events</source>
        <translation>Filtrar sucesos</translation>
    </message>
    <message>
        <source>Filter of the RIB</source>
        <translation>Filtro de la RIB</translation>
    </message>
    <message>
        <source>Filter, in the language of libpcap</source>
        <translation>Filtro en el lenguaje de libpcap</translation>
    </message>
    <message>
        <source>Filter: 10.0.2.0/24, ospf, eth1, distance …</source>
        <translation>Filtro: 10.0.2.0/24, ospf, eth1, distance …</translation>
    </message>
    <message>
        <source>filtered</source>
        <translation>filtrado</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Find an action or a node</source>
        <translation>Buscar una acción o un nodo</translation>
    </message>
    <message>
        <source>Find any action or node by a few letters</source>
        <translation>Encontrar cualquier acción o nodo con unas pocas letras</translation>
    </message>
    <message>
        <source>Find anything</source>
        <translation>Encontrar cualquier cosa</translation>
    </message>
    <message>
        <source>Find in the configuration</source>
        <translation>Buscar en la configuración</translation>
    </message>
    <message>
        <source>Find in the content</source>
        <translation>Buscar en el contenido</translation>
    </message>
    <message>
        <source>Find in this text (Ctrl+F)</source>
        <translation>Buscar en este texto (Ctrl+F)</translation>
    </message>
    <message>
        <source>Find on the canvas</source>
        <translation>Buscar en el lienzo</translation>
    </message>
    <message>
        <source>First hops</source>
        <translation>Primeros saltos</translation>
    </message>
    <message>
        <source>first packet</source>
        <translation>primer paquete</translation>
    </message>
    <message>
        <source>First page</source>
        <translation>Primera página</translation>
    </message>
    <message>
        <source>Five steps through the window</source>
        <translation>Cinco pasos por la ventana</translation>
    </message>
    <message>
        <source>Fix</source>
        <translation>Arreglar</translation>
    </message>
    <message>
        <source>Fix the Pro&amp;blem</source>
        <translation>Arreglar el pro&amp;blema</translation>
    </message>
    <message>
        <source>Fixes</source>
        <translation>Arreglos</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>Flujo</translation>
    </message>
    <message>
        <source>Flow table</source>
        <translation>Tabla de flujos</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>Plegar %1</translation>
    </message>
    <message>
        <source>Fold again what was unfolded</source>
        <translation>Plegar de nuevo lo desplegado</translation>
    </message>
    <message>
        <source>Fold long runs</source>
        <translation>Plegar series largas</translation>
    </message>
    <message>
        <source>Fold long runs of pages that are in the same state into bars</source>
        <translation>Plegar en barras las series largas de páginas en el mismo estado</translation>
    </message>
    <message>
        <source>Follow the &amp;newest</source>
        <translation>Seguir lo más &amp;nuevo</translation>
    </message>
    <message>
        <source>Follow the end</source>
        <translation>Seguir el final</translation>
    </message>
    <message>
        <source>Follow the latest packet</source>
        <translation>Seguir el último paquete</translation>
    </message>
    <message>
        <source>Follow this packet</source>
        <translation>Seguir este paquete</translation>
    </message>
    <message>
        <source>Follow this stream</source>
        <translation>Seguir este flujo</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Desde hace</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>desde hace %1</translation>
    </message>
    <message>
        <source>For a screenshot: let the lab start its programs without asking.</source>
        <translation>Para una captura de pantalla: que el laboratorio inicie sus programas sin preguntar.</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Olvidar</translation>
    </message>
    <message>
        <source>Forget These</source>
        <translation>Olvidar estos</translation>
    </message>
    <message>
        <source>Forgotten in</source>
        <translation>Se olvida en</translation>
    </message>
    <message>
        <source>Form of the content</source>
        <translation>Forma del contenido</translation>
    </message>
    <message>
        <source>forward</source>
        <translation>hacia delante</translation>
    </message>
    <message>
        <source>forwarded</source>
        <translation>reenviados</translation>
    </message>
    <message>
        <source>Forwarder</source>
        <translation>Reenviador</translation>
    </message>
    <message>
        <source>forwarder</source>
        <translation>reenviador</translation>
    </message>
    <message>
        <source>Forwarding</source>
        <translation>Reenvío</translation>
    </message>
    <message>
        <source>fragmentation needed</source>
        <translation>hace falta fragmentar</translation>
    </message>
    <message>
        <source>fragmented</source>
        <translation>fragmentados</translation>
    </message>
    <message>
        <source>fragments created</source>
        <translation>fragmentos creados</translation>
    </message>
    <message>
        <source>Frames from guest</source>
        <translation>Tramas del invitado</translation>
    </message>
    <message>
        <source>Frames refused for their VLAN: %1.</source>
        <translation>Tramas rechazadas por su VLAN: %1.</translation>
    </message>
    <message>
        <source>Frames to guest</source>
        <translation>Tramas al invitado</translation>
    </message>
    <message>
        <source>free</source>
        <translation>libre</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License,
version 3 or later. It comes with no warranty.</source>
        <translation>Software libre bajo la Licencia Pública General de GNU,
versión 3 o posterior. Sin garantía alguna.</translation>
    </message>
    <message>
        <source>From</source>
        <translation>De</translation>
    </message>
    <message>
        <source>from</source>
        <translation>de</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>De %1</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>de %1</translation>
    </message>
    <message>
        <source>from another AS</source>
        <translation>de otro AS</translation>
    </message>
    <message>
        <source>from outside before from within the AS</source>
        <translation>de fuera antes que de dentro del AS</translation>
    </message>
    <message>
        <source>From router</source>
        <translation>Del router</translation>
    </message>
    <message>
        <source>from within the AS</source>
        <translation>de dentro del AS</translation>
    </message>
    <message>
        <source>FRR Router</source>
        <translation>Router FRR</translation>
    </message>
    <message>
        <source>Full mesh</source>
        <translation>Malla completa</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Puerta de enlace</translation>
    </message>
    <message>
        <source>gateway</source>
        <translation>puerta de enlace</translation>
    </message>
    <message>
        <source>Gilbert-Elliott loss: probability of entering a burst, then of leaving it, for each packet. Empty: none</source>
        <translation>Pérdida de Gilbert-Elliott: probabilidad, por paquete, de entrar en una ráfaga y luego de salir. Vacío: ninguna</translation>
    </message>
    <message>
        <source>Give %1 the address %2</source>
        <translation>Dar a %1 la dirección %2</translation>
    </message>
    <message>
        <source>Give %1 the authentication of %2</source>
        <translation>Dar a %1 la autenticación de %2</translation>
    </message>
    <message>
        <source>Give %1 the same password for %2</source>
        <translation>Dar a %1 la misma contraseña para %2</translation>
    </message>
    <message>
        <source>Go back to the step before</source>
        <translation>Volver al paso anterior</translation>
    </message>
    <message>
        <source>Go On from &amp;Here</source>
        <translation>Seguir desde &amp;aquí</translation>
    </message>
    <message>
        <source>Go on to the next step of the guide</source>
        <translation>Pasar al siguiente paso de la guía</translation>
    </message>
    <message>
        <source>Go on until a packet passes the selected node or link; any packet where nothing is selected</source>
        <translation>Seguir hasta que un paquete pase por el nodo o enlace seleccionado; cualquier paquete si no hay selección</translation>
    </message>
    <message>
        <source>Go on until an event or a packet that you describe</source>
        <translation>Seguir hasta un suceso o un paquete que se describe</translation>
    </message>
    <message>
        <source>Go on until the table in the Tables dock changes</source>
        <translation>Seguir hasta que cambie la tabla del panel Tablas</translation>
    </message>
    <message>
        <source>Go to &amp;Console</source>
        <translation>Ir a la &amp;consola</translation>
    </message>
    <message>
        <source>Go to &amp;Devices and Links</source>
        <translation>Ir a &amp;dispositivos y enlaces</translation>
    </message>
    <message>
        <source>Go to &amp;Hypervisor</source>
        <translation>Ir al &amp;hipervisor</translation>
    </message>
    <message>
        <source>Go to &amp;Log</source>
        <translation>Ir al &amp;registro</translation>
    </message>
    <message>
        <source>Go to &amp;Migration</source>
        <translation>Ir al &amp;traslado</translation>
    </message>
    <message>
        <source>Go to &amp;Tables</source>
        <translation>Ir a las &amp;tablas</translation>
    </message>
    <message>
        <source>Go to Ca&amp;ptures</source>
        <translation>Ir a las ca&amp;pturas</translation>
    </message>
    <message>
        <source>Go to P&amp;lots</source>
        <translation>Ir a las &amp;gráficas</translation>
    </message>
    <message>
        <source>Go to Pac&amp;kets</source>
        <translation>Ir a los pa&amp;quetes</translation>
    </message>
    <message>
        <source>Go to the &amp;Canvas</source>
        <translation>Ir al &amp;lienzo</translation>
    </message>
    <message>
        <source>Go to the &amp;Guide</source>
        <translation>Ir a la &amp;guía</translation>
    </message>
    <message>
        <source>Go to the &amp;Path</source>
        <translation>Ir al &amp;camino</translation>
    </message>
    <message>
        <source>Go to the Tim&amp;e Line</source>
        <translation>Ir a la línea de ti&amp;empo</translation>
    </message>
    <message>
        <source>goes on as elsewhere in this list</source>
        <translation>sigue como en otro lugar de esta lista</translation>
    </message>
    <message>
        <source>Goes to</source>
        <translation>Va a</translation>
    </message>
    <message>
        <source>Graphviz circo: for rings</source>
        <translation>Graphviz circo: para anillos</translation>
    </message>
    <message>
        <source>Graphviz dot: from the top down, for trees and fabrics</source>
        <translation>Graphviz dot: de arriba abajo, para árboles y fabrics</translation>
    </message>
    <message>
        <source>Graphviz neato: for some hundred nodes</source>
        <translation>Graphviz neato: para unos cientos de nodos</translation>
    </message>
    <message>
        <source>Graphviz sfdp: for thousands of nodes</source>
        <translation>Graphviz sfdp: para miles de nodos</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Cuadrícula</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Grupo</translation>
    </message>
    <message>
        <source>Group </source>
        <translation>Grupo </translation>
    </message>
    <message>
        <source>Group %1</source>
        <translation>Grupo %1</translation>
    </message>
    <message>
        <source>group %1</source>
        <translation>grupo %1</translation>
    </message>
    <message>
        <source>Group %1 nodes</source>
        <translation>Agrupar %1 nodos</translation>
    </message>
    <message>
        <source>Group %1, its network %2 of 32: %3</source>
        <translation>Grupo %1, su red %2 de 32: %3</translation>
    </message>
    <message>
        <source>Guest</source>
        <translation>Invitado</translation>
    </message>
    <message>
        <source>guest %1</source>
        <translation>invitado %1</translation>
    </message>
    <message>
        <source>guest gave the buffer back</source>
        <translation>el invitado devolvió el búfer</translation>
    </message>
    <message>
        <source>guest memory</source>
        <translation>memoria de invitado</translation>
    </message>
    <message>
        <source>Guest page</source>
        <translation>Página del invitado</translation>
    </message>
    <message>
        <source>guest paused</source>
        <translation>invitado en pausa</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>Invitados</translation>
    </message>
    <message>
        <source>guests</source>
        <translation>invitados</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>Guía</translation>
    </message>
    <message>
        <source>had it</source>
        <translation>la tenía</translation>
    </message>
    <message>
        <source>handshake</source>
        <translation>negociación</translation>
    </message>
    <message>
        <source>Has a service's address, and passes each connection on to the host that serves it</source>
        <translation>Tiene la dirección de un servicio y pasa cada conexión al host que la sirve</translation>
    </message>
    <message>
        <source>has it now</source>
        <translation>la tiene ahora</translation>
    </message>
    <message>
        <source>Heat Map: E&amp;rrors</source>
        <translation>Mapa de calor: e&amp;rrores</translation>
    </message>
    <message>
        <source>Heat Map: Loa&amp;d</source>
        <translation>Mapa de calor: car&amp;ga</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Altura</translation>
    </message>
    <message>
        <source>hello every %1, missed after %2 s</source>
        <translation>hello cada %1, ausente tras %2 s</translation>
    </message>
    <message>
        <source>hello interval</source>
        <translation>intervalo hello</translation>
    </message>
    <message>
        <source>Hexadecimal</source>
        <translation>Hexadecimal</translation>
    </message>
    <message>
        <source>Hide layer %1</source>
        <translation>Ocultar la capa %1</translation>
    </message>
    <message>
        <source>Hide Them</source>
        <translation>Ocultarlos</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>Pista</translation>
    </message>
    <message>
        <source>Hint %1</source>
        <translation>Pista %1</translation>
    </message>
    <message>
        <source>Hold the list</source>
        <translation>Parar la lista</translation>
    </message>
    <message>
        <source>Hold the list; what comes meanwhile is kept</source>
        <translation>Parar la lista; lo que llegue entretanto se guarda</translation>
    </message>
    <message>
        <source>Hop</source>
        <translation>Salto</translation>
    </message>
    <message>
        <source>Hops</source>
        <translation>Saltos</translation>
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
        <translation>Hopyard: dibujar una red, ejecutarla, y está viva.</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Host page</source>
        <translation>Página del host</translation>
    </message>
    <message>
        <source>Host page %L1: %2</source>
        <translation>Página del host %L1: %2</translation>
    </message>
    <message>
        <source>Host pages</source>
        <translation>Páginas del host</translation>
    </message>
    <message>
        <source>Host pages %L1 to %L2. The first: %3</source>
        <translation>Páginas del host %L1 a %L2. La primera: %3</translation>
    </message>
    <message>
        <source>Hosts</source>
        <translation>Hosts</translation>
    </message>
    <message>
        <source>hosts</source>
        <translation>hosts</translation>
    </message>
    <message>
        <source>Hosts to move to</source>
        <translation>Hosts a los que trasladar</translation>
    </message>
    <message>
        <source>How a packet from an adapter gets into a guest's memory</source>
        <translation>Cómo llega un paquete del adaptador a la memoria de un invitado</translation>
    </message>
    <message>
        <source>How far it is</source>
        <translation>A qué distancia está</translation>
    </message>
    <message>
        <source>How it carries packets</source>
        <translation>Cómo transporta los paquetes</translation>
    </message>
    <message>
        <source>How its guests' datagrams are carried</source>
        <translation>Cómo se transportan los datagramas de sus invitados</translation>
    </message>
    <message>
        <source>How long a packet is under way</source>
        <translation>Cuánto tarda un paquete en el camino</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Cuántos</translation>
    </message>
    <message>
        <source>How many packets</source>
        <translation>Cuántos paquetes</translation>
    </message>
    <message>
        <source>How much is shown</source>
        <translation>Cuánto se muestra</translation>
    </message>
    <message>
        <source>How much may wait for a line with a rate: packets (a bare number) or bytes (64kB)</source>
        <translation>Cuánto puede esperar en un enlace con tasa: paquetes (solo un número) o bytes (64kB)</translation>
    </message>
    <message>
        <source>How much of the way</source>
        <translation>Cuánto del camino</translation>
    </message>
    <message>
        <source>How much was said</source>
        <translation>Cuánto se dijo</translation>
    </message>
    <message>
        <source>How often it stands there</source>
        <translation>Cuántas veces aparece</translation>
    </message>
    <message>
        <source>How routers learn of networks</source>
        <translation>Cómo aprenden las redes los routers</translation>
    </message>
    <message>
        <source>How the table is really stored</source>
        <translation>Cómo se guarda de verdad la tabla</translation>
    </message>
    <message>
        <source>How they are linked</source>
        <translation>Cómo están enlazados</translation>
    </message>
    <message>
        <source>How they stand</source>
        <translation>Cómo están colocados</translation>
    </message>
    <message>
        <source>How to draw a lab, run it and look into it</source>
        <translation>Cómo dibujar un laboratorio, ejecutarlo y mirar dentro</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Concentrador</translation>
    </message>
    <message>
        <source>Hypervisor</source>
        <translation>Hipervisor</translation>
    </message>
    <message>
        <source>I&amp;mpairments</source>
        <translation>Degradacio&amp;nes</translation>
    </message>
    <message>
        <source>ICMP errors held back (too many)</source>
        <translation>errores ICMP retenidos (demasiados)</translation>
    </message>
    <message>
        <source>ICMP errors sent</source>
        <translation>errores ICMP enviados</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>If %1 failed</source>
        <translation>Si fallara %1</translation>
    </message>
    <message>
        <source>If the link %1 failed</source>
        <translation>Si fallara el enlace %1</translation>
    </message>
    <message>
        <source>IGP before EGP before incomplete</source>
        <translation>IGP antes que EGP antes que incomplete</translation>
    </message>
    <message>
        <source>IGP metric</source>
        <translation>métrica IGP</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>image</source>
        <translation>imagen</translation>
    </message>
    <message>
        <source>Impairment</source>
        <translation>Degradación</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importar</translation>
    </message>
    <message>
        <source>Import a lab or a network</source>
        <translation>Importar un laboratorio o una red</translation>
    </message>
    <message>
        <source>in a column</source>
        <translation>en una columna</translation>
    </message>
    <message>
        <source>in a copy of the network</source>
        <translation>en una copia de la red</translation>
    </message>
    <message>
        <source>in a grid</source>
        <translation>en una cuadrícula</translation>
    </message>
    <message>
        <source>In a moment of the past nothing can be moved; go back to the present, or go on from here</source>
        <translation>En un momento del pasado no se puede mover nada; vuelva al presente, o siga desde aquí</translation>
    </message>
    <message>
        <source>in a ring</source>
        <translation>en un anillo</translation>
    </message>
    <message>
        <source>in a row</source>
        <translation>en una fila</translation>
    </message>
    <message>
        <source>in block</source>
        <translation>en el bloque</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>En vuelo</translation>
    </message>
    <message>
        <source>in flight</source>
        <translation>en vuelo</translation>
    </message>
    <message>
        <source>in group</source>
        <translation>en el grupo</translation>
    </message>
    <message>
        <source>In network namespaces of Linux, which the lab makes:</source>
        <translation>En espacios de nombres de red de Linux que crea el laboratorio:</translation>
    </message>
    <message>
        <source>In ring</source>
        <translation>Anillo de entrada</translation>
    </message>
    <message>
        <source>In the configuration editor: go to the next line that is wrong</source>
        <translation>En el editor de configuración: ir a la siguiente línea errónea</translation>
    </message>
    <message>
        <source>In the configuration editor: show what changes, and apply it</source>
        <translation>En el editor de configuración: mostrar qué cambia y aplicarlo</translation>
    </message>
    <message>
        <source>in the DMA table</source>
        <translation>en la tabla DMA</translation>
    </message>
    <message>
        <source>In the lab</source>
        <translation>En el laboratorio</translation>
    </message>
    <message>
        <source>In the middle of the picked link; drag it where it shall be</source>
        <translation>En medio del enlace seleccionado; arrastrarlo adonde deba estar</translation>
    </message>
    <message>
        <source>inactive</source>
        <translation>inactiva</translation>
    </message>
    <message>
        <source>Index row %1, entry %2: %3</source>
        <translation>Fila de índice %1, entrada %2: %3</translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>Interior</translation>
    </message>
    <message>
        <source>Inspect: %1</source>
        <translation>Inspeccionar: %1</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Instalada</translation>
    </message>
    <message>
        <source>Instead of the keys the action has now</source>
        <translation>En lugar de las teclas que tiene ahora la acción</translation>
    </message>
    <message>
        <source>Interface</source>
        <translation>Interfaz</translation>
    </message>
    <message>
        <source>Interface buttons</source>
        <translation>Botones de interfaces</translation>
    </message>
    <message>
        <source>interface eth0
 ip address 10.0.1.1/24

Ctrl+Space says what can follow.</source>
        <translation>interface eth0
 ip address 10.0.1.1/24

Ctrl+Espacio dice qué puede seguir.</translation>
    </message>
    <message>
        <source>Interface, neighbour</source>
        <translation>Interfaz, vecino</translation>
    </message>
    <message>
        <source>Interfaces</source>
        <translation>Interfaces</translation>
    </message>
    <message>
        <source>interfaces</source>
        <translation>interfaces</translation>
    </message>
    <message>
        <source>Interfaces at the ends of links</source>
        <translation>Interfaces en los extremos de los enlaces</translation>
    </message>
    <message>
        <source>Interfaces without link or entry</source>
        <translation>Interfaces sin enlace o sin entrada</translation>
    </message>
    <message>
        <source>internal</source>
        <translation>interno</translation>
    </message>
    <message>
        <source>Interrupts</source>
        <translation>Interrupciones</translation>
    </message>
    <message>
        <source>Introduction</source>
        <translation>Introducción</translation>
    </message>
    <message>
        <source>is on this network</source>
        <translation>está en esta red</translation>
    </message>
    <message>
        <source>It does not look at VLANs.</source>
        <translation>No mira las VLAN.</translation>
    </message>
    <message>
        <source>It gets this address</source>
        <translation>Recibe esta dirección</translation>
    </message>
    <message>
        <source>It goes on in the background and is offered again at the next start. “hop ps” lists it, “hop stop” stops it.</source>
        <translation>Sigue en segundo plano y se ofrece de nuevo en el próximo inicio. «hop ps» lo lista, «hop stop» lo detiene.</translation>
    </message>
    <message>
        <source>It has reached its greatest age and is being withdrawn</source>
        <translation>Ha alcanzado su edad máxima y se está retirando</translation>
    </message>
    <message>
        <source>It has this address already</source>
        <translation>Ya tiene esta dirección</translation>
    </message>
    <message>
        <source>its checksum or form was wrong</source>
        <translation>su suma de comprobación o su forma era errónea</translation>
    </message>
    <message>
        <source>its fragments were not put together</source>
        <translation>sus fragmentos no se reunieron</translation>
    </message>
    <message>
        <source>its next hop cannot be reached</source>
        <translation>su siguiente salto no se alcanza</translation>
    </message>
    <message>
        <source>Its own</source>
        <translation>Propia</translation>
    </message>
    <message>
        <source>its own</source>
        <translation>la propia</translation>
    </message>
    <message>
        <source>its program or machine outside is gone</source>
        <translation>su programa o máquina de fuera ya no está</translation>
    </message>
    <message>
        <source>its time to live ran out</source>
        <translation>se agotó su tiempo de vida (TTL)</translation>
    </message>
    <message>
        <source>itself</source>
        <translation>él mismo</translation>
    </message>
    <message>
        <source>Jitter</source>
        <translation>Jitter</translation>
    </message>
    <message>
        <source>jitter</source>
        <translation>jitter</translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation>Seguir editando</translation>
    </message>
    <message>
        <source>Keep in Plots</source>
        <translation>Conservar en las gráficas</translation>
    </message>
    <message>
        <source>Keep the lab running without the window?</source>
        <translation>¿Dejar el laboratorio en marcha sin la ventana?</translation>
    </message>
    <message>
        <source>Keep the latest packets in sight</source>
        <translation>Mantener a la vista los últimos paquetes</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>Núcleo</translation>
    </message>
    <message>
        <source>kernel</source>
        <translation>núcleo</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Teclado</translation>
    </message>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>Atajos de teclado</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Clase</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>clase</translation>
    </message>
    <message>
        <source>kind of area</source>
        <translation>tipo de área</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>Clases</translation>
    </message>
    <message>
        <source>Kinds of networks</source>
        <translation>Clases de redes</translation>
    </message>
    <message>
        <source>L&amp;ine</source>
        <translation>L&amp;ínea</translation>
    </message>
    <message>
        <source>Lab</source>
        <translation>Laboratorio</translation>
    </message>
    <message>
        <source>Lab properties</source>
        <translation>Propiedades del laboratorio</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etiqueta</translation>
    </message>
    <message>
        <source>label</source>
        <translation>etiqueta</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Labs (*.yaml *.yml);;All files (*)</source>
        <translation>Laboratorios (*.yaml *.yml);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Labs and networks of other tools (*.clab.yml *.clab.yaml *.yml *.yaml *.gns3 *.gns3a *.imn *.xml *.mn *.json *.dot *.gv *.graphml *.gml lab.conf);;All files (*)</source>
        <translation>Laboratorios y redes de otras herramientas (*.clab.yml *.clab.yaml *.yml *.yaml *.gns3 *.gns3a *.imn *.xml *.mn *.json *.dot *.gv *.graphml *.gml lab.conf);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Labs and networks of other tools (*.clab.yml *.clab.yaml *.yml *.yaml *.gns3 *.imn *.xml *.mn *.json *.dot *.gv *.graphml *.gml lab.conf);;All files (*)</source>
        <translation type="vanished">Laboratorios y redes de otras herramientas (*.clab.yml *.clab.yaml *.yml *.yaml *.gns3 *.imn *.xml *.mn *.json *.dot *.gv *.graphml *.gml lab.conf);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Labs and programs</source>
        <translation>Laboratorios y programas</translation>
    </message>
    <message>
        <source>Labs that may run programs</source>
        <translation>Laboratorios que pueden ejecutar programas</translation>
    </message>
    <message>
        <source>Labs whose programs were allowed for good ask again</source>
        <translation>Los laboratorios con programas permitidos para siempre vuelven a preguntar</translation>
    </message>
    <message>
        <source>landed in the page</source>
        <translation>llegó a la página</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Large communities</source>
        <translation>Comunidades grandes</translation>
    </message>
    <message>
        <source>Larger (+)</source>
        <translation>Más grande (+)</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Último cambio</translation>
    </message>
    <message>
        <source>Last step</source>
        <translation>Último paso</translation>
    </message>
    <message>
        <source>later than the moment that is shown</source>
        <translation>posterior al momento que se muestra</translation>
    </message>
    <message>
        <source>latest</source>
        <translation>último</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Capa</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>capa</translation>
    </message>
    <message>
        <source>Layer </source>
        <translation>Capa </translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Capas</translation>
    </message>
    <message>
        <source>Layers of the drawing</source>
        <translation>Capas del dibujo</translation>
    </message>
    <message>
        <source>Layout by &amp;Springs</source>
        <translation>Disponer con &amp;muelles</translation>
    </message>
    <message>
        <source>Layout by Springs, &amp;Large</source>
        <translation>Disponer con muelles, &amp;grande</translation>
    </message>
    <message>
        <source>Layout in &amp;Ranks</source>
        <translation>Disponer por &amp;rangos</translation>
    </message>
    <message>
        <source>Layout of the difference</source>
        <translation>Disposición de la diferencia</translation>
    </message>
    <message>
        <source>Layout on &amp;Circles</source>
        <translation>Disponer en &amp;círculos</translation>
    </message>
    <message>
        <source>Leaf %1: %2</source>
        <translation>Hoja %1: %2</translation>
    </message>
    <message>
        <source>Leaf and spine</source>
        <translation>Leaf y spine</translation>
    </message>
    <message>
        <source>Learned</source>
        <translation>Aprendida</translation>
    </message>
    <message>
        <source>learned</source>
        <translation>aprendido</translation>
    </message>
    <message>
        <source>Learns which address is behind which port</source>
        <translation>Aprende qué dirección está tras qué puerto</translation>
    </message>
    <message>
        <source>Least RTT (ms)</source>
        <translation>RTT mínimo (ms)</translation>
    </message>
    <message>
        <source>Leaves</source>
        <translation>Leafs</translation>
    </message>
    <message>
        <source>Left (ms)</source>
        <translation>Restante (ms)</translation>
    </message>
    <message>
        <source>Left (s)</source>
        <translation>Restante (s)</translation>
    </message>
    <message>
        <source>Legend of the host pages</source>
        <translation>Leyenda de las páginas del host</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Longitud</translation>
    </message>
    <message>
        <source>Lent</source>
        <translation>Prestada</translation>
    </message>
    <message>
        <source>lent</source>
        <translation>prestada</translation>
    </message>
    <message>
        <source>lent to %1</source>
        <translation>prestada a %1</translation>
    </message>
    <message>
        <source>Let %1 expect AS %2 at %3</source>
        <translation>Hacer que %1 espere el AS %2 en %3</translation>
    </message>
    <message>
        <source>Let %1 have a MAC address of its own</source>
        <translation>Dar a %1 una dirección MAC propia</translation>
    </message>
    <message>
        <source>Let %1 have the BGP neighbour %2</source>
        <translation>Dar a %1 el vecino BGP %2</translation>
    </message>
    <message>
        <source>Let %1 speak %2</source>
        <translation>Hacer que %1 hable %2</translation>
    </message>
    <message>
        <source>Let %1 speak %2 on %3</source>
        <translation>Hacer que %1 hable %2 en %3</translation>
    </message>
    <message>
        <source>Let %1 speak %2 on %3, no longer passive</source>
        <translation>Hacer que %1 hable %2 en %3, ya no pasivo</translation>
    </message>
    <message>
        <source>Let %1 tell of %2 by %3</source>
        <translation>Hacer que %1 anuncie %2 por %3</translation>
    </message>
    <message>
        <source>Let exactly one event happen, then pause</source>
        <translation>Dejar que ocurra exactamente un suceso y pausar</translation>
    </message>
    <message>
        <source>Let the route of %1 to %2 go by %3</source>
        <translation>Llevar la ruta de %1 a %2 por %3</translation>
    </message>
    <message>
        <source>Let time in the lab pass as on the wall</source>
        <translation>Que el tiempo del laboratorio pase como en el reloj de pared</translation>
    </message>
    <message>
        <source>Let time in the lab pass at double speed, at most ×1 where Linux nodes take part</source>
        <translation>Que el tiempo del laboratorio pase al doble de velocidad, como mucho ×1 donde participen nodos Linux</translation>
    </message>
    <message>
        <source>Let time in the lab pass at half the speed</source>
        <translation>Que el tiempo del laboratorio pase a la mitad de velocidad</translation>
    </message>
    <message>
        <source>Let Wireshark's dissectors make the fields of the picked packet</source>
        <translation>Que los disectores de Wireshark hagan los campos del paquete seleccionado</translation>
    </message>
    <message>
        <source>Letters, digits, blanks and “-_.+()”, at most %1.</source>
        <translation>Letras, cifras, espacios y «-_.+()», como mucho %1.</translation>
    </message>
    <message>
        <source>Letters, digits, “-”, “_” and “.” only.</source>
        <translation>Solo letras, cifras, «-», «_» y «.».</translation>
    </message>
    <message>
        <source>Levels below the root</source>
        <translation>Niveles bajo la raíz</translation>
    </message>
    <message>
        <source>Li&amp;ghts of Links</source>
        <translation>Lu&amp;ces de los enlaces</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Light or &amp;Dark</source>
        <translation>Claro u &amp;oscuro</translation>
    </message>
    <message>
        <source>Light or dark colours</source>
        <translation>Colores claros u oscuros</translation>
    </message>
    <message>
        <source>light or dark, for this start.</source>
        <translation>light (claro) o dark (oscuro), para este inicio.</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Línea</translation>
    </message>
    <message>
        <source>Line</source>
        <comment>a drawing</comment>
        <translation>Línea</translation>
    </message>
    <message>
        <source>Line %1, column %2</source>
        <translation>Línea %1, columna %2</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Línea %1: %2</translation>
    </message>
    <message>
        <source>Line numbers</source>
        <translation>Números de línea</translation>
    </message>
    <message>
        <source>Lines %1</source>
        <translation>Líneas %1</translation>
    </message>
    <message>
        <source>Lines of which nodes</source>
        <translation>Líneas de qué nodos</translation>
    </message>
    <message>
        <source>Lines that contain</source>
        <translation>Líneas que contienen</translation>
    </message>
    <message>
        <source>Lines that differ</source>
        <translation>Líneas que difieren</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Enlace</translation>
    </message>
    <message>
        <source>link %1</source>
        <translation>enlace %1</translation>
    </message>
    <message>
        <source>Link %1 and %2</source>
        <translation>Enlazar %1 y %2</translation>
    </message>
    <message>
        <source>Link &amp;end:</source>
        <translation>&amp;Extremo del enlace:</translation>
    </message>
    <message>
        <source>Link Do&amp;wn</source>
        <translation>Enlace &amp;caído</translation>
    </message>
    <message>
        <source>link down</source>
        <translation>enlace caído</translation>
    </message>
    <message>
        <source>Link end</source>
        <translation>Extremo del enlace</translation>
    </message>
    <message>
        <source>Link nodes first: addresses belong to the ends of links.</source>
        <translation>Enlazar primero los nodos: las direcciones son de los extremos de los enlaces.</translation>
    </message>
    <message>
        <source>Link properties</source>
        <translation>Propiedades del enlace</translation>
    </message>
    <message>
        <source>Link state database</source>
        <translation>Base de datos de estado de enlaces</translation>
    </message>
    <message>
        <source>Linked to</source>
        <translation>Enlazado a</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Enlaces</translation>
    </message>
    <message>
        <source>Links (%1)</source>
        <translation>Enlaces (%1)</translation>
    </message>
    <message>
        <source>Links at each</source>
        <translation>Enlaces en cada uno</translation>
    </message>
    <message>
        <source>Links of a new one</source>
        <translation>Enlaces de uno nuevo</translation>
    </message>
    <message>
        <source>links: %1</source>
        <translation>enlaces: %1</translation>
    </message>
    <message>
        <source>Linux Namespace</source>
        <translation>Namespace de Linux</translation>
    </message>
    <message>
        <source>Linux programs and machines live by this computer's clock: %1. Use virtual hosts and routers in their place, or run the lab in real time.</source>
        <translation>Los programas de Linux y las máquinas siguen el reloj de este equipo: %1. Use hosts y routers virtuales en su lugar, o ejecute el laboratorio en tiempo real.</translation>
    </message>
    <message>
        <source>List &amp;Packets</source>
        <translation>Listar los &amp;paquetes</translation>
    </message>
    <message>
        <source>List the packets of the selected links alone; of everything where no link is selected</source>
        <translation>Listar solo los paquetes de los enlaces seleccionados; todos si no hay ninguno</translation>
    </message>
    <message>
        <source>lives outside this network: its table cannot be asked here</source>
        <translation>vive fuera de esta red: su tabla no se puede consultar aquí</translation>
    </message>
    <message>
        <source>Lo&amp;wer</source>
        <translation>&amp;Bajar</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Carga</translation>
    </message>
    <message>
        <source>Load it</source>
        <translation>Cargarla</translation>
    </message>
    <message>
        <source>Local</source>
        <translation>Local</translation>
    </message>
    <message>
        <source>local origin</source>
        <translation>origen local</translation>
    </message>
    <message>
        <source>Local pref.</source>
        <translation type="vanished">Pref. local</translation>
    </message>
    <message>
        <source>Local preference</source>
        <translation>Preferencia local</translation>
    </message>
    <message>
        <source>local preference</source>
        <translation>preferencia local</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Registro</translation>
    </message>
    <message>
        <source>Log lines</source>
        <translation>Líneas del registro</translation>
    </message>
    <message>
        <source>Longer ones that do not match: %1</source>
        <translation>Más largos que no coinciden: %1</translation>
    </message>
    <message>
        <source>Longer prefixes, group %1, its address %2 of 32: %3</source>
        <translation>Prefijos más largos, grupo %1, su dirección %2 de 32: %3</translation>
    </message>
    <message>
        <source>Look at all checks of the running lab, as they will be when their times have come</source>
        <translation>Ver todas las comprobaciones del laboratorio en marcha, como serán cuando llegue su momento</translation>
    </message>
    <message>
        <source>Look at all checks, on a copy of the network that goes on to the time they are meant for</source>
        <translation>Ver todas las comprobaciones, en una copia de la red que avanza hasta el momento previsto</translation>
    </message>
    <message>
        <source>Look up an address: 10.0.2.10</source>
        <translation>Buscar una dirección: 10.0.2.10</translation>
    </message>
    <message>
        <source>Lookup</source>
        <translation>Búsqueda</translation>
    </message>
    <message>
        <source>Loops of switches</source>
        <translation>Bucles de switches</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Pérdida</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>pérdida</translation>
    </message>
    <message>
        <source>Loss, jitter and whatever else is random come from this number</source>
        <translation>La pérdida, la variación y todo lo demás que es aleatorio salen de este número</translation>
    </message>
    <message>
        <source>lost at: %1</source>
        <translation>perdió en: %1</translation>
    </message>
    <message>
        <source>lost by the link's impairment</source>
        <translation>perdido por la degradación del enlace</translation>
    </message>
    <message>
        <source>lost here</source>
        <translation>perdido aquí</translation>
    </message>
    <message>
        <source>lost on the way</source>
        <translation>perdido por el camino</translation>
    </message>
    <message>
        <source>Lower %1</source>
        <translation>Bajar %1</translation>
    </message>
    <message>
        <source>MAC</source>
        <translation>MAC</translation>
    </message>
    <message>
        <source>MAC addresses</source>
        <translation>Direcciones MAC</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Máquina</translation>
    </message>
    <message>
        <source>Make %1 a %2</source>
        <translation>Hacer de %1 un %2</translation>
    </message>
    <message>
        <source>Make %1 the gateway of %2</source>
        <translation>Hacer de %1 la puerta de enlace de %2</translation>
    </message>
    <message>
        <source>Make all %1 like it a %2</source>
        <translation>Hacer de los %1 como este un %2</translation>
    </message>
    <message>
        <source>Make it</source>
        <translation>Crearla</translation>
    </message>
    <message>
        <source>Make this moment the present: the run takes another way from here, and the old one is kept</source>
        <translation>Hacer de este momento el presente: la ejecución toma desde aquí otro camino, y el antiguo se guarda</translation>
    </message>
    <message>
        <source>malformed</source>
        <translation>mal formado</translation>
    </message>
    <message>
        <source>Map of the lab</source>
        <translation>Mapa del laboratorio</translation>
    </message>
    <message>
        <source>maps</source>
        <translation>mapeos</translation>
    </message>
    <message>
        <source>Markdown: **bold**, lists, `code`</source>
        <translation>Markdown: **negrita**, listas, `código`</translation>
    </message>
    <message>
        <source>matches</source>
        <translation>coincide</translation>
    </message>
    <message>
        <source>MED</source>
        <translation>MED</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Memoria</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>memoria</translation>
    </message>
    <message>
        <source>memory of %1</source>
        <translation>memoria de %1</translation>
    </message>
    <message>
        <source>Menu of the canvas</source>
        <translation>Menú del lienzo</translation>
    </message>
    <message>
        <source>Menu of the template</source>
        <translation>Menú de la plantilla</translation>
    </message>
    <message>
        <source>Menus</source>
        <translation>Menús</translation>
    </message>
    <message>
        <source>Messages from it</source>
        <translation>Mensajes de él</translation>
    </message>
    <message>
        <source>Messages refused: %1.</source>
        <translation>Mensajes rechazados: %1.</translation>
    </message>
    <message>
        <source>Messages to it</source>
        <translation>Mensajes a él</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>Métrica</translation>
    </message>
    <message>
        <source>Migration</source>
        <translation>Traslado</translation>
    </message>
    <message>
        <source>missed in %1</source>
        <translation>ausente en %1</translation>
    </message>
    <message>
        <source>Missing and wrong routes</source>
        <translation>Rutas que faltan o son erróneas</translation>
    </message>
    <message>
        <source>Missing gateways</source>
        <translation>Puertas de enlace que faltan</translation>
    </message>
    <message>
        <source>missing: %L1 bytes that no packet brought here</source>
        <translation>faltan %L1 bytes que ningún paquete trajo aquí</translation>
    </message>
    <message>
        <source>Mistake in the configuration</source>
        <translation>Error en la configuración</translation>
    </message>
    <message>
        <source>Mistakes in the configuration</source>
        <translation>Errores en la configuración</translation>
    </message>
    <message>
        <source>Mistakes: %1. The lab cannot run until they are mended.</source>
        <translation>Errores: %1. El laboratorio no puede ejecutarse hasta corregirlos.</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Modo</translation>
    </message>
    <message>
        <source>mode</source>
        <translation>modo</translation>
    </message>
    <message>
        <source>Moment shown, and how far the run has come</source>
        <translation>Momento mostrado, y hasta dónde ha llegado la ejecución</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>More of This Row</source>
        <translation>Más de esta fila</translation>
    </message>
    <message>
        <source>Move %1</source>
        <translation>Mover %1</translation>
    </message>
    <message>
        <source>Move the picked connection to another host, in the middle of what it does</source>
        <translation>Trasladar la conexión seleccionada a otro host, en medio de lo que hace</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>Trasladar a</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>trasladada</translation>
    </message>
    <message>
        <source>Moved nodes go to the grid; hold Alt to place them freely</source>
        <translation>Los nodos movidos van a la cuadrícula; con Alt se colocan libremente</translation>
    </message>
    <message>
        <source>Moves</source>
        <translation>Traslados</translation>
    </message>
    <message>
        <source>Moves (%1)</source>
        <translation>Traslados (%1)</translation>
    </message>
    <message>
        <source>MTU</source>
        <translation>MTU</translation>
    </message>
    <message>
        <source>Multi-exit discriminator: which of its entrances a neighbouring AS prefers</source>
        <translation>Multi-exit discriminator: cuál de sus entradas prefiere un AS vecino</translation>
    </message>
    <message>
        <source>Multiply all these moments, for a slow or busy computer.</source>
        <translation>Multiplica todos estos momentos, para un ordenador lento u ocupado.</translation>
    </message>
    <message>
        <source>My templates</source>
        <translation>Mis plantillas</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Name of the template</source>
        <translation>Nombre de la plantilla</translation>
    </message>
    <message>
        <source>Name, kind, address, text…</source>
        <translation>Nombre, clase, dirección, texto…</translation>
    </message>
    <message>
        <source>Names of nodes</source>
        <translation>Nombres de los nodos</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Espacio de nombres</translation>
    </message>
    <message>
        <source>Nearest, but not matching: %1</source>
        <translation>El más cercano, pero no coincide: %1</translation>
    </message>
    <message>
        <source>neighbor IP</source>
        <translation>IP del vecino</translation>
    </message>
    <message>
        <source>Neighbour</source>
        <translation>Vecino</translation>
    </message>
    <message>
        <source>neighbour queue full</source>
        <translation>cola del vecino llena</translation>
    </message>
    <message>
        <source>neighbour unreachable</source>
        <translation>vecino inalcanzable</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>Vecinos</translation>
    </message>
    <message>
        <source>Neighbours of RIP</source>
        <translation>Vecinos de RIP</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Red</translation>
    </message>
    <message>
        <source>network</source>
        <translation>red</translation>
    </message>
    <message>
        <source>network %1</source>
        <translation>red %1</translation>
    </message>
    <message>
        <source>network /%1, routers on it: %2</source>
        <translation>red /%1, routers en ella: %2</translation>
    </message>
    <message>
        <source>Network that new ones are taken from</source>
        <translation>Red de la que se toman las nuevas</translation>
    </message>
    <message>
        <source>network type</source>
        <translation>tipo de red</translation>
    </message>
    <message>
        <source>Network, interface</source>
        <translation>Red, interfaz</translation>
    </message>
    <message>
        <source>Networks (2)</source>
        <translation>Redes (2)</translation>
    </message>
    <message>
        <source>Networks and their interfaces</source>
        <translation>Redes y sus interfaces</translation>
    </message>
    <message>
        <source>Networks of other areas (3)</source>
        <translation>Redes de otras áreas (3)</translation>
    </message>
    <message>
        <source>Networks outside (5)</source>
        <translation>Redes externas (5)</translation>
    </message>
    <message>
        <source>Networks outside, of this area (7)</source>
        <translation>Redes externas, de esta área (7)</translation>
    </message>
    <message>
        <source>new</source>
        <translation>nueva</translation>
    </message>
    <message>
        <source>New from &amp;Generator…</source>
        <translation>Nuevo desde un &amp;generador…</translation>
    </message>
    <message>
        <source>New from a generator</source>
        <translation>Nuevo desde un generador</translation>
    </message>
    <message>
        <source>New keys: press them here</source>
        <translation>Teclas nuevas: pulsarlas aquí</translation>
    </message>
    <message>
        <source>New name of %1</source>
        <translation>Nombre nuevo de %1</translation>
    </message>
    <message>
        <source>newer</source>
        <translation>más reciente</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Siguiente</translation>
    </message>
    <message>
        <source>Next &amp;Change of This Table</source>
        <translation>Siguiente &amp;cambio de esta tabla</translation>
    </message>
    <message>
        <source>Next &amp;Mistake in the Configuration</source>
        <translation>Siguiente &amp;error en la configuración</translation>
    </message>
    <message>
        <source>Next (Return)</source>
        <translation>Siguiente (Intro)</translation>
    </message>
    <message>
        <source>Next (Return, F3)</source>
        <translation>Siguiente (Intro, F3)</translation>
    </message>
    <message>
        <source>Next difference</source>
        <translation>Diferencia siguiente</translation>
    </message>
    <message>
        <source>Next hop</source>
        <translation>Siguiente salto</translation>
    </message>
    <message>
        <source>Next hops</source>
        <translation>Siguientes saltos</translation>
    </message>
    <message>
        <source>Next Pack&amp;et Here</source>
        <translation>Siguiente paque&amp;te aquí</translation>
    </message>
    <message>
        <source>Next S&amp;tep of the Guide</source>
        <translation>Siguiente &amp;paso de la guía</translation>
    </message>
    <message>
        <source>no</source>
        <translation>no</translation>
    </message>
    <message>
        <source>No answer.</source>
        <translation>Sin respuesta.</translation>
    </message>
    <message>
        <source>No buffer</source>
        <translation>Sin búfer</translation>
    </message>
    <message>
        <source>no buffer</source>
        <translation>sin búfer</translation>
    </message>
    <message>
        <source>No capture runs</source>
        <translation>No hay capturas en marcha</translation>
    </message>
    <message>
        <source>No capture runs. Start one here, or from the menu of a link.</source>
        <translation>No hay capturas en marcha. Iniciar una aquí, o desde el menú de un enlace.</translation>
    </message>
    <message>
        <source>No connection has moved yet.
Pick one under “Connections” and move it.</source>
        <translation>Todavía no se ha trasladado ninguna conexión.
Elegir una en «Conexiones» y trasladarla.</translation>
    </message>
    <message>
        <source>No connection of a service is open at this moment. As soon as a client opens one it stands here, and can be moved.</source>
        <translation>En este momento no hay abierta ninguna conexión de un servicio. En cuanto un cliente abra una, aparecerá aquí y se podrá trasladar.</translation>
    </message>
    <message>
        <source>No console is open</source>
        <translation>No hay ninguna consola abierta</translation>
    </message>
    <message>
        <source>No difference.</source>
        <translation>Sin diferencias.</translation>
    </message>
    <message>
        <source>No engine is running.</source>
        <translation>No hay ningún motor en marcha.</translation>
    </message>
    <message>
        <source>No Keys</source>
        <translation>Sin teclas</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Sin límite</translation>
    </message>
    <message>
        <source>no link</source>
        <translation>sin enlace</translation>
    </message>
    <message>
        <source>no path can be used</source>
        <translation>ninguna ruta es utilizable</translation>
    </message>
    <message>
        <source>No problem</source>
        <translation>Ningún problema</translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>Ningún problema</translation>
    </message>
    <message>
        <source>No problems: this lab can run.</source>
        <translation>Ningún problema: este laboratorio se puede ejecutar.</translation>
    </message>
    <message>
        <source>no program waits for it</source>
        <translation>ningún programa lo espera</translation>
    </message>
    <message>
        <source>no route</source>
        <translation>sin ruta</translation>
    </message>
    <message>
        <source>no route of its own: ways part here</source>
        <translation>sin ruta propia: aquí se separan los caminos</translation>
    </message>
    <message>
        <source>no route to the destination</source>
        <translation>sin ruta al destino</translation>
    </message>
    <message>
        <source>No route would change.</source>
        <translation>No cambiaría ninguna ruta.</translation>
    </message>
    <message>
        <source>no route: dropped, and the sender told</source>
        <translation>sin ruta: descartado, y se avisa al remitente</translation>
    </message>
    <message>
        <source>No router has a configuration.</source>
        <translation>Ningún router tiene configuración.</translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation>Ningún ajuste tiene estas palabras.</translation>
    </message>
    <message>
        <source>no socket</source>
        <translation>sin socket</translation>
    </message>
    <message>
        <source>No spanning tree: a loop of switches would carry frames for ever.</source>
        <translation>Sin árbol de expansión: un bucle de conmutadores haría circular las tramas para siempre.</translation>
    </message>
    <message>
        <source>No station is known</source>
        <translation>No se conoce ninguna estación</translation>
    </message>
    <message>
        <source>no timer: its own</source>
        <translation>sin temporizador: la propia</translation>
    </message>
    <message>
        <source>no translation</source>
        <translation>sin traducción</translation>
    </message>
    <message>
        <source>no translation of its address (NAT)</source>
        <translation>sin traducción de su dirección (NAT)</translation>
    </message>
    <message>
        <source>No viewer for the screen is installed: sudo apt install tigervnc-viewer (or virt-viewer). The screen is at %1</source>
        <translation>No hay ningún visor para la pantalla: sudo apt install tigervnc-viewer (o virt-viewer). La pantalla está en %1</translation>
    </message>
    <message>
        <source>No way on: %1</source>
        <translation>No hay camino: %1</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation type="vanished">nadie</translation>
    </message>
    <message>
        <source>nobody has it</source>
        <translation>nadie la tiene</translation>
    </message>
    <message>
        <source>nobody on the way has the address, so nobody answers</source>
        <translation>nadie en el camino tiene la dirección, así que nadie responde</translation>
    </message>
    <message>
        <source>nobody there has the address: dropped</source>
        <translation>nadie allí tiene la dirección: descartado</translation>
    </message>
    <message>
        <source>nobody there speaks its protocol</source>
        <translation>nadie allí habla su protocolo</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Nodo</translation>
    </message>
    <message>
        <source>Node kinds</source>
        <translation>Clases de nodos</translation>
    </message>
    <message>
        <source>Node properties</source>
        <translation>Propiedades del nodo</translation>
    </message>
    <message>
        <source>node stopped</source>
        <translation>nodo parado</translation>
    </message>
    <message>
        <source>Nodes and notes by a word of their name, kind, addresses or text</source>
        <translation>Nodos y notas por una palabra de su nombre, clase, direcciones o texto</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>none counts</source>
        <translation>no cuenta ninguna</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Todavía ninguno</translation>
    </message>
    <message>
        <source>none, as 0</source>
        <translation>ninguno, cuenta como 0</translation>
    </message>
    <message>
        <source>none, which is the worst</source>
        <translation>ninguno, cuenta como el peor</translation>
    </message>
    <message>
        <source>none: from this AS</source>
        <translation type="vanished">ninguna: de este AS</translation>
    </message>
    <message>
        <source>none: the forwarder reads itself</source>
        <translation>ninguno: el propio reenviador lee</translation>
    </message>
    <message>
        <source>none: the tiny guest system</source>
        <translation>ninguna: el sistema invitado diminuto</translation>
    </message>
    <message>
        <source>not at all</source>
        <translation>en absoluto</translation>
    </message>
    <message>
        <source>not chosen</source>
        <translation>no elegido</translation>
    </message>
    <message>
        <source>not chosen, though it would win at: %1</source>
        <translation>no elegido, aunque ganaría en: %1</translation>
    </message>
    <message>
        <source>not chosen, though no step tells it from the best</source>
        <translation>no elegido, aunque ningún paso lo distingue del mejor</translation>
    </message>
    <message>
        <source>not for us</source>
        <translation>no es para nosotros</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>no encontrado</translation>
    </message>
    <message>
        <source>not looked at</source>
        <translation>no se mira</translation>
    </message>
    <message>
        <source>not looked at yet</source>
        <translation>aún sin mirar</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>todavía no</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>note</source>
        <translation>nota</translation>
    </message>
    <message>
        <source>Note down the moment that is shown</source>
        <translation>Anotar el momento que se muestra</translation>
    </message>
    <message>
        <source>nothing can follow</source>
        <translation>no puede seguir nada</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>Todavía no ha pasado nada.</translation>
    </message>
    <message>
        <source>Nothing here is a number that can be plotted</source>
        <translation>Aquí no hay ningún número que se pueda representar</translation>
    </message>
    <message>
        <source>Nothing is longer here: %1</source>
        <translation>Aquí no hay nada más largo: %1</translation>
    </message>
    <message>
        <source>Nothing is plotted yet. “Add Plot…” offers everything with a number: rates, losses and queues of links, windows and round trips of connections, counters of interfaces, how long routes have stood, processor time. Any other number: “Plot” in its menu, in the table where it stands.</source>
        <translation>Aún no hay ninguna gráfica. «Añadir gráfica…» ofrece todo lo que tiene un número: tasas, pérdidas y colas de enlaces, ventanas y tiempos de ida y vuelta de conexiones, contadores de interfaces, cuánto llevan las rutas sin cambiar, tiempo de procesador. Cualquier otro número: «Representar» en su menú, en la tabla donde está.</translation>
    </message>
    <message>
        <source>Nothing is plotted yet. “Add Plot…” offers everything with a number: rates, losses and queues of links, windows and round trips of connections, how long routes have stood, processor time of guests.</source>
        <translation type="vanished">Todavía no hay gráficas. «Añadir gráfica…» ofrece todo lo que tiene un número: tasas, pérdidas y colas de enlaces, ventanas e idas y vueltas de conexiones, cuánto llevan en pie las rutas, tiempo de procesador de los invitados.</translation>
    </message>
    <message>
        <source>Nothing keeps this lab from running.</source>
        <translation>Nada impide que este laboratorio se ejecute.</translation>
    </message>
    <message>
        <source>Nothing passes in this direction</source>
        <translation>En este sentido no pasa nada</translation>
    </message>
    <message>
        <source>nothing tells them apart</source>
        <translation>nada los distingue</translation>
    </message>
    <message>
        <source>Nothing there, and no default route</source>
        <translation>Nada ahí, y sin ruta por defecto</translation>
    </message>
    <message>
        <source>Nothing there: the default route beside it, group %1</source>
        <translation>Nada ahí: la ruta por defecto al lado, grupo %1</translation>
    </message>
    <message>
        <source>nothing to decide: there is no other path</source>
        <translation>nada que decidir: no hay otra ruta</translation>
    </message>
    <message>
        <source>Nothing to plot yet</source>
        <translation>Nada en gráfica todavía</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>Aviso</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>Avisos</translation>
    </message>
    <message>
        <source>Of its rows the first %1 were.</source>
        <translation>De sus filas se anotaron las primeras %1.</translation>
    </message>
    <message>
        <source>Of menus, docks and dialogs; counts from the next start</source>
        <translation>De menús, paneles y diálogos; vale desde el próximo inicio</translation>
    </message>
    <message>
        <source>Of the picked shapes among the others</source>
        <translation>De las formas seleccionadas entre las demás</translation>
    </message>
    <message>
        <source>Offers</source>
        <translation>Ofertas</translation>
    </message>
    <message>
        <source>older external path</source>
        <translation>camino externo más antiguo</translation>
    </message>
    <message>
        <source>On a plane, connected; the nearer two routers are the likelier they are linked.</source>
        <translation>En un plano, conexa; cuanto más cerca están dos routers, más probable es su enlace.</translation>
    </message>
    <message>
        <source>One below the other</source>
        <translation>Una debajo de otra</translation>
    </message>
    <message>
        <source>One bit of a packet is flipped with this probability</source>
        <translation>Un bit de un paquete se invierte con esta probabilidad</translation>
    </message>
    <message>
        <source>One in the middle, linked to all others.</source>
        <translation>Uno en el centro, enlazado con todos los demás.</translation>
    </message>
    <message>
        <source>One router behind the other.</source>
        <translation>Un router detrás de otro.</translation>
    </message>
    <message>
        <source>one to the next</source>
        <translation>uno con el siguiente</translation>
    </message>
    <message>
        <source>Opaque, everywhere (11)</source>
        <translation>Opacos, en todas partes (11)</translation>
    </message>
    <message>
        <source>Opaque, of a link (9)</source>
        <translation>Opacos, de un enlace (9)</translation>
    </message>
    <message>
        <source>Opaque, of the area (10)</source>
        <translation>Opacos, del área (10)</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>Abrir %1</translation>
    </message>
    <message>
        <source>Open &amp;Console</source>
        <translation>Abrir la &amp;consola</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>Abrir &amp;recientes</translation>
    </message>
    <message>
        <source>Open a &amp;Guest's Console</source>
        <translation>Abrir la consola de un &amp;invitado</translation>
    </message>
    <message>
        <source>Open a &amp;Sample Lab</source>
        <translation>Abrir un laboratorio de &amp;ejemplo</translation>
    </message>
    <message>
        <source>Open a lab</source>
        <translation>Abrir un laboratorio</translation>
    </message>
    <message>
        <source>Open Another S&amp;hell</source>
        <translation>Abrir otro s&amp;hell</translation>
    </message>
    <message>
        <source>Open in &amp;Wireshark</source>
        <translation>Abrir en &amp;Wireshark</translation>
    </message>
    <message>
        <source>Open in Wireshark</source>
        <translation>Abrir en Wireshark</translation>
    </message>
    <message>
        <source>Open one more shell on the selected namespace node</source>
        <translation>Abrir otro shell en el nodo de espacio de nombres seleccionado</translation>
    </message>
    <message>
        <source>Open Recor&amp;d…</source>
        <translation>Abrir &amp;grabación…</translation>
    </message>
    <message>
        <source>Open Record</source>
        <translation>Abrir grabación</translation>
    </message>
    <message>
        <source>Open Scree&amp;n</source>
        <translation>Abrir la pa&amp;ntalla</translation>
    </message>
    <message>
        <source>Open the capture's file</source>
        <translation>Abrir el archivo de la captura</translation>
    </message>
    <message>
        <source>Open the configuration editor</source>
        <translation>Abrir el editor de configuración</translation>
    </message>
    <message>
        <source>Open the console of a guest of the selected hypervisor</source>
        <translation>Abrir la consola de un invitado del hipervisor seleccionado</translation>
    </message>
    <message>
        <source>Open the console of the selected node</source>
        <translation>Abrir la consola del nodo seleccionado</translation>
    </message>
    <message>
        <source>Open the selected capture's file in Wireshark</source>
        <translation>Abrir en Wireshark el archivo de la captura seleccionada</translation>
    </message>
    <message>
        <source>Open the selected packets in Wireshark</source>
        <translation>Abrir en Wireshark los paquetes seleccionados</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Origen</translation>
    </message>
    <message>
        <source>origin</source>
        <translation>origen</translation>
    </message>
    <message>
        <source>Originator</source>
        <translation>Originador</translation>
    </message>
    <message>
        <source>OSPF</source>
        <translation>OSPF</translation>
    </message>
    <message>
        <source>OSPF cost</source>
        <translation>Coste OSPF</translation>
    </message>
    <message>
        <source>OSPF costs of the ends of links</source>
        <translation>Costes OSPF de los extremos de los enlaces</translation>
    </message>
    <message>
        <source>OSPF database</source>
        <translation>Base de datos de OSPF</translation>
    </message>
    <message>
        <source>OSPF in one area</source>
        <translation>OSPF en un área</translation>
    </message>
    <message>
        <source>OSPF interfaces and neighbours</source>
        <translation>Interfaces y vecinos OSPF</translation>
    </message>
    <message>
        <source>OSPF neighbours</source>
        <translation>Vecinos de OSPF</translation>
    </message>
    <message>
        <source>OSPF's shortest paths</source>
        <translation>Caminos más cortos de OSPF</translation>
    </message>
    <message>
        <source>OSPF, and BGP with route reflectors</source>
        <translation>OSPF, y BGP con reflectores de rutas</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Otros</translation>
    </message>
    <message>
        <source>Out by</source>
        <translation>Sale por</translation>
    </message>
    <message>
        <source>Out of reach</source>
        <translation>Fuera de alcance</translation>
    </message>
    <message>
        <source>Out ring</source>
        <translation>Anillo de salida</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Output of %1</source>
        <translation>Salida de %1</translation>
    </message>
    <message>
        <source>outside gone</source>
        <translation>fuera ya no hay nadie</translation>
    </message>
    <message>
        <source>over</source>
        <translation>sobre</translation>
    </message>
    <message>
        <source>own</source>
        <translation>propio</translation>
    </message>
    <message>
        <source>own AS</source>
        <translation>AS propio</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Propietario</translation>
    </message>
    <message>
        <source>Packet</source>
        <translation>Paquete</translation>
    </message>
    <message>
        <source>Packet list</source>
        <translation>Lista de paquetes</translation>
    </message>
    <message>
        <source>Packets</source>
        <translation>Paquetes</translation>
    </message>
    <message>
        <source>Packets dropped meanwhile: %1.</source>
        <translation>Paquetes descartados entretanto: %1.</translation>
    </message>
    <message>
        <source>Packets have the colour of their conversation, not of their protocol; the legend follows</source>
        <translation>Los paquetes tienen el color de su conversación, no el de su protocolo; la leyenda lo sigue</translation>
    </message>
    <message>
        <source>Packets in</source>
        <translation>Paquetes entrantes</translation>
    </message>
    <message>
        <source>Packets out</source>
        <translation>Paquetes salientes</translation>
    </message>
    <message>
        <source>Packets ←</source>
        <translation>Paquetes ←</translation>
    </message>
    <message>
        <source>Packets →</source>
        <translation>Paquetes →</translation>
    </message>
    <message>
        <source>page cleared</source>
        <translation>página borrada</translation>
    </message>
    <message>
        <source>page listed in the DMA table</source>
        <translation>página inscrita en la tabla DMA</translation>
    </message>
    <message>
        <source>page mapped into another guest, too</source>
        <translation>página mapeada también en otro invitado</translation>
    </message>
    <message>
        <source>page mapped into the guest</source>
        <translation>página mapeada en el invitado</translation>
    </message>
    <message>
        <source>page unmapped</source>
        <translation>página desmapeada</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
    <message>
        <source>Pages by what they are used for</source>
        <translation>Páginas según su uso</translation>
    </message>
    <message>
        <source>Pages cleared</source>
        <translation>Páginas borradas</translation>
    </message>
    <message>
        <source>pages cleared</source>
        <translation>páginas borradas</translation>
    </message>
    <message>
        <source>Pages mapped</source>
        <translation>Páginas asignadas</translation>
    </message>
    <message>
        <source>Pages unmapped</source>
        <translation>Páginas desasignadas</translation>
    </message>
    <message>
        <source>Palette</source>
        <translation>Paleta</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>superada</translation>
    </message>
    <message>
        <source>Passed: %1</source>
        <translation>Superada: %1</translation>
    </message>
    <message>
        <source>passive: no hellos</source>
        <translation>pasiva: sin hellos</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Pegar</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Camino</translation>
    </message>
    <message>
        <source>Path between two nodes</source>
        <translation>Camino entre dos nodos</translation>
    </message>
    <message>
        <source>Path, hop by hop</source>
        <translation>Camino, salto a salto</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausa</translation>
    </message>
    <message>
        <source>pause</source>
        <translation>pausa</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>en pausa</translation>
    </message>
    <message>
        <source>Paused: %1</source>
        <translation>En pausa: %1</translation>
    </message>
    <message>
        <source>Peer</source>
        <translation>Par</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Fase</translation>
    </message>
    <message>
        <source>Phases</source>
        <translation>Fases</translation>
    </message>
    <message>
        <source>Phases of the move</source>
        <translation>Fases del traslado</translation>
    </message>
    <message>
        <source>Pick a connection: its windows, its round trips and its sequence graph stand here.</source>
        <translation>Elegir una conexión: aquí están sus ventanas, sus idas y vueltas y su gráfica de secuencia.</translation>
    </message>
    <message>
        <source>Pick a node</source>
        <translation>Elegir un nodo</translation>
    </message>
    <message>
        <source>Pick a node or a link to edit it here.</source>
        <translation>Seleccionar un nodo o un enlace para editarlo aquí.</translation>
    </message>
    <message>
        <source>Pick a node, or the link at an end.</source>
        <translation type="vanished">Seleccionar un nodo, o el enlace en un extremo.</translation>
    </message>
    <message>
        <source>Pick a node, several, or the link at an end.</source>
        <translation>Elegir un nodo, varios o el enlace de un extremo.</translation>
    </message>
    <message>
        <source>Pick a packet of TCP or UDP and follow its stream to read it here.</source>
        <translation>Elija un paquete de TCP o UDP y siga su flujo para leerlo aquí.</translation>
    </message>
    <message>
        <source>Pick a page, or follow the latest packet.</source>
        <translation>Elegir una página, o seguir el último paquete.</translation>
    </message>
    <message>
        <source>Pick a page: where it goes is drawn here.</source>
        <translation>Elegir una página: aquí se dibuja adónde va.</translation>
    </message>
    <message>
        <source>Pick a router</source>
        <translation>Elegir un router</translation>
    </message>
    <message>
        <source>Pick an action first.</source>
        <translation>Elegir primero una acción.</translation>
    </message>
    <message>
        <source>Pick and move</source>
        <translation>Seleccionar y mover</translation>
    </message>
    <message>
        <source>Picked: %1</source>
        <translation>Seleccionado: %1</translation>
    </message>
    <message>
        <source>Picked: %1 nodes and %2 links</source>
        <translation>Seleccionado: %1 nodos y %2 enlaces</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.svg *.webp *.gif)</source>
        <translation>Imágenes (*.png *.jpg *.jpeg *.svg *.webp *.gif)</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>Imágenes (*.png)</translation>
    </message>
    <message>
        <source>Pictures of the move</source>
        <translation>Imágenes del traslado</translation>
    </message>
    <message>
        <source>Place of the cursor</source>
        <translation>Lugar del cursor</translation>
    </message>
    <message>
        <source>Placeholder</source>
        <translation>Marcador de posición</translation>
    </message>
    <message>
        <source>Plot &amp;Queue</source>
        <translation>Gráfica de la &amp;cola</translation>
    </message>
    <message>
        <source>Plot &amp;Rate</source>
        <translation>Gráfica de la &amp;tasa</translation>
    </message>
    <message>
        <source>Plot a link, a node, a connection or the whole network</source>
        <translation type="vanished">Gráfica de un enlace, un nodo, una conexión o toda la red</translation>
    </message>
    <message>
        <source>Plot a link, a node, a connection or the whole network over the time of the lab</source>
        <translation>Gráfica de un enlace, un nodo, una conexión o toda la red en el tiempo del laboratorio</translation>
    </message>
    <message>
        <source>Plot a link, a node, a connection, a number of a table or the whole network</source>
        <translation>Representar un enlace, un nodo, una conexión, un número de una tabla o toda la red</translation>
    </message>
    <message>
        <source>Plot Con&amp;vergence</source>
        <translation>Gráfica de la con&amp;vergencia</translation>
    </message>
    <message>
        <source>Plot for how long the routes of the selected nodes have stood</source>
        <translation>Gráfica de cuánto llevan en pie las rutas de los nodos seleccionados</translation>
    </message>
    <message>
        <source>Plot L&amp;oss</source>
        <translation>Gráfica de la &amp;pérdida</translation>
    </message>
    <message>
        <source>Plot this connection in the Plots dock, whatever is picked here</source>
        <translation>Dibujar esta conexión en el panel Gráficas, sea cual sea la selección</translation>
    </message>
    <message>
        <source>Plot this of the selected links, both ways, in the Plots dock</source>
        <translation>Dibujar esto de los enlaces seleccionados, en ambos sentidos, en el panel Gráficas</translation>
    </message>
    <message>
        <source>Plot “%1”</source>
        <translation>Representar «%1»</translation>
    </message>
    <message>
        <source>Plot “%1” per Second</source>
        <translation>Representar «%1» por segundo</translation>
    </message>
    <message>
        <source>Plots</source>
        <translation>Gráficas</translation>
    </message>
    <message>
        <source>PNG picture (*.png);;SVG drawing (*.svg);;PDF document (*.pdf)</source>
        <translation>Imagen PNG (*.png);;Dibujo SVG (*.svg);;Documento PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Pods</source>
        <translation>Pods</translation>
    </message>
    <message>
        <source>Point-to-point</source>
        <translation>Punto a punto</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Puntos</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Puerto</translation>
    </message>
    <message>
        <source>port</source>
        <translation>puerto</translation>
    </message>
    <message>
        <source>port %1</source>
        <translation>puerto %1</translation>
    </message>
    <message>
        <source>port down</source>
        <translation>puerto caído</translation>
    </message>
    <message>
        <source>Port inside</source>
        <translation>Puerto interior</translation>
    </message>
    <message>
        <source>Port outside</source>
        <translation>Puerto exterior</translation>
    </message>
    <message>
        <source>Ports</source>
        <translation>Puertos</translation>
    </message>
    <message>
        <source>Ports and tree</source>
        <translation>Puertos y árbol</translation>
    </message>
    <message>
        <source>Ports of the switch</source>
        <translation>Puertos del conmutador</translation>
    </message>
    <message>
        <source>Pr&amp;operties</source>
        <translation>Pr&amp;opiedades</translation>
    </message>
    <message>
        <source>Pre&amp;ferences</source>
        <translation>Pre&amp;ferencias</translation>
    </message>
    <message>
        <source>Pref.</source>
        <translation>Pref.</translation>
    </message>
    <message>
        <source>preference</source>
        <translation>preferencia</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>Preferencias</translation>
    </message>
    <message>
        <source>Prefix</source>
        <translation>Prefijo</translation>
    </message>
    <message>
        <source>Prefix matched</source>
        <translation>Prefijo que coincide</translation>
    </message>
    <message>
        <source>Prefix, path</source>
        <translation>Prefijo, ruta</translation>
    </message>
    <message>
        <source>Prefixes from it</source>
        <translation>Prefijos de él</translation>
    </message>
    <message>
        <source>Prefixes to it</source>
        <translation>Prefijos a él</translation>
    </message>
    <message>
        <source>Prefixes: %1. </source>
        <translation>Prefijos: %1. </translation>
    </message>
    <message>
        <source>Press on the edge of a node and release on another: they are linked. Drag to move, turn the wheel to zoom. Ctrl+Z undoes everything.</source>
        <translation>Pulsar en el borde de un nodo y soltar en otro: quedan enlazados. Arrastrar mueve, la rueda amplía. Ctrl+Z deshace todo.</translation>
    </message>
    <message>
        <source>Press Run</source>
        <translation>Ejecutar</translation>
    </message>
    <message>
        <source>Press the keys here</source>
        <translation>Pulsar las teclas aquí</translation>
    </message>
    <message>
        <source>Preview of the network</source>
        <translation>Vista previa de la red</translation>
    </message>
    <message>
        <source>Previous (Shift+F3)</source>
        <translation>Anterior (Mayús+F3)</translation>
    </message>
    <message>
        <source>Previous (Shift+Return)</source>
        <translation>Anterior (Mayús+Intro)</translation>
    </message>
    <message>
        <source>Previous difference</source>
        <translation>Diferencia anterior</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Imprimir</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Prioridad</translation>
    </message>
    <message>
        <source>priority</source>
        <translation>prioridad</translation>
    </message>
    <message>
        <source>Probes</source>
        <translation>Sondas</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problema</translation>
    </message>
    <message>
        <source>Problem with the guests</source>
        <translation>Problema con los invitados</translation>
    </message>
    <message>
        <source>Problem with the interfaces</source>
        <translation>Problema con las interfaces</translation>
    </message>
    <message>
        <source>Problem with the ports</source>
        <translation>Problema con los puertos</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Problemas</translation>
    </message>
    <message>
        <source>Problems for the Student to Find</source>
        <translation>Problemas que debe encontrar el estudiante</translation>
    </message>
    <message>
        <source>Problems for the student to find: %1</source>
        <translation>Problemas que debe encontrar el estudiante: %1</translation>
    </message>
    <message>
        <source>Problems of the lab</source>
        <translation>Problemas del laboratorio</translation>
    </message>
    <message>
        <source>Problems of these kinds are not said before the student asks for them. Errors always are.</source>
        <translation>Los problemas de estas clases no se dicen hasta que se preguntan. Los errores se dicen siempre.</translation>
    </message>
    <message>
        <source>Problems to find</source>
        <translation>Problemas por encontrar</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>Proceso</translation>
    </message>
    <message>
        <source>processor time</source>
        <translation>tiempo de procesador</translation>
    </message>
    <message>
        <source>Processor time (ms)</source>
        <translation>Tiempo de procesador (ms)</translation>
    </message>
    <message>
        <source>Processor time (ns)</source>
        <translation>Tiempo de procesador (ns)</translation>
    </message>
    <message>
        <source>Processor time of the guests</source>
        <translation>Tiempo de procesador de los invitados</translation>
    </message>
    <message>
        <source>Processor time on this computer</source>
        <translation>Tiempo de procesador en este equipo</translation>
    </message>
    <message>
        <source>Processors</source>
        <translation>Procesadores</translation>
    </message>
    <message>
        <source>processors</source>
        <translation>procesadores</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programa</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>Programas</translation>
    </message>
    <message>
        <source>Programs by node</source>
        <translation>Programas por nodo</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>Propiedades</translation>
    </message>
    <message>
        <source>Properties of what is picked</source>
        <translation>Propiedades de lo seleccionado</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protocolo</translation>
    </message>
    <message>
        <source>Put %1 on layer %2</source>
        <translation>Poner %1 en la capa %2</translation>
    </message>
    <message>
        <source>Put all docks back where they were at the very first start</source>
        <translation>Devolver todos los paneles a donde estaban en el primer inicio</translation>
    </message>
    <message>
        <source>Put the keyboard on the canvas</source>
        <translation>Llevar el teclado al lienzo</translation>
    </message>
    <message>
        <source>Put the keyboard on the time line: arrows go back and forth</source>
        <translation>Llevar el teclado a la línea de tiempo: las flechas van adelante y atrás</translation>
    </message>
    <message>
        <source>Put the picked node into the palette, to be placed again</source>
        <translation>Poner el nodo seleccionado en la paleta, para colocarlo de nuevo</translation>
    </message>
    <message>
        <source>Put the picked nodes into a group that folds into one</source>
        <translation>Poner los nodos seleccionados en un grupo que se pliega en uno</translation>
    </message>
    <message>
        <source>Put the picked shapes on this layer</source>
        <translation type="vanished">Poner las formas seleccionadas en esta capa</translation>
    </message>
    <message>
        <source>Put this line into the console of %1; Return runs it</source>
        <translation>Poner esta línea en la consola de %1; Intro la ejecuta</translation>
    </message>
    <message>
        <source>Put what is picked on this layer</source>
        <translation>Poner lo seleccionado en esta capa</translation>
    </message>
    <message>
        <source>Puts all docks back where they were at the very first start</source>
        <translation>Devuelve todos los paneles a donde estaban en el primer inicio</translation>
    </message>
    <message>
        <source>QEMU Machine</source>
        <translation>Máquina QEMU</translation>
    </message>
    <message>
        <source>Qt %1</source>
        <translation>Qt %1</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Cola</translation>
    </message>
    <message>
        <source>queue</source>
        <translation>cola</translation>
    </message>
    <message>
        <source>queue full</source>
        <translation>cola llena</translation>
    </message>
    <message>
        <source>Queue in packets</source>
        <translation>Cola en paquetes</translation>
    </message>
    <message>
        <source>Queued bytes</source>
        <translation>Bytes en cola</translation>
    </message>
    <message>
        <source>Queued packets</source>
        <translation>Paquetes en cola</translation>
    </message>
    <message>
        <source>Raise %1</source>
        <translation>Subir %1</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>Aleatoria</translation>
    </message>
    <message>
        <source>Range and export of the plots</source>
        <translation>Rango y exportación de las gráficas</translation>
    </message>
    <message>
        <source>ranks</source>
        <translation>rangos</translation>
    </message>
    <message>
        <source>Rapid</source>
        <translation>Rapid</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Tasa</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>tasa</translation>
    </message>
    <message>
        <source>rate limited</source>
        <translation>tasa limitada</translation>
    </message>
    <message>
        <source>Re&amp;view and Apply the Configuration</source>
        <translation>Re&amp;visar y aplicar la configuración</translation>
    </message>
    <message>
        <source>Re-plug %1</source>
        <translation>Reconectar %1</translation>
    </message>
    <message>
        <source>Reached by</source>
        <translation>Alcanzado por</translation>
    </message>
    <message>
        <source>Real packets flow along the links. Pause, step, slow down; double-click a node for its console.</source>
        <translation>Paquetes reales fluyen por los enlaces. Pausar, ir paso a paso, ralentizar; doble clic en un nodo abre su consola.</translation>
    </message>
    <message>
        <source>Real Ti&amp;me</source>
        <translation>Tiempo r&amp;eal</translation>
    </message>
    <message>
        <source>Really stored as 524,288 groups of 32 networks and one leaf for each run of equal next hops (%1): two reads, four inside a /24 that has longer prefixes.</source>
        <translation>Guardada de verdad como 524.288 grupos de 32 redes y una hoja por cada serie de siguientes saltos iguales (%1): dos lecturas, cuatro dentro de un /24 que tiene prefijos más largos.</translation>
    </message>
    <message>
        <source>Really stored as intervals of addresses</source>
        <translation>Guardada de verdad como intervalos de direcciones</translation>
    </message>
    <message>
        <source>Really stored as intervals of the first 64 bits</source>
        <translation>Guardada de verdad como intervalos de los primeros 64 bits</translation>
    </message>
    <message>
        <source>reassembled</source>
        <translation>reensamblados</translation>
    </message>
    <message>
        <source>reassembly limit</source>
        <translation>límite de reensamblado</translation>
    </message>
    <message>
        <source>reassembly timeout</source>
        <translation>tiempo de reensamblado agotado</translation>
    </message>
    <message>
        <source>receive</source>
        <translation>recepción</translation>
    </message>
    <message>
        <source>Receive errors</source>
        <translation>Errores de recepción</translation>
    </message>
    <message>
        <source>Receive scale</source>
        <translation>Escala de recepción</translation>
    </message>
    <message>
        <source>Receive window</source>
        <translation>Ventana de recepción</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Recibidos</translation>
    </message>
    <message>
        <source>received</source>
        <translation>recibidos</translation>
    </message>
    <message>
        <source>Received bytes</source>
        <translation>Bytes recibidos</translation>
    </message>
    <message>
        <source>Received packets</source>
        <translation>Paquetes recibidos</translation>
    </message>
    <message>
        <source>Received, dropped</source>
        <translation>Recibidos, descartados</translation>
    </message>
    <message>
        <source>Receives by</source>
        <translation>Recibe por</translation>
    </message>
    <message>
        <source>Recent labs</source>
        <translation>Laboratorios recientes</translation>
    </message>
    <message>
        <source>Recor&amp;d…</source>
        <translation>&amp;Grabar…</translation>
    </message>
    <message>
        <source>Record the Run</source>
        <translation>Grabar la ejecución</translation>
    </message>
    <message>
        <source>Records (*.hopyard)</source>
        <translation>Grabaciones (*.hopyard)</translation>
    </message>
    <message>
        <source>Records (*.hopyard);;All files (*)</source>
        <translation>Grabaciones (*.hopyard);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>Recuperar</translation>
    </message>
    <message>
        <source>recovery</source>
        <translation>recuperación</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rectángulo</translation>
    </message>
    <message>
        <source>Redo in this text (Ctrl+Shift+Z)</source>
        <translation>Rehacer en este texto (Ctrl+Mayús+Z)</translation>
    </message>
    <message>
        <source>reduced by a mark</source>
        <translation>reducida por una marca</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Liberación</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Remove %1 of %2</source>
        <translation>Quitar %1 de %2</translation>
    </message>
    <message>
        <source>Remove a bend of %1</source>
        <translation>Quitar un codo de %1</translation>
    </message>
    <message>
        <source>Remove the bookmark</source>
        <translation>Quitar el marcador</translation>
    </message>
    <message>
        <source>Remove the guest</source>
        <translation>Quitar el invitado</translation>
    </message>
    <message>
        <source>Remove the interface</source>
        <translation>Quitar la interfaz</translation>
    </message>
    <message>
        <source>Remove the plot that has the keyboard (Del)</source>
        <translation>Quitar la gráfica que tiene el teclado (Supr)</translation>
    </message>
    <message>
        <source>Remove the selected bookmark</source>
        <translation>Quitar el marcador seleccionado</translation>
    </message>
    <message>
        <source>Remove “%1” from %2</source>
        <translation>Quitar «%1» de %2</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>quitada</translation>
    </message>
    <message>
        <source>removed: %1</source>
        <translation>quitadas: %1</translation>
    </message>
    <message>
        <source>Rename %1 of %2 to %3</source>
        <translation>Cambiar el nombre de %1 de %2 a %3</translation>
    </message>
    <message>
        <source>Rename %1 to %2</source>
        <translation>Cambiar el nombre de %1 a %2</translation>
    </message>
    <message>
        <source>Rename a group</source>
        <translation>Cambiar el nombre de un grupo</translation>
    </message>
    <message>
        <source>Rename Grou&amp;p…</source>
        <translation>Cambiar el nombre del grup&amp;o…</translation>
    </message>
    <message>
        <source>Rename group %1 to %2</source>
        <translation>Cambiar el nombre del grupo %1 a %2</translation>
    </message>
    <message>
        <source>Rename layer %1 to %2</source>
        <translation>Cambiar el nombre de la capa %1 a %2</translation>
    </message>
    <message>
        <source>Reorder</source>
        <translation>Reordenar</translation>
    </message>
    <message>
        <source>reordering</source>
        <translation>reordenación</translation>
    </message>
    <message>
        <source>Repeats every frame to every other port</source>
        <translation>Repite cada trama en todos los demás puertos</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Restablecer</translation>
    </message>
    <message>
        <source>Reset &amp;Layout</source>
        <translation>Restab&amp;lecer la disposición</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Reiniciar</translation>
    </message>
    <message>
        <source>Result of the lookup</source>
        <translation>Resultado de la búsqueda</translation>
    </message>
    <message>
        <source>Retransmission time-out</source>
        <translation>Tiempo de retransmisión</translation>
    </message>
    <message>
        <source>Retransmits now</source>
        <translation>Retransmisiones ahora</translation>
    </message>
    <message>
        <source>Return or a click goes to the line</source>
        <translation>Intro o un clic va a la línea</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Descartar cambios</translation>
    </message>
    <message>
        <source>Review and apply…</source>
        <translation>Revisar y aplicar…</translation>
    </message>
    <message>
        <source>RIB</source>
        <translation>RIB</translation>
    </message>
    <message>
        <source>Right &amp;Angles</source>
        <translation>Ángulos &amp;rectos</translation>
    </message>
    <message>
        <source>Ring</source>
        <translation>Anillo</translation>
    </message>
    <message>
        <source>RIP</source>
        <translation>RIP</translation>
    </message>
    <message>
        <source>RIP and OSPF</source>
        <translation>RIP y OSPF</translation>
    </message>
    <message>
        <source>RIP neighbours</source>
        <translation>Vecinos de RIP</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Función</translation>
    </message>
    <message>
        <source>root</source>
        <translation>raíz</translation>
    </message>
    <message>
        <source>root (the way there)</source>
        <translation>root (el camino hacia ella)</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Ida y vuelta</translation>
    </message>
    <message>
        <source>Round-trip time and time-out</source>
        <translation>Tiempo de ida y vuelta y de espera</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Ruta</translation>
    </message>
    <message>
        <source>Route of</source>
        <translation>Ruta de</translation>
    </message>
    <message>
        <source>Route of the address</source>
        <translation>Ruta de la dirección</translation>
    </message>
    <message>
        <source>Router</source>
        <translation>Router</translation>
    </message>
    <message>
        <source>router ID</source>
        <translation>ID de router</translation>
    </message>
    <message>
        <source>router id %1</source>
        <translation>ID de router %1</translation>
    </message>
    <message>
        <source>Router, network</source>
        <translation>Router, red</translation>
    </message>
    <message>
        <source>Routers</source>
        <translation>Routers</translation>
    </message>
    <message>
        <source>Routers (1)</source>
        <translation>Routers (1)</translation>
    </message>
    <message>
        <source>Routers that find their ways themselves</source>
        <translation>Routers que encuentran solos sus caminos</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>Rutas</translation>
    </message>
    <message>
        <source>Routes of RIP</source>
        <translation>Rutas de RIP</translation>
    </message>
    <message>
        <source>Routes that would change</source>
        <translation>Rutas que cambiarían</translation>
    </message>
    <message>
        <source>Routing</source>
        <translation>Enrutamiento</translation>
    </message>
    <message>
        <source>Routing protocols that do not fit</source>
        <translation>Protocolos de enrutamiento que no encajan</translation>
    </message>
    <message>
        <source>Routing would be quiet again %1, with %2 changed at %3.</source>
        <translation>El enrutamiento volvería a la calma %1, con %2 cambiadas en %3.</translation>
    </message>
    <message numerus="yes">
        <source>Routing would be quiet again after %1: %n route(s) would have changed at %2.</source>
        <translation type="vanished">
            <numerusform>El enrutamiento se calmaría tras %1: habría cambiado %n ruta en %2.</numerusform>
            <numerusform>El enrutamiento se calmaría tras %1: habrían cambiado %n rutas en %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>Routing would still be changing after %1; what stands here is of that moment.</source>
        <translation>El enrutamiento seguiría cambiando tras %1; lo que hay aquí es de ese momento.</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Filas</translation>
    </message>
    <message>
        <source>Rows and columns.</source>
        <translation>Filas y columnas.</translation>
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
        <translation>Variación del RTT (ms)</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Reglas</translation>
    </message>
    <message>
        <source>rules</source>
        <translation>reglas</translation>
    </message>
    <message>
        <source>Run &amp;Until…</source>
        <translation>Ejecutar &amp;hasta…</translation>
    </message>
    <message>
        <source>Run in &amp;Virtual Time…</source>
        <translation>Ejecutar en tiempo &amp;virtual…</translation>
    </message>
    <message>
        <source>Run in Virtual Time</source>
        <translation>Ejecutar en tiempo virtual</translation>
    </message>
    <message>
        <source>Run programs of this lab?</source>
        <translation>¿Ejecutar los programas de este laboratorio?</translation>
    </message>
    <message>
        <source>Run the lab (Ctrl+R), then choose two nodes: the way of packets between them stands here, hop by hop, there and back again.</source>
        <translation>Ejecutar el laboratorio (Ctrl+R) y elegir dos nodos: aquí está el camino de los paquetes entre ellos, salto a salto, ida y vuelta.</translation>
    </message>
    <message>
        <source>Run the lab (Ctrl+R), then click a node: its forwarding table, its ARP table and its interfaces stand here.</source>
        <translation>Ejecutar el laboratorio (Ctrl+R) y hacer clic en un nodo: aquí están su tabla de reenvío, su tabla ARP y sus interfaces.</translation>
    </message>
    <message>
        <source>Run the lab first: a capture needs packets.</source>
        <translation>Ejecutar primero el laboratorio: una captura necesita paquetes.</translation>
    </message>
    <message>
        <source>Run the lab on a clock of its own: the same seed gives the same packets to the last bit</source>
        <translation>Ejecutar el laboratorio con un reloj propio: la misma semilla da los mismos paquetes hasta el último bit</translation>
    </message>
    <message>
        <source>Run the lab to capture packets.</source>
        <translation>Ejecutar el laboratorio para capturar paquetes.</translation>
    </message>
    <message>
        <source>Run the lab to look into %1.</source>
        <translation>Ejecutar el laboratorio para mirar dentro de %1.</translation>
    </message>
    <message>
        <source>Run the lab to move its connections.</source>
        <translation>Ejecutar el laboratorio para trasladar sus conexiones.</translation>
    </message>
    <message>
        <source>Run the lab, or go on where it is paused</source>
        <translation>Ejecutar el laboratorio, o seguir donde está en pausa</translation>
    </message>
    <message>
        <source>Run the lab; its checks are looked at while it runs</source>
        <translation>Ejecutar el laboratorio; sus comprobaciones se miran mientras está en marcha</translation>
    </message>
    <message>
        <source>Run until</source>
        <translation>Ejecutar hasta</translation>
    </message>
    <message>
        <source>Run until …  kind == RouteChanged &amp;&amp; node == r1,  or a packet:  icmp &amp;&amp; ip.addr == 10.0.0.1</source>
        <translation>Ejecutar hasta …  kind == RouteChanged &amp;&amp; node == r1,  o un paquete:  icmp &amp;&amp; ip.addr == 10.0.0.1</translation>
    </message>
    <message>
        <source>running</source>
        <translation>en marcha</translation>
    </message>
    <message>
        <source>Running now</source>
        <translation>En marcha ahora</translation>
    </message>
    <message>
        <source>S&amp;lower</source>
        <translation>Más &amp;lento</translation>
    </message>
    <message>
        <source>S&amp;tep</source>
        <translation>&amp;Paso</translation>
    </message>
    <message>
        <source>SACK</source>
        <translation>SACK</translation>
    </message>
    <message>
        <source>said on another way of the run</source>
        <translation>dicho en otro camino de la ejecución</translation>
    </message>
    <message>
        <source>Sample labs</source>
        <translation>Laboratorios de ejemplo</translation>
    </message>
    <message>
        <source>Save &amp;As…</source>
        <translation>Guardar &amp;como…</translation>
    </message>
    <message>
        <source>Save as a &amp;Template…</source>
        <translation>Guardar como &amp;plantilla…</translation>
    </message>
    <message>
        <source>Save as a template</source>
        <translation>Guardar como plantilla</translation>
    </message>
    <message>
        <source>Save captured packets</source>
        <translation>Guardar los paquetes capturados</translation>
    </message>
    <message>
        <source>Save the Content</source>
        <translation>Guardar el contenido</translation>
    </message>
    <message>
        <source>Save the content…</source>
        <translation>Guardar el contenido…</translation>
    </message>
    <message>
        <source>Save the lab</source>
        <translation>Guardar el laboratorio</translation>
    </message>
    <message>
        <source>Save the lab first: pictures are kept in its folder.</source>
        <translation>Guardar primero el laboratorio: las imágenes están en su carpeta.</translation>
    </message>
    <message>
        <source>Save the lab first: the answer is remembered for its file</source>
        <translation>Guardar primero el laboratorio: la respuesta se recuerda para su archivo</translation>
    </message>
    <message>
        <source>Save to a fi&amp;le</source>
        <translation>Guardar en un a&amp;rchivo</translation>
    </message>
    <message>
        <source>Save what is shown: its bytes, or as text</source>
        <translation>Guardar lo que se muestra: sus bytes o como texto</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>Guardado %1</translation>
    </message>
    <message>
        <source>Say how it is</source>
        <translation>Decir cómo está</translation>
    </message>
    <message>
        <source>Say what would change if the selected link failed; the running lab notices nothing</source>
        <translation>Decir qué cambiaría si fallara el enlace seleccionado; el laboratorio en marcha no nota nada</translation>
    </message>
    <message>
        <source>Say what would change if the selected node failed; the running lab notices nothing</source>
        <translation>Decir qué cambiaría si fallara el nodo seleccionado; el laboratorio en marcha no nota nada</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Search actions and keys</source>
        <translation>Buscar acciones y teclas</translation>
    </message>
    <message>
        <source>Search in the preferences</source>
        <translation>Buscar en las preferencias</translation>
    </message>
    <message>
        <source>Search node kinds</source>
        <translation>Buscar clases de nodos</translation>
    </message>
    <message>
        <source>Search settings and shortcuts</source>
        <translation>Buscar ajustes y atajos</translation>
    </message>
    <message>
        <source>Search what can be plotted</source>
        <translation>Buscar lo que se puede poner en gráfica</translation>
    </message>
    <message>
        <source>Search: rate r1, window, drops…</source>
        <translation type="vanished">Buscar: rate r1, window, drops…</translation>
    </message>
    <message>
        <source>Search: rate r1, window, errors eth0…</source>
        <translation>Buscar: tasa r1, ventana, errors eth0…</translation>
    </message>
    <message>
        <source>Seconds since it was heard</source>
        <translation>Segundos desde que se oyó</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Semilla</translation>
    </message>
    <message>
        <source>Seed of what is random</source>
        <translation>Semilla de lo aleatorio</translation>
    </message>
    <message>
        <source>Seen: %1</source>
        <translation>Visto: %1</translation>
    </message>
    <message>
        <source>Segments sent again</source>
        <translation>Segmentos reenviados</translation>
    </message>
    <message>
        <source>Segments, acknowledgements and the window's edge over time</source>
        <translation>Segmentos, confirmaciones y borde de la ventana en el tiempo</translation>
    </message>
    <message>
        <source>Select &amp;All</source>
        <translation>Seleccionar &amp;todo</translation>
    </message>
    <message>
        <source>Select &amp;All	Ctrl+Shift+A</source>
        <translation>Seleccionar &amp;todo	Ctrl+Mayús+A</translation>
    </message>
    <message>
        <source>Select &amp;Nothing</source>
        <translation>&amp;No seleccionar nada</translation>
    </message>
    <message>
        <source>Select a node first: its table is the one in the Tables dock.</source>
        <translation>Seleccionar primero un nodo: su tabla es la del panel Tablas.</translation>
    </message>
    <message>
        <source>Select by &amp;Kind</source>
        <translation>Seleccionar por &amp;clase</translation>
    </message>
    <message>
        <source>Select the Same Ki&amp;nd</source>
        <translation>Seleccionar los de igual c&amp;lase</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>Seleccionada</translation>
    </message>
    <message>
        <source>Selected nodes</source>
        <translation>Nodos seleccionados</translation>
    </message>
    <message>
        <source>Send errors</source>
        <translation>Errores de envío</translation>
    </message>
    <message>
        <source>Send MSS</source>
        <translation>MSS de envío</translation>
    </message>
    <message>
        <source>Send scale</source>
        <translation>Escala de envío</translation>
    </message>
    <message>
        <source>Send window</source>
        <translation>Ventana de envío</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Enviados</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>enviados</translation>
    </message>
    <message>
        <source>Sent again</source>
        <translation>Reenviados</translation>
    </message>
    <message>
        <source>sent again</source>
        <translation>reenviado</translation>
    </message>
    <message>
        <source>sent again: %L1 bytes</source>
        <translation>enviado de nuevo: %L1 bytes</translation>
    </message>
    <message>
        <source>sent by the adapter</source>
        <translation>enviado por el adaptador</translation>
    </message>
    <message>
        <source>Sent bytes</source>
        <translation>Bytes enviados</translation>
    </message>
    <message>
        <source>Sent packets</source>
        <translation>Paquetes enviados</translation>
    </message>
    <message>
        <source>Sequence</source>
        <translation>Secuencia</translation>
    </message>
    <message>
        <source>Sequence chart</source>
        <translation>Diagrama de secuencia</translation>
    </message>
    <message>
        <source>Sequence numbers, received</source>
        <translation>Números de secuencia, recibidos</translation>
    </message>
    <message>
        <source>Sequence numbers, sent</source>
        <translation>Números de secuencia, enviados</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Servicio</translation>
    </message>
    <message>
        <source>service</source>
        <translation>servicio</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>Servicios</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sesiones</translation>
    </message>
    <message>
        <source>Set %1 of %2</source>
        <translation>Fijar %1 de %2</translation>
    </message>
    <message>
        <source>Set %1 of %2 to %3</source>
        <translation>Poner %1 de %2 a %3</translation>
    </message>
    <message>
        <source>Set a bookmark</source>
        <translation>Poner un marcador</translation>
    </message>
    <message>
        <source>Set a bookmark at the moment that is shown</source>
        <translation>Poner un marcador en el momento que se muestra</translation>
    </message>
    <message>
        <source>Set problems to find</source>
        <translation>Fijar los problemas por encontrar</translation>
    </message>
    <message>
        <source>Set title</source>
        <translation>Fijar el título</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Several at O&amp;nce…</source>
        <translation>Varios a la &amp;vez…</translation>
    </message>
    <message>
        <source>Several at once</source>
        <translation>Varios a la vez</translation>
    </message>
    <message>
        <source>Several nodes of the palette's current kind; Shift held while dropping asks the same</source>
        <translation type="vanished">Varios nodos de la clase actual de la paleta; Mayús al soltar pregunta lo mismo</translation>
    </message>
    <message>
        <source>Several nodes of what is current in the palette; Shift held while dropping asks the same</source>
        <translation>Varios nodos de lo seleccionado en la paleta; Mayús al soltar pregunta lo mismo</translation>
    </message>
    <message>
        <source>Several things are picked</source>
        <translation>Hay varias cosas seleccionadas</translation>
    </message>
    <message>
        <source>shall have it</source>
        <translation>debe tenerla</translation>
    </message>
    <message>
        <source>Shape properties</source>
        <translation>Propiedades de la forma</translation>
    </message>
    <message>
        <source>Shapes (%1)</source>
        <translation>Formas (%1)</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Cuota</translation>
    </message>
    <message>
        <source>Shared</source>
        <translation>Compartida</translation>
    </message>
    <message>
        <source>shares the traffic</source>
        <translation>comparte el tráfico</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Atajos</translation>
    </message>
    <message>
        <source>Shorter prefixes that contain it too lose: %1.</source>
        <translation>Pierden los prefijos más cortos que también la contienen: %1.</translation>
    </message>
    <message>
        <source>Shortest paths</source>
        <translation>Caminos más cortos</translation>
    </message>
    <message>
        <source>Show %1 on the canvas</source>
        <translation>Mostrar %1 en el lienzo</translation>
    </message>
    <message>
        <source>Show &amp;BGP</source>
        <translation>Mostrar &amp;BGP</translation>
    </message>
    <message>
        <source>Show &amp;everything</source>
        <translation>Mostrar &amp;todo</translation>
    </message>
    <message>
        <source>Show &amp;Tables</source>
        <translation>Mostrar las &amp;tablas</translation>
    </message>
    <message>
        <source>Show a hint</source>
        <translation>Mostrar una pista</translation>
    </message>
    <message>
        <source>Show a run that was recorded, from beginning to end</source>
        <translation>Mostrar una ejecución grabada, de principio a fin</translation>
    </message>
    <message>
        <source>Show Again</source>
        <translation>Mostrar de nuevo</translation>
    </message>
    <message>
        <source>Show BGP's table of the selected router, and its decisions step by step</source>
        <translation>Mostrar la tabla BGP del router elegido y sus decisiones paso a paso</translation>
    </message>
    <message>
        <source>Show Connect&amp;ions</source>
        <translation>Mostrar las cone&amp;xiones</translation>
    </message>
    <message>
        <source>Show forwarding table, ARP table and interfaces of the selected node</source>
        <translation>Mostrar la tabla de reenvío, la tabla ARP y las interfaces del nodo seleccionado</translation>
    </message>
    <message>
        <source>Show hint %1 of %2</source>
        <translation>Mostrar la pista %1 de %2</translation>
    </message>
    <message>
        <source>Show in Way and Stream also what came after the moment shown, paler</source>
        <translation>Mostrar en Camino y Flujo también lo que vino después del momento mostrado, más pálido</translation>
    </message>
    <message>
        <source>Show It</source>
        <translation>Mostrarlo</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Mostrarlo</translation>
    </message>
    <message>
        <source>Show layer %1</source>
        <translation>Mostrar la capa %1</translation>
    </message>
    <message>
        <source>Show or hide %1</source>
        <translation>Mostrar u ocultar %1</translation>
    </message>
    <message>
        <source>Show packets on their way along the links</source>
        <translation>Mostrar los paquetes en su camino por los enlaces</translation>
    </message>
    <message>
        <source>Show the grid</source>
        <translation>Mostrar la cuadrícula</translation>
    </message>
    <message>
        <source>Show the moment before the last event</source>
        <translation>Mostrar el momento anterior al último suceso</translation>
    </message>
    <message>
        <source>Show the moment to which the run has come</source>
        <translation>Mostrar el momento al que ha llegado la ejecución</translation>
    </message>
    <message>
        <source>Show the packet's whole way, here and on the canvas</source>
        <translation>Mostrar todo el camino del paquete, aquí y en el lienzo</translation>
    </message>
    <message>
        <source>Show the packets of this conversation alone</source>
        <translation type="vanished">Mostrar solo los paquetes de esta conversación</translation>
    </message>
    <message>
        <source>Show the packets of this conversation alone, and what was said in it</source>
        <translation>Mostrar solo los paquetes de esta conversación y lo que se dijo en ella</translation>
    </message>
    <message>
        <source>Show the Pat&amp;h Between</source>
        <translation>Mostrar el camin&amp;o entre ellos</translation>
    </message>
    <message>
        <source>Show the problems of the lab</source>
        <translation>Mostrar los problemas del laboratorio</translation>
    </message>
    <message>
        <source>Show the run's first moment</source>
        <translation>Mostrar el primer momento de la ejecución</translation>
    </message>
    <message>
        <source>Show the screen of the selected QEMU machine in a viewer for VNC</source>
        <translation>Mostrar la pantalla de la máquina QEMU seleccionada en un visor de VNC</translation>
    </message>
    <message>
        <source>Show the solution</source>
        <translation>Mostrar la solución</translation>
    </message>
    <message>
        <source>Show the TCP connections of the selected node, with their windows, round trips and sequence graphs</source>
        <translation>Mostrar las conexiones TCP del nodo seleccionado, con sus ventanas, idas y vueltas y gráficas de secuencia</translation>
    </message>
    <message>
        <source>Show the way of packets between the two selected nodes, there and back again</source>
        <translation>Mostrar el camino de los paquetes entre los dos nodos seleccionados, ida y vuelta</translation>
    </message>
    <message>
        <source>Show the way of the packet that arrived last: DMA table, guest, clearing</source>
        <translation>Mostrar el camino del último paquete llegado: tabla DMA, invitado, borrado</translation>
    </message>
    <message>
        <source>Show the whole lab</source>
        <translation>Mostrar todo el laboratorio</translation>
    </message>
    <message>
        <source>Show Them</source>
        <translation>Mostrarlos</translation>
    </message>
    <message>
        <source>Show this of the selected node, with the keyboard in it</source>
        <translation>Mostrar esto del nodo seleccionado, con el teclado en ello</translation>
    </message>
    <message>
        <source>shown instead of the name</source>
        <translation>se muestra en lugar del nombre</translation>
    </message>
    <message>
        <source>Shows what changes before it does (Ctrl+Return)</source>
        <translation>Muestra qué cambia antes de que ocurra (Ctrl+Intro)</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Lado a lado</translation>
    </message>
    <message>
        <source>Since (ns)</source>
        <translation>Desde (ns)</translation>
    </message>
    <message>
        <source>since the decision</source>
        <translation>desde la decisión</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>size</source>
        <translation>tamaño</translation>
    </message>
    <message>
        <source>Size of a record</source>
        <translation>Tamaño de una grabación</translation>
    </message>
    <message>
        <source>Size of the window.</source>
        <translation>Tamaño de la ventana.</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Omitir</translation>
    </message>
    <message>
        <source>slow start</source>
        <translation>arranque lento</translation>
    </message>
    <message>
        <source>Slow-start threshold</source>
        <translation>Umbral de inicio lento</translation>
    </message>
    <message>
        <source>Slow-start threshold (bytes)</source>
        <translation>Umbral de inicio lento (bytes)</translation>
    </message>
    <message>
        <source>Smaller (−)</source>
        <translation>Más pequeño (−)</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>suavizado</translation>
    </message>
    <message>
        <source>socket buffer full</source>
        <translation>búfer del socket lleno</translation>
    </message>
    <message>
        <source>Sockets</source>
        <translation>Sockets</translation>
    </message>
    <message>
        <source>Solution</source>
        <translation>Solución</translation>
    </message>
    <message>
        <source>Some of these problems are left for you to find.</source>
        <translation>Algunos de estos problemas están pensados para encontrarlos.</translation>
    </message>
    <message>
        <source>Some packets would be lost from then on.</source>
        <translation>Desde entonces se perderían algunos paquetes.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Origen</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Espacio</translation>
    </message>
    <message>
        <source>Spanning tree</source>
        <translation>Árbol de expansión</translation>
    </message>
    <message>
        <source>spanning tree</source>
        <translation>árbol de expansión</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Velocidad</translation>
    </message>
    <message>
        <source>Speed of time</source>
        <translation>Velocidad del tiempo</translation>
    </message>
    <message>
        <source>Speed of time: slow motion to the left, real time at ×1, faster to the right where no Linux node takes part</source>
        <translation type="vanished">Velocidad del tiempo: cámara lenta a la izquierda, tiempo real en ×1, más rápido a la derecha donde no participe ningún nodo Linux</translation>
    </message>
    <message>
        <source>Speed of time: slow motion to the left, real time at ×1, faster to the right where no Linux node takes part; in virtual time, at the end, as fast as the processor goes</source>
        <translation>Velocidad del tiempo: cámara lenta a la izquierda, tiempo real en ×1, más rápido a la derecha donde no participa ningún nodo Linux; en tiempo virtual, al final, tan rápido como puede el procesador</translation>
    </message>
    <message>
        <source>Spines</source>
        <translation>Spines</translation>
    </message>
    <message>
        <source>Spoofed</source>
        <translation>Falsificados</translation>
    </message>
    <message>
        <source>spoofed source</source>
        <translation>origen falsificado</translation>
    </message>
    <message>
        <source>springs</source>
        <translation>muelles</translation>
    </message>
    <message>
        <source>springs, large</source>
        <translation>muelles, grande</translation>
    </message>
    <message>
        <source>stale: its neighbour restarts</source>
        <translation>obsoleta: su vecino se reinicia</translation>
    </message>
    <message>
        <source>Standard Keys</source>
        <translation>Teclas por defecto</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>Estrella</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Inicio</translation>
    </message>
    <message>
        <source>Start a capture</source>
        <translation>Iniciar una captura</translation>
    </message>
    <message>
        <source>start commands</source>
        <translation>órdenes de inicio</translation>
    </message>
    <message>
        <source>Start the selected node</source>
        <translation>Iniciar el nodo seleccionado</translation>
    </message>
    <message>
        <source>Started with the lab</source>
        <translation>Se inicia con el laboratorio</translation>
    </message>
    <message>
        <source>Start…</source>
        <translation>Iniciar…</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>State of RIP</source>
        <translation>Estado de RIP</translation>
    </message>
    <message>
        <source>State of the configuration</source>
        <translation>Estado de la configuración</translation>
    </message>
    <message>
        <source>State of the connection</source>
        <translation>Estado de la conexión</translation>
    </message>
    <message>
        <source>Static</source>
        <translation>Estática</translation>
    </message>
    <message>
        <source>Stations of the page</source>
        <translation>Estaciones de la página</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Ste&amp;p Before in the Guide</source>
        <translation>&amp;Paso anterior de la guía</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Paso %1 de %2</translation>
    </message>
    <message>
        <source>Step &amp;Back</source>
        <translation>Paso a&amp;trás</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Pasos</translation>
    </message>
    <message>
        <source>Steps and points</source>
        <translation>Pasos y puntos</translation>
    </message>
    <message>
        <source>Steps of the lookup</source>
        <translation>Pasos de la búsqueda</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Stop the lab; nothing of the run is left behind</source>
        <translation>Detener el laboratorio; no queda nada de la ejecución</translation>
    </message>
    <message>
        <source>Stop the selected captures</source>
        <translation>Detener las capturas seleccionadas</translation>
    </message>
    <message>
        <source>Stop the selected node, as if its plug were pulled</source>
        <translation>Detener el nodo seleccionado, como si se desenchufara</translation>
    </message>
    <message>
        <source>Stop time in the lab; packets stand where they are</source>
        <translation>Detener el tiempo en el laboratorio; los paquetes quedan donde están</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>detenido</translation>
    </message>
    <message>
        <source>Straighten links</source>
        <translation>Enderezar enlaces</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>Flujo</translation>
    </message>
    <message>
        <source>stream.bin</source>
        <translation>flujo.bin</translation>
    </message>
    <message>
        <source>Such as 10, or trunk 10,20 native 99; nothing: a port as all are</source>
        <translation>Como 10, o trunk 10,20 native 99; nada: un puerto como todos</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Resumen</translation>
    </message>
    <message>
        <source>suppressed by an aggregate</source>
        <translation>suprimida por un agregado</translation>
    </message>
    <message>
        <source>Swap the ends</source>
        <translation>Intercambiar los extremos</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>Conmutador</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>Cambiar entre claro y oscuro</translation>
    </message>
    <message>
        <source>Switch Node &amp;On</source>
        <translation>&amp;Encender el nodo</translation>
    </message>
    <message>
        <source>Switch Node O&amp;ff</source>
        <translation>&amp;Apagar el nodo</translation>
    </message>
    <message>
        <source>Switch ports</source>
        <translation>Puertos del conmutador</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>apagado</translation>
    </message>
    <message>
        <source>Switched on</source>
        <translation>Encendida</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabla</translation>
    </message>
    <message>
        <source>Table and decision</source>
        <translation>Tabla y decisión</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Tablas</translation>
    </message>
    <message>
        <source>Tables of a node</source>
        <translation>Tablas de un nodo</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Etiqueta</translation>
    </message>
    <message>
        <source>Tagged</source>
        <translation>Etiquetados</translation>
    </message>
    <message>
        <source>Take %1 down</source>
        <translation>Tirar %1</translation>
    </message>
    <message>
        <source>Take %1 off its layer</source>
        <translation>Sacar %1 de su capa</translation>
    </message>
    <message>
        <source>Take all bends out of the picked links</source>
        <translation>Quitar todos los codos de los enlaces seleccionados</translation>
    </message>
    <message>
        <source>Take it down in a copy of the network and see what changes; the running lab notices nothing</source>
        <translation>Tirarlo en una copia de la red y ver qué cambia; el laboratorio en marcha no nota nada</translation>
    </message>
    <message>
        <source>Take the &amp;Tour</source>
        <translation>Hacer el &amp;recorrido</translation>
    </message>
    <message>
        <source>Take the gateway of %1 away</source>
        <translation>Quitar la puerta de enlace de %1</translation>
    </message>
    <message>
        <source>Take the keys away from the action that has them</source>
        <translation>Quitarle las teclas a la acción que las tiene</translation>
    </message>
    <message>
        <source>Take the picked link down, or bring it up again</source>
        <translation>Tirar el enlace seleccionado, o levantarlo de nuevo</translation>
    </message>
    <message>
        <source>Take the route of %1 to %2 away</source>
        <translation>Quitar la ruta de %1 a %2</translation>
    </message>
    <message>
        <source>Take Them Away from “%1”</source>
        <translation>Quitárselas a «%1»</translation>
    </message>
    <message>
        <source>Take what is picked off its layer</source>
        <translation>Quitar lo seleccionado de su capa</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>devuelto</translation>
    </message>
    <message>
        <source>taken from the output buffer</source>
        <translation>tomado del búfer de salida</translation>
    </message>
    <message>
        <source>takes no part: it flaps (dampening)</source>
        <translation>no participa: oscila (amortiguación)</translation>
    </message>
    <message>
        <source>takes no part: its next hop cannot be reached</source>
        <translation>no participa: no se puede alcanzar su siguiente salto</translation>
    </message>
    <message>
        <source>Terminal</source>
        <translation>Terminal</translation>
    </message>
    <message>
        <source>Terminal on %1</source>
        <translation>Terminal en %1</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>text</source>
        <translation>texto</translation>
    </message>
    <message>
        <source>Text of %1</source>
        <translation>Texto de %1</translation>
    </message>
    <message>
        <source>Text of the guide</source>
        <translation>Texto de la guía</translation>
    </message>
    <message>
        <source>Text of the shape</source>
        <translation>Texto de la forma</translation>
    </message>
    <message>
        <source>Text of the step</source>
        <translation>Texto del paso</translation>
    </message>
    <message>
        <source>Text to find</source>
        <translation>Texto que buscar</translation>
    </message>
    <message>
        <source>Texts that are compared</source>
        <translation>Textos que se comparan</translation>
    </message>
    <message>
        <source>The action stays in its menu and in the command palette</source>
        <translation>La acción sigue en su menú y en la paleta de órdenes</translation>
    </message>
    <message>
        <source>The autonomous systems on the way, the nearest first</source>
        <translation>Los sistemas autónomos del camino, el más cercano primero</translation>
    </message>
    <message>
        <source>the best before</source>
        <translation>el mejor antes</translation>
    </message>
    <message>
        <source>the canvas</source>
        <translation>el lienzo</translation>
    </message>
    <message>
        <source>The canvas alone on the whole screen; Escape comes back</source>
        <translation>Solo el lienzo en toda la pantalla; Escape vuelve</translation>
    </message>
    <message>
        <source>The checks could not be looked at: %1</source>
        <translation>No se pudieron mirar las comprobaciones: %1</translation>
    </message>
    <message>
        <source>The choice that stands here is that of %1. Its configuration may have options that are not seen here, or the paths changed between two answers.</source>
        <translation>La elección que aparece aquí es la de %1. Su configuración puede tener opciones que aquí no se ven, o los caminos cambiaron entre dos respuestas.</translation>
    </message>
    <message>
        <source>the consoles</source>
        <translation>las consolas</translation>
    </message>
    <message>
        <source>The content cannot be written to %1: %2</source>
        <translation>No se puede escribir el contenido en %1: %2</translation>
    </message>
    <message>
        <source>The delay is a time such as 5ms or 250us.</source>
        <translation>El retardo es un tiempo como 5ms o 250us.</translation>
    </message>
    <message>
        <source>The delay varies by up to this much, up and down</source>
        <translation>El retardo varía hasta este valor, arriba y abajo</translation>
    </message>
    <message>
        <source>the destination itself</source>
        <translation>el propio destino</translation>
    </message>
    <message>
        <source>The engine closed the connection.</source>
        <translation>El motor cerró la conexión.</translation>
    </message>
    <message>
        <source>The engine did not start in time.</source>
        <translation>El motor no se inició a tiempo.</translation>
    </message>
    <message>
        <source>The engine ended at once (exit code %1).</source>
        <translation>El motor terminó enseguida (código de salida %1).</translation>
    </message>
    <message>
        <source>The engine has ended unexpectedly; the lab on the canvas is unharmed.</source>
        <translation>El motor terminó inesperadamente; al laboratorio del lienzo no le ha pasado nada.</translation>
    </message>
    <message>
        <source>The engine refused (error %1).</source>
        <translation>El motor se negó (error %1).</translation>
    </message>
    <message>
        <source>The engine speaks another version of the protocol. Use a workbench and a hop of the same version.</source>
        <translation>El motor habla otra versión del protocolo. Usar un programa y un hop de la misma versión.</translation>
    </message>
    <message>
        <source>the external path that was the best already</source>
        <translation>el camino externo que ya era el mejor</translation>
    </message>
    <message>
        <source>the fewest autonomous systems on the way</source>
        <translation>el menor número de sistemas autónomos en el camino</translation>
    </message>
    <message>
        <source>the fewest route reflectors on the way</source>
        <translation>el menor número de reflectores de rutas en el camino</translation>
    </message>
    <message>
        <source>The file does not say where its nodes stand, so they were laid out. Saving writes their places, too.</source>
        <translation>El archivo no dice dónde están sus nodos, así que se han colocado. Al guardar se escriben también sus posiciones.</translation>
    </message>
    <message>
        <source>the guest was paused</source>
        <translation>el invitado estaba en pausa</translation>
    </message>
    <message>
        <source>the highest local preference, which the whole AS shares</source>
        <translation>la preferencia local más alta, que comparte todo el AS</translation>
    </message>
    <message>
        <source>the highest preference, by which BIRD compares protocols</source>
        <translation>la preferencia más alta, con la que BIRD compara protocolos</translation>
    </message>
    <message>
        <source>the highest weight, which is this router's own affair</source>
        <translation>el peso más alto, asunto propio de este router</translation>
    </message>
    <message>
        <source>The hypervisor that is shown; follows the selection on the canvas</source>
        <translation>El hipervisor que se muestra; sigue la selección del lienzo</translation>
    </message>
    <message>
        <source>the image's, or the tiny guest system's</source>
        <translation>el de la imagen, o el del sistema invitado diminuto</translation>
    </message>
    <message>
        <source>The lab cannot run: %1</source>
        <translation>El laboratorio no se puede ejecutar: %1</translation>
    </message>
    <message>
        <source>The lab has no forwarder with a service. Its connections stay where they are.</source>
        <translation>El laboratorio no tiene ningún reenviador con un servicio. Sus conexiones se quedan donde están.</translation>
    </message>
    <message>
        <source>The lab has no hypervisor. Draw one, give it guests, and see here where their packets land.</source>
        <translation>El laboratorio no tiene hipervisor. Dibujar uno, darle invitados, y ver aquí dónde llegan sus paquetes.</translation>
    </message>
    <message>
        <source>The lab has stopped.</source>
        <translation>El laboratorio se ha detenido.</translation>
    </message>
    <message>
        <source>The lab is running</source>
        <translation>El laboratorio está en marcha</translation>
    </message>
    <message>
        <source>The lab runs on a clock of its own. The same lab with the same seed gives the same packets, to the last bit. Its speed is the slider's, up to as fast as the processor goes.</source>
        <translation>El laboratorio funciona con un reloj propio. El mismo laboratorio con la misma semilla da los mismos paquetes, hasta el último bit. Su velocidad es la del control deslizante, hasta tan rápido como puede el procesador.</translation>
    </message>
    <message>
        <source>The lab runs.</source>
        <translation>El laboratorio está en marcha.</translation>
    </message>
    <message>
        <source>The lab that is drawn now has unsaved changes. Replace it by the running one?</source>
        <translation type="vanished">El laboratorio dibujado tiene cambios sin guardar. ¿Sustituirlo por el que está en marcha?</translation>
    </message>
    <message>
        <source>The lab to open.</source>
        <translation>El laboratorio que abrir.</translation>
    </message>
    <message>
        <source>The lab “%1” is still running (%2).</source>
        <translation>El laboratorio «%1» sigue en marcha (%2).</translation>
    </message>
    <message>
        <source>The lab's folder has another %1; rename one of them first.</source>
        <translation>La carpeta del laboratorio ya tiene otro %1; cambie antes el nombre de uno de ellos.</translation>
    </message>
    <message>
        <source>the last after %1</source>
        <translation>la última tras %1</translation>
    </message>
    <message>
        <source>The lesson</source>
        <translation>La lección</translation>
    </message>
    <message>
        <source>the link or the node was down</source>
        <translation>el enlace o el nodo estaba caído</translation>
    </message>
    <message>
        <source>The list on the start page and in the File menu</source>
        <translation>La lista de la página de inicio y del menú Archivo</translation>
    </message>
    <message>
        <source>the lists</source>
        <translation>las listas</translation>
    </message>
    <message>
        <source>the log</source>
        <translation>el registro</translation>
    </message>
    <message>
        <source>The long way round</source>
        <translation>El camino largo</translation>
    </message>
    <message>
        <source>the lowest MED, among paths of the same neighbouring AS</source>
        <translation>el MED más bajo, entre caminos del mismo AS vecino</translation>
    </message>
    <message>
        <source>the lowest neighbour's address</source>
        <translation>la dirección de vecino más baja</translation>
    </message>
    <message>
        <source>the lowest router id</source>
        <translation>el ID de router más bajo</translation>
    </message>
    <message>
        <source>the nearest next hop</source>
        <translation>el siguiente salto más cercano</translation>
    </message>
    <message>
        <source>the network %1 mask %2 with nobody else on it, cost %3</source>
        <translation>la red %1 máscara %2 sin nadie más, coste %3</translation>
    </message>
    <message>
        <source>The network as a drawing. Tab goes from node to node; the tables list the same.</source>
        <translation>La red como dibujo. Tab va de nodo en nodo; las tablas listan lo mismo.</translation>
    </message>
    <message>
        <source>the network whose designated router is %1, joined at %2, cost %3</source>
        <translation>la red cuyo router designado es %1, unida en %2, coste %3</translation>
    </message>
    <message>
        <source>the next hop did not answer ARP</source>
        <translation>el siguiente salto no respondió a ARP</translation>
    </message>
    <message>
        <source>The node does not have this connection now.</source>
        <translation>El nodo no tiene ahora esta conexión.</translation>
    </message>
    <message>
        <source>The node whose tables are shown; follows the selection on the canvas</source>
        <translation>El nodo cuyas tablas se muestran; sigue la selección del lienzo</translation>
    </message>
    <message>
        <source>The packet cannot be written to a file: %1</source>
        <translation>El paquete no se puede escribir en un archivo: %1</translation>
    </message>
    <message>
        <source>The packet that is picked</source>
        <translation>El paquete seleccionado</translation>
    </message>
    <message>
        <source>the packets</source>
        <translation>los paquetes</translation>
    </message>
    <message>
        <source>The packets cannot be written to a file: %1</source>
        <translation>Los paquetes no se pueden escribir en un archivo: %1</translation>
    </message>
    <message>
        <source>The past is shown, %1 of %2</source>
        <translation>Se muestra el pasado, %1 de %2</translation>
    </message>
    <message>
        <source>The path that packets take between two nodes stands here. Draw a lab first, or open one.</source>
        <translation>Aquí está el camino que toman los paquetes entre dos nodos. Dibujar primero un laboratorio, o abrir uno.</translation>
    </message>
    <message>
        <source>the peer's</source>
        <translation>la del par</translation>
    </message>
    <message>
        <source>The present, %1</source>
        <translation>El presente, %1</translation>
    </message>
    <message>
        <source>The printer cannot be reached.</source>
        <translation>No se puede acceder a la impresora.</translation>
    </message>
    <message>
        <source>the problems</source>
        <translation>los problemas</translation>
    </message>
    <message>
        <source>The program “hop” was not found, neither beside the workbench nor in PATH. It runs the lab's engine.</source>
        <translation>No se encontró el programa «hop», ni junto a este programa ni en PATH. Es el que ejecuta el motor del laboratorio.</translation>
    </message>
    <message>
        <source>the queue was full</source>
        <translation>la cola estaba llena</translation>
    </message>
    <message>
        <source>The real BIRD in a Linux namespace</source>
        <translation>El BIRD real en un espacio de nombres de Linux</translation>
    </message>
    <message>
        <source>The real FRR in a Linux namespace, configured by the same text</source>
        <translation>El FRR real en un espacio de nombres de Linux, configurado con el mismo texto</translation>
    </message>
    <message>
        <source>The root is %1, at cost %2 by %3; this bridge is %4.</source>
        <translation>La raíz es %1, a coste %2 por %3; este puente es %4.</translation>
    </message>
    <message>
        <source>The router whose configuration is edited; follows the selection on the canvas</source>
        <translation>El router cuya configuración se edita; sigue la selección del lienzo</translation>
    </message>
    <message>
        <source>The run is recorded.</source>
        <translation>La ejecución se está grabando.</translation>
    </message>
    <message>
        <source>The run is written into %1, which takes %2 at most.</source>
        <translation>La ejecución se escribe en %1, que ocupa %2 como máximo.</translation>
    </message>
    <message>
        <source>The run is written into %1.</source>
        <translation>La ejecución se escribe en %1.</translation>
    </message>
    <message>
        <source>The running lab cannot be shown: %1</source>
        <translation>El laboratorio en marcha no se puede mostrar: %1</translation>
    </message>
    <message>
        <source>The running network has all edits again.</source>
        <translation>La red en marcha vuelve a tener todos los cambios.</translation>
    </message>
    <message>
        <source>The running network keeps its old state, the drawing has your edit: %1</source>
        <translation>La red en marcha conserva su estado anterior, el dibujo tiene el cambio: %1</translation>
    </message>
    <message>
        <source>The running router has not told its configuration. Is it on?</source>
        <translation>El router en marcha no ha dicho su configuración. ¿Está encendido?</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>igual</translation>
    </message>
    <message>
        <source>The shell has ended with status %1.</source>
        <translation>El shell terminó con estado %1.</translation>
    </message>
    <message>
        <source>The shell has ended.</source>
        <translation>El shell ha terminado.</translation>
    </message>
    <message>
        <source>The smallest network there is</source>
        <translation>La red más pequeña que existe</translation>
    </message>
    <message>
        <source>The step</source>
        <translation>El paso</translation>
    </message>
    <message>
        <source>The switch with the lowest is the root; 0 to 61440 in steps of 4096</source>
        <translation>El conmutador con la más baja es la raíz; de 0 a 61440 en pasos de 4096</translation>
    </message>
    <message>
        <source>the tables</source>
        <translation>las tablas</translation>
    </message>
    <message>
        <source>The template %1 cannot be read.</source>
        <translation>La plantilla %1 no se puede leer.</translation>
    </message>
    <message>
        <source>The template cannot be written to %1.</source>
        <translation>La plantilla no se puede escribir en %1.</translation>
    </message>
    <message>
        <source>The template could not be saved.</source>
        <translation>No se pudo guardar la plantilla.</translation>
    </message>
    <message>
        <source>the time line</source>
        <translation>la línea de tiempo</translation>
    </message>
    <message>
        <source>The time line is there while the lab runs: press Run.</source>
        <translation>La línea de tiempo está mientras el laboratorio se ejecuta: ejecutar.</translation>
    </message>
    <message>
        <source>The unsaved work could not be read.</source>
        <translation>No se pudo leer el trabajo sin guardar.</translation>
    </message>
    <message>
        <source>the way to boundary router %1, cost %2</source>
        <translation>el camino al router de frontera %1, coste %2</translation>
    </message>
    <message>
        <source>The ways that the run took; each goes on from where it was left</source>
        <translation>Los caminos que tomó la ejecución; cada uno sigue desde donde se dejó</translation>
    </message>
    <message>
        <source>The whole canvas as PNG, SVG or PDF</source>
        <translation>Todo el lienzo como PNG, SVG o PDF</translation>
    </message>
    <message>
        <source>The whole canvas on one page</source>
        <translation>Todo el lienzo en una página</translation>
    </message>
    <message>
        <source>The whole lab small in a corner; a click goes there</source>
        <translation>Todo el laboratorio en pequeño en una esquina; un clic va allí</translation>
    </message>
    <message>
        <source>The windows that both ends offer each other</source>
        <translation>Las ventanas que ambos extremos se ofrecen</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>Theme, language, canvas, keyboard shortcuts</source>
        <translation>Tema, idioma, lienzo, atajos de teclado</translation>
    </message>
    <message>
        <source>There</source>
        <translation>Ida</translation>
    </message>
    <message>
        <source>There are %1 plots already; remove one first.</source>
        <translation>Ya hay %1 gráficas; quitar una primero.</translation>
    </message>
    <message>
        <source>There is a guest %1 already.</source>
        <translation>Ya hay un invitado %1.</translation>
    </message>
    <message>
        <source>There is a node called %1 already.</source>
        <translation>Ya hay un nodo llamado %1.</translation>
    </message>
    <message>
        <source>There is an interface %1 already.</source>
        <translation>Ya hay una interfaz %1.</translation>
    </message>
    <message>
        <source>There is no guide</source>
        <translation>No hay guía</translation>
    </message>
    <message>
        <source>There is no longer prefix inside it.</source>
        <translation>Dentro no hay ningún prefijo más largo.</translation>
    </message>
    <message>
        <source>There is no part of a lab on the clipboard.</source>
        <translation>No hay ninguna parte de un laboratorio en el portapapeles.</translation>
    </message>
    <message>
        <source>There is nothing on the canvas yet.</source>
        <translation>Todavía no hay nada en el lienzo.</translation>
    </message>
    <message>
        <source>There is nothing to read: this is no packet of TCP or UDP.</source>
        <translation>No hay nada que leer: no es un paquete de TCP ni de UDP.</translation>
    </message>
    <message>
        <source>there was no room for it in memory</source>
        <translation>no había memoria suficiente</translation>
    </message>
    <message>
        <source>There: %1 to %2</source>
        <translation>Ida: %1 a %2</translation>
    </message>
    <message>
        <source>They are &amp;linked</source>
        <translation>Están &amp;enlazados</translation>
    </message>
    <message>
        <source>This bridge, %1, is the root of the spanning tree.</source>
        <translation>Este puente, %1, es la raíz del árbol de expansión.</translation>
    </message>
    <message>
        <source>this is the beginning, there is more</source>
        <translation>este es el principio, hay más</translation>
    </message>
    <message>
        <source>This lab has no guide.

A lab with a guide shows its steps, hints and checks here.</source>
        <translation>Este laboratorio no tiene guía.

Un laboratorio con guía muestra aquí sus pasos, pistas y comprobaciones.</translation>
    </message>
    <message>
        <source>This lab keeps %1 problems for you to find.</source>
        <translation>Este laboratorio guarda %1 problemas por encontrar.</translation>
    </message>
    <message>
        <source>This lab keeps 1 problem for you to find.</source>
        <translation>Este laboratorio guarda 1 problema por encontrar.</translation>
    </message>
    <message>
        <source>This lab starts programs on this computer, as you, each in the network of its node. Only run them if you trust where the lab came from.</source>
        <translation>Este laboratorio inicia programas en este ordenador, con los permisos propios, cada uno en la red de su nodo. Ejecutarlos solo si se confía en la procedencia del laboratorio.</translation>
    </message>
    <message>
        <source>this node itself</source>
        <translation>este mismo nodo</translation>
    </message>
    <message>
        <source>this router</source>
        <translation>este router</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Hilos</translation>
    </message>
    <message>
        <source>Three ways out</source>
        <translation>Tres salidas</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>umbral</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tiempo</translation>
    </message>
    <message>
        <source>Time (ns)</source>
        <translation>Tiempo (ns)</translation>
    </message>
    <message>
        <source>Time in the lab</source>
        <translation>Tiempo en el laboratorio</translation>
    </message>
    <message>
        <source>Time in the lab since it was started</source>
        <translation>Tiempo en el laboratorio desde su inicio</translation>
    </message>
    <message>
        <source>Time line</source>
        <translation>Línea de tiempo</translation>
    </message>
    <message>
        <source>Time of the run</source>
        <translation>Tiempo de la ejecución</translation>
    </message>
    <message>
        <source>Time since the last route change</source>
        <translation>Tiempo desde el último cambio de ruta</translation>
    </message>
    <message>
        <source>time-out</source>
        <translation>tiempo de espera</translation>
    </message>
    <message>
        <source>Timer</source>
        <translation>Temporizador</translation>
    </message>
    <message>
        <source>Timers</source>
        <translation>Temporizadores</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Veces</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Title of the lab</source>
        <translation>Título del laboratorio</translation>
    </message>
    <message>
        <source>To</source>
        <translation>A</translation>
    </message>
    <message>
        <source>to</source>
        <translation>a</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>a %1</translation>
    </message>
    <message>
        <source>to %1: %2; to %3: %4</source>
        <translation>a %1: %2; a %3: %4</translation>
    </message>
    <message>
        <source>To read</source>
        <translation>Por leer</translation>
    </message>
    <message>
        <source>To send</source>
        <translation>Por enviar</translation>
    </message>
    <message>
        <source>To the &amp;Front</source>
        <translation>Al &amp;frente</translation>
    </message>
    <message>
        <source>To the Bac&amp;k</source>
        <translation>Al fon&amp;do</translation>
    </message>
    <message>
        <source>To the Be&amp;ginning</source>
        <translation>Al &amp;principio</translation>
    </message>
    <message>
        <source>To the Prese&amp;nt</source>
        <translation>Al prese&amp;nte</translation>
    </message>
    <message>
        <source>To:</source>
        <translation>Destino:</translation>
    </message>
    <message>
        <source>To: a node or an address</source>
        <translation>A: un nodo o una dirección</translation>
    </message>
    <message>
        <source>too big</source>
        <translation>demasiado grande</translation>
    </message>
    <message>
        <source>too large for what lies ahead</source>
        <translation>demasiado grande para lo que sigue</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Herramientas</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>Recorrido</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>Árbol</translation>
    </message>
    <message>
        <source>Tree of shortest paths</source>
        <translation>Árbol de caminos más cortos</translation>
    </message>
    <message>
        <source>Trie</source>
        <translation>Trie</translation>
    </message>
    <message>
        <source>Trie of the prefixes</source>
        <translation>Trie de los prefijos</translation>
    </message>
    <message>
        <source>Trigger this action, MS after the lab was opened. This, --pick and --type may be given several times.</source>
        <translation>Activar esta acción, MS milisegundos después de abrir el laboratorio. Esto, --pick y --type se pueden dar varias veces.</translation>
    </message>
    <message>
        <source>TTL exceeded</source>
        <translation>TTL agotado</translation>
    </message>
    <message>
        <source>Two hosts</source>
        <translation>Dos hosts</translation>
    </message>
    <message>
        <source>Two protocols and the border between</source>
        <translation>Dos protocolos y la frontera entre ellos</translation>
    </message>
    <message>
        <source>Type this text and Return.</source>
        <translation>Escribir este texto e Intro.</translation>
    </message>
    <message>
        <source>unchanged for</source>
        <translation>sin cambios desde hace</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>en camino</translation>
    </message>
    <message>
        <source>Undo in this text (Ctrl+Z)</source>
        <translation>Deshacer en este texto (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Unfold %1</source>
        <translation>Desplegar %1</translation>
    </message>
    <message>
        <source>Ungroup %1</source>
        <translation>Desagrupar %1</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>Sin leer</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>Cambios sin guardar</translation>
    </message>
    <message>
        <source>Unsaved work on %1 from %2 was found; the workbench was not closed in an orderly way then.</source>
        <translation>Se encontró trabajo sin guardar en %1 de %2; el programa no se cerró entonces de forma ordenada.</translation>
    </message>
    <message>
        <source>Unsent</source>
        <translation>Sin enviar</translation>
    </message>
    <message>
        <source>unsupported</source>
        <translation>no admitido</translation>
    </message>
    <message>
        <source>Untagged</source>
        <translation>Sin etiquetar</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Sin título</translation>
    </message>
    <message>
        <source>Unused</source>
        <translation>Sin usar</translation>
    </message>
    <message>
        <source>up</source>
        <translation>activo</translation>
    </message>
    <message>
        <source>up to %1, the moment shown</source>
        <translation>hasta %1, el momento mostrado</translation>
    </message>
    <message>
        <source>Updates every %1 s, the next in about %2 s. A route times out %3 s after it was last heard of, is told as unreachable, and is forgotten %4 s later.</source>
        <translation>Actualizaciones cada %1 s, la próxima en unos %2 s. Una ruta caduca %3 s después de oírse por última vez, se anuncia como inalcanzable y se olvida %4 s más tarde.</translation>
    </message>
    <message>
        <source>Use These Keys</source>
        <translation>Usar estas teclas</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Usada</translation>
    </message>
    <message>
        <source>User-mode Linux</source>
        <translation>User-mode Linux</translation>
    </message>
    <message>
        <source>Values (*.csv)</source>
        <translation>Valores (*.csv)</translation>
    </message>
    <message>
        <source>variation</source>
        <translation>variación</translation>
    </message>
    <message>
        <source>Vector pictures (*.svg)</source>
        <translation>Imágenes vectoriales (*.svg)</translation>
    </message>
    <message>
        <source>Verifying %1…</source>
        <translation>Verificando %1…</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>version</source>
        <translation>versión</translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation>Versión y licencia</translation>
    </message>
    <message>
        <source>Virtual machines and their hypervisor</source>
        <translation>Máquinas virtuales y su hipervisor</translation>
    </message>
    <message>
        <source>virtual, such as 10.0.0.80</source>
        <translation>virtual, como 10.0.0.80</translation>
    </message>
    <message>
        <source>VLAN</source>
        <translation>VLAN</translation>
    </message>
    <message>
        <source>VLANs</source>
        <translation>VLAN</translation>
    </message>
    <message>
        <source>W&amp;hat:</source>
        <translation>&amp;Qué:</translation>
    </message>
    <message>
        <source>Wait this long before the screenshot.</source>
        <translation>Esperar este tiempo antes de la captura de pantalla.</translation>
    </message>
    <message>
        <source>Waiting for packets</source>
        <translation type="vanished">Esperando paquetes</translation>
    </message>
    <message>
        <source>Waiting packets</source>
        <translation>Paquetes en espera</translation>
    </message>
    <message>
        <source>waits for its time</source>
        <translation>espera su momento</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Advertencia</translation>
    </message>
    <message>
        <source>Watch the packets of the selected links live, each in a Wireshark of its own</source>
        <translation>Ver en vivo los paquetes de los enlaces seleccionados, cada uno en su propio Wireshark</translation>
    </message>
    <message>
        <source>Waxman (random, by distance)</source>
        <translation>Waxman (aleatoria, por distancia)</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Camino</translation>
    </message>
    <message>
        <source>Way of %1: %2</source>
        <translation>Camino de %1: %2</translation>
    </message>
    <message>
        <source>Way of the packet</source>
        <translation>Camino del paquete</translation>
    </message>
    <message>
        <source>Ways out of the past</source>
        <translation>Salidas del pasado</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Peso</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>peso</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Bienvenida</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>What becomes of it</source>
        <translation>Qué pasa con él</translation>
    </message>
    <message>
        <source>What came later</source>
        <translation>Lo que vino después</translation>
    </message>
    <message>
        <source>What can be dropped here is one file: a lab (.yaml), a record (.hopyard), a lab or network of another tool, or on the canvas a picture</source>
        <translation>Aquí se puede soltar un archivo: un laboratorio (.yaml), una grabación (.hopyard), un laboratorio o red de otra herramienta o, sobre el lienzo, una imagen</translation>
    </message>
    <message>
        <source>What can be dropped here is one file: a lab (.yaml), a record (.hopyard), or a lab or network of another tool</source>
        <translation type="vanished">Aquí se puede soltar un archivo: un laboratorio (.yaml), una grabación (.hopyard), o un laboratorio o una red de otra herramienta</translation>
    </message>
    <message>
        <source>What can be plotted</source>
        <translation>Qué se puede poner en gráfica</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Qué cambia</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>Qué difiere</translation>
    </message>
    <message>
        <source>What fails</source>
        <translation>Qué falla</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Qué ocurrió</translation>
    </message>
    <message>
        <source>What happened to the page</source>
        <translation>Qué le ocurrió a la página</translation>
    </message>
    <message>
        <source>What happens in a run stands here: adjacencies, routes, drops, edits. Run the lab (Ctrl+R).</source>
        <translation>Aquí está lo que ocurre en una ejecución: adyacencias, rutas, descartes, cambios. Ejecutar el laboratorio (Ctrl+R).</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>Y si</translation>
    </message>
    <message>
        <source>What If It &amp;Failed?</source>
        <translation>¿Y si &amp;fallara?</translation>
    </message>
    <message>
        <source>What If It Fai&amp;led?</source>
        <translation>¿Y si fa&amp;llara?</translation>
    </message>
    <message>
        <source>What is followed</source>
        <translation>A qué se sigue</translation>
    </message>
    <message>
        <source>What is left to you</source>
        <translation>Lo que queda por hacer</translation>
    </message>
    <message>
        <source>What is wrong with the condition</source>
        <translation>Qué está mal en la condición</translation>
    </message>
    <message>
        <source>What is wrong with the configuration, and its editor</source>
        <translation>Qué está mal en la configuración, y su editor</translation>
    </message>
    <message>
        <source>What is wrong with the filter</source>
        <translation>Qué está mal en el filtro</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Qué hace</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>Qué dice</translation>
    </message>
    <message>
        <source>What moved</source>
        <translation>Qué se trasladó</translation>
    </message>
    <message>
        <source>What of BGP</source>
        <translation>Qué de BGP</translation>
    </message>
    <message>
        <source>What of OSPF</source>
        <translation>Qué de OSPF</translation>
    </message>
    <message>
        <source>What the nodes of a running lab know stands here. Draw a lab first, or open one.</source>
        <translation>Aquí está lo que saben los nodos de un laboratorio en marcha. Dibujar primero un laboratorio, o abrir uno.</translation>
    </message>
    <message>
        <source>What the table really read</source>
        <translation>Lo que la tabla leyó de verdad</translation>
    </message>
    <message>
        <source>What there is</source>
        <translation>Qué hay</translation>
    </message>
    <message>
        <source>What these keys would do</source>
        <translation>Qué harían estas teclas</translation>
    </message>
    <message>
        <source>What this end sends and receives</source>
        <translation>Lo que este extremo envía y recibe</translation>
    </message>
    <message>
        <source>what this router itself brings in</source>
        <translation>lo que aporta este mismo router</translation>
    </message>
    <message>
        <source>What told the best from the path that %1 compared with it last</source>
        <translation>Lo que distinguió al mejor del camino que %1 comparó con él en último lugar</translation>
    </message>
    <message>
        <source>What waits at the ends of links, one square a packet</source>
        <translation>Lo que espera en los extremos de los enlaces, un cuadrado por paquete</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>Lo que se dijo</translation>
    </message>
    <message>
        <source>What was tried</source>
        <translation>Qué se probó</translation>
    </message>
    <message>
        <source>What would happen</source>
        <translation>Qué ocurriría</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>When the file of a recorded run is as large as that, its oldest packets and events make room for the newest; the run can still be shown from its beginning</source>
        <translation>Cuando el archivo de una ejecución grabada alcanza ese tamaño, sus paquetes y eventos más antiguos dejan sitio a los más nuevos; la ejecución se puede seguir mostrando desde el principio</translation>
    </message>
    <message>
        <source>When the table was written down</source>
        <translation>Cuándo se anotó la tabla</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Dónde</translation>
    </message>
    <message>
        <source>Where is %1 of %2?</source>
        <translation>¿Dónde está %1 de %2?</translation>
    </message>
    <message>
        <source>Which configuration</source>
        <translation>Qué configuración</translation>
    </message>
    <message>
        <source>Which decision</source>
        <translation>Qué decisión</translation>
    </message>
    <message>
        <source>Which of the run's ways</source>
        <translation>Cuál de los caminos de la ejecución</translation>
    </message>
    <message>
        <source>Which path is used, and why</source>
        <translation>Qué camino se usa y por qué</translation>
    </message>
    <message>
        <source>Which path to %1, and why</source>
        <translation>Qué ruta hacia %1, y por qué</translation>
    </message>
    <message>
        <source>Which route would 10.0.2.10 take?</source>
        <translation>¿Qué ruta tomaría 10.0.2.10?</translation>
    </message>
    <message>
        <source>Which step</source>
        <translation>Qué paso</translation>
    </message>
    <message>
        <source>Which table</source>
        <translation>Qué tabla</translation>
    </message>
    <message>
        <source>Who dissected the packet</source>
        <translation>Quién disecó el paquete</translation>
    </message>
    <message>
        <source>who serves: names of hosts</source>
        <translation>quién sirve: nombres de hosts</translation>
    </message>
    <message>
        <source>whole network</source>
        <translation>toda la red</translation>
    </message>
    <message>
        <source>Whose data the sequence graph shows</source>
        <translation>De quién son los datos de la gráfica de secuencia</translation>
    </message>
    <message>
        <source>Whose words</source>
        <translation>De quién</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Por qué</translation>
    </message>
    <message>
        <source>Why not</source>
        <translation>Por qué no</translation>
    </message>
    <message>
        <source>Why nothing is plotted</source>
        <translation>Por qué no hay ninguna gráfica</translation>
    </message>
    <message>
        <source>Why the capture did not start</source>
        <translation>Por qué no se inició la captura</translation>
    </message>
    <message>
        <source>Why the run paused</source>
        <translation>Por qué se pausó la ejecución</translation>
    </message>
    <message>
        <source>Why there are no events</source>
        <translation>Por qué no hay sucesos</translation>
    </message>
    <message>
        <source>Why there is no connection</source>
        <translation>Por qué no hay ninguna conexión</translation>
    </message>
    <message>
        <source>Why there is no path</source>
        <translation>Por qué no hay camino</translation>
    </message>
    <message>
        <source>Why there is no table</source>
        <translation>Por qué no hay tabla</translation>
    </message>
    <message>
        <source>Why there is nothing of BGP</source>
        <translation>Por qué no hay nada de BGP</translation>
    </message>
    <message>
        <source>Why there is nothing of OSPF</source>
        <translation>Por qué no hay nada de OSPF</translation>
    </message>
    <message>
        <source>Why there is nothing to see</source>
        <translation>Por qué no hay nada que ver</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Anchura</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Ventana</translation>
    </message>
    <message>
        <source>window</source>
        <translation>ventana</translation>
    </message>
    <message>
        <source>window's edge</source>
        <translation>borde de la ventana</translation>
    </message>
    <message>
        <source>Windows offered</source>
        <translation>Ventanas ofrecidas</translation>
    </message>
    <message>
        <source>Wins: %1</source>
        <translation>Gana: %1</translation>
    </message>
    <message>
        <source>Wireshark could not be started.</source>
        <translation>No se pudo iniciar Wireshark.</translation>
    </message>
    <message>
        <source>Wireshark is not installed</source>
        <translation>Wireshark no está instalado</translation>
    </message>
    <message>
        <source>Wireshark is not installed (Debian: &lt;tt&gt;apt install wireshark&lt;/tt&gt;). A file can be opened with it later.</source>
        <translation>Wireshark no está instalado (Debian: &lt;tt&gt;apt install wireshark&lt;/tt&gt;). Un archivo se puede abrir con él más tarde.</translation>
    </message>
    <message>
        <source>Wireshark's dissector (sharkd) is not installed.</source>
        <translation>El disector de Wireshark (sharkd) no está instalado.</translation>
    </message>
    <message>
        <source>Wireshark's dissector (sharkd, package wireshark-common) is not installed: these are the workbench's own fields.</source>
        <translation>El disector de Wireshark (sharkd, paquete wireshark-common) no está instalado: estos son los campos propios del programa.</translation>
    </message>
    <message>
        <source>Wireshark's dissector does not answer.</source>
        <translation>El disector de Wireshark no responde.</translation>
    </message>
    <message>
        <source>Wireshark's dissector has ended unexpectedly.</source>
        <translation>El disector de Wireshark terminó inesperadamente.</translation>
    </message>
    <message>
        <source>Wireshark's dissector refuses the packet.</source>
        <translation>El disector de Wireshark rechaza el paquete.</translation>
    </message>
    <message>
        <source>withdrawn; kept for its penalty</source>
        <translation>retirada; guardada por su penalización</translation>
    </message>
    <message>
        <source>Words that may stand here</source>
        <translation>Palabras que pueden ir aquí</translation>
    </message>
    <message>
        <source>Write a picture of the window and end.</source>
        <translation>Escribir una imagen de la ventana y terminar.</translation>
    </message>
    <message>
        <source>Write the run into a file from which it can be shown again, here or elsewhere</source>
        <translation>Escribir la ejecución en un archivo desde el que se puede mostrar de nuevo, aquí o en otro sitio</translation>
    </message>
    <message>
        <source>Wrote %1</source>
        <translation>Escrito %1</translation>
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
        <translation>sí</translation>
    </message>
    <message>
        <source>Zoom %1</source>
        <translation>Zoom %1</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>&amp;Ampliar</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>&amp;Reducir</translation>
    </message>
    <message>
        <source>Zoom to &amp;Fit</source>
        <translation>A&amp;justar a la ventana</translation>
    </message>
    <message>
        <source>“%1” is no address. Type one like 10.0.2.10 or 2001:db8::1.</source>
        <translation>«%1» no es una dirección. Escribir una como 10.0.2.10 o 2001:db8::1.</translation>
    </message>
    <message>
        <source>“%1” is no name of a node.</source>
        <translation>«%1» no es el nombre de un nodo.</translation>
    </message>
    <message>
        <source>“%1” is not an address with its length, such as 10.0.0.11/24.</source>
        <translation>«%1» no es una dirección con su longitud, como 10.0.0.11/24.</translation>
    </message>
    <message>
        <source>“%1” is not an address with its length, such as 10.0.1.10/24, nor dhcp.</source>
        <translation>«%1» no es una dirección con su longitud, como 10.0.1.10/24, ni dhcp.</translation>
    </message>
    <message>
        <source>“%1” is nothing of a port; write such as vlan 10, or trunk 10,20 native 99</source>
        <translation>«%1» no vale para un puerto; escribir algo como vlan 10, o trunk 10,20 native 99</translation>
    </message>
    <message>
        <source>“%1” wants a value behind it</source>
        <translation>«%1» necesita un valor detrás</translation>
    </message>
    <message>
        <source>… and %1 more.</source>
        <translation>… y %1 más.</translation>
    </message>
    <message>
        <source>‹ &amp;Back</source>
        <translation>‹ &amp;Atrás</translation>
    </message>
</context>
</TS>
