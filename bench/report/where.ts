/** `WHERE`: for scenarios with targets that are not met, where the time or the memory goes and what was tried. */

/** Sentences by scenario; figures are of profiles made on the machine that `at` names, not of the run they stand beside. */
export const WHERE: Readonly<Record<string, readonly string[]>> = {
  fanout: [
    'Profiles of 2026-11-21, two cores of an EPYC virtual machine. Telling a socket takes 6 to 12 µs there, nearly all of it the kernel, which is three times what the machine took that the targets were written on. So telling 5,000 sockets once takes 40 to 60 ms, while generator and PostgreSQL have the rest of the two cores; raw uWebSockets, too, has p99 of 78 to 89 ms at 0.5 to 1.5 million deliveries/s.',
    'With 5,000 subscribers the node tells 125 sockets a turn and commits in between. When it told all in one turn, a commit waited for the turn that was being written and its own came after: at 1 to 1.5 million deliveries/s p50 was 95 to 97 ms and p99 139; told a few at a time they are 43 to 54 and 92 to 133. p99 is a whole round, and whatever takes the core from the node meanwhile.',
    'At 10,000 deliveries a second a message waits for its commit before anybody may be told: about 1.2 ms that raw uWebSockets, which stores nothing, does not have.',
    'With 500 subscribers it is bytes: 8,000 durable messages a second are 4 million deliveries of 330 bytes, 1.3 GB a second through the kernel twice, and a turn of the loop takes 30 ms. In such a turn a room could commit 100 events until 2026-11-21, so it fell into a hole where others were refused, each refusal writing down who had called: 1.35 million deliveries/s at 8,000 messages/s offered, and 4.0 million with 500 events a commit and refusals without a stack.',
    'One message alone takes 55 to 75 ms to reach 5,000 sockets, and raw uWebSockets takes 36 to 60 in the same run. strace counts one write a socket in both, a profile of ours is the kernel, and telling all in one turn changes nothing (p50 21 to 31 ms, 18 to 41 told in turns). Why is not known.',
    'Tried: 500, 250 and 64 sockets a turn instead of 125. At 3 million deliveries/s p50 was 73, 58 and 47 ms instead of 49, p99 202, 195 and 117 instead of 125.',
    'Tried: a rest after ticks with many writes, so that frames share a write (no gain at 6,000 messages/s, p50 at 4,000/s from 8 to 22-39 ms); taking latency at 64 sockets read apart, because reading 5,000 took the generator 50 ms.',
  ],
  rooms: [
    'Where each client is in one room, a message is ten writes for us and ten reads for the generator, 85 and 80 µs, beside 35 of our own and 25 of PostgreSQL: two cores hold 8,500 messages a second. Over 1,000 rooms that are 8 a second each, so there is nothing to put together in one frame; where each client is in all rooms there is.',
    '1,000 rooms at 8,000 messages/s, 125 µs of node a message: 58 % is the kernel (7.9 socket writes of 8.5 µs), 12 % garbage collection, 8 % JavaScript of ours and of libraries; PostgreSQL adds 30 to 35 µs. Raw uWebSockets takes 109 µs for the same ten writes and has no journal.',
    'Raw uWebSockets gains at higher rates because turns of 50 ms put several events of a room into one frame; ours is stopped by the journal before. What coalescing per socket and tick can still win is therefore bounded by messages a second, not by sockets.',
  ],
  send: [
    'A message takes 52 µs of node, 46 of PostgreSQL and 25 of the generator at 10,000 a second, and 33, 21 and 14 at 22,000, where a commit carries more. So two cores hold some 25,000 a second, and whatever takes a core from one of the three for a while is felt by all.',
    'Found on 2026-11-21, and done. Each node read every message again to look for what webhooks are told (`engine/store/follow.ts`): 8 µs of node, and 102 of 175 MB that grew old in six seconds; p99 at 10,000/s 29 to 50 ms, then 13 to 26. V8 made states and events old when they were born, because rooms that were woken before them live long (`engine/host/young-heap.ts`): 20 MB a second, 1 since; p99 6 to 14. Node and PostgreSQL took turns (`engine/actors/commit.ts`, `engine/store/lane.ts`): p50 at 18,000/s 12.5 ms, then 4.5. Sampled with these three, turns of the node are 2 to 3 ms at p99 and commits 3 to 5, until a full collection marks for 80 to 100 ms, every 10 to 15 s.',
    'Two hours before this run, when all peers were up to twice as fast, the same lane gave 9.8 ms at 10,000 messages/s.',
    'Done before: the row of a message is written when it changes (a third of the log), parameters go as binary arrays, snapshots only in a second variant of the statement, one lane instead of two (67 to 56 µs), the log of a load has used segments (every 16 MB of a fresh one a commit waited 11 to 60 ms).',
    'Tried without gain: synchronous_commit off and autovacuum off (a flush takes 0.15 ms); young generations of 32 and 64 MB, one, none and four helper threads, no concurrent marking.',
  ],
  nodes: [
    'Why eight nodes cost more than crossings explain is not known: counted by those from what one and two nodes cost, a message to rooms heard on two nodes should cost the nodes some 1,020 µs on eight, and it costs 1,731. Warming all nodes before the first load changed nothing (2.44 and 2.38 from two to eight). Profiles, rates at which batches fill, and a machine with a core for each node were not looked into.',
    'On two cores three nodes carried 0.2 to 0.9 of what one did: a wish that crosses is work for two nodes and nats-server, 114 µs of the nodes an ack instead of 56, and nodes, PostgreSQL and generator had 1.69 of the two cores at the highest rate that was held.',
  ],
  idle: [
    'What a socket keeps alive was never the most of it: 2.5 KB of heap were live while the heap grew by 8 KB a socket. Asking whether a person may follow a room took 2.2 ms of CPU a subscription, through the entity manager, and its garbage left pages that are mostly holes. One query for all who ask at once takes 0.15 to 0.23 ms; the resident memory of 5,000 sockets after 3,000 others is 4.4 KB each since then, and 4.0 KB without an object of cookies, the input of the call and an organisation id each.',
    'From 200 to 4,000 sockets it is 1,461 bytes a socket and 33.7 times fewer than the official adapter (quick, 2026-11-21, since V8 makes nothing old at birth any more): what connecting left behind made room for the first. From 4,900 to 19,600 each adds 3.2 KB, which is what it keeps.',
    'Before that the scenario, quick, one run beside other work: 2,479 bytes a socket (9,167 before), 19.8 times fewer than the official adapter, connects at 1.08 of its CPU. From 1,000 to 4,000 sockets part of what comes finds place in pages that are there already: 3,000 to 8,000 sockets showed 4.0 KB, so a full run decides.',
    'What is left: 2.4 KB of live heap (of it maps and sets that hold a socket by person, session, token and room, strings of ids, closures of a feed), about 0.5 to 1.4 KB of pages that are not full, and what uWebSockets and its topics take.',
    'A connect takes 170 to 250 µs of CPU here; the check of an RS256 token, which the issue of accounts demands, is 39 to 65 of them, so five times the official adapter, which checks nothing and takes 205, would leave nothing for the handshake itself. Connects were not profiled again.',
  ],
  resident: [
    'Until 2026-11-21 the weighing was wrong in favour of the rooms: ids that Node had joined of pieces, and the runtime of the size before, fell away meanwhile and were subtracted. Weighed in a process of its own, with flat ids, a room of ten took 2,279 bytes with 10,000 rooms when answers were flat already, and what objects took then was not weighed in this way.',
    'Answers lie in flat pages (200 bytes each instead of 450) and ids of people are kept once: 3,564, 1,687 and 1,081 bytes with 1,000, 10,000 and 100,000 rooms. What is left above the bound with 10,000 rooms are two remembered answers a room (400 bytes); with 1,000 rooms five of them (1,000 bytes), and 10,000 people in a table of 1 MB.',
    'Deciding: 22 µs before, 13 to 16 with flat answers, since they are not promoted and marked. Among 100,000 rooms it is 18 to 21: the same instructions, more waiting for memory.',
  ],
  history: [
    'A page takes 1.1 ms at every depth (p50 1.05 to 1.13). A young collection of the node takes 4 to 8 ms, and comes once in some 65 pages, since a page of 50 messages leaves 250 KB behind. So a little more than one page of a hundred waits for one, p99 lies just among these pauses (7.6 to 10.6 ms, in no order of depth), and a ratio of two p99 says little about depth: 0.63 to 1.41 with 600 pages a cell, 1.12 to 1.39 with 3,000, on a machine with other work. Less garbage a page would take p99 below the pauses; that was not tried.',
  ],
  storm: [
    'The clients at a lower priority (nice 10) changed nothing: 104 ms of p99 beside 96 and 113 with 1,000 of them. A profile of the node has no peak: its own work is 0.7 ms a client, over all of connect, token, schema, reading and writing. Six connections that read for those who come back are runnable beside the one that commits; whether that is it was not looked into.',
    'Turns of the event loop are 2 to 3 ms in a storm, whatever part of it resumes may take (slices of 8, 3 and 1 were tried), so sends do not wait for resumes inside the node. They wait for a core: the node, PostgreSQL and the clients of the test share two.',
  ],
}
