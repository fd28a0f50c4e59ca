/** `WHERE`: for scenarios with targets that are not met, where the time or the memory goes and what was tried. */

/** Sentences by scenario; figures are of profiles made on the machine that `at` names, not of the run they stand beside. */
export const WHERE: Readonly<Record<string, readonly string[]>> = {
  fanout: [
    'Profiles of 2026-11-21, two cores of an EPYC virtual machine. One native publish writes to each socket once a tick: 6 to 9 µs a socket there, nearly all of it the kernel, which is three times what the machine took that the targets were written on. So a tick over 5,000 sockets lasts 35 to 45 ms on the server, and p99 at any rate is near two of them, for raw uWebSockets as well.',
    'With 5,000 subscribers the answer of a commit waits behind the tick that is being written, and its own tick comes after: p50 is two ticks (90 to 100 ms at 0.5 to 1.5 million deliveries/s), where raw uWebSockets, which waits for no commit, has one (45 to 50 ms).',
    'At 10,000 deliveries a second a message waits for its commit before anybody may be told: about 1.2 ms that raw uWebSockets, which stores nothing, does not have.',
    'With 500 subscribers the journal is the limit, not the fan-out: 8,000 durable messages a second are 4 million deliveries.',
    'Tried: a rest after ticks with many writes, so that frames share a write (no gain at 6,000 messages/s, p50 at 4,000/s from 8 to 22-39 ms); taking latency at 64 sockets read apart, because reading 5,000 took the generator 50 ms.',
  ],
  rooms: [
    '1,000 rooms at 8,000 messages/s, 125 µs of node a message: 58 % is the kernel (7.9 socket writes of 8.5 µs), 12 % garbage collection, 8 % JavaScript of ours and of libraries; PostgreSQL adds 30 to 35 µs. Raw uWebSockets takes 109 µs for the same ten writes and has no journal.',
    'Raw uWebSockets gains at higher rates because turns of 50 ms put several events of a room into one frame; ours is stopped by the journal before. What coalescing per socket and tick can still win is therefore bounded by messages a second, not by sockets.',
  ],
  send: [
    'At 10,000 messages/s with one lane: 62 µs of node (22 % the write of the answer, 12 % garbage collection, 10 % the machine, 10 % the driver of PostgreSQL), 52 µs of PostgreSQL, both on the two cores that the generator shares. synchronous_commit = off changes nothing here: a flush takes 0.15 ms.',
    'Done: the row of a message is written when it changes (a third of the log), parameters go as binary arrays, snapshots only in a second variant of the statement (62 to 55 µs of PostgreSQL and 39 to 32 of node a message at 10 rooms x 1), one lane instead of two (67 to 56 µs).',
    'p99 is made of moments, not of load: at 3,000 messages/s it is 7 to 20 ms as well. Sampled waits of the backends and the pauses of the collector show two kinds. Every 16 MB of a fresh log a commit waited 11 to 60 ms for its next segment; the database of a load has used ones now, and keeps a gigabyte of them. And every 4 to 8 s a full collection marks for 80 to 100 ms while node, PostgreSQL and generator share two cores: commits take 10 to 20 ms meanwhile, which is one or two messages of a hundred. Between those, commits take 0.8 ms, 4 at p99.',
    'Tried without gain against the collector: young generations of 32 and 64 MB, one, none and four helper threads, no concurrent marking (13 to 160 ms at 10,000/s, differing more from run to run than from setting to setting). It collects because the memories of a room (tail, answers, latest messages) are queues: what enters lives for a second, is promoted, and dies: 2.4 KB a message, 0.45 KB of it answers, which lie outside of the heap since.',
    'Tried without gain before: autovacuum off.',
  ],
  nodes: [
    'Why eight nodes cost more than crossings explain is not known: counted by those from what one and two nodes cost, a message to rooms heard on two nodes should cost the nodes some 1,020 µs on eight, and it costs 1,731. Warming all nodes before the first load changed nothing (2.44 and 2.38 from two to eight). Profiles, rates at which batches fill, and a machine with a core for each node were not looked into.',
    'On two cores three nodes carried 0.2 to 0.9 of what one did: a wish that crosses is work for two nodes and nats-server, 114 µs of the nodes an ack instead of 56, and nodes, PostgreSQL and generator had 1.69 of the two cores at the highest rate that was held.',
  ],
  idle: [
    'What a socket keeps alive was never the most of it: 2.5 KB of heap were live while the heap grew by 8 KB a socket. Asking whether a person may follow a room took 2.2 ms of CPU a subscription, through the entity manager, and its garbage left pages that are mostly holes. One query for all who ask at once takes 0.15 to 0.23 ms; the resident memory of 5,000 sockets after 3,000 others is 4.4 KB each since then, and 4.0 KB without an object of cookies, the input of the call and an organisation id each.',
    'What is left: 2.4 KB of live heap (of it maps and sets that hold a socket by person, session, token and room, strings of ids, closures of a feed), about 0.5 to 1.4 KB of pages that are not full, and what uWebSockets and its topics take.',
    'A connect takes 170 to 250 µs of CPU here; the check of an RS256 token, which the issue of accounts demands, is 39 to 65 of them, so five times the official adapter, which checks nothing and takes 205, would leave nothing for the handshake itself. Connects were not profiled again.',
  ],
  resident: [
    'Until 2026-11-21 the weighing was wrong in favour of the rooms: ids that Node had joined of pieces, and the runtime of the size before, fell away meanwhile and were subtracted. Weighed in a process of its own, with flat ids, a room of ten took 2,279 bytes with 10,000 rooms when answers were flat already, and what objects took then was not weighed in this way.',
    'Answers lie in flat pages (200 bytes each instead of 450) and ids of people are kept once: 3,564, 1,687 and 1,081 bytes with 1,000, 10,000 and 100,000 rooms. What is left above the bound with 10,000 rooms are two remembered answers a room (400 bytes); with 1,000 rooms five of them (1,000 bytes), and 10,000 people in a table of 1 MB.',
    'Deciding: 22 µs before, 13 to 16 with flat answers, since they are not promoted and marked. Among 100,000 rooms it is 18 to 21: the same instructions, more waiting for memory.',
  ],
  storm: [
    'Turns of the event loop are 2 to 3 ms in a storm, whatever part of it resumes may take (slices of 8, 3 and 1 were tried), so sends do not wait for resumes inside the node. They wait for a core: the node, PostgreSQL and the clients of the test share two.',
  ],
}
